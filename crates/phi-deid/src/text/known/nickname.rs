//! Short forms of first names.
//!
//! Own list: what speakers of English and Spanish in the United States commonly call each other, written down from general
//! knowledge; no list of others was copied.

use std::sync::LazyLock;

use super::hash::hash;

/// First names with their short forms, in small letters.
#[rustfmt::skip]
const SHORT: &[(&str, &[&str])] = &[
    ("abigail", &["abby", "gail"]), ("abraham", &["abe"]), ("adelaide", &["addie"]), ("alberto", &["beto"]), ("albert", &["al", "bert"]),
    ("alejandra", &["ale", "jandra"]), ("alejandro", &["ale", "alex"]), ("alexander", &["alex", "sandy", "xander"]),
    ("alexandra", &["alex", "lexi", "sandra"]), ("alfonso", &["poncho"]), ("alfred", &["al", "fred"]), ("alfredo", &["fredo"]),
    ("alicia", &["licha"]), ("allison", &["allie"]), ("amanda", &["mandy"]), ("ana", &["anita"]), ("andrea", &["andie"]),
    ("andrew", &["andy", "drew"]), ("angela", &["angie"]), ("angelica", &["angie", "gelly"]), ("anne", &["annie", "nan"]),
    ("anthony", &["tony"]), ("antonia", &["toni", "tona"]), ("antonio", &["tono", "tony"]), ("arthur", &["art", "artie"]),
    ("barbara", &["babs", "barb", "barbie"]), ("beatrice", &["bea", "trixie"]), ("beatriz", &["bety"]), ("benjamin", &["ben", "benji", "benny"]),
    ("bernard", &["bernie"]), ("bradley", &["brad"]), ("bridget", &["biddy", "bridie"]), ("calvin", &["cal"]), ("carolina", &["caro"]),
    ("caroline", &["carrie", "lina"]), ("cassandra", &["cassie", "sandra"]), ("catherine", &["cathy", "cate", "kate", "kitty"]),
    ("charles", &["charlie", "chas", "chuck"]), ("charlotte", &["charlie", "lottie"]), ("christina", &["chris", "chrissy", "tina"]),
    ("christine", &["chris", "chrissy", "tina"]), ("christopher", &["chris", "kit", "topher"]), ("clifford", &["cliff"]),
    ("concepcion", &["concha", "conchita"]), ("constance", &["connie"]), ("consuelo", &["chelo"]), ("cynthia", &["cindy"]),
    ("daniel", &["dan", "danny"]), ("danielle", &["dani"]), ("david", &["dave", "davy"]), ("deborah", &["deb", "debbie"]),
    ("dolores", &["lola", "lolita"]), ("donald", &["don", "donnie"]), ("dorothy", &["dolly", "dot", "dottie"]), ("douglas", &["doug"]),
    ("edgar", &["ed"]), ("edith", &["edie"]), ("edmund", &["ed", "ned", "ted"]), ("eduardo", &["eddie", "lalo"]), ("edward", &["ed", "eddie", "ned", "ted"]),
    ("edwin", &["ed"]), ("eleanor", &["ellie", "nell", "nora"]), ("elizabeth", &["bess", "beth", "betsy", "betty", "eliza", "libby", "liz", "liza", "lizzie"]),
    ("emily", &["em", "emmy"]), ("enrique", &["kike", "quique"]), ("ernest", &["ernie"]), ("ernesto", &["neto"]), ("esperanza", &["pera"]),
    ("eugene", &["gene"]), ("evelyn", &["evie"]), ("ezekiel", &["zeke"]), ("fernando", &["nando"]), ("florence", &["flo", "florrie"]),
    ("frances", &["fran", "frannie"]), ("francis", &["frank"]), ("francisca", &["paca", "pancha"]), ("francisco", &["cisco", "paco", "pancho"]),
    ("franklin", &["frank"]), ("frederick", &["fred", "freddie", "rick"]), ("gabriel", &["gabe"]), ("gabriela", &["gaby"]),
    ("geoffrey", &["geoff"]), ("gerald", &["gerry", "jerry"]), ("gertrude", &["gertie", "trudy"]), ("gilbert", &["gil"]),
    ("gregory", &["greg"]), ("graciela", &["chela"]), ("guadalupe", &["lupe", "lupita"]), ("guillermo", &["memo"]), ("gwendolyn", &["gwen"]),
    ("harold", &["hal", "harry"]), ("harriet", &["hattie"]), ("helen", &["nell"]), ("henry", &["hal", "hank", "harry"]), ("herbert", &["herb"]),
    ("ignacio", &["nacho"]), ("irene", &["rena"]), ("isaac", &["ike", "zac"]), ("isabel", &["chabela", "izzy"]), ("isabella", &["bella", "izzy"]),
    ("jacob", &["jake"]), ("jacqueline", &["jackie"]), ("james", &["jamie", "jim", "jimmy"]), ("janet", &["jan"]), ("jason", &["jay"]),
    ("jeffrey", &["jeff"]), ("jennifer", &["jen", "jenn", "jenny"]), ("jeremiah", &["jerry"]), ("jeremy", &["jem"]), ("jessica", &["jess", "jessie"]),
    ("jesus", &["chucho", "chuy"]), ("joanna", &["jo"]), ("john", &["jack", "johnny"]), ("jonathan", &["jon", "nathan"]), ("jose", &["pepe"]),
    ("josefina", &["chepina", "pepa"]), ("joseph", &["joe", "joey"]), ("josephine", &["jo", "josie"]), ("joshua", &["josh"]), ("judith", &["judy"]),
    ("julian", &["jules"]), ("katherine", &["kate", "kathy", "katie", "kit", "kitty"]), ("kathleen", &["kathy", "katie"]), ("kenneth", &["ken", "kenny"]),
    ("kimberly", &["kim"]), ("lawrence", &["larry"]), ("leonard", &["len", "lenny", "leo"]), ("leticia", &["lety"]), ("lillian", &["lil", "lily"]),
    ("louis", &["lou"]), ("louise", &["lou"]), ("lourdes", &["lulu"]), ("luis", &["lucho"]), ("madeline", &["maddie"]), ("manuel", &["manny", "manolo"]),
    ("margaret", &["maggie", "marge", "margie", "meg", "peg", "peggy", "rita"]), ("margarita", &["mago"]), ("maria", &["mari"]), ("martha", &["marty", "patty"]),
    ("martin", &["marty"]), ("mary", &["mamie", "molly", "polly"]), ("matilda", &["tilly"]), ("matthew", &["matt"]), ("maximilian", &["max"]),
    ("melissa", &["lissa", "missy"]), ("mercedes", &["meche"]), ("michael", &["mick", "mickey", "mike"]), ("michelle", &["shelly"]), ("mildred", &["millie"]),
    ("miguel", &["migue"]), ("miriam", &["mimi"]), ("mohammed", &["mo"]), ("muhammad", &["mo"]), ("nancy", &["nan"]), ("natalie", &["nat"]),
    ("nathan", &["nate"]), ("nathaniel", &["nate", "nat"]), ("nicholas", &["nick", "nicky"]), ("nicole", &["nicki", "nikki"]), ("oliver", &["ollie"]),
    ("olivia", &["liv"]), ("oscar", &["ozzie"]), ("pamela", &["pam"]), ("patricia", &["pat", "patsy", "patty", "tricia", "trish"]),
    ("patrick", &["paddy", "pat"]), ("penelope", &["penny"]), ("peter", &["pete"]), ("philip", &["phil"]), ("phillip", &["phil"]), ("priscilla", &["cilla", "pris"]),
    ("rafael", &["rafa"]), ("ramon", &["moncho"]), ("randall", &["randy"]), ("raymond", &["ray"]), ("rebecca", &["becca", "becky"]),
    ("refugio", &["cuca", "cuco"]), ("regina", &["gina"]), ("reginald", &["reggie"]), ("richard", &["dick", "rich", "richie", "rick", "ricky"]),
    ("ricardo", &["richi", "rico"]), ("robert", &["bob", "bobby", "rob", "robbie"]), ("roberto", &["beto", "tito"]), ("rodney", &["rod"]), ("roger", &["rodge"]),
    ("ronald", &["ron", "ronnie"]), ("rosario", &["chayo"]), ("rosemary", &["rosie"]), ("russell", &["russ"]), ("salvador", &["chava"]), ("samantha", &["sam"]),
    ("samuel", &["sam", "sammy"]), ("sandra", &["sandy"]), ("santiago", &["chago"]), ("sarah", &["sadie", "sally"]), ("sebastian", &["seb"]), ("sharon", &["shari"]),
    ("sidney", &["sid"]), ("socorro", &["coco", "soco"]), ("solomon", &["sol"]), ("stanley", &["stan"]), ("stephanie", &["steph"]), ("stephen", &["steve"]),
    ("steven", &["steve"]), ("susan", &["sue", "susie", "suzy"]), ("suzanne", &["sue", "suzy"]), ("sylvia", &["syl"]), ("teresa", &["tere", "terry", "tess"]),
    ("theodore", &["ted", "teddy", "theo"]), ("theresa", &["terry", "tess", "tessa"]), ("thomas", &["tom", "tommy"]), ("timothy", &["tim", "timmy"]),
    ("tobias", &["toby"]), ("valerie", &["val"]), ("vanessa", &["nessa"]), ("veronica", &["ronnie", "vero"]), ("vicente", &["chente"]), ("victor", &["vic"]),
    ("victoria", &["tori", "vicky"]), ("vincent", &["vin", "vince", "vinny"]), ("virginia", &["ginger", "ginny"]), ("vivian", &["viv"]), ("walter", &["walt"]),
    ("wilfred", &["fred", "wil"]), ("wilhelmina", &["mina", "minnie"]), ("william", &["bill", "billy", "liam", "will", "willie"]), ("winifred", &["winnie"]),
    ("yolanda", &["yoli"]), ("zachary", &["zach", "zack"]),
];

/// Pairs of forms, sorted by the first, and by the hash of the first a bit for some of them: most names have no other form.
static PAIRS: LazyLock<Pairs> = LazyLock::new(|| {
    let both = |long, short| [(long, short), (short, long)];
    let mut sorted: Vec<_> =
        SHORT.iter().flat_map(|(long, short)| short.iter().flat_map(|short| both(*long, *short))).collect();
    sorted.sort_unstable();
    let mut any = [0; 64];
    for (name, _) in &sorted {
        let (at, bit) = bit_of(hash(name));
        any.get_mut(at).into_iter().for_each(|bits| *bits |= bit);
    }
    Pairs { sorted, any }
});

struct Pairs {
    sorted: Vec<(&'static str, &'static str)>,
    any: [u64; 64],
}

/// Where the bit of a hash stands, and the bit.
const fn bit_of(hash: u64) -> (usize, u64) {
    ((hash >> 58) as usize, 1 << (hash >> 52 & 63))
}

/// Other forms of a first name, long and short. `hash` is that of the name.
pub(super) fn forms(name: &str, hash: u64) -> impl Iterator<Item = &'static str> + '_ {
    let (at, bit) = bit_of(hash);
    let pairs = if PAIRS.any.get(at).is_some_and(|bits| bits & bit != 0) { PAIRS.sorted.as_slice() } else { &[] };
    let order = |other: &str| other.bytes().cmp(name.bytes().map(|b| b.to_ascii_lowercase()));
    let from = pairs.partition_point(|pair| order(pair.0).is_lt());
    let rest = pairs.get(from..).unwrap_or_default();
    rest.iter().take_while(move |pair| order(pair.0).is_eq()).map(|pair| pair.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(name: &str) -> impl Iterator<Item = &'static str> + '_ {
        super::forms(name, hash(name))
    }

    #[test]
    fn forms_go_both_ways() {
        assert!(forms("William").any(|form| form == "bill") && forms("BILL").any(|form| form == "william"));
        assert!(forms("Guadalupe").any(|form| form == "lupita"));
        assert_eq!(forms("Testcase").count(), 0);
        for (long, short) in SHORT {
            let of_long: Vec<_> = forms(long).collect();
            assert!(
                short.iter().all(|short| of_long.contains(short) && forms(short).any(|form| form == *long)),
                "{long}"
            );
        }
    }

    #[test]
    fn the_list_is_in_small_letters() {
        for (long, short) in SHORT {
            assert!(!short.is_empty() && long.bytes().all(|b| b.is_ascii_lowercase()));
            assert!(short.iter().all(|short| short.bytes().all(|b| b.is_ascii_lowercase())), "{long}");
        }
    }
}
