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
        && cursor::word_at(text, next).is_some_and(|w| w.starts_upper() && !Traits::of(w.text).has(lists::INSTITUTION_BIT));
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
    let Some(at) = value.find(". ") else { return };
    let word = value.get(..at).unwrap_or_default().rsplit(' ').next().unwrap_or_default();
    if word.len() > 4 && at > 8 {
        f.span.end = f.span.start + at;
    }
}

/// Words of the trade alone, in capitals or before the name of a paper: "FOSTER CARE / KINSHIP NOTE", "RETINA CLINIC".
fn is_heading(text: &str, f: &Found, value: &str) -> bool {
    const PLAIN: Lists = Lists::of(&[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        words::NAMED_THING_BIT,
        lists::THING_BIT,
        lists::DEPARTMENT_BIT,
        lists::ROLE_BIT,
        lists::INSTITUTION_BIT,
        words::KIND_BIT,
    ]);
    // Of these any town has one.
    const OWN: &[&str] = &[
        "central", "children's", "childrens", "city", "community", "county", "creek", "general", "lake", "memorial", "mercy", "metro",
        "mission", "mountain", "national", "park", "regional", "ridge", "river", "springs", "state", "street", "university", "valley", "veterans",
        "village", "women's", "womens",
    ];
    let is_shouted = !value.bytes().any(|b| b.is_ascii_lowercase());
    let mut is_paper = cursor::word_at(text, cursor::skip_gap(text, f.span.end, false)).is_some_and(|w| listed(PAPERS, w.text));
    let mut count = 0;
    for word in value.split([' ', '/', '-']).filter(|word| !word.is_empty()) {
        count += 1;
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        is_paper |= listed(PAPERS, word);
        let entry = lexicon::look_up(word);
        let is_plain = word.len() < 4 && !word.is_empty() && is_paper
            || lists::is_joint(&word.to_lowercase())
            || Traits::of(word).any(PLAIN)
            || entry.is_clinical() && entry.city() == 0
            || listed(PAPERS, word);
        if !is_plain || listed(OWN, word) {
            return false;
        }
    }
    count > 1 && (is_paper || is_shouted)
}

/// "Ann Arbor stage", "Milwaukee brace", "Tokyo grade II", "Columbia neg".
fn names_scale(text: &str, f: &Found) -> bool {
    let (before, gap) = (cursor::window_before(text, f.span.start, 12), cursor::window_after(text, f.span.end, 24));
    let lead = before.trim_end().rsplit([' ', '\n', '(']).next().unwrap_or_default();
    if matches!(lead, "in" | "from" | "at" | "near" | "to" | "the" | "outside" | "In" | "From" | "of") {
        return false;
    }
    let tail = gap.strip_prefix("'s").unwrap_or(gap);
    let Some(tail) = tail.strip_prefix([' ', '/']) else { return false };
    let word = tail.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    listed(TOWN_THINGS, word) || super::named::is_grade(tail.split([' ', ',', ';', '\n', ':', ')']).next().unwrap_or_default())
}

/// "Insurance: Superior Care", "Golden Poppy HMO": who pays is no place.
pub(super) fn is_insurer(text: &str, start: usize, end: usize) -> bool {
    const BEHIND: &[&str] = &[" HMO", " PPO", " EPO", " POS ", " Health Plan", " Plan,", " Plan ", " Advantage", " Medicare Adv", " Medicaid plan"];
    const BEFORE: &[&str] = &[
        "insurance", "ins", "insurer", "payer", "payor", "plan", "primary ins", "secondary ins", "ins is", "insurance is", "insurer is",
        "carrier", "coverage", "insurance on file", "ins 1", "ins 2", "ins1", "ins2", "primary", "secondary", "health plan", "seguro",
    ];
    let tail = cursor::window_after(text, end, 16);
    if BEHIND.iter().any(|plan| tail.starts_with(plan)) {
        return true;
    }
    let head = cursor::window_before(text, start, 40);
    let line = head.rsplit(['\n', '.', ';', ',', '|', '(']).next().unwrap_or_default();
    let label = line.trim_start_matches([' ', '-', '*', '>']).trim_end_matches([' ', ':', '.', '\t']).to_lowercase();
    let is_labelled = line.len() > label.len() && (line.contains(':') || line.ends_with(' '));
    is_labelled && BEFORE.contains(&label.as_str()) || in_message(text, start)
}

/// A field of an insurance segment of HL7 version 2.
fn in_message(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 48);
    head.rfind("\nIN1|").is_some_and(|at| head.get(at + 1..).is_some_and(|line| !line.contains('\n') && line.matches('|').count() < 5))
}
