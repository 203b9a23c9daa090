//! Names of which a word is an ordinary one, behind a label or a title: "Will Smith", "John Young", "April Green".

use crate::{
    lexicon,
    text::{
        cursor::{self, Word},
        token::lists,
        words,
    },
};

use super::walk::is_credential;

/// Words of the grammar: beside them it takes a surname that is nothing else. Sorted.
const FUNCTION: &[&str] = &[
    "an", "and", "are", "as", "at", "can", "could", "did", "do", "does", "for", "from", "had", "has", "he", "her",
    "his", "if", "in", "is", "it", "may", "might", "must", "my", "needs", "no", "not", "of", "on", "or", "our", "says",
    "she", "should", "so", "states", "that", "the", "to", "was", "were", "who", "will", "with", "would",
];

/// A first name and a surname at `at`, initials between them, and nothing but the end of a clause or a small word
/// behind. What marks them stands before `at`, so they count however common they are.
pub(super) fn full_name(text: &str, at: usize) -> Option<(usize, usize)> {
    let start = cursor::skip_gap(text, at, false);
    let first = cursor::word_at(text, start)?;
    let given = lexicon::look_up(first.text);
    if !is_written(&first) || given.given() == 0 || words::is_clinical(first.text) {
        return None;
    }
    let mut next = after_gap(text, first.end)?;
    if let Some(initial) = cursor::word_at(text, next).filter(Word::is_initial) {
        let dot = usize::from(cursor::char_after(text, initial.end) == Some('.'));
        next = after_gap(text, initial.end + dot)?;
    }
    let last = cursor::word_at(text, next)?;
    let surname = lexicon::look_up(last.text);
    let alike = last.is_all_capitals() == first.is_all_capitals();
    // "WILL CALL", "ED VISIT": the first word may be of the sentence, so the second must be known by many bearers.
    let is_doubtful = words::listed(FUNCTION, first.text) || is_credential(&first.text.to_ascii_uppercase());
    let is_surname = if is_doubtful {
        surname.surname() == 3 || surname.surname() > 0 && surname.ordinary() == 0
    } else {
        given.given() >= 2 && surname.surname() >= 2
    };
    let is_other = words::listed(FUNCTION, last.text)
        || lists::is_person_verb(last.text)
        || lists::is_role(last.text)
        || is_credential(last.text)
        || words::is_clinical(last.text) && !surname.is_strong_name();
    (is_written(&last) && alike && is_surname && !is_other && ends_name(text, &last)).then_some((start, last.end))
}

/// The surname right behind a name that a title or a label announced: "Mr. John Do was seen".
pub(super) fn surname_behind(text: &str, end: usize) -> Option<usize> {
    let word = cursor::word_at(text, after_gap(text, end)?)?;
    let is_other = words::is_clinical(word.text) || is_credential(word.text);
    // With small letters behind it, a capital makes a name of any word.
    let goes_on = after_gap(text, word.end)
        .and_then(|at| cursor::char_after(text, at))
        .is_some_and(|c| c.is_ascii_lowercase() || c == '(');
    (word.is_title_case() && goes_on && !is_other && lexicon::look_up(word.text).surname() > 0).then_some(word.end)
}

/// `MR SMITH CALLED`: without its full stop a title in capitals asks for a surname and for what a person does.
pub(super) fn shouted(text: &str, at: usize) -> Option<(usize, usize)> {
    let first = cursor::word_at(text, cursor::skip_gap(text, at, false))?;
    if !first.is_all_capitals() || first.text.len() < 3 {
        return None;
    }
    if let Some(name) = full_name(text, at).filter(|name| is_acting(text, name.1)) {
        return Some(name);
    }
    let entry = lexicon::look_up(first.text);
    let is_other = words::is_common(first.text)
        || words::is_clinical(first.text)
        || entry.is_clinical() && !entry.is_strong_name()
        || lists::is_stop(first.text)
        || lists::is_role(first.text);
    (entry.surname() >= 2 && !is_other && is_acting(text, first.end)).then_some((first.start, first.end))
}

/// `May resume diet`, `MAY RESUME DIET`: a verb, not a first name.
pub(super) fn is_modal(text: &str, word: &Word<'_>) -> bool {
    let next = || after_gap(text, word.end).and_then(|at| cursor::word_at(text, at));
    word.text.eq_ignore_ascii_case("may")
        && next().is_some_and(|next| {
            let is_sentence =
                !next.starts_upper() || word.is_all_capitals() && lexicon::look_up(next.text).ordinary() > 0;
            is_sentence && !words::listed(ACTS, next.text)
        })
}

/// What a person does, as the word behind a name. Sorted.
const ACTS: &[&str] = &[
    "agreed",
    "arrived",
    "asked",
    "asks",
    "ate",
    "called",
    "came",
    "complains",
    "denied",
    "denies",
    "fell",
    "has",
    "is",
    "left",
    "lives",
    "met",
    "phoned",
    "presented",
    "presents",
    "refused",
    "reported",
    "reports",
    "returned",
    "said",
    "says",
    "slept",
    "stated",
    "states",
    "walked",
    "wants",
    "was",
    "went",
    "who",
    "will",
];

/// Whether what follows is done by a person.
fn is_acting(text: &str, end: usize) -> bool {
    after_gap(text, end).and_then(|at| cursor::word_at(text, at)).is_some_and(|word| words::listed(ACTS, word.text))
}

/// `Will`, `WILL`
fn is_written(word: &Word<'_>) -> bool {
    word.is_title_case() || word.is_all_capitals() && word.text.len() > 1
}

/// Whether the words behind are none of a heading: the clause ends, or a small word or one of the grammar follows.
fn ends_name(text: &str, last: &Word<'_>) -> bool {
    let Some(at) = after_gap(text, last.end) else { return true };
    let Some(next) = cursor::word_at(text, at) else { return true };
    !next.starts_upper()
        || next.text.contains(|c: char| c.is_ascii_digit())
        || words::is_common(next.text)
        || lists::is_person_verb(next.text)
        || is_credential(next.text)
}

/// Behind one space.
fn after_gap(text: &str, at: usize) -> Option<usize> {
    let space = cursor::char_after(text, at).filter(|c| cursor::is_gap(*c))?;
    let next = at + space.len_utf8();
    cursor::char_after(text, next).is_some_and(|c| !c.is_whitespace()).then_some(next)
}

/// "1180 Oak Hollow Dr Apt 3B": behind a drive and no doctor.
pub(super) fn is_unit(text: &str, at: usize) -> bool {
    cursor::word_at(text, at).is_some_and(|word| matches!(word.text, "Apt" | "Unit" | "Lot" | "Ste" | "Suite"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(FUNCTION.is_sorted() && ACTS.is_sorted());
    }
}
