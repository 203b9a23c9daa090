//! Towns and addresses in small letters that what leads to them tells: "films from red bud", "Testcase Drug, tarrow", "at 16 birch".

use super::{
    Change, DIGIT, LARGE, Line, Read, SMALL, Words,
    place::{self, is_street},
};
use crate::{
    lexicon,
    text::{
        token::lists,
        words::{self, Lists, Traits},
    },
};

/// How many words a town has.
const REACH: usize = 3;

/// Words before a town. Sorted.
const LEADS: &[&str] = &["at", "from", "in", "near", "outside", "to"];

/// Takes in the town that begins with the word at `at`.
pub(super) fn read(words: &Words<'_>, at: usize, line: &Line, changes: &mut Vec<Change>) {
    let is_small = words.piece(at).is_some_and(|piece| piece.kinds == SMALL);
    if !line.has_capitals || !is_small || words.word(at).len() < 3 {
        return;
    }
    let Some(before) = at.checked_sub(1) else { return };
    let (gap, word) = (words.gap(at), words.word(before));
    if words.piece(before).is_some_and(|piece| piece.kinds == DIGIT) {
        if gap == " " {
            numbered(words, at, changes);
        }
        return;
    }
    let is_placed = gap == " " && words::listed(LEADS, word);
    let is_behind = gap == ", "
        && words.piece(before).is_some_and(|piece| piece.has(LARGE))
        && (Traits::from(words.facts(before)).has(lists::INSTITUTION_BIT)
            || is_street(word)
            || matches!(word, "PLLC" | "LLC" | "Inc"));
    if !is_placed && !is_behind {
        return;
    }
    let Some((last, is_closed)) = last(words, at) else { return };
    // "from", "in": what else is said so is a thing, and has an article.
    let is_sure = is_behind || matches!(word, "from" | "in" | "near" | "outside" | "at" | "In" | "From" | "At");
    let is_dwelling = is_behind || matches!(word, "near" | "outside");
    let is_town = if last == at {
        is_sure
            && is_rare(words, at)
            && (words.facts(at).entry.city() > 0
                || is_dwelling && (!is_behind || is_closed && words.gap(at + 1) != ", "))
    } else {
        let phrase =
            words.piece(at).zip(words.piece(last)).and_then(|(one, other)| words.text.get(one.start..other.end));
        let is_known = phrase.is_some_and(|phrase| lexicon::phrase(phrase).city() > 0);
        // "in good hope", "to a white house"
        let is_plain = |at: usize| Traits::from(words.facts(at)).any(PLAIN) || words.facts(at).entry.is_clinical();
        let is_rare = |at: usize| is_rare(words, at);
        is_known && !(at..=last).all(is_plain)
            || is_sure && is_closed && (at..=last).any(is_rare) && !(at..=last).any(is_plain)
            || is_sure && (at..=last).all(is_rare)
    };
    if is_town {
        changes.extend((at..=last).map(|at| (at, Read::Title)));
    }
}

/// Words of every day.
const PLAIN: Lists = Lists::of(&[words::COMMON_BIT, words::CLINICAL_BIT]);

/// What no town is called.
pub(super) const BARRED: Lists = Lists::of(&[
    words::COMMON_BIT,
    lists::MONTH_BIT,
    lists::KIN_BIT,
    lists::PERSON_VERB_BIT,
    lists::ARTICLE_BIT,
    lists::PLACE_LEAD_BIT,
    lists::VISIT_LEAD_BIT,
    lists::ADDRESSING_BIT,
]);

/// The last word of what begins at `at`, if a sign or a word of every day ends it, and whether it is a sign.
fn last(words: &Words<'_>, at: usize) -> Option<(usize, bool)> {
    let is_barred = |at: usize| Traits::from(words.facts(at)).any(BARRED);
    if is_barred(at) {
        return None;
    }
    let mut last = at;
    loop {
        let behind = words.gap(last + 1);
        let is_word = || behind == " " && words.is_small(last + 1) && is_barred(last + 1);
        let is_number = || behind == " " && words.piece(last + 1).is_some_and(|piece| piece.kinds == DIGIT);
        let is_closed = place::closes(words, last) || behind.starts_with(" - ") || behind.starts_with(['?', ':']);
        if is_closed || is_word() || is_number() {
            return Some((last, is_closed));
        }
        last += 1;
        if last == at + REACH || !matches!(behind, " " | "-" | "'" | " & ") || !words.is_small(last) {
            return None;
        }
    }
}

/// A word that is no ordinary one, and is borne by a town, by somebody, or by nothing that is known.
fn is_rare(words: &Words<'_>, at: usize) -> bool {
    let facts = words.facts(at);
    let entry = facts.entry;
    let is_free =
        facts.lists & !(1 << lists::EPONYM_BIT | 1 << lists::INSTITUTION_BIT | 1 << lists::WEAK_INSTITUTION_BIT) == 0;
    is_free
        && !entry.is_clinical()
        && !facts.shape.is_drug_like()
        && words.word(at).is_ascii()
        && (entry.city() > 0 && matches!(entry.ordinary(), 0 | 4..)
            || entry.ordinary() == 0 && words.word(at).len() > 4 && (entry.is_unknown() || entry.is_name()))
}

/// What streets are called where their names come behind it: "88 calle almendra".
pub(super) fn is_abroad(word: &str) -> bool {
    matches!(word, "avenida" | "calle" | "camino" | "paseo" | "plaza" | "rue" | "via")
}

/// "her neighbor at 16 birch"
fn numbered(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    if is_abroad(words.word(at)) && words.gap(at) == " " && words.gap(at + 1) == " " && words.is_small(at + 1) {
        let facts = words.facts(at + 1);
        if !Traits::from(facts).any(BARRED) {
            changes.extend([(at, Read::Title), (at + 1, Read::Title)]);
        }
        return;
    }
    let Some(lead) = at.checked_sub(2).filter(|_| words.gap(at) == " ") else { return };
    let is_placed = words.gap(at - 1) == " " && matches!(words.word(lead), "at" | "lives" | "from" | "to")
        || words.gap(at - 1).starts_with(':')
            && matches!(words.word(lead), "address" | "Address" | "ADDRESS" | "addr" | "Addr" | "home" | "Home");
    let Some((last, _)) = last(words, at).filter(|_| is_placed && words.word(at - 1).len() > 1) else { return };
    let is_part = |at: usize| {
        let facts = words.facts(at);
        let is_named = facts.entry.surname() > 1 || facts.entry.city() > 0 || facts.entry.is_unknown();
        is_named && !facts.entry.is_clinical() && !matches!(facts.entry.ordinary(), 1 | 2)
    };
    if (at..=last).all(is_part) {
        changes.extend((at..=last).map(|at| (at, Read::Title)));
    }
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn leads_tell_towns_in_small_letters() {
        for (line, plain) in [
            ("Films from red bud. Well", "Films from Red Bud. Well"),
            ("Her family is near testvale, Then", "Her family is near Testvale, Then"),
            ("Swan Family Clinic, testhurst", "Swan Family Clinic, Testhurst"),
            ("Her neighbor at 16 birch. Well", "Her neighbor at 16 Birch. Well"),
        ] {
            assert_eq!(read(line), plain);
        }
    }

    #[test]
    fn ordinary_words_behind_such_leads_stay() {
        for line in [
            "Pain in hip, from fall, in remission. Well",
            "Up at 20 weeks, at 10 cm, to 5 mg. Well",
            "Clinic, well; came from home. Well",
        ] {
            assert_eq!(read(line), line);
        }
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(super::LEADS.is_sorted());
    }
}
