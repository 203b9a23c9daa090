//! Places: what leads to them and what follows, headings, insurers, scales that are called after a town.

use super::{
    list::{HOUSE_LEADS, PAPERS, TOWN_THINGS},
    listed,
};
use crate::{
    lexicon,
    text::{
        cursor,
        span::Found,
        token::lists,
        words::{self, Lists, Traits},
    },
};

/// Rules that go by the looks of words.
const BY_LOOKS: &[&str] = &[
    "place.city_listed",
    "place.city.likely",
    "place.facility",
    "place.field",
    "place.grown.likely",
    "place.head.likely",
    "place.house.likely",
    "place.institution",
    "place.learned.likely",
    "place.likely",
    "place.saint",
    "place.town.likely",
    "place.visited",
];

/// Whether anything is left of it.
pub(super) fn mend(text: &str, f: &mut Found) -> bool {
    if !BY_LOOKS.contains(&f.span.rule) {
        return true;
    }
    trim_front(text, f);
    trim_shouted(text, f);
    trim_end(text, f);
    let Some(value) = text.get(f.span.start..f.span.end) else { return true };
    !(is_heading(text, f, value) || names_scale(text, f) || is_insurer(text, f.span.start, f.span.end))
}

/// "Facility Laurel Fork Detention", "Transfer MSP Deer Lodge", "School Benton Harbor HS".
fn trim_front(text: &str, f: &mut Found) {
    let (start, end) = (f.span.start, f.span.end);
    let Some(word) = cursor::word_at(text, start).filter(|word| word.end < end) else { return };
    let rest = text.get(word.end..end).unwrap_or_default();
    let next = word.end + 1;
    // Behind one word a house goes on with at least two.
    let goes_on = rest.starts_with(' ')
        && rest.trim().contains(' ')
        && cursor::word_at(text, next)
            .is_some_and(|w| w.starts_upper() && !Traits::of(w.text).has(lists::INSTITUTION_BIT));
    if goes_on && word.text.len() > 2 && listed(HOUSE_LEADS, word.text) {
        f.span.start = next;
    }
}

/// "SHE LIVES AT ASPEN GLEN", "FAXED TO CLOVER FIELD MANOR": among capitals, behind the last word that leads.
fn trim_shouted(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    if value.bytes().any(|b| b.is_ascii_lowercase()) {
        return;
    }
    let cut = [" AT THE ", " AT ", " TO ", " FROM ", " IN OUR ", " IN ", " FOR ", " TILL ", " BY "]
        .iter()
        .filter_map(|lead| value.rfind(lead).map(|at| at + lead.len()))
        .max();
    if let Some(cut) = cut
        && value.get(cut..).is_some_and(|rest| rest.len() > 4)
    {
        f.span.start += cut;
    }
}

/// "Tamarack Youth Center. Present": over the end of a sentence.
fn trim_end(text: &str, f: &mut Found) {
    let value = text.get(f.span.start..f.span.end).unwrap_or_default();
    if !value.bytes().any(|b| b == b'.') {
        return;
    }
    let Some(at) = value.find(". ") else { return };
    let word = value.get(..at).unwrap_or_default().rsplit(' ').next().unwrap_or_default();
    if word.len() > 4 && !word.contains('.') && at > 8 {
        f.span.end = f.span.start + at;
    }
}

/// Words of the trade alone, in capitals or before the name of a paper: "FOSTER CARE / KINSHIP NOTE", "RETINA CLINIC".
fn is_heading(text: &str, f: &Found, value: &str) -> bool {
    const PLAIN: Lists = Lists::of(&[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::KIND_BIT,
        words::NAMED_THING_BIT,
        lists::THING_BIT,
        lists::DEPARTMENT_BIT,
        lists::ROLE_BIT,
    ]);
    // Nouns of houses that stand in headings as well, and no word by which one town's is told from another's.
    const NOUNS: &[&str] = &[
        "allergy",
        "care",
        "clinic",
        "department",
        "dialysis",
        "foster",
        "health",
        "hospital",
        "jail",
        "lab",
        "laboratory",
        "medical",
        "nursing",
        "office",
        "pain",
        "prison",
        "psychiatry",
        "rehab",
        "school",
        "services",
        "surgery",
        "surgical",
        "urgent",
    ];
    const OWN: &[&str] = &[
        "central",
        "children's",
        "childrens",
        "city",
        "community",
        "county",
        "east",
        "eastern",
        "first",
        "general",
        "good",
        "mercy",
        "national",
        "north",
        "northern",
        "park",
        "red",
        "regional",
        "south",
        "southern",
        "state",
        "street",
        "table",
        "university",
        "valley",
        "veterans",
        "west",
        "western",
        "women's",
        "womens",
    ];
    let is_shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let (mut is_paper, mut count) = (false, 0);
    for word in value.split([' ', '/', '-']) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        count += 1;
        let (entry, traits) = (lexicon::look_up(word), Traits::of(word));
        let is_medical = traits.any(PLAIN) || entry.is_clinical() && entry.city() == 0;
        let is_noun = listed(NOUNS, word);
        let is_plain = is_medical
            || is_noun
            || word.len() < 4 && traits.has(lists::STOP_BIT)
            || lists::is_joint(&word.to_lowercase())
            || listed(PAPERS, word);
        // Most are told by their first word.
        if !is_plain {
            return false;
        }
        is_paper |= listed(PAPERS, word);
        // "MESA", "HOLLOW", "BANK": of these a town has its own.
        let is_own = listed(OWN, word)
            || crate::text::token::house::is_quarter(word)
            || traits.has(lists::PLACE_OPENER_BIT)
            || traits.has(lists::INSTITUTION_BIT) && !is_noun && !traits.has(words::CLINICAL_BIT);
        if is_own {
            return false;
        }
    }
    let is_before_paper =
        || cursor::word_at(text, cursor::skip_gap(text, f.span.end, false)).is_some_and(|w| listed(PAPERS, w.text));
    count > 1 && (is_paper || is_shouted || is_before_paper())
}

/// "Ann Arbor stage", "Milwaukee brace", "Tokyo grade II", "Columbia neg".
fn names_scale(text: &str, f: &Found) -> bool {
    let (before, gap) = (cursor::window_before(text, f.span.start, 12), cursor::window_after(text, f.span.end, 24));
    let lead = before.trim_end().rsplit([' ', '\n', '(']).next().unwrap_or_default();
    if matches!(lead, "in" | "from" | "at" | "near" | "to" | "outside" | "In" | "From") {
        return false;
    }
    let is_town =
        matches!(f.span.rule, "place.city_listed" | "place.city.likely" | "place.town.likely" | "place.visited");
    if !is_town && !matches!(f.span.rule, "place.institution" | "place.saint" | "place.learned.likely") {
        return false;
    }
    let tail = gap.strip_prefix("'s").unwrap_or(gap);
    let Some(tail) = tail.strip_prefix([' ', '/']) else { return false };
    let word = tail.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    listed(TOWN_THINGS, word) || is_town && super::named::has_grade(text, f.span.end)
}

/// "Insurance: Superior Care", "Golden Poppy HMO": who pays is no place.
pub(super) fn is_insurer(text: &str, start: usize, end: usize) -> bool {
    const BEHIND: &[&str] = &[" HMO", " PPO", " EPO", " POS ", " Health Plan", " Plan,", " Advantage", " Medicare Adv"];
    const BEFORE: &[&str] = &[
        "health plan",
        "ins",
        "ins 1",
        "ins 2",
        "ins is",
        "ins1",
        "ins2",
        "insurance",
        "insurance is",
        "insurance on file",
        "insurer",
        "insurer is",
        "payer",
        "payor",
        "primary ins",
        "primary insurance",
        "secondary ins",
        "secondary insurance",
        "seguro",
    ];
    let tail = cursor::window_after(text, end, 16);
    if BEHIND.iter().any(|plan| tail.starts_with(plan)) {
        return true;
    }
    let head = cursor::window_before(text, start, 40);
    let from = head.bytes().rposition(|b| matches!(b, b'\n' | b'.' | b';' | b',' | b'|' | b'(')).map_or(0, |at| at + 1);
    let line = head.get(from..).unwrap_or_default();
    let label = line.trim_start_matches([' ', '-', '*', '>']).trim_end_matches([' ', ':', '.', '\t']);
    // What is listed is ASCII, and so is what it is the small form of, but for the sign of the kelvin.
    let is_labelled = if label.is_ascii() { line.len() > label.len() } else { line.len() > label.to_lowercase().len() };
    is_labelled && listed(BEFORE, label) || in_message(text, start)
}

/// A field of an insurance segment of HL7 version 2.
fn in_message(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 48);
    if !head.bytes().any(|b| b == b'|') {
        return false;
    }
    head.rfind("\nIN1|")
        .and_then(|at| head.get(at + 1..))
        .is_some_and(|line| !line.contains('\n') && line.matches('|').count() < 5)
}
