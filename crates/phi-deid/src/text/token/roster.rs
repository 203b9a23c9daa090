//! Names written the other way round: `RUIZ, ANA M.` in a column, `Ruiz,A`, `RUIZ^ANA`.

use phi_types::IdentifierClass;

use super::lists;
use crate::{
    lexicon,
    text::{
        cursor::{self, Word},
        piece::Pieces,
        span::{Confidence, Found, Span, Write},
        words::{self, Lists, Traits},
    },
};

/// Looks around the comma or caret at `at`.
pub(super) fn judge(text: &str, pieces: &Pieces, at: usize, found: &mut Vec<Found>) {
    if let Some((start, end, is_sure)) = reversed(text, pieces, at) {
        let (rule, confidence) =
            if is_sure { ("name.reversed", Confidence::Medium) } else { ("name.reversed.likely", Confidence::Low) };
        let span = Span { start, end, class: IdentifierClass::Name, rule, confidence };
        found.push(Found { span, write: Write::Tag });
    }
}

/// Words that are plain English before and behind a comma.
const PLAIN: Lists = Lists::of(&[words::COMMON_BIT, words::CLINICAL_BIT, lists::PLACE_TAIL_BIT]);

/// The name, and whether it needs no document about somebody.
fn reversed(text: &str, pieces: &Pieces, at: usize) -> Option<(usize, usize, bool)> {
    let is_caret = text.as_bytes().get(at) == Some(&b'^');
    if !may_be(text.as_bytes(), at, is_caret) {
        return None;
    }
    let surname = cursor::word_ending(text, at).filter(Word::starts_upper)?;
    let gap = if is_caret { at + 1 } else { cursor::skip_gap(text, at + 1, false) };
    if gap > at + 2 {
        return None;
    }
    let given = cursor::word_at(text, gap).filter(Word::starts_upper)?;
    let initial = given.is_initial();
    let [facts, given_facts] = [&surname, &given].map(|w| pieces.facts_at(text, w.start, w.end));
    let (traits, given_traits) = (Traits::from(facts), Traits::from(given_facts));
    let bad = |traits: Traits| {
        traits.has(lists::STOP_BIT) && !traits.has(lists::MONTH_BIT)
            || traits.any(Lists::of(&[words::STATE_BIT, lists::AFTER_PERSON_BIT]))
    };
    if surname.text.len() < 3 && initial || surname.text.len() < 2 || bad(traits) || bad(given_traits) && !initial {
        return None;
    }
    let named_after = |w: &Word<'_>| w.text.split('-').any(lists::is_eponym);
    if !is_caret && named_after(&surname) && named_after(&given) {
        return None;
    }
    let (entry, given_entry) = (facts.entry, given_facts.entry);
    let counted = [counts(surname.text), counts(given.text)];
    // What neither of the sums below lets pass.
    let is_other = !surname.text.contains('-') && !entry.is_name() && !entry.is_unknown() && !entry.is_strong_name();
    if !is_caret && (is_other || !initial && counted != [true, true] && given_entry.given() < 2) {
        return None;
    }
    let mut start = surname.start;
    // "VON STEUBEN, FRITZ"
    let first = cursor::word_ending(text, start.saturating_sub(1)).filter(|w| {
        w.starts_upper()
            && text.get(w.end..start) == Some(" ")
            && (lists::is_joint(w.text) || counts(w.text))
            && w.is_all_capitals() == surname.is_all_capitals()
            && starts_field(text, w.start)
    });
    if let Some(first) = first {
        start = first.start;
    }
    let is_tight = gap == at + 1;
    let mut end = given.end;
    let said = counted.into_iter().filter(|counts| *counts).count();
    for _ in 0..2 {
        let dot = usize::from(cursor::char_after(text, end) == Some('.'));
        let joint = cursor::char_after(text, end + dot);
        let next = cursor::word_at(text, end + dot + 1).filter(|w| {
            w.starts_upper()
                && (joint == Some(' ') || is_caret && joint == Some('^'))
                && (w.is_initial() || counts(w.text))
        });
        match next {
            Some(next) if next.is_initial() || !is_tight => end = next.end,
            _ => break,
        }
    }
    if is_caret {
        return (said == 2 || said == 1 && initial).then_some((start, end, true));
    }
    let framed = starts_field(text, start) && ends_field(text, end);
    let strong = entry.is_strong_name() || surname.text.contains('-');
    let ok = if initial {
        said == 1 && strong && (is_tight || framed) && !traits.has(words::CLINICAL_BIT)
    } else {
        let clinical = traits.has(words::CLINICAL_BIT) || given_traits.has(words::CLINICAL_BIT);
        framed && said == 2 && !clinical && surname.text.len() > 2
            || strong && given_entry.given() >= 2 && starts_field(text, start) && said == 2 && !clinical
    };
    if ok {
        return Some((start, end, true));
    }
    // "pls cosign Lane, Faith", "403 Grace, A.", "ATT DEEP, RAJDEEP"
    if traits.any(PLAIN) || !initial && given_traits.any(PLAIN) {
        return None;
    }
    let same_case = surname.is_all_capitals() == given.is_all_capitals() || initial;
    let behind =
        cursor::word_ending(text, start.saturating_sub(1)).filter(|_| cursor::char_before(text, start) == Some(' '));
    let in_list = behind.is_some_and(|w| {
        w.starts_upper() && !lists::is_role(w.text) && !lists::is_kin(w.text) && !surname.is_all_capitals()
    });
    let numbered =
        cursor::window_before(text, start, 4).trim_end_matches([' ', '.', ')']).ends_with(|c: char| c.is_ascii_digit())
            || starts_field(text, start);
    let likely = if initial {
        numbered
            && entry.is_name()
            && (ends_field(text, end)
                || cursor::char_after(text, end) == Some('.')
                || cursor::window_after(text, end, 2).ends_with(|c: char| c.is_ascii_digit() || c == '('))
    } else {
        same_case
            && !in_list
            && (given_entry.given() >= 2 && (given_entry.is_strong_name() || framed)
                || numbered && counted == [true, true])
            && (entry.is_name() || entry.is_unknown())
            && (entry.city() != 3 || numbered)
    };
    likely.then_some((start, end, false))
}

/// Whether a word may end before the comma, and one with a capital begin behind it: so it is with few commas.
fn may_be(bytes: &[u8], at: usize, is_caret: bool) -> bool {
    let behind = match bytes.get(at + 1) {
        Some(b' ' | b'\t') if !is_caret => bytes.get(at + 2),
        byte => byte,
    };
    behind.is_some_and(|byte| byte.is_ascii_uppercase() || !byte.is_ascii())
        && at
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii())
}

/// Whether the lexicon has it as a name, or does not have it at all.
fn counts(word: &str) -> bool {
    word.split('-').all(|part| {
        let facts = lexicon::facts(part);
        let entry = facts.entry;
        entry.is_name() || entry.is_unknown() && part.len() > 2 && !Traits::from(facts).has(words::COMMON_BIT)
    })
}

/// At the start of a line or a column, or after what parts two fields.
fn starts_field(text: &str, at: usize) -> bool {
    let line = cursor::window_before(text, at, 12);
    let head = cursor::window_before(text, at, 3);
    head.is_empty()
        || line
            .rsplit('\n')
            .next()
            .is_some_and(|head| (head.len() < 12 || line.contains('\n')) && super::person::is_room(head))
        || head.ends_with(['\n', '\t', '|', '/', '"', '('])
        || head.ends_with("  ")
        || head.ends_with("| ")
        || head.ends_with(": ")
        || cursor::word_ending(text, at.saturating_sub(1))
            .is_some_and(|w| lists::is_role(w.text) || lists::is_kin(w.text) || w.text == "ATT")
}

fn ends_field(text: &str, at: usize) -> bool {
    let rest = cursor::window_after(text, at, 3);
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    rest.is_empty()
        || rest.starts_with(['\n', '\r', '\t', '|', '/', '"', ')', ';'])
        || rest.starts_with("  ")
        || rest.starts_with(" |")
        || rest.starts_with(" (")
}
