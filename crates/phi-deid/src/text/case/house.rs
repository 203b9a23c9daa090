//! Houses in small letters, told by their last noun: "seen at bayou heart clinic", "cc great basin dialysis", "spring lake board & care".

use super::{
    Change, DIGIT, LARGE, Line, Read, Words,
    place::{BARRED, closes, is_street},
};
use crate::{
    lexicon::Facts,
    text::{
        token::{house::is_quarter, lists},
        words::{self, Lists, Traits},
    },
};

/// How many words stand before the noun at most.
const REACH: usize = 6;

/// Nouns of houses that are more often something else. Sorted.
#[rustfmt::skip]
pub(super) const NOUNS: &[&str] = &[
    "anesthesia", "apothecary", "birth", "boys", "brace", "cab", "campus", "casino", "cattlemen's", "chaplaincy",
    "curl", "ems", "feed", "gas", "gear", "geriatrics", "grammar", "grandstand", "gurney", "hyperbaric", "immunology",
    "inpatient", "labs", "lady", "laser", "law", "livery", "marine", "mastectomy", "mohs", "net", "nurses",
    "orthotics", "otology", "outpatient", "oxygen", "paper", "perio", "prep", "program", "propane", "prosthetic",
    "pulpwood", "reference", "rehabilitation", "removal", "seed", "transport", "unified", "uniform", "wheels",
    "workhouse",
];

/// Whether a noun is one of those.
pub(super) fn is_noun(word: &str) -> bool {
    words::listed(NOUNS, word)
}

/// Words before a house. Sorted.
const LEADS: &[&str] = &[
    "across", "along", "at", "by", "con", "en", "for", "from", "in", "into", "near", "of", "off", "on", "onto",
    "outside", "past", "per", "through", "to", "toward", "via", "with",
];

/// Those behind which a place stands more often than anything else. Sorted.
const SURE: &[&str] = &["at", "from", "near", "outside", "to", "via"];

/// Nouns of what is done to somebody, too.
fn is_mild(noun: &str) -> bool {
    matches!(
        noun,
        "care"
            | "health"
            | "medical"
            | "eye"
            | "vision"
            | "recovery"
            | "start"
            | "group"
            | "pain"
            | "sleep"
            | "home"
            | "surgery"
            | "infusion"
            | "imaging"
            | "program"
    )
}

/// Labels of houses, besides those of places. Sorted.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "bank", "cc", "copy", "creditor", "dental", "dme", "emp", "empl", "employed", "funeral", "hh", "home", "job", "mailed", "pharm", "preschool",
    "provider", "receiving", "ride", "rides", "rx", "supplies", "to", "tow", "transport", "work", "works",
];

/// What a house is never called, whatever else the word may be.
const CLOSED: Lists = Lists::of(&[
    lists::ARTICLE_BIT,
    lists::PLACE_LEAD_BIT,
    lists::VISIT_LEAD_BIT,
    lists::ADDRESSING_BIT,
    lists::MONTH_BIT,
    lists::PERSON_VERB_BIT,
]);

/// What makes a part of a house of a word that is barred by itself.
const PARTS: Lists = Lists::of(&[words::KIND_BIT, lists::INSTITUTION_BIT, lists::PLACE_OPENER_BIT]);

/// Whether the name of a house ends before the word.
fn ends(facts: Facts, word: &str) -> bool {
    let traits = Traits::from(facts);
    let is_colour = || {
        is_quarter(word)
            || matches!(
                word,
                "spring" | "winter" | "autumn" | "christian" | "catholic" | "indian" | "brothers" | "sisters"
            )
    };
    match word {
        "of" | "birth" | "early" | "sons" | "daughters" | "state" => false,
        "no" | "for" | "and" | "or" | "is" | "was" | "her" | "his" | "my" | "their" | "your" | "after" | "yes"
        | "other" => true,
        _ if traits.any(CLOSED) || words::listed(LEADS, word) => true,
        _ if traits.any(PARTS) => traits.any(Lists::of(&[lists::KIN_BIT])),
        _ if traits.any(BARRED) => !is_colour(),
        _ if traits.has(lists::ROLE_BIT) => !traits.has(words::CLINICAL_BIT),
        _ => traits.has(words::COMMON_BIT) && !traits.has(words::CLINICAL_BIT),
    }
}

/// What a word says for a house: nothing, if it is one of a kind of houses.
fn weight(facts: Facts, word: &str) -> u32 {
    let traits = Traits::from(facts);
    let entry = facts.entry;
    let is_kind = traits.any(Lists::of(&[words::KIND_BIT, words::CLINICAL_BIT, words::COMMON_BIT, lists::ROLE_BIT]));
    let is_rare = matches!(entry.ordinary(), 0 | 4..) && word.len() > 3;
    if is_kind && !matches!(word, "street" | "county") || traits.has(lists::JOINT_BIT) {
        0
    } else if traits.has(lists::INSTITUTION_BIT) || is_street(word) {
        1
    } else if is_rare && (entry.is_strong_name() || entry.city() > 0) {
        3
    } else if is_rare && (entry.is_name() || entry.is_unknown() && !facts.shape.is_drug_like()) {
        2
    } else {
        u32::from(!entry.is_clinical() || entry.is_name())
    }
}

/// "turkey foot rd": what nothing but a street is called.
fn is_road(word: &str) -> bool {
    matches!(word, "ave" | "avenue" | "blvd" | "boulevard" | "hwy" | "lane" | "ln" | "pkwy" | "rd" | "road" | "street")
}

/// Whether the word is a noun that ends what a house is called.
fn is_last(words: &Words<'_>, at: usize) -> bool {
    Traits::from(words.facts(at)).has(lists::INSTITUTION_BIT)
        || is_noun(words.word(at))
        || super::trade::is_trade(words.word(at))
}

/// "bayou heart clinic" behind "at", a label, or where a line begins and ends. Says whether there is one.
pub(super) fn read(words: &Words<'_>, at: usize, line: &Line, changes: &mut Vec<Change>) -> bool {
    // The last noun has its turn.
    if matches!(words.gap(at + 1), " " | " & ") && words.is_small(at + 1) && is_last(words, at + 1) {
        return false;
    }
    let is_road = is_road(words.word(at));
    let mut first = at;
    let mut told = 0;
    for before in (at.saturating_sub(REACH)..at).rev() {
        let gap = words.gap(before + 1);
        let word = words.word(before);
        let is_joined =
            matches!(gap, " " | " & " | "-" | "'" | "\u{2019}") || gap == ". " && matches!(word, "st" | "mt" | "ft");
        let facts = words.facts(before);
        let ends = if is_road {
            Traits::from(facts).any(CLOSED) || words::listed(LEADS, word) || facts.shape.is_drug_like()
        } else {
            ends(facts, word)
        };
        if !is_joined || !words.is_small(before) || ends {
            break;
        }
        first = before;
        told += weight(facts, word).max(u32::from(is_road));
    }
    while first < at
        && Traits::from(words.facts(first)).has(lists::JOINT_BIT)
        && !Traits::from(words.facts(first)).has(lists::PLACE_OPENER_BIT)
    {
        first += 1;
    }
    if first == at && is_framed(words, at) {
        changes.push((at, Read::Title));
        if words.word(at) == "lady" {
            changes.push((at - 1, Read::Title));
        }
        tail(words, at, changes);
        return true;
    }
    if first == at || told < 1 {
        return false;
    }
    let gap = words.gap(first);
    let lead = first.checked_sub(1).map_or(Traits::NONE, |before| Traits::from(words.facts(before)));
    let word = first.checked_sub(1).map_or("", |before| words.word(before));
    let is_placed = gap == " " && (words::listed(LEADS, word) || lead.has(lists::VISIT_VERB_BIT))
        || gap.ends_with("@ ")
        || gap.ends_with('@');
    let is_article = gap == " " && matches!(word, "the" | "The");
    let is_labelled = (lead.has(lists::PLACE_LABEL_BIT) || words::listed(LABELS, word))
        && (gap.starts_with(':')
            || gap.bytes().all(|byte| matches!(byte, b' ' | b'.')) && !matches!(word, "to" | "works" | "work"));
    let opens = first == 0
        || gap.ends_with(['\n', '(', '"'])
        || ["  ", ", ", ": ", "- ", "> ", "/"].iter().any(|sign| gap.ends_with(sign));
    let is_whole = first == line.from && at + 1 == line.to;
    // "perioperative care", "the sleep lab"
    let noun = Traits::from(words.facts(at));
    let is_kind = noun.any(Lists::of(&[words::KIND_BIT, words::COMMON_BIT, words::CLINICAL_BIT]));
    let is_weak = noun.has(lists::WEAK_INSTITUTION_BIT) || is_noun(words.word(at));
    let is_sure = is_labelled || gap.ends_with('@') || gap.ends_with("@ ") || words::listed(SURE, word);
    let least = match (is_weak, is_kind) {
        _ if is_road && is_placed => 1,
        (true, true) if !is_sure => 3,
        (true, _) => 2,
        _ => 1,
    };
    // Each word more says more.
    let is_long = at - first > 1;
    let least = if is_long { least.min(2 - u32::from(is_sure && !is_mild(words.word(at)))) } else { least };
    let is_told = told >= least && (is_labelled || is_placed)
        || told > least && is_article
        || (told > least || is_long && told >= least)
            && opens
            && (closes(words, at)
                || told > 2 && words.gap(at + 1) == " " && words.piece(at + 1).is_some_and(|piece| piece.has(LARGE))
                || words.gap(at + 1) == " " && words.piece(at + 1).is_some_and(|piece| piece.has(DIGIT)));
    let is_house = (line.has_capitals || is_whole) && is_told;
    if is_house {
        for at in first..=at {
            if words.word(at).len() > 1 && !(at > first && lists::is_joint(words.word(at))) {
                changes.push((at, Read::Title));
            }
        }
        tail(words, at, changes);
    }
    is_house
}

/// "convent of the testcase", "our lady of testcase"
fn is_framed(words: &Words<'_>, at: usize) -> bool {
    let is_lady = || words.word(at) == "lady" && words.gap(at) == " " && at > 0 && words.word(at - 1) == "our";
    let is_church =
        || matches!(words.word(at), "abbey" | "cathedral" | "chapel" | "church" | "convent" | "hospice" | "parish");
    words.gap(at + 1) == " "
        && words.word(at + 1) == "of"
        && at.checked_sub(1).is_some_and(|before| words.is_small(before))
        && (is_lady() || is_church())
        && told_behind(words, at).is_some()
}

/// What it is the house of, or where: "hospice of the ozark plateau", "therapy at copperfield commons".
fn tail(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    if let Some((first, last)) = told_behind(words, at) {
        changes.extend((first..=last).filter(|at| !lists::is_joint(words.word(*at))).map(|at| (at, Read::Title)));
    }
}

/// Where that begins and ends.
fn told_behind(words: &Words<'_>, at: usize) -> Option<(usize, usize)> {
    let is_lead = words.gap(at + 1) == " " && matches!(words.word(at + 1), "of" | "at" | "on");
    if !is_lead {
        return None;
    }
    let first = at + 2 + usize::from(matches!(words.word(at + 2), "the" | "la"));
    let mut told = 0;
    for next in first..first + 4 {
        let facts = words.facts(next);
        let is_joined = words.gap(next) == " " && words.is_small(next);
        if !is_joined || ends(facts, words.word(next)) {
            // "our lady of la testcase be called"
            let last = next - 1;
            return (is_joined && last == first && told > 1).then_some((first, last));
        }
        told += weight(facts, words.word(next));
        if closes(words, next) {
            return (told > 0 && (told > 1 || words.word(at + 1) == "of")).then_some((first, next));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn leads_and_nouns_tell_houses_in_small_letters() {
        for (line, plain) in [
            ("Ablated in 2019 at bayou heart clinic. Well", "Ablated in 2019 at Bayou Heart Clinic. Well"),
            ("testmesa regional medical center", "Testmesa Regional Medical Center"),
            ("Facility: canyon vista surgery center, TESTMESA", "Facility: Canyon Vista Surgery Center, TESTMESA"),
            ("Refill to testcase street pharmacy. Well", "Refill to Testcase Street Pharmacy. Well"),
            ("DME testvale oxygen, Spring", "DME Testvale Oxygen, Spring"),
            (
                "Fed at testvale hospice of the testmesa plateau, Sun",
                "Fed at Testvale Hospice of the Testmesa Plateau, Sun",
            ),
        ] {
            assert_eq!(read(line), plain);
        }
    }

    #[test]
    fn kinds_of_houses_stay() {
        for line in [
            "Seen in the pain clinic and at the skilled nursing home. Well",
            "O pos, neg, RI; perioperative care in COPD",
            "Sent to the outpatient wound clinic, then on home oxygen; Well",
            "She is in day program at school; the labs were fine. Well",
        ] {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn lists_are_sorted() {
        for list in [super::NOUNS, super::LEADS, super::LABELS] {
            assert!(list.is_sorted());
        }
    }
}
