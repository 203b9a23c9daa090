//! Streets, ZIP codes, cities and facilities: 45 CFR 164.514(b)(2)(i)(B). A State may stay.

pub(in crate::text) mod more;
pub(in crate::text) mod zip;

use phi_types::IdentifierClass;

use super::{Cut, Hit, Lower, Rule};
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
        r"(?i-u:Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New[ ]Hampshire|New[ ]Jersey|New[ ]Mexico|New[ ]York|North[ ]Carolina|North[ ]Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Puerto[ ]Rico|Rhode[ ]Island|South[ ]Carolina|South[ ]Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West[ ]Virginia|Wisconsin|Wyoming)"
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
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)[0-9]{1,6}[ ](?:County|State|Farm|Private|Forest|Ranch|Township|FM|CR|SR)[ ](?:Road|Rd|Route|Rte|Highway|Hwy|Line)?[ ]?[0-9]{1,5}[A-Z]?(?-u:\b)"
    ),
    rule!(
        "place.street",
        High,
        street,
        r"(?-u:\b)(?i-u:(?:apt|suite|ste|unit|bldg|building|flat|dept|rm|room|lot|tower|pavilion)\.?[ ]#?[A-Z0-9-]{1,5},[ ]|(?:lower|upper)[ ](?:unit|flat),[ ]|(?:lot|apt|unit)[ ])?[0-9]{1,6}(?:-[0-9]{1,4})?[A-Za-z]?(?:[ ]1/2)?[ ]{1,2}(?:(?:[NSEW]|NE|NW|SE|SW|North|South|East|West|NORTH|SOUTH|EAST|WEST)\.?[ ])?(?:(?:[A-Z\u{c0}-\u{de}][A-Za-z\u{c0}-\u{24f}'\u{2019}.-]*|[0-9]{1,3}(?i-u:st|nd|rd|th))[ ]){1,4}(?i-u:street|st|avenue|ave?|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|circle|cir|place|pl|way|terrace|terr?|parkway|pkwy|highway|hwy|trail|trl|square|sq|loop|alley|pike|turnpike|row|run|path|commons|crossing|xing|plaza|plz|bend|ridge|hollow|point|cove|bypass|broadway|trace|spur|steps|esplanade|causeway|camino|walk|mews|green|heights|manor|landing|race|close|brae|vista|orchard|meadow|meadows|glen|grove|park|estates|village|springs|view|lake|creek|hill|hills|valley|ext)(?-u:\b)\.?(?:[ ](?:[NSEW]|NE|NW|SE|SW)(?-u:\b))?(?:,?[ ]{0,2}(?i-u:(?:apt|apartment|apto|unit|suite|ste|room|rm|floor|fl|lot|bldg|building|spc|space|tower|trlr|trailer|cottage)\.?[ ]?#?|#[ ]?)[A-Za-z0-9-]{1,6}(?-u:\b)|,[ ][0-9]{1,2}[A-Z](?-u:\b)|,?[ ](?:[0-9]{1,2}(?i-u:st|nd|rd|th)|first|second|third)[ ](?i-u:floor|flr?)(?-u:\b)|,[ ](?:rear|upstairs|downstairs|basement|garage|(?:lower|upper)[ ]level)(?-u:\b))?"
    ),
    rule!(
        "place.street",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)[0-9]{1,6}(?:\u{bd}|[ ]1/2)?[ ](?:Calle|Avenida|Camino|Plaza|Paseo|Via|Rue|Rua|CALLE|AVENIDA|CAMINO|PASEO|VIA|RUE|rue|calle|avenida)[ ](?:[A-Z\u{c0}-\u{de}][A-Za-z\u{c0}-\u{24f}'.-]+[ ]?){1,3}(?:#[0-9A-Z-]{1,6}|,[ ](?i-u:apt|suite|ste|unit)\.?[ ][A-Za-z0-9-]{1,5}(?-u:\b))?"
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
    // "fell on Elm Street", "at Old Mill Rd"
    rule!(
        "place.street_named",
        Medium,
        |hit| {
            let mut at = 0;
            let value = hit.value();
            // A word that leads to the name is none of it: "On Elm Street".
            while let Some(word) = value.get(at..)?.split(' ').next()
                && value.get(at..)?.matches(' ').count() > 1
                && (words::is_common(word) || words::is_clinical(word) || crate::text::token::lists::is_article(word))
            {
                at += word.len() + 1;
            }
            let first = value.get(at..)?.split(' ').next()?;
            let is_plain = words::is_common(first) || words::is_clinical(first);
            (!is_plain && hit.stands_alone()).then(|| hit.part(hit.start + at, hit.end))
        },
        r"(?-u:\b)[A-Z][a-z]+(?:[ ][A-Z][a-z]+){0,2}[ ](?:Street|Road|Rd|Avenue|Ave|Lane|Ln|Boulevard|Blvd|Parkway|Pkwy|Highway|Hwy|Turnpike|Terrace|Expressway|Expwy|Freeway|Thruway|Tollway)(?-u:\b)(?:[ ](?:and|&|at|/)[ ][A-Z][a-z]+[ ](?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Dr|Boulevard|Blvd)(?-u:\b))?"
    ),
    // Spoken, or written in haste: "4410 larkhaven road".
    rule!(
        "place.street_small",
        Medium,
        |hit| {
            const SPANS: &[&str] = &[
                "hour", "hours", "minute", "minutes", "min", "mile", "miles", "day", "block", "blocks", "week",
                "month", "year", "mg", "new", "more", "second", "foot", "weekly", "daily",
            ];
            let inner = hit.value().split(' ').skip(1).any(|word| SPANS.contains(&word));
            (hit.stands_alone() && !inner && !hit.char_before().is_some_and(|c| matches!(c, '/' | '.' | '-')))
                .then(|| hit.whole())
        },
        r"(?-u:\b)[0-9]{1,5}[ ](?:(?:north|south|east|west|n|s|e|w)\.?[ ])?[a-z]+(?:[ ][a-z]+)?[ ](?:street|road|avenue|lane|drive|court|circle|boulevard|parkway|terrace)(?-u:\b)"
    ),
    // After a word for where somebody lives a number and a name are enough.
    rule!(
        "place.street",
        Medium,
        |hit| {
            let at = hit.value().find(|c: char| c.is_ascii_digit())?;
            let named = hit.value().get(at..)?.split(' ').nth(1)?;
            let unit = ["Apt", "Unit", "Lot", "Ste", "Suite"].iter().any(|word| hit.value().ends_with(word));
            let more = hit
                .text
                .get(hit.end..)?
                .strip_prefix(' ')
                .filter(|_| unit)
                .map_or(0, |rest| 1 + rest.bytes().take(5).take_while(u8::is_ascii_alphanumeric).count());
            (hit.stands_alone() && !words::is_clinical(named) && !words::is_common(named))
                .then(|| hit.part(hit.start + at, hit.end + more))
        },
        r"(?i-u:\b(?:address|addr|lives[ ]at|living[ ]at|resides[ ]at|residence|residing[ ]at|located[ ]at|(?:neighbor|staying|found|home)[ ]at|direccion)[ :]{1,3})[0-9]{1,6}(?-u:[ ](?:[NSEW]\.?[ ])?[A-Z][a-z]+(?:[ ][A-Z][a-z]+){0,3}\b\.?(?:,?[ ](?:Apt|Unit|Lot|Ste|#)\.?[ ]?[A-Z0-9-]{1,5}\b)?)"
    ),
    rule!(
        "place.street",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:Calle|Avenida|Av\.|Colonia|Carretera|Callej\u{f3}n|Rancho|Urb\.|Urbanizaci\u{f3}n|Barrio|Residencial|calle|avenida|av\.|colonia|carretera)[ ](?:[0-9]{1,4}[ ]#?[A-Z]{1,2}-?[0-9]{1,3}(?-u:\b)|(?:(?:de|del|la|las|los|el)[ ]){0,2}[A-Z\u{c0}-\u{de}][A-Za-z\u{c0}-\u{24f}'.-]+(?:[ ][A-Z\u{c0}-\u{de}][A-Za-z\u{c0}-\u{24f}'.-]+){0,2}(?:,?[ ]#?[0-9]{1,5}(?:-[A-Z])?(?-u:\b)(?:,?[ ](?i-u:apto?|depto|departamento|edificio|edif|esp|espacio|int|interior|casa|local|lote|piso|trailer|traila|unidad)\.?[ ]#?[A-Za-z0-9-]{1,5}(?-u:\b)|,[ ](?:s\u{f3}tano|altos|bajos|atr\u{e1}s|azotea))?)?)"
    ),
    // Rural numbers of the Midwest: "W6618 CTY RD ZZ LOT 9".
    rule!(
        "place.street",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)[NSEW][0-9]{3,5}[ ](?:(?i-u:(?:county|cty|co|state|st|town)[ ])?(?i-u:road|rd|hwy|highway|trunk|line|lane|ln|street|avenue|ave)[ ][A-Z0-9]{1,4}|(?:[A-Z][A-Za-z'-]+[ ]){1,3}(?i-u:road|rd|hwy|highway|lane|ln|street|st|avenue|ave|drive|dr|court|ct|trail|trl|circle|cir|way))(?-u:\b)(?:,?[ ](?i-u:lot|unit|apt|trlr|trailer|spc)\.?[ ]#?[A-Z0-9]{1,5}(?-u:\b))?"
    ),
    // "2210 N Lamar #14", "5900 W. Loop 289, Suite 110", "2 Old Mill Race, Apt. B", "1441 St. Antoine, 7th fl"
    rule!(
        "place.street",
        High,
        |hit| (hit.stands_alone() && !more::is_dose_or_clock(hit, "")).then(|| hit.whole()),
        r"(?-u:\b)[0-9]{1,5}[ ](?:[NSEW]{1,2}\.?[ ])?(?:St\.[ ]|Mt\.[ ])?[A-Z][A-Za-z'-]+(?:[ ][A-Z][A-Za-z'-]+){0,2}(?:[ ][0-9]{1,4})?,?[ ](?:(?i-u:apt|apartment|suite|ste|unit|lot|rm|room|bldg|spc|space|trlr|trailer)\.?[ ]?#?[A-Z0-9-]{1,5}(?-u:\b)|#[ ]?[A-Z0-9-]{1,5}(?-u:\b)|[0-9]{1,2}(?:st|nd|rd|th)[ ](?:fl(?:oor)?|flr)(?-u:\b))"
    ),
    // "the 12th Street BART platform", "41st Ave"
    rule!(
        "place.street_numbered",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)[0-9]{1,6}(?:\u{bd}|[ ]?1[/\u{2044}]2)?[ ][NSEW]\.?[ ][0-9]{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)(?-u:\b)|(?-u:\b)(?:[NSEW]\.?[ ])?[0-9]{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)[ ](?:Street|St|STREET|ST|Avenue|Ave|AVE|AVENUE|Blvd|Place|Terrace|Court)(?-u:\b)"
    ),
    // "forty-one Possum Trot Road", "three oh six Court Street"
    rule!(
        "place.street_spoken",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?i-u:\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)[ -]){1,5})(?:[A-Za-z][a-z]+[ ]){1,3}(?i-u:street|road|avenue|lane|drive|court|circle|boulevard|parkway|highway|trail|terrace|place)(?-u:\b)"
    ),
    rule!(
        "place.mile",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:mm|MM|mile[ ]marker|Mile[ ]Marker|milepost|Milepost|mile[ ]post)[ ]#?[0-9]{1,4}(?:\.[0-9])?(?-u:\b)"
    ),
    rule!(
        "place.crossing",
        Medium,
        |hit| {
            let value = hit.value();
            let at = value.find(" of ").map_or_else(|| value.find(' '), |of| Some(of + 3))? + 1;
            Some(hit.part(hit.start + at, hit.end))
        },
        r"(?-u:\b)(?:corner of|Corner of|intersection of|Intersection of)[ ](?:[A-Z][A-Za-z]+|[0-9]{1,3}(?:st|nd|rd|th))(?:[ ][A-Z][A-Za-z]+){0,2}[ ](?:and|&)[ ](?:[A-Z][A-Za-z]+|[0-9]{1,3}(?:st|nd|rd|th))(?:[ ](?:Street|St|Avenue|Ave|Road|Rd|Blvd|Drive|Dr))?(?-u:\b)"
    ),
    rule!(
        "place.box",
        Medium,
        |hit| {
            // "mail to Box 9": what leads to it stays.
            let from = if hit.value().starts_with(['m', 'M']) { hit.value().rfind(' ')?.checked_sub(3)? } else { 0 };
            let end = hit.start + hit.value().trim_end_matches(',').len();
            hit.stands_alone().then(|| hit.part(hit.start + from, end))
        },
        r"(?-u:\b)(?:(?i-u:route|rte?\.?|rr|rural[ ]route|star[ ]route|rfd)[ ][0-9]{1,3}[A-Za-z]?,?[ ](?i-u:box)[ ][0-9]{1,5}(?:-?[A-Z])?|R\.[ ]?[DR]\.[ ]#?[0-9]{1,2}(?:,[ ]Box[ ][0-9]{1,5})?|Box[ ][0-9]{1,5},|BOX[ ][0-9]{1,5},|(?i-u:mail(?:ed|ing)?(?:[ ]address)?(?:[ ](?:to|at))?:?[ ]box[ ][0-9]{1,5}))"
    ),
    rule!(
        "place.coordinates",
        High,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)[0-9]{1,2}\.[0-9]{2,8}\u{b0}?[ ]?[NS][ ,]{1,3}[0-9]{1,3}\.[0-9]{2,8}\u{b0}?[ ]?[EW](?-u:\b)|(?-u:\b)[0-9]{1,2}\u{b0}[ ]?[0-9]{1,2}['\u{2032}][ ]?[0-9]{1,2}(?:\.[0-9]{1,4})?[\x22\u{2033}]?[ ]?[NS][ ,]{1,3}[0-9]{1,3}\u{b0}[ ]?[0-9]{1,2}['\u{2032}][ ]?[0-9]{1,2}(?:\.[0-9]{1,4})?[\x22\u{2033}]?[ ]?[EW](?-u:\b)"
    ),
    rule!(
        "place.box",
        High,
        |hit| Some(hit.whole()),
        r"(?-u:\b)(?:HC|RR|PSC|RFD)[ ][0-9]{1,4},?[ ](?i-u:box)[ ][0-9]{1,6}[A-Z]?(?-u:\b)"
    ),
    rule!(
        "place.box",
        High,
        |hit| Some(hit.whole()),
        r"(?i-u:\b(?:p\.?[ ]?o\.?[ ]?(?:box|drawer)|post[ ]office[ ](?:box|drawer)|pob|apartado)[ ]{1,2}#?[0-9]{1,6}[a-z]?\b)"
    ),
    rule!(
        "place.route",
        Medium,
        |hit| {
            // Isotopes of iodine.
            let is_isotope = ["I-123", "I-124", "I-125", "I-131"].iter().any(|i| i.eq_ignore_ascii_case(hit.value()));
            (hit.stands_alone() && !is_isotope).then(|| hit.whole())
        },
        r"(?-u:\b)(?:(?:MM|mm|mile[ ]marker|mile)[ ][0-9]{1,4}(?:\.[0-9])?[ ](?:(?:north|south|east|west)bound[ ]|[NSEW]B[ ])?(?:on[ ]|of[ ])?)?(?:I-[0-9]{1,3}(?:[ ][NSEW])?|i-[0-9]{2,3}|(?:US|SR|FM|fm|RFD|Expressway|Thruway|Route|route|Rte\.?|rte\.?|Rt\.?|RTE|HWY|hwy|Highway|highway|Hwy\.?|State[ ]Route|State[ ]Road|County[ ]Road|Farm[ ]Road|CR|Rural[ ]Route|Interstate)[ -][0-9]{1,4}[A-Z]?(?:[ ][NSEW])?)(?-u:\b)(?:[ ](?:NB|SB|EB|WB|(?:north|south|east|west)bound)(?-u:\b))?(?:[ ,]{1,2}(?:at[ ]|@[ ]?)?(?i-u:mile[ ](?:marker[ ]|post[ ])?|milepost[ ]|mm[ ]|mp[ ]|km[ ]|exit[ ])[0-9]{1,4}(?:\.[0-9])?(?-u:\b))?"
    ),
    rule!(
        "place.coordinates",
        High,
        |hit| (!hit.char_before().is_some_and(|c| c.is_alphanumeric() || c == '.')).then(|| hit.whole()),
        r"(?i-u:lat(?:itude)?)[ :=]{1,2}-?[0-9]{1,2}\.[0-9]{2,8},?[ ](?i-u:lon(?:g(?:itude)?)?)[ :=]{1,2}-?[0-9]{1,3}\.[0-9]{2,8}|[-+]?[0-9]{1,2}\.[0-9]{3,8}\u{b0}?[ ]?[NSns]?,[ ]?[-+]?[0-9]{1,3}\.[0-9]{3,8}\u{b0}?[ ]?(?:[EWew](?-u:\b))?"
    ),
    rule!(
        "place.zip",
        High,
        zip,
        r"(?-u:\b)(?:",
        state_code!(),
        "|",
        state_name!(),
        r")(?-u:\b)\.?,?(?:[ \t]{1,8}|[ ]?\r?\n[ \t]{0,12}|\^|[ ]?\|[ ]?)[0-9]{5}(?:-[0-9]{4})?(?-u:\b)"
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
    // The field of a form: what follows up to the end of the field.
    rule!(
        "place.field",
        High,
        field,
        r"(?i-u:\b(?:facility|location|site|clinic|hospital|lab|laboratory|pharmacy|employer|school|snf|agency|agcy|destination|dest|birthplace|place[ ]of[ ](?:birth|employment|work|death)|workplace|church|parish|funeral[ ]home|mortuary|nursing[ ]home|daycare|shelter|dispatch|scene|company|vendor|supplier|dme|referring[ ](?:facility|hospital|clinic)|receiving[ ](?:facility|hospital)|service[ ]location|performing[ ]lab|institution|organi[sz]ation|practice|office|city|town|county|municipality|printed[ ]for|release[ ]from|release[ ]to|tow(?:ed[ ](?:by|to))?|bank|hospice|transport(?:ed[ ]by)?|hauler|union|dialysis|hha|home[ ]health|supplies|wrecker|parroquia|iglesia|escuela|trabajo|patron|agencia|camp|worksite|job[ ]?site|work|works[ ]at|clinica|hospital|ciudad|empleador)(?:[ ](?:name|address))?[ ]?[:=][ \t]{0,16})"
    ),
    // Columns: a label, wide white space, a value.
    rule!(
        "place.column",
        High,
        |hit| {
            let opens = matches!(cursor::window_before(hit.text, hit.start, 2), "" | "  ")
                || matches!(hit.char_before(), None | Some('\n' | '\t'));
            if opens { field(hit) } else { None }
        },
        r"(?i-u:\b(?:city|cnty|county|facility|fac|employer|emplr|pharmacy|clinic|hospital|school|church|birthplace|pob|loc|location|site|sending|receiving|dest|agency|agcy|dispatch|residence|res|snf|lab|vendor|from|town|par(?:ish)?)(?:[ ]{2,24}|\t))"
    ),
    rule!(
        "place.chain",
        Medium,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:CVS|Walgreens|WALGREENS|Walmart|WALMART|Wal-Mart|Rite[ ]Aid|RITE[ ]AID|Kroger|Costco|Publix|Safeway|H-E-B|HEB|Meijer|Wegmans|Albertsons|Quest[ ]Diagnostics|LabCorp|Labcorp|LABCORP|DaVita|Davita|Fresenius|Kaiser(?:[ ]Permanente)?|Lincare|Apria|Amazon|McDonald's|Starbucks|Home[ ]Depot|Lowe's|FedEx|UPS|Uber|Lyft|Tyson|Boeing|YMCA|YWCA|Greyhound|Amtrak)(?-u:\b)"
    ),
    // In small letters: "to ihs pharmacy", "at the sinclair feedlot".
    rule!(
        "place.small",
        Medium,
        |hit| {
            let value = hit.value();
            let from = value.find(' ')? + 1;
            let from = if value.get(from..)?.starts_with("the ") { from + 4 } else { from };
            let inner = value.get(from..)?;
            let noun = inner.rfind(' ')?;
            let mut at = from;
            // Up to the first word that can be a name.
            for word in inner.get(..noun)?.split(' ') {
                let entry = crate::lexicon::look_up(word);
                let is_plain = words::is_kind(word)
                    || words::is_clinical(word)
                    || words::is_common(word)
                    || entry.ordinary() > 0
                    || entry.is_clinical();
                if !is_plain {
                    return hit.stands_alone().then(|| hit.part(hit.start + at, hit.end));
                }
                at += word.len() + 1;
            }
            None
        },
        r"(?-u:\b)(?:at|to|from|by|on|near|in|via|off)[ ](?:the[ ])?[a-z]+(?:[ ][a-z]+){0,2}[ ](?:clinic|hospital|pharmacy|ems|road|street|feedlot|farm|ranch|mill|plant|school|church|jail|shelter|lodge|casino|diner|market|grocery|store|manor|motel|hotel|park|lake|creek|reservation|county|foods|elementary|high|springs|ridge|heights)(?-u:\b)"
    ),
    rule!("place.saint", Medium, saint, r"(?-u:\b)(?:St\.?|Saint|Mt\.?|Mount|Fort|Ft\.|Camp|Lake)[ ]"),
    rule!(
        "place.lives",
        Medium,
        lives,
        r"(?i-u:\b(?:live[sd]?|living|reside[sd]?|residing|resident|residents|born|raised|moved|relocated|relocating|travel(?:l?ed|s|l?ing)?|trip|trips|vacation|vacationing|vacationed|visiting|visited|native|flew|drove|hometown|grew[ ]up|hails|originally|emigrated|immigrated|refugee|deployed|stationed|incarcerated|works|worked|working|job|employed|employee|employees|student|parishioner|retired|dropped[ ]out|transferring|vive|vivo|nacid[oa]|reside|trabaja)[ ](?:in|of|from|to|at|near|is|on|off|outside|around|en|de|for|by)[ ])"
    ),
];

/// What counts only in a document that names somebody.
pub(crate) const LIKELY: &[Rule] = &[
    // "Clough St", "Garfield Blvd": a street without a number.
    rule!(
        "place.street_short.likely",
        Low,
        |hit| {
            let first = hit.value().split(' ').next()?;
            let other = words::is_common(first)
                || words::is_clinical(first)
                || crate::text::token::lists::is_stop(first)
                || crate::text::token::lists::is_month(first);
            let goes_on = hit.trail(3).starts_with([' ', '.'])
                && cursor::word_at(hit.text, hit.end + if hit.trail(2).starts_with(". ") { 2 } else { 1 })
                    .is_some_and(|word| word.starts_upper() && word.text.len() > 1);
            (hit.stands_alone() && !other && !goes_on).then(|| hit.whole())
        },
        r"(?-u:\b)[A-Z][a-z]+(?:[ ][A-Z][a-z]+)?[ ](?:St|Ct|Pl|Blvd|Cir|Pike|Pkwy|Trail|Sq|Dr)(?-u:\b)"
    ),
    // "Tulsa 74104", "Wash. 98364"
    rule!(
        "place.zip_behind.likely",
        Low,
        |hit| {
            const SHORT: &[&str] = &[
                "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ill", "Ind", "Kan", "Ky", "La", "Mass",
                "Md", "Me", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Penn", "Tenn",
                "Tex", "Va", "Vt", "Wash", "Wis", "Wyo",
            ];
            let at = hit.value().find(|c: char| c.is_ascii_digit())?;
            let name = hit.value().get(..at)?.trim_end_matches([' ', ',', '.']);
            let is_state = SHORT.contains(&name);
            let is_town = crate::lexicon::look_up(name).city() > 0
                || name.contains(' ') && {
                    let last = name.rsplit(' ').next()?;
                    crate::lexicon::look_up(last).city() > 0 || crate::lexicon::look_up(name).city() > 0
                };
            let start = hit.start + if is_state { at } else { 0 };
            (hit.stands_alone()
                && (is_state || is_town)
                && !super::measures(&hit.trail(12))
                && !words::is_clinical(name))
            .then(|| hit.part(start, hit.end))
        },
        r"(?-u:\b)[A-Z][a-z]{1,14}(?:[ -][A-Z][a-z]{2,14})?\.?,?[ ]{1,4}[0-9]{5}(?:-[0-9]{4})?(?-u:\b)"
    ),
    // Schools that have numbers: "PS 118X".
    rule!(
        "place.school.likely",
        Low,
        |hit| hit.stands_alone().then(|| hit.whole()),
        r"(?-u:\b)(?:P\.?S\.?|I\.?S\.?|J\.?H\.?S\.?)[ ][0-9]{3}[A-Z]?(?-u:\b)"
    ),
    // "Elm and 5th", "Maple & 4th", "Main at Third"
    rule!(
        "place.crossing.likely",
        Low,
        |hit| {
            let first = hit.value().split(' ').next()?;
            let other = words::is_common(first)
                || words::is_clinical(first)
                || crate::text::token::lists::is_month(first)
                || crate::text::token::lists::is_stop(first);
            (hit.stands_alone() && !other).then(|| hit.whole())
        },
        r"(?-u:\b)(?:[A-Z][A-Za-z]+(?:[ ](?:St|Street|Ave|Avenue|Rd|Blvd)\.?)?[ ](?:and|AND|&|at|AT|@|/)[ ](?:[0-9]{1,3}(?i-u:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth)(?:[ ](?:St|Street|Ave|Avenue|Rd)\.?)?|[0-9]{1,3}(?:st|nd|rd|th)(?:[ ](?:St|Street|Ave|Avenue)\.?)?[ ](?:and|&|at|@)[ ][A-Z][a-z]+(?:[ ](?:St|Street|Ave|Avenue|Rd|Blvd)\.?)?)(?-u:\b)"
    ),
    // Units that are sent: "Medic 7", "Air Evac 14", "Station 12".
    rule!(
        "place.crew.likely",
        Low,
        // A programme that reads pumps is called so.
        |hit| (hit.stands_alone() && hit.value() != "CareLink").then(|| hit.whole()),
        r"(?-u:\b)(?:Medic|Engine|Ladder|Rescue|Squad|Station|Ambulance|Air[ ]?Evac|Med-?[Ff]light|Life-?[ ]?[Ff]light|LifeNet|CareFlight|Mercy[ ]Air|AirMed|StarFlight|MedStar|Life[ ]?[Ss]tar|Aero[ ]?[Mm]ed|AirLife)(?:[ -]?[0-9]{1,3}[A-Z]?)(?-u:\b)|(?-u:\b)(?:Lifeflight|LifeFlight|Life[ ]Flight|MedFlight|AirLife|CareFlight)(?-u:\b)|(?-u:\b)(?:(?:Life|Med|Air|Care|Ambu|Star|Aero|Mercy|Sky|Angel|Para|Guardian|North[ ]?[Ss]tar)[ ]?(?:Air|Bird|Cab|Flight|Hawk|Lift|Link|Med|Net|Ride|Star|Trans|Vac|Vida|Wing)(?:[ ](?:Air|Ambulance|EMS))?|(?:LIFE|MED|AIR|CARE|AMBU|STAR|AERO|MERCY|SKY|ANGEL|PARA)[ ]?(?:AIR|BIRD|CAB|FLIGHT|HAWK|LINK|MED|NET|RIDE|STAR|TRANS|VIDA|WING)(?:[ ](?:AIR|AMBULANCE|EMS))?|(?:Guardian|GUARDIAN)[ ][0-9])(?:[ ]?-?[0-9]{1,3}(?-u:\b))?(?-u:\b)"
    ),
    // "Lisbon NH", "ELK PRAIRIE  MT": a city and a State without a comma.
    rule!("place.city.likely", Low, bare_city, r"[ ]{1,2}", state_code!(), r"(?-u:\b)"),
];

/// What the field of a form holds, if its words name a place rather than a part of the body, a test or a room.
fn field(hit: &Hit<'_>) -> Option<Cut> {
    const BLANKS: &[&str] = &[
        "none",
        "n/a",
        "na",
        "same",
        "unknown",
        "home",
        "see",
        "other",
        "yes",
        "no",
        "left",
        "right",
        "self",
        "not",
        "pending",
        "retired",
        "unemployed",
        "disabled",
        "student",
        "l",
        "r",
        "bilateral",
        "upper",
        "lower",
        "outpatient",
        "inpatient",
        "ed",
        "er",
        "icu",
    ];
    if hit.char_before().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let label = Lower::of(hit.value().get(..hit.value().len().min(40))?);
    // Parts of the body, tests and rooms have such labels too.
    let is_loose = LOOSE.iter().any(|word| label.starts_with(word));
    let mut end = hit.end;
    let mut at = hit.end;
    let (mut said, mut count) = (false, 0);
    while count < 8 {
        let rest = hit.text.get(at..)?;
        let len = rest.find([' ', '\t', '\n', '\r', ',', ';', '|', '(', ':', '/', '[']).unwrap_or(rest.len());
        let word = rest.get(..len)?;
        let plain = word.trim_end_matches('.');
        if word.is_empty() || count == 0 && BLANKS.iter().any(|blank| blank.eq_ignore_ascii_case(plain)) {
            break;
        }
        let starts = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '&');
        let joins = matches!(word, "of" | "the" | "and" | "at" | "&" | "-" | "de" | "del" | "la") && count > 0;
        if !starts && !joins {
            break;
        }
        if starts && word.starts_with(char::is_uppercase) {
            let entry = crate::lexicon::look_up(plain);
            let is_plain = words::is_clinical(plain)
                || words::is_common(plain)
                || words::is_kind(plain)
                || entry.is_clinical() && entry.city() == 0;
            said |= !is_plain && (!is_loose || entry.is_unknown() || entry.is_strong_name() || entry.city() > 0);
        }
        count += 1;
        if !joins {
            end = at + plain.len();
        }
        at += len;
        let gap = hit.text.get(at..)?;
        // One space goes on, two spaces and anything else end the field.
        if !gap.starts_with(' ') || gap.starts_with("  ") || gap.starts_with(" (") || gap.starts_with(" - ") {
            break;
        }
        at += 1;
    }
    (said && end > hit.end).then(|| hit.part(hit.end, end))
}

/// Labels that parts of the body, tests, rooms and plans have too.
#[rustfmt::skip]
const LOOSE: &[&str] = &[
    "site", "location", "lab", "scene", "practice", "office", "dest", "dispatch", "dme", "hospice", "transport", "dialysis", "supplies",
    "union", "work", "camp", "tow", "job",
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
                | "ext"
        );
    // "Ana Ruiz Ext 44": a telephone. No house has a nought before its number, a time of day has.
    let is_call = suffix.eq_ignore_ascii_case("ext")
        && hit.trail(3).trim_start_matches([' ', '.', '#', ':', 'x']).starts_with(|c: char| c.is_ascii_digit());
    if is_call || hit.value().starts_with('0') || more::is_dose_or_clock(hit, suffix) {
        return None;
    }
    let clinical = is_weak
        && words.any(|word| word.trim_end_matches('.') != suffix && words::is_clinical(word.trim_end_matches('.')));
    (!clinical && !hit.char_before().is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '-')))
        .then(|| hit.whole())
}

/// The digits at the end.
fn zip(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let code = value.rsplit([' ', '\t', '\n', '^', ':', '#', '=', '|']).next()?;
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
    let trail = &*hit.trail(8);
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
    let lead = Lower::of(cursor::window_before(hit.text, start, 14));
    let word = lead.trim_end().rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_placed = ["in", "from", "at", "to", "near", "of"].contains(&word) || lead.ends_with(", ");
    let is_plain = !value.chars().any(char::is_lowercase);
    let weak = is_ambiguous && !is_placed || is_code && is_plain && !is_placed;
    let clinical = value.split(' ').any(words::is_clinical);
    (!weak && !clinical).then(|| hit.part(start, end))
}

/// The names before the letters of a State, where the list of cities has them or no list does.
fn bare_city(hit: &Hit<'_>) -> Option<Cut> {
    let (start, end) = name::run_before(hit.text, hit.start, 3)?;
    let value = hit.text.get(start..end)?;
    let state = hit.value().trim_start();
    let closes = matches!(hit.char_after(), None | Some('.' | ',' | ';' | ')' | '\n' | '\r' | ' ' | '"'));
    let is_loose = matches!(
        state,
        "MD" | "PA"
            | "MA"
            | "DO"
            | "MS"
            | "OR"
            | "IN"
            | "ME"
            | "OK"
            | "HI"
            | "CT"
            | "MI"
            | "ID"
            | "PR"
            | "CO"
            | "LA"
            | "AL"
            | "DE"
            | "AS"
            | "MP"
            | "SC"
            | "ND"
            | "MO"
            | "MT"
            | "AR"
    );
    let last = value.rsplit(' ').next()?;
    let (whole, entry) = (crate::lexicon::look_up(value), crate::lexicon::look_up(last));
    let known = whole.city() > 0 || entry.city() > 0 && !value.contains(' ');
    let two_spaces = hit.value().starts_with("  ");
    let unknown = !is_loose && (entry.is_unknown() || value.contains(' ')) && entry.given() < 2;
    let clinical =
        value.split(' ').any(|w| words::is_clinical(w) || words::is_common(w) || crate::text::token::lists::is_stop(w));
    let person = is_loose && entry.given() >= 2 && whole.city() < 2;
    (closes
        && !clinical
        && !person
        && last.len() > 2
        && (known && (!is_loose || whole.city() > 1 || two_spaces) || unknown))
        .then(|| hit.part(start, end))
}

/// The names before a noun of institutions, and the noun.
fn facility(hit: &Hit<'_>) -> Option<Cut> {
    let before = hit.start.checked_sub(1).filter(|_| hit.char_before() == Some(' '))?;
    let (start, end) = name::run_before(hit.text, before, 5)?;
    // "guidelines from Mayo Clinic": an author, not a place of care.
    let lead = Lower::of(cursor::window_before(hit.text, start, 24));
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
    let _ = start;
    Some(hit.part(hit.start, end))
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
    let trail = Lower::of(cursor::window_after(hit.text, end, 14));
    let is_other = [" wort", " valve", " medical dev", " pacemaker", " icd", " lead", " fire", " vitus", " device"]
        .iter()
        .any(|noun| trail.starts_with(noun));
    // "Main St. Apt 4": the word belongs to a street.
    let before = cursor::word_ending(hit.text, hit.start.saturating_sub(1)).filter(|_| hit.char_before() == Some(' '));
    let is_street = before.is_some_and(|word| word.is_title_case() && !words::is_common(word.text));
    (!is_other && !is_street).then(|| hit.part(hit.start, end))
}

fn lives(hit: &Hit<'_>) -> Option<Cut> {
    let Some((start, end)) = name::run_after(hit.text, hit.end, 3) else {
        // In small letters: a city, or a word of no list.
        let word = cursor::word_at(hit.text, hit.end).filter(|word| word.text.len() > 4)?;
        let entry = crate::lexicon::look_up(word.text);
        let is_place = entry.ordinary() == 0 && !entry.is_clinical() && (entry.city() > 0 || entry.is_unknown());
        let is_leading = hit.value().ends_with("in ") || hit.value().ends_with("at ") || hit.value().ends_with("from ");
        return (is_place && is_leading && !words::is_state(word.text))
            .then(|| hit.part(word.start, word.end).surely(Confidence::Low));
    };
    let value = hit.text.get(start..end)?;
    // Countries and peoples alone stay.
    let is_other = words::is_state(value) || crate::text::token::lists::is_stop(value);
    (!is_other && value.chars().any(char::is_lowercase)).then(|| hit.part(start, end).surely(Confidence::Low))
}
