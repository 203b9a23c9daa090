//! Streets, ZIP codes, cities and facilities: 45 CFR 164.514(b)(2)(i)(B). A State may stay.

use phi_types::IdentifierClass;

use super::{Cut, Hit, Rule};
use crate::{
    rule::Zip3,
    text::{
        cursor, name,
        span::{Confidence, Write},
        words,
    },
};

macro_rules! state_code {
    () => {
        r"(?:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[TAI]|W[AVIY]|GU|AS|MP)"
    };
}

macro_rules! state_name {
    () => {
        r"(?:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New[ ]Hampshire|New[ ]Jersey|New[ ]Mexico|New[ ]York|North[ ]Carolina|North[ ]Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Puerto[ ]Rico|Rhode[ ]Island|South[ ]Carolina|South[ ]Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West[ ]Virginia|Wisconsin|Wyoming)"
    };
}

macro_rules! rule {
    ($id:literal, $confidence:ident, $accept:expr, $($pattern:tt)+) => {
        Rule { id: $id, class: IdentifierClass::Geography, confidence: Confidence::$confidence, pattern: concat!($($pattern)+), accept: $accept }
    };
}

/// Streets and ZIP codes.
pub(crate) const ADDRESS_RULES: &[Rule] = &[
    rule!(
        "place.street",
        High,
        street,
        r"(?-u:\b)(?i-u:(?:apt|suite|ste|unit)\.?[ ]#?[A-Z0-9-]{1,5},[ ])?[0-9]{1,6}(?:-[0-9]{1,4})?[A-Za-z]?(?:[ ]1/2)?[ ]{1,2}(?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West|NORTH|SOUTH|EAST|WEST)\.?[ ])?(?:(?:[A-Z\u{c0}-\u{de}][A-Za-z\u{c0}-\u{24f}'\u{2019}.-]{0,20}|[0-9]{1,3}(?i-u:st|nd|rd|th))[ ]){1,4}(?i-u:street|st|avenue|ave?|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|circle|cir|place|pl|way|terrace|terr?|parkway|pkwy|highway|hwy|trail|trl|square|sq|loop|alley|pike|turnpike|row|run|path|commons|crossing|xing|plaza|plz|bend|ridge|hollow|point|cove|bypass|broadway|trace|spur|steps|esplanade|causeway|camino|walk|mews|green|heights|manor|landing)(?-u:\b)\.?(?:[ ](?:[NSEW]|NE|NW|SE|SW)(?-u:\b))?(?:,?[ ]{0,2}(?i-u:(?:apt|apartment|unit|suite|ste|room|rm|floor|fl|lot|bldg|building)\.?[ ]?#?|#[ ]?)[A-Za-z0-9-]{1,6}(?-u:\b))?"
    ),
    rule!(
        "place.street",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)[0-9]{1,6}[ ](?:Calle|Avenida|Camino|Plaza|Paseo|Via|Rue|Rua|CALLE|AVENIDA)[ ](?:[A-Z\u{c0}-\u{de}][A-Za-z\u{c0}-\u{24f}'.-]{1,20}[ ]?){1,3}(?:#[0-9A-Z-]{1,6}|,[ ](?i-u:apt|suite|ste|unit)\.?[ ][A-Za-z0-9-]{1,5}(?-u:\b))?"
    ),
    rule!(
        "place.unit",
        Medium,
        |hit| matches!(
            cursor::window_before(hit.text, hit.start, 2)
                .trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | ')' | '-')),
            "\n" | "  " | "\"" | " \""
        )
        .then(|| hit.whole()),
        r"(?i-u:\b(?:apt|apartment|bldg|building|ste|suite|lot)\.?[ ]#?[A-Z]?[0-9]{1,5}[A-Z]?\b)"
    ),
    rule!(
        "place.box",
        High,
        |hit| Some(hit.whole()),
        r"(?-u:\b)(?:HC|RR|PSC|RFD)[ ][0-9]{1,4},?[ ](?i-u:box)[ ][0-9]{1,6}(?-u:\b)"
    ),
    rule!("place.box", High, |hit| Some(hit.whole()), r"(?i-u:\bp\.?[ ]?o\.?[ ]?box[ ]{1,2}#?[0-9]{1,6}\b)"),
    rule!(
        "place.route",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:(?:MM|mile marker)[ ][0-9]{1,4}[ ](?:(?:north|south|east|west)bound[ ])?(?:on[ ])?)?(?:I-[0-9]{1,3}|(?:US|SR|FM|Route|Rte\.?|Highway|Hwy\.?|State[ ]Route|County[ ]Road|CR|Rural[ ]Route|Interstate)[ -][0-9]{1,4})(?-u:\b)(?:[ ,]{1,2}(?i-u:mile[ ](?:marker[ ])?|mm[ ]|km[ ]|exit[ ])[0-9]{1,4}(?-u:\b))?"
    ),
    rule!(
        "place.coordinates",
        High,
        |hit| (!hit.char_before().is_some_and(|c| c.is_alphanumeric() || c == '.')).then(|| hit.whole()),
        r"[-+]?[0-9]{1,2}\.[0-9]{3,8}\u{b0}?[ ]?[NSns]?,[ ]?[-+]?[0-9]{1,3}\.[0-9]{3,8}\u{b0}?[ ]?(?:[EWew](?-u:\b))?"
    ),
    rule!(
        "place.zip",
        High,
        zip,
        r"(?-u:\b)(?:",
        state_code!(),
        "|",
        state_name!(),
        r")(?-u:\b)\.?,?[ \t]{1,4}[0-9]{5}(?:-[0-9]{4})?(?-u:\b)"
    ),
    rule!(
        "place.zip_labelled",
        High,
        zip,
        r"(?i-u:\b(?:zip(?:[ -]?code)?|postal(?:[ -]?code)?)[ :#=]{1,4}(?:is[ ])?[0-9]{5}(?:-[0-9]{4})?\b)"
    ),
    rule!("place.zip_plus_four", Medium, zip_plus_four, r"(?-u:\b)[0-9]{5}-[0-9]{4}(?-u:\b)"),
];

/// Cities and facilities: a trigger, and the names around it.
pub(crate) const NAMED_RULES: &[Rule] = &[
    rule!("place.city", Medium, city, r",[ ]{0,2}(?:", state_code!(), "|", state_name!(), r")(?-u:\b)"),
    rule!("place.city", Medium, city, r"[ ]", state_code!(), r"[ ]{1,2}[0-9]{5}(?-u:\b)"),
    rule!(
        "place.of",
        Medium,
        of_place,
        r"(?-u:\b)(?:City|Town|Village|County|University|Diocese|Borough|Commonwealth)[ ]of[ ]"
    ),
    rule!(
        "place.facility",
        Medium,
        facility,
        r"(?-u:\b)(?:Medical[ ]Cent(?:er|re)|Health[ ]Cent(?:er|re)|Cancer[ ]Cent(?:er|re)|Surgery[ ]Center|Surgical[ ]Center|Community[ ]Center|Wellness[ ]Center|Dialysis[ ]Center|Birth[ ]Center|Urgent[ ]Care|Nursing[ ]Home|Care[ ]Center|Senior[ ]Living|Assisted[ ]Living|Health[ ]System|Healthcare|Hospitals?|Clinics?|Infirmary|Hospice|Pharmacy|Drugs|Laboratory|Laboratories|Labs|Imaging|Radiology|Rehab(?:ilitation)?|Rehabilitation[ ]Center|Institute|University|College|Academy|Elementary|Middle[ ]School|High[ ]School|School|Preschool|Daycare|Church|Temple|Mosque|Synagogue|Parish|Jail|Prison|Penitentiary|Correctional[ ](?:Facility|Center|Institution)|Funeral[ ]Home|Mortuary|Fire[ ]Department|Fire[ ]Rescue|Police[ ]Department|Ambulance|EMS|Shelter|Manor|Pavilion|Family[ ]Practice|Medical[ ]Group|Medical[ ]Associates|Associates|Home[ ]Care|Home[ ]Health|Behavioral[ ]Health|Health|Library|Airport|County|Township|Borough|MEDICAL[ ]CENTER|HEALTH[ ]CENTER|HOSPITAL|CLINIC|PHARMACY|HOSPICE|COUNTY|NURSING[ ]HOME|UNIVERSITY|HEALTH[ ]SYSTEM)(?-u:\b)"
    ),
    rule!("place.saint", Medium, saint, r"(?-u:\b)(?:St\.?|Saint|Mt\.?|Mount|Fort|Ft\.)[ ]"),
    rule!(
        "place.lives",
        Medium,
        lives,
        r"(?i-u:\b(?:live[sd]?|living|reside[sd]?|residing|resident|residents|born|raised|moved|relocated|relocating|travel(?:l?ed|s|l?ing)?|native|flew|drove|hometown|grew[ ]up|hails|originally)[ ](?:in|of|from|to|at|near|is)[ ])"
    ),
];

fn street(hit: &Hit<'_>) -> Option<Cut> {
    // "2 Chest CT", "12 Lead Rd": the suffix in capitals needs a name in capitals.
    let mut words = hit.value().split([' ', ',']).filter(|word| !word.is_empty());
    let _number = words.next()?;
    // "2 Chest CT": short suffixes are abbreviations of other things too.
    let suffix = hit
        .value()
        .split(',')
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .rsplit(' ')
        .find(|w| w.len() > 1 && !w.bytes().any(|b| b.is_ascii_digit()))
        .unwrap_or_default();
    let is_weak = suffix.len() < 3
        || matches!(
            suffix.to_ascii_lowercase().as_str(),
            "way"
                | "run"
                | "row"
                | "path"
                | "point"
                | "loop"
                | "bend"
                | "ridge"
                | "green"
                | "walk"
                | "place"
                | "steps"
                | "trace"
        );
    let clinical = is_weak
        && words.any(|word| word.trim_end_matches('.') != suffix && words::is_clinical(word.trim_end_matches('.')));
    (!clinical && !hit.char_before().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '-')))
        .then(|| hit.whole())
}

/// The digits at the end of the hit.
fn zip(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let code = value.rsplit([' ', '\t', ':', '#', '=']).next()?;
    hit.stands_alone().then(|| hit.part(hit.end - code.len(), hit.end).writing(Write::Zip(Zip3::of(code))))
}

/// Nine digits with a dash, unless they are a drug code or part of something longer.
fn zip_plus_four(hit: &Hit<'_>) -> Option<Cut> {
    let is_other = hit.lead(12).contains("ndc")
        || hit.trail(2).starts_with(['-', '/'])
        || hit.char_before().is_some_and(|c| matches!(c, '-' | '/' | '#' | '.'));
    (hit.stands_alone() && !is_other).then(|| hit.whole().writing(Write::Zip(Zip3::of(hit.value()))))
}

/// The names before a State. Many State codes are words or abbreviations of medicine too, so those ask for more.
fn city(hit: &Hit<'_>) -> Option<Cut> {
    let (start, end) = name::run_before(hit.text, hit.start, 3)?;
    let value = hit.text.get(start..end)?;
    let state = hit.value().trim_start_matches([',', ' ']);
    let is_code = state.len() == 2;
    let trail = hit.trail(8);
    let zip_follows = hit.value().ends_with(|c: char| c.is_ascii_digit())
        || trail.trim_start_matches([' ', ',', '.', '\t']).bytes().take(5).filter(u8::is_ascii_digit).count() == 5;
    let is_ambiguous = is_code
        && matches!(
            state,
            "MD" | "PA"
                | "MI"
                | "CT"
                | "MS"
                | "OR"
                | "IN"
                | "ME"
                | "OK"
                | "HI"
                | "AL"
                | "ID"
                | "VA"
                | "CO"
                | "DC"
                | "MA"
                | "ND"
                | "AS"
                | "MP"
                | "DE"
                | "LA"
                | "AR"
                | "PR"
                | "MO"
                | "SC"
        );
    if zip_follows {
        return Some(hit.part(start, end).surely(Confidence::High));
    }
    let lead = cursor::window_before(hit.text, start, 14).to_ascii_lowercase();
    let word = lead.trim_end().rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_placed = ["in", "from", "at", "to", "near", "of"].contains(&word) || lead.ends_with(", ");
    let is_plain = !value.chars().any(char::is_lowercase);
    let weak = is_ambiguous && !is_placed || is_code && is_plain && !is_placed;
    let clinical = value.split(' ').any(words::is_clinical);
    (!weak && !clinical).then(|| hit.part(start, end))
}

/// The names before a noun of institutions, and the noun.
fn facility(hit: &Hit<'_>) -> Option<Cut> {
    let before = hit.start.checked_sub(1).filter(|_| hit.char_before() == Some(' '))?;
    let (start, end) = name::run_before(hit.text, before, 5)?;
    // "guidelines from Mayo Clinic": an author, not a place of care.
    let lead = cursor::window_before(hit.text, start, 24).to_ascii_lowercase();
    let lead = lead.trim_end();
    if (lead.ends_with(" from") || lead.ends_with(" by") || lead.ends_with(" of"))
        && ["recommendation", "guideline", "guidance", "criteria", "consensus", "published"]
            .iter()
            .any(|word| lead.contains(word))
    {
        return None;
    }
    let named = hit.text.get(start..end)?;
    // "Heart Failure Clinic", "Community Hospital" name a kind, not a place.
    let is_kind = named
        .split([' ', '-', '&'])
        .filter(|word| !word.is_empty())
        .all(|word| words::is_kind(word) || words::is_clinical(word));
    if is_kind {
        return None;
    }
    // "Alder General Hospital" may go on: "… of Northfield".
    let end = cursor::word_at(hit.text, hit.end + 1)
        .filter(|word| word.text == "of" && cursor::char_after(hit.text, hit.end) == Some(' '))
        .and_then(|of| name::run_after(hit.text, of.end, 3))
        .map_or(hit.end, |run| run.1);
    Some(hit.part(start, end))
}

/// "City of Northfield" leaves the kind, "University of Northfield" is the name.
fn of_place(hit: &Hit<'_>) -> Option<Cut> {
    let (start, end) = name::run_after(hit.text, hit.end, 3)?;
    Some(hit.part(if hit.value().starts_with(['U', 'D']) { hit.start } else { start }, end))
}

/// "St. Brendan's": a church, a hospital or a town, unless a device, a plant or a sign is named after it.
fn saint(hit: &Hit<'_>) -> Option<Cut> {
    let first =
        cursor::word_at(hit.text, hit.end).filter(|word| word.is_title_case() && !words::is_common(word.text))?;
    let end = if hit.text.get(first.end..).is_some_and(|rest| rest.starts_with("'s") || rest.starts_with("\u{2019}s")) {
        first.end + cursor::char_after(hit.text, first.end).map_or(0, char::len_utf8) + 1
    } else {
        first.end
    };
    let trail = cursor::window_after(hit.text, end, 14).to_ascii_lowercase();
    let is_other = [" wort", " valve", " medical dev", " pacemaker", " icd", " lead", " fire", " vitus", " device"]
        .iter()
        .any(|noun| trail.starts_with(noun));
    // "Main St. Apt 4": the word belongs to a street.
    let before = cursor::word_ending(hit.text, hit.start.saturating_sub(1)).filter(|_| hit.char_before() == Some(' '));
    let is_street = before.is_some_and(|word| word.is_title_case() && !words::is_common(word.text));
    (!is_other && !is_street).then(|| hit.part(hit.start, end))
}

fn lives(hit: &Hit<'_>) -> Option<Cut> {
    let (start, end) = name::run_after(hit.text, hit.end, 3)?;
    let value = hit.text.get(start..end)?;
    let is_state = words::is_state(value);
    (!is_state && value.chars().any(char::is_lowercase)).then(|| hit.part(start, end).surely(Confidence::Low))
}
