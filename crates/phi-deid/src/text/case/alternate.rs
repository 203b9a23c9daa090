//! Words with every other letter large: "sWaPpEd", "jOhN mArTiNeZ".

use super::{Change, LARGE, Read, SMALL, Words};

/// Takes in the word at `at`, if it is written so. Short ones may be formulas ("NaCl"), so somebody must bear them.
pub(super) fn read(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let word = words.word(at);
    let len = word.chars().count();
    if !words.piece(at).is_some_and(|piece| piece.has(SMALL) && piece.has(LARGE)) || !alternates(word) {
        return;
    }
    let stands_beside = || {
        at.checked_sub(1).is_some_and(|before| alternates(words.word(before)) && words.word(before).len() > 4)
            || alternates(words.word(at + 1)) && words.word(at + 1).len() > 4
    };
    let entry = words.facts(at).entry;
    let is_word = match len {
        0..=2 => false,
        3 => stands_beside(),
        4 => stands_beside() || entry.is_strong_name() && !entry.is_clinical(),
        _ => true,
    };
    if is_word {
        changes.push((at, Read::Title));
    }
}

/// Whether no letter has the case of the one before it.
fn alternates(word: &str) -> bool {
    let is_cased = |c: char| c.is_lowercase() || c.is_uppercase();
    word.chars().all(is_cased)
        && word.chars().zip(word.chars().skip(1)).all(|(one, next)| one.is_uppercase() != next.is_uppercase())
        && word.chars().nth(2).is_some()
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn every_other_letter_large() {
        assert_eq!(read("seen by jOhN tEsTcAsE and TeStCaSe here"), "seen by John Testcase and Testcase here");
    }

    #[test]
    fn formulas_stay() {
        for line in ["NaCl and CaCl given, mRnA", "McDonald, HbA1c, iPhone"] {
            assert_eq!(read(line), line);
        }
    }
}
