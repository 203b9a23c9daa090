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
        r"(?-u:\b)(?:(?:Our|OUR)[ ](?:Lady|LADY|Saviou?r|Redeemer)(?:[ ](?:of|OF)(?:[ ](?:the|the Most|THE|La|la|LA))?[ ][A-Z][A-Za-z]{1,16}(?:[ ][A-Z][A-Za-z]{1,16})?)?|(?i-u:(?:sacred|immaculate)[ ]heart|precious[ ]blood|blessed[ ](?:sacrament|trinity)|good[ ](?:shepherd|samaritan|counsel)|(?:holy|most holy)[ ](?:cross|family|name|trinity|spirit|redeemer|rosary|ghost|angels|apostles|innocents|comforter|child)|immaculate[ ]conception|all[ ](?:saints|souls|hallows)|christ[ ]the[ ](?:king|redeemer)|corpus[ ]christi|divine[ ](?:mercy|savior)|little[ ]sisters[ ]of[ ]the[ ]poor|(?:daughters|sisters|brothers)[ ]of[ ](?:charity|mercy|providence|st\.?[ ][a-z]{3,14})|kingdom[ ]hall|church[ ]of[ ](?:christ|god)(?:[ ]in[ ]christ)?|(?:mount|mt\.?)[ ](?:zion|sinai|carmel|olive|olivet|calvary|pisgah|moriah|hermon|nebo|tabor|gilead|vernon)|(?:first|second|third|fourth|grace|trinity|zion|bethel|shiloh|emmanuel|calvary|antioch|ebenezer|faith|new[ ]hope|st\.?[ ][a-z]{3,14}'s)[ ](?:baptist|presbyterian|presby|lutheran|methodist|congregational|unitarian|apostolic|pentecostal|missionary|reformed|nazarene|covenant|episcopal|umc|ucc|ame|cme|ume|a\.m\.e|tabernacle|assembly))(?-u:\b)(?:[ ](?:AME|A\.M\.E|CME|UCC|UMC|MBC|COGIC)(?-u:\b))?)"
    ),
    // Chains of the whole country, in any case, and where this one of them stands: "dollar general on Vine".
    rule!(
        "place.chain.likely",
        |hit| hit.stands_alone().then(|| hit.part(hit.start, grown(hit))),
        r"(?i-u:\b(?:walgreens?|wal-?mart|cvs|rite[ ]aid|dollar[ ]general|food[ ]lion|piggly[ ]wiggly|motel[ ]6|taco[ ]bell|waffle[ ]house|goodwill|salvation[ ]army|kroger|costco|amazon|starbucks|mcdonald'?s|home[ ]depot|nasa|jb[ ]hunt|(?-i:PACE))\b)",
    ),
    // Doors, roads and rivers with a number: "Exit 118", "Bldg 1407", "Local 3", "C.R. 11", "mile 11", "USS Example".
    rule!(
        "place.numbered.likely",
        |hit| {
            // "at mile 25 of a marathon" is no place, "Fish Creek, mile 11" is one.
            let is_counted = hit.value().starts_with("mile") && !hit.lead(2).ends_with(", ");
            (hit.stands_alone() && !is_counted && !measures(&hit.trail(12))).then(|| hit.part(hit.start, grown(hit)))
        },
        r"(?-u:\b)(?:(?:Local|Exit|EXIT|Pier|PIER|Dock|dock|Bldg|BLDG|Building|BUILDING|Suite|SUITE|Ste|STE|Lockbox|LOCKBOX|Lock[ ]Box|Hangar|Barracks|River[ ]Mile|river[ ]mile|Mile|mile|Milepost|Lodge|Precinct|Troop|Platform|Slip|Berth|Warehouse|Plot|Parcel|Superior|Circuit|District|Dept|DEPT)[ ](?:No\.?[ ]|#)?[0-9]{1,6}[A-Z]?|(?:Building|BUILDING|Bldg|BLDG|Tower|TOWER|Hangar|Pavilion)[ ][A-Z]|(?:USS|USNS|USCGC|USAV|M/V|F/V|S/V)[ ][A-Z][A-Za-z]{1,16}(?:[ ][A-Z][A-Za-z]{1,16})?|(?:[0-9]{2,6}[ ])?(?:C\.R\.|Cnty\.?[ ]R(?:oa)?d|Cty\.?[ ]R(?:oa)?d|Co\.?[ ]R(?:oa)?d|CO[ ]RD|CNTY[ ]RD|CTY[ ]RD|Twp\.?[ ]R(?:oa)?d|Farm[ ]R(?:oa)?d|Forest[ ]R(?:oa)?d|Ranch[ ]R(?:oa)?d|Loop)[ ](?:[0-9]{1,4}[A-Z]?|[A-Z]{1,2})(?:,[ ]No\.[ ][0-9]{1,5})?|(?i-u:general|gen)\.?[ ](?i-u:delivery))(?-u:\b)"
    ),
    // "1803 Gravier", "1120 S Utica, 4 West", "44 S. Main": a number and a name that close where an address does.
    rule!(
        "place.street_bare.likely",
        street,
        r"(?-u:\b)[1-9][0-9]{1,4}(?:-[0-9]{1,4})?[ ](?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?[ ])?[A-Z][a-z]{3,14}(?:[ ][A-Z][a-z]{3,14})?(?-u:\b)"
    ),
];

/// Over what belongs to the place.
fn grown(hit: &Hit<'_>) -> usize {
    led::grow(hit.text, hit.end)
}

/// A number and a name, before a comma, a town or the end of a line.
fn street(hit: &Hit<'_>) -> Option<Cut> {
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
    (hit.stands_alone() && is_free && closes && fits && !is_year && (!is_clock || sided) && (sided || number.len() > 2))
        .then(|| hit.part(hit.start, hit.end + unit))
}
