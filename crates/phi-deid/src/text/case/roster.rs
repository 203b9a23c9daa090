//! Names in rows and lists, in small letters where others have capitals: "303 castellanos 79M", "marsh, clay", "Keller/ng", and with what
//! somebody is called besides: "leroy \"buddy\" testcase".

use super::{
    Change, DIGIT, LARGE, Read, SMALL, Words, has_break,
    person::{BARRED, Lead, VERBS, bearable, closes, is_credential, is_initial},
};
use crate::{
    lexicon::Facts,
    text::{
        token::lists,
        words::{self, Lists, Traits},
    },
};

/// "marsh, clay" where a field or a line begins, behind a label or in quotation marks.
pub(super) fn reversed(words: &Words<'_>, at: usize, lead: &Lead, changes: &mut Vec<Change>) -> bool {
    let parts = words.gap(at + 1);
    if !matches!(parts, ", " | ",") || !words.is_small(at + 1) {
        return false;
    }
    // "escobar-west, d."
    let is_joined =
        |at: usize| matches!(words.gap(at), "-" | "'" | "\u{2019}") && words.is_small(at) && words.word(at).len() > 1;
    let first = if is_joined(at) && at > 0 && words.is_small(at - 1) { at - 1 } else { at };
    let gap = words.gap(first);
    let is_cell =
        first == 0 || gap.ends_with(['\n', '|', '\t', '"']) || gap.ends_with("  ") || is_numbered(words, first);
    let opens = is_cell
        || lead.is_labelled
        || lead.is_person
        || gap.ends_with([':', '/'])
        || gap.ends_with(": ")
        || gap == ", " && matches!(words.word(first.wrapping_sub(1)), "AM" | "PM")
        || gap == " "
            && is_row(words, at + 1)
            && first.checked_sub(1).and_then(|before| words.piece(before)).is_some_and(|piece| piece.kinds == DIGIT);
    let (facts, other) = (words.facts(at), words.facts(at + 1));
    let is_free = |facts: Facts| !Traits::from(facts).any(VERBS) && !Traits::from(facts).has(words::CLINICAL_BIT);
    let is_given = other.entry.given()
        > u32::from(facts.entry.is_unknown() && other.entry.ordinary() > 0 || matches!(other.entry.ordinary(), 1 | 2))
        || is_initial(words, at + 1)
        || words.word(at + 1) == "a";
    let mut last = at + 1;
    let is_single = |at: usize| words.word(at).len() == 1 && words.is_small(at);
    if is_joined(last + 1) || words.gap(last + 1) == " " && is_single(last + 1) {
        last += 1;
    }
    let behind = words.gap(last + 1);
    let behind = behind.strip_prefix('.').filter(|_| is_single(last)).unwrap_or(behind);
    let next = words.piece(last + 1);
    let is_credited = || {
        matches!(behind, " " | ", ")
            && next.is_some_and(|piece| piece.has(LARGE))
            && is_credential(Traits::from(words.facts(last + 1)), words.word(last + 1))
    };
    let closes = behind.is_empty()
        || behind.starts_with(['\n', '\r', '"', ';', ')', '|', '\t', ']', '/'])
        || behind.starts_with("  ")
        || behind.starts_with(" (")
        || behind.starts_with(" #")
        || behind.starts_with(" \"")
        || behind == " " && is_cell && next.is_some_and(|piece| piece.has(DIGIT))
        || is_row(words, last)
        || is_credited()
        || matches!(words.word(last + 1), "wrote");
    let is_surname = facts.entry.surname() > 1 || facts.entry.is_unknown() && words.word(at).len() > 4;
    let is_name =
        opens && closes && (parts == ", " || is_cell) && is_surname && is_given && is_free(facts) && is_free(other);
    if is_name {
        let how = |at: usize| if words.word(at).len() == 1 { Read::Upper } else { Read::Title };
        changes.extend((first..=last).map(|at| (at, how(at))));
    }
    is_name
}

/// "#3 garza, m", "402-2 winter, storm": behind the number of a row.
pub(super) fn is_numbered(words: &Words<'_>, at: usize) -> bool {
    let is_short = |at: usize| words.piece(at).is_some_and(|piece| piece.has(DIGIT) && piece.end - piece.start < 6);
    let Some(number) = at.checked_sub(1).filter(|number| is_short(*number)) else { return false };
    let opens = |at: usize| at == 0 || has_break(words.gap(at)) || words.gap(at) == "#";
    opens(number) || words.gap(number) == "-" && number > 0 && is_short(number - 1) && opens(number - 1)
}

/// "Keller/ng.": behind a surname and a stroke.
pub(super) fn is_slashed(words: &Words<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let (facts, other) = (words.facts(at), words.facts(before));
    words.gap(at) == "/"
        && closes(words, at)
        && words.piece(before).is_some_and(|piece| piece.kinds == SMALL | LARGE)
        && other.entry.is_strong_name()
        && matches!(other.entry.ordinary(), 0 | 4..)
        && facts.entry.surname() > 1
        && facts.entry.is_strong_name()
}

/// In a row of a list: "312 kowalski 79M".
pub(super) fn is_row(words: &Words<'_>, at: usize) -> bool {
    let word = words.word(at + 1);
    let age = word.trim_start_matches(|c: char| c.is_ascii_digit());
    words.gap(at + 1) == " " && age.len() < word.len() && matches!(age, "M" | "F" | "m" | "f" | "yo" | "y")
}

/// Among names with capitals: "Ahn, cooper, Deng", "Ahn, Cooper, deng;"
pub(super) fn is_listed(words: &Words<'_>, at: usize) -> bool {
    let is_name = |at: usize| {
        let facts = words.facts(at);
        let is_title = words.piece(at).is_some_and(|piece| piece.kinds == SMALL | LARGE);
        is_title && !Traits::from(facts).any(BARRED) && bearable(facts)
    };
    let parts = |at: usize| matches!(words.gap(at), ", " | "; ");
    let (Some(before), Some(first)) = (at.checked_sub(1), at.checked_sub(2)) else { return false };
    let is_between = parts(at + 1) && is_name(at + 1);
    let is_last = words.gap(before) == ", " && is_name(first) && closes(words, at);
    parts(at) && is_name(before) && (is_between || is_last)
}

/// Takes in the name of which the word at `at` stands behind what somebody is called besides.
pub(super) fn nicknamed(words: &Words<'_>, at: usize, changes: &mut Vec<Change>) {
    let Some((given, nick)) = at.checked_sub(2).zip(at.checked_sub(1)) else { return };
    if words.gap(at) != "\" " || words.gap(nick) != " \"" || ![given, nick, at].into_iter().all(|at| words.is_small(at))
    {
        return;
    }
    const OTHER: Lists =
        Lists::of(&[lists::PERSON_VERB_BIT, lists::ARTICLE_BIT, lists::ADDRESSING_BIT, lists::JOINT_BIT]);
    let is_borne = |at: usize| {
        let facts = words.facts(at);
        let entry = facts.entry;
        !Traits::from(facts).any(OTHER)
            && (entry.given() > 0 || entry.surname() > 0 || entry.is_unknown())
            && words.word(at).len() > 2
    };
    let (one, other) = (words.facts(given).entry, words.facts(at).entry);
    let is_sure = one.given() > 1 || one.is_unknown() || other.is_unknown() || one.is_strong_name();
    // "russell \"rusty\" nail  "
    let is_last = is_borne(at) || one.is_strong_name() && one.given() > 1 && closes(words, at);
    if is_borne(given) && is_last && is_sure && !(one.is_clinical() && other.is_clinical()) {
        changes.extend([(given, Read::Title), (nick, Read::Title), (at, Read::Title)]);
        if words.gap(at + 1) == "-" && words.is_small(at + 1) && words.word(at + 1).len() > 1 {
            changes.push((at + 1, Read::Title));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::text::case::tests::read;

    #[test]
    fn rows_and_lists_tell_names_in_small_letters() {
        for (line, plain) in [
            ("303 castellanos 79M POD1", "303 Castellanos 79M POD1"),
            ("Routed to: moon, e", "Routed to: Moon, E"),
            ("From Home: testcasey, lemuel", "From Home: Testcasey, Lemuel"),
            ("slip 44182  castellanos, rosalind AV7720  Next", "slip 44182  Castellanos, Rosalind AV7720  Next"),
            ("#3 garza, m + Kowalski", "#3 garza, m + Kowalski"),
            ("402-2 winter, rosalind 28F sickle, Next", "402-2 Winter, Rosalind 28F sickle, Next"),
            ("Present: Drs. Ahn, kowalski, Deng", "Present: Drs. Ahn, Kowalski, Deng"),
            ("Seen was leroy \"buddy\" testcase here", "Seen was Leroy \"Buddy\" Testcase here"),
        ] {
            assert_eq!(read(line), plain);
        }
    }

    #[test]
    fn ordinary_words_in_quotation_marks_stay() {
        for line in ["She reports \"sharp\" pain there", "He feels \"off\" today"] {
            assert_eq!(read(line), line);
        }
    }
}
