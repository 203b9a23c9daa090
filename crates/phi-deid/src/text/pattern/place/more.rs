//! Places that only their document makes likely: houses with holy names, chains, numbers on doors and roads, streets that
//! do not say that they are one.

use phi_types::IdentifierClass;

use super::{Hit, Rule};
use crate::{
    lexicon,
    text::{
        cursor,
        pattern::{Cut, measures},
        span::Confidence,
        token::{led, lists},
        words,
    },
};

macro_rules! rule {
    ($id:literal, $accept:expr, $($pattern:tt)+) => {
        Rule { id: $id, class: IdentifierClass::Geography, confidence: Confidence::Low, pattern: concat!($($pattern)+), accept: $accept }
    };
}

/// What counts only in a document that names somebody.
pub(crate) const LIKELY: &[Rule] = &[
    // "Our Lady of Good Counsel", "Precious Blood", "Third Presbyterian", "Mt. Zion on Vine".
    rule!(
        "place.hallowed.likely",
        |hit| hit.stands_alone().then(|| hit.part(hit.start, grown(hit))),
        r"(?-u:\b)(?:(?:Our|OUR)[ ](?:Lady|LADY|Saviou?r|Redeemer)(?:[ ](?:of|OF)(?:[ ](?:the|the Most|THE|La|la|LA))?[ ][A-Z][A-Za-z]{1,16}(?:[ ][A-Z][A-Za-z]{1,16})?)?|(?i-u:(?:sacred|immaculate)[ ]heart|precious[ ]blood|blessed[ ](?:sacrament|trinity)|good[ ](?:shepherd|sam(?:aritan)?|counsel)|(?:holy|most holy)[ ](?:cross|family|name|trinity|spirit|redeemer|rosary|ghost|angels|apostles|innocents|comforter|child)|immaculate[ ]conception|all[ ](?:saints|souls|hallows)|christ[ ]the[ ](?:king|redeemer)|corpus[ ]christi|divine[ ](?:mercy|savior)|little[ ]sisters[ ]of[ ]the[ ]poor|(?:daughters|sisters|brothers)[ ]of[ ](?:charity|mercy|providence|st\.?[ ][a-z]{3,14})|kingdom[ ]hall|church[ ]of[ ](?:christ|god)(?:[ ]in[ ]christ)?|(?:mount|mt\.?)[ ](?:zion|sinai|carmel|olive|olivet|calvary|pisgah|moriah|hermon|nebo|tabor|gilead|vernon)|(?:first|second|third|fourth|grace|trinity|zion|bethel|shiloh|emmanuel|calvary|antioch|ebenezer|faith|new[ ]hope|st\.?[ ][a-z]{3,14}'s)[ ](?:baptist|presbyterian|presby|lutheran|methodist|congregational|unitarian|apostolic|pentecostal|missionary|reformed|nazarene|covenant|episcopal|umc|ucc|ame|cme|ume|a\.m\.e|tabernacle|assembly))(?-u:\b)(?:[ ](?:AME|A\.M\.E|CME|UCC|UMC|MBC|COGIC)(?-u:\b))?)"
    ),
    // Chains of the whole country, in any case, and where this one of them stands: "dollar general on Vine".
    rule!(
        "place.chain.likely",
        |hit| hit.stands_alone().then(|| hit.part(hit.start, grown(hit))),
        r"(?i-u:\b(?:walgreens?|wal-?mart|cvs|rite[ ]aid|dollar[ ]general|food[ ]lion|piggly[ ]wiggly|motel[ ]6|taco[ ]bell|waffle[ ]house|goodwill|salvation[ ]army|kroger|costco|amazon|starbucks|mcdonald'?s|home[ ]depot|nasa|jb[ ]hunt|(?-i:PACE))\b)|(?-u:\b)(?:Trader[ ]Joe's|Denny's|Wendy's|Arby's|Macy's|Kohl's|JCPenney|Dillard's|Sam's[ ]Club|BJ's|Chick-fil-A|IHOP|Applebee's|Chili's|Aldi|ALDI|Lidl|Winn-Dixie|Food[ ]City|Hy-Vee|HyVee|Giant[ ]Eagle|Stop[ ](?:&|and)[ ]Shop|ShopRite|Fred[ ]Meyer|QFC|Ralphs|Vons|WinCo|Menards|Ace[ ]Hardware|Tractor[ ]Supply|AutoZone|O'Reilly[ ]Auto|Jiffy[ ]Lube|Planet[ ]Fitness|LA[ ]Fitness|Anytime[ ]Fitness|Gold's[ ]Gym|Panera|Chipotle|Popeyes|KFC|Dairy[ ]Queen|Cracker[ ]Barrel|Bojangles|Whataburger|Culver's|Wawa|Sheetz|QuikTrip|7-Eleven|Dunkin'?|Domino's|Papa[ ]John's|Sprouts|Whole[ ]Foods|Duane[ ]Reade|Bartell|Family[ ]Dollar|Dollar[ ]Tree|Big[ ]Lots|PetSmart|Petco|Best[ ]Buy|GameStop|Wells[ ]Fargo|Bank[ ]of[ ]America|U\.?S\.?[ ]Bank|PNC[ ]Bank|Truist|USPS|DHL|Greyhound|John[ ]Deere|Caterpillar|Lockheed(?:[ ]Martin)?|Raytheon|Northrop(?:[ ]Grumman)?|Smithfield|Cargill|Perdue|Pilgrim's|General[ ]Motors|Edgepark|Coram|BioScrip|AdaptHealth|Rotech|Amedisys|MinuteClinic|CareNow|MedExpress|NextCare|Concentra|BioReference|ARUP|Meals[ ]on[ ]Wheels|Goodyear|Firestone|Habitat[ ]for[ ]Humanity|Boys[ ](?:&|and)[ ]Girls[ ]Club|Big[ ]Brothers[ ]Big[ ]Sisters|Ronald[ ]McDonald[ ]House|Shriners|Job[ ]Corps|DoorDash|Instacart|Grubhub|Cenex|Lukoil|Sunoco|Circle[ ]K|Speedway|Six[ ]Flags|Kwik[ ]Trip|Pilot[ ]Flying[ ]J|Big[ ]Lots|JBS)(?-u:\b)",
    ),
    // Doors, roads and rivers with a number: "Exit 118", "Bldg 1407", "Local 3", "C.R. 11", "mile 11", "USS Example".
    rule!(
        "place.numbered.likely",
        |hit| {
            // "at mile 25 of a marathon" is no place, "Fish Creek, mile 11" is one.
            let is_counted = hit.value().starts_with("mile")
                && !hit.lead(2).ends_with(", ")
                && (hit.value().len() < 8 || hit.value().contains('.'));
            // "lives off M-37", "6 mi W on K-68", "on La. 103": a road of a State behind what leads along it.
            let led = &*hit.lead(12);
            let head = hit.value().split(['-', ' ']).next().unwrap_or_default();
            let is_state = head.ends_with('.')
                && head.len() < 6
                && !head.starts_with("Rd")
                && !head.starts_with("Hw")
                && !head.contains("R.")
                && hit.value().split(' ').count() == 2
                && hit.value().ends_with(|c: char| c.is_ascii_digit());
            // "RT 0.58 s", "RT 45 Gy" are others.
            // "out on fm 365", "works on route 4": in small letters only behind what leads along it.
            let is_road = is_state
                || matches!(head, "route" | "rte" | "fm" | "hwy" | "highway" | "BIA")
                || head.len() == 2 && head.bytes().all(|b| b.is_ascii_uppercase()) && hit.value().len() < 7
                || head == "RT" && hit.value().len() < 9
                || head.len() < 3 && hit.value().contains('-') && hit.value().len() < 7;
            // "GA-5 mm 41": a mile of it.
            let is_mile =
                ["mm ", "mp ", "MM ", "MP ", " mile"].iter().any(|mile| hit.value().contains(mile)) && !is_counted;
            let is_led = [
                "on ",
                "off ",
                "off of ",
                " at ",
                " by ",
                "along ",
                "via ",
                "near ",
                "from ",
                "to ",
                "take ",
                ", ",
                "car, ",
                "vehicle, ",
            ]
            .iter()
            .any(|lead| led.ends_with(lead));
            let is_reading = hit.value().contains('-')
                && ![" on ", " off ", " off of ", " along ", " via ", " take "].iter().any(|lead| led.ends_with(lead));
            (hit.stands_alone()
                && !is_counted
                && (is_mile || !is_road || is_led && !(is_reading && hit.value().len() < 6))
                && !measures(&hit.trail(12)))
            .then(|| hit.part(hit.start, grown(hit)))
        },
        r"(?-u:\b)(?:(?:Local|Exit|EXIT|Pier|PIER|Dock|dock|Bldg|BLDG|Building|BUILDING|Suite|SUITE|Ste|STE|Lockbox|LOCKBOX|Lock[ ]Box|Hangar|Barracks|River[ ]Mile|river[ ]mile|Mile|mile|Milepost|Lodge|Precinct|Troop|Platform|Slip|Berth|Warehouse|Plot|Parcel|Superior|Circuit|District|Dept\.?|DEPT\.?|VFW|LOCAL)[ ](?:No\.?[ ]|#)?[0-9]{1,6}(?:[A-Z]|\.[0-9](?-u:\b))?|(?:exit|MP|mile|MM|[Ss]tore|STORE)[ ]#?[0-9]{2,4}|(?:Building|BUILDING|Bldg|BLDG|Tower|TOWER|Hangar|Pavilion)[ ][A-Z]|(?:USS|USNS|USCGC|USAV|M/V|F/V|S/V)[ ][A-Z][A-Za-z]{1,16}(?:[ ][A-Z][A-Za-z]{1,16})?|(?:[0-9]{2,6}[ ])?(?:C\.R\.|Cnty\.?[ ]R(?:oa)?d|Cty\.?[ ]R(?:oa)?d|Co\.?[ ]R(?:oa)?d|CO[ ]RD|CNTY[ ]RD|CTY[ ]RD|Twp\.?[ ]R(?:oa)?d|Farm[ ]R(?:oa)?d|Forest[ ]R(?:oa)?d|Ranch[ ]R(?:oa)?d|Loop)[ ](?:[0-9]{1,4}[A-Z]?|[A-Z]{1,2})(?:,[ ]No\.[ ][0-9]{1,5})?|(?:[0-9]{1,6}[ ])?(?:Road|Rd\.?|ROAD|RD|RT|Hwy\.?|HWY)[ ][0-9]{1,4}(?:\.[0-9]{1,2}|[ ]1/2)?(?:,?[ ](?:#[0-9A-Z]{1,4}|[NSEW]))?(?:[ ](?:&|and|at|@)[ ][0-9]{2,4}[ ][NSEW])?|(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Vt|Va|Wash|Wis|Wyo)\.[ ][0-9]{1,3}|[KMN]-[0-9]{2,3}|(?:AL|AZ|AR|CA|CO|CT|FL|GA|IA|IL|KS|KY|LA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NM|NV|NY|OH|OK|OR|PA|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY)-[0-9]{1,3}(?:[ ](?:mm|MM|mp)[ ][0-9]{1,3})?|(?:AZ|FL|KS|KY|MN|NM|NV|NY|OH|TN|UT|WI|WV|WY|BIA)[ ][0-9]{1,3}(?:,?[ ](?:mm|MM|mp|MP|mile|milepost)[ ][0-9]{1,3}(?:\.[0-9]{1,2})?)?|(?:route|rte|fm|hwy|highway)[ ][0-9]{1,4}|(?:Trlr|TRLR)[ ]#?[0-9]{1,4}|(?i-u:general|gen)\.?[ ](?i-u:delivery))(?-u:\b)"
    ),
    rule!(
        "place.street_led.likely",
        led_street,
        r"(?-u:\b)(?:on|off|at|from|near)[ ][a-z]+(?:[ ][a-z]+)?[ ](?:st|ave|rd|blvd|ln|hwy|street|road|avenue|lane|trail|row)(?-u:\b)"
    ),
    // "1803 Gravier", "1120 S Utica, 4 West", "44 S. Main": a number and a name that close where an address does.
    rule!(
        "place.street_bare.likely",
        street,
        // And in words: "two twenty one Bleecker"; which of several houses: "at Kinney's on Wyandotte".
        r"(?-u:\b)(?:from|at|to|by|via|near)[ ](?:the[ ])?[A-Z][a-z]{2,14}(?:[ ][A-Z][a-z]{2,14})?(?:'s)?[ ]on[ ][A-Z][a-z]{3,14}(?-u:\b)|(?-u:\b)(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve|[Tt]hirteen|[Ff]ourteen|[Ff]ifteen|[Ss]ixteen|[Ss]eventeen|[Ee]ighteen|[Nn]ineteen)[ -](?:(?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)[ -]){1,3}[A-Z][a-z]{3,14}(?-u:\b)|(?-u:\b)[1-9][0-9]{0,4}(?:-[0-9]{1,4})?[ ](?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?[ ])?[A-Z][a-z]{2,14}(?:[ ][A-Z][a-z]{3,14})?(?-u:\b)"
    ),
];

/// "300 ML LAKE", "100 BID #10", "1015 VM Dr. Ruiz": a measure, how often, and a time of day before a doctor.
pub(super) fn is_dose_or_clock(hit: &Hit<'_>, suffix: &str) -> bool {
    const UNITS: &[&str] = &[
        "BID", "CC", "HS", "IV", "LB", "LBS", "MCG", "MG", "ML", "PO", "PRN", "QD", "QHS", "QID", "RX", "TAB", "TID",
        "UNITS",
    ];
    let mut words = hit.value().split(' ');
    let number = words.next().unwrap_or_default();
    let word = words.next().unwrap_or_default();
    let is_clock = number.len() == 4
        && number < "2400"
        && number.get(2..).is_some_and(|minutes| minutes < "60")
        && number.bytes().all(|b| b.is_ascii_digit());
    let tail = cursor::window_after(hit.text, hit.end, 4);
    let gap = tail.len() - tail.trim_start_matches('.').trim_start_matches(' ').len();
    // A second look finds a tag there.
    let is_hidden = tail.contains(" [");
    let is_doctor = || {
        let name = cursor::word_at(hit.text, hit.end + gap).filter(|_| (1..=2).contains(&gap));
        name.is_some_and(|name| {
            let behind = cursor::window_after(hit.text, name.end, 5).trim_start_matches([',', ' ']);
            let is_state = behind.bytes().take(2).filter(u8::is_ascii_uppercase).count() == 2;
            let entry = lexicon::look_up(name.text);
            (entry.is_name() || entry.is_unknown()) && !is_state && !behind.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    UNITS.contains(&word) || is_clock && suffix.eq_ignore_ascii_case("dr") && (is_hidden || is_doctor())
}

/// What is counted or described so: "on a dirt road", "on his street", "off st changes".
#[rustfmt::skip]
const NO_STREET: &[&str] = &[
    "back", "busy", "city", "country", "county", "cross", "dark", "dead", "dirt", "end", "farm", "front", "gravel", "high", "icy",
    "main", "mountain", "muddy", "narrow", "new", "next", "old", "open", "other", "our", "paved", "private", "public", "quiet",
    "rural", "same", "service", "side", "slick", "snowy", "the", "their", "this", "town", "under", "which", "winding", "your",
];

/// "slept on ferry st", "lives off quarry rd": a street in small letters behind what leads along it.
fn led_street(hit: &Hit<'_>) -> Option<Cut> {
    let (lead, named) = hit.value().split_once(' ')?;
    let (name, noun) = named.rsplit_once(' ')?;
    let is_sure = matches!(lead, "on" | "off");
    let is_loose = matches!(noun, "st" | "road" | "street" | "lane" | "trail" | "row");
    let fits = name.split(' ').all(|word| {
        let (entry, traits) = (lexicon::look_up(word), words::Traits::of(word));
        let is_other =
            [words::CLINICAL_BIT, lists::STOP_BIT, lists::ARTICLE_BIT, lists::MONTH_BIT, lists::PERSON_VERB_BIT]
                .iter()
                .any(|bit| traits.has(*bit));
        let is_rare = entry.ordinary() == 0 && (entry.is_name() || entry.city() > 0 || entry.is_unknown());
        word.len() > 2
            && !is_other
            && (entry.is_name() || !entry.is_clinical())
            && !lists::is_drug_like(word)
            && NO_STREET.binary_search(&word).is_err()
            && (is_rare || is_sure && !matches!(entry.ordinary(), 1) && !traits.has(words::COMMON_BIT))
    });
    let trail = hit.trail(8);
    let is_wave = noun == "st"
        && [" el", " de", " ch", " se", " wa", "-t", " t", " i", "/t"].iter().any(|tail| trail.starts_with(tail));
    let closes = !is_loose || !trail.starts_with(" trip") && !trail.starts_with(" test") && !trail.starts_with(" race");
    let start = hit.start + lead.len() + 1;
    (fits && closes && !is_wave && hit.stands_alone()).then(|| hit.part(start, hit.end))
}

/// Over what belongs to the place.
fn grown(hit: &Hit<'_>) -> usize {
    led::grow(hit.text, hit.end)
}

/// "to Green Cross on Salem": the house and the street, where both can be so called.
fn which(hit: &Hit<'_>) -> Option<Cut> {
    let first = hit.value().find(|c: char| c.is_ascii_uppercase())?;
    let (house, street) = hit.value().get(first..)?.split_once(" on ")?;
    let is_other = |word: &str| {
        let traits = words::Traits::of(word);
        [lists::MONTH_BIT, lists::STOP_BIT, lists::BRAND_BIT, lists::TITLE_BIT, lists::ROLE_BIT, words::CLINICAL_BIT]
            .iter()
            .any(|bit| traits.has(*bit))
            || lists::is_drug_like(word)
    };
    let entry = lexicon::look_up(street);
    let is_street =
        (entry.is_name() || entry.city() > 0) && !entry.is_clinical() && !is_other(street) && !words::is_common(street);
    let opens = house.split(' ').next()?.trim_end_matches("'s");
    let trail = hit.trail(2);
    let closes = trail.is_empty() || trail.starts_with([',', '.', ';', ')', '\n', '\r', ' ']);
    let is_house = !is_other(opens) && (house.ends_with("'s") || house.contains(' ') || closes && is_letters(opens));
    (is_house && is_street && closes && hit.stands_alone()).then(|| hit.part(hit.start + first, hit.end))
}

/// Whether it is no name of a person.
fn is_letters(word: &str) -> bool {
    lexicon::look_up(word).given() == 0
}

/// Whether the next line, or the rest of this, ends with a ZIP code: "6 Elm\nNorth Loup, Neb. 68898".
fn is_before_zip(hit: &Hit<'_>) -> bool {
    let rest = cursor::window_after(hit.text, hit.end, 60);
    let line = rest.trim_start_matches([',', ' ', '\r', '\n']).split('\n').next().unwrap_or_default().trim_end();
    let digits = line.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 5 && line.starts_with(|c: char| c.is_ascii_uppercase()) && rest.len() > line.len()
}

/// A number and a name, before a comma, a town or the end of a line.
fn street(hit: &Hit<'_>) -> Option<Cut> {
    if hit.value().contains(" on ") {
        return which(hit);
    }
    if !hit.value().starts_with(|c: char| c.is_ascii_digit()) {
        let word = cursor::word_ending(hit.text, hit.end)?;
        let (entry, traits) = (lexicon::look_up(word.text), words::Traits::of(word.text));
        let is_other = [words::COMMON_BIT, words::CLINICAL_BIT, lists::MONTH_BIT, lists::STOP_BIT]
            .iter()
            .any(|bit| traits.has(*bit));
        return (!is_other && !entry.is_clinical() && hit.stands_alone()).then(|| hit.whole());
    }
    let (number, name) = hit.value().split_once(' ')?;
    let sided = name.split(' ').next().is_some_and(|first| {
        matches!(
            first.trim_end_matches('.'),
            "N" | "S" | "E" | "W" | "NE" | "NW" | "SE" | "SW" | "North" | "South" | "East" | "West"
        )
    });
    let lead = &*hit.lead(6);
    let is_free = lead.is_empty()
        || lead.ends_with(['\n', '\t', '('])
        || lead.ends_with("  ")
        || lead.ends_with(", ")
        || lead.ends_with(". ")
        || [" at ", " to ", " of ", "ail: ", "dr: "].iter().any(|word| lead.ends_with(word));
    let trail = &*hit.trail(3);
    let closes = trail.is_empty()
        || trail.starts_with(['\n', '\r', ',', ';', ')'])
        || trail.starts_with("  ")
        || trail.starts_with(" - ")
        || trail.starts_with('.');
    let fits = name.split(' ').all(|word| {
        let (entry, traits) = (lexicon::look_up(word), words::Traits::of(word));
        let is_other = [words::COMMON_BIT, words::CLINICAL_BIT, lists::STOP_BIT, lists::BRAND_BIT, lists::MONTH_BIT]
            .iter()
            .any(|bit| traits.has(*bit));
        let is_side = traits.has(lists::PLACE_OPENER_BIT) || sided && word.len() < 6;
        is_side
            || !is_other
                && !entry.is_clinical()
                && !lists::is_drug_like(word)
                && (entry.is_name() || entry.city() > 0 || sided)
    });
    // Years, clock times and strengths of a drug stand before other capitals.
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let is_clock = number.len() == 4 && number < "2400" && number.ends_with(['0', '5']) && !lead.ends_with(", ");
    let tail = cursor::window_after(hit.text, hit.end, 12);
    let unit = tail.strip_prefix(", ").filter(|t| t.starts_with(|c: char| c.is_ascii_digit())).map_or(0, |t| {
        let digits = t.bytes().take_while(u8::is_ascii_digit).count();
        let side = [" West", " East", " North", " South", "th fl", "nd fl", "rd fl", "st fl"]
            .iter()
            .find(|side| t.get(digits..).is_some_and(|rest| rest.starts_with(**side)));
        side.map_or(0, |side| 2 + digits + side.len())
    });
    (hit.stands_alone()
        && is_free
        && closes
        && fits
        && !is_year
        && (!is_clock || sided)
        && (number.len() > 1 && name.len() > 3 && (sided || number.len() > 2) || is_before_zip(hit)))
    .then(|| hit.part(hit.start, hit.end + unit))
}
