//! Names written the other way round: `RUIZ, ANA M.` in a column, `Ruiz,A`, `RUIZ^ANA`.

use phi_types::IdentifierClass;

use super::lists;
use crate::{
    lexicon,
    text::{
        cursor::{self, Word},
        span::{Confidence, Found, Span, Write},
        words,
    },
};

/// Looks around the comma or caret at `at`.
pub(super) fn judge(text: &str, at: usize, found: &mut Vec<Found>) {
    if let Some((start, end, is_sure)) = reversed(text, at) {
        let (rule, confidence) =
            if is_sure { ("name.reversed", Confidence::Medium) } else { ("name.reversed.likely", Confidence::Low) };
        let span = Span { start, end, class: IdentifierClass::Name, rule, confidence };
        found.push(Found { span, write: Write::Tag });
    }
}

/// The name, and whether it needs no document about somebody.
fn reversed(text: &str, at: usize) -> Option<(usize, usize, bool)> {
    let is_caret = text.as_bytes().get(at) == Some(&b'^');
    let surname = cursor::word_ending(text, at).filter(Word::starts_upper)?;
    let gap = if is_caret { at + 1 } else { cursor::skip_gap(text, at + 1, false) };
    if gap > at + 2 {
        return None;
    }
    let given = cursor::word_at(text, gap).filter(Word::starts_upper)?;
    let mut start = surname.start;
    let mut said = usize::from(counts(surname.text));
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
    said += usize::from(counts(given.text));
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
    let initial = given.is_initial();
    let bad = |w: &Word<'_>| {
        lists::is_stop(w.text) && !lists::is_month(w.text) || words::is_state(w.text) || lists::is_after_person(w.text)
    };
    let named_after = |w: &Word<'_>| w.text.split('-').any(lists::is_eponym);
    if !is_caret && named_after(&surname) && named_after(&given) {
        return None;
    }
    if surname.text.len() < 3 && initial || surname.text.len() < 2 || bad(&surname) || bad(&given) && !initial {
        return None;
    }
    if is_caret {
        return (said == 2 || said == 1 && initial).then_some((start, end, true));
    }
    let framed = starts_field(text, start) && ends_field(text, end);
    let entry = lexicon::look_up(surname.text);
    let strong = entry.is_strong_name() || surname.text.contains('-');
    let ok = if initial {
        said == 1 && strong && (is_tight || framed) && !words::is_clinical(surname.text)
    } else {
        let clinical = words::is_clinical(surname.text) || words::is_clinical(given.text);
        framed && said == 2 && !clinical && surname.text.len() > 2
            || strong
                && lexicon::look_up(given.text).given() >= 2
                && starts_field(text, start)
                && said == 2
                && !clinical
    };
    if ok {
        return Some((start, end, true));
    }
    // "pls cosign Lane, Faith", "403 Grace, A.", "ATT DEEP, RAJDEEP"
    let is_plain =
        |w: &Word<'_>| words::is_common(w.text) || words::is_clinical(w.text) || lists::is_place_tail(w.text);
    let same_case = surname.is_all_capitals() == given.is_all_capitals() || initial;
    let behind =
        cursor::word_ending(text, start.saturating_sub(1)).filter(|_| cursor::char_before(text, start) == Some(' '));
    let in_list = behind.is_some_and(|w| {
        w.starts_upper() && !lists::is_role(w.text) && !lists::is_kin(w.text) && !surname.is_all_capitals()
    });
    let numbered =
        cursor::window_before(text, start, 4).trim_end_matches([' ', '.', ')']).ends_with(|c: char| c.is_ascii_digit())
            || starts_field(text, start);
    let given_entry = lexicon::look_up(given.text);
    let likely = if initial {
        numbered
            && entry.is_name()
            && !is_plain(&surname)
            && (ends_field(text, end)
                || cursor::char_after(text, end) == Some('.')
                || cursor::window_after(text, end, 2).ends_with(|c: char| c.is_ascii_digit() || c == '('))
    } else {
        !is_plain(&surname)
            && !is_plain(&given)
            && same_case
            && !in_list
            && (given_entry.given() >= 2 && (given_entry.is_strong_name() || framed)
                || numbered && counts(surname.text) && counts(given.text))
            && (entry.is_name() || entry.is_unknown())
            && (entry.city() != 3 || numbered)
    };
    likely.then_some((start, end, false))
}

/// Whether the lexicon has it as a name, or does not have it at all.
fn counts(word: &str) -> bool {
    word.split('-').all(|part| {
        let entry = lexicon::look_up(part);
        entry.is_name() || entry.is_unknown() && part.len() > 2 && !words::is_common(part)
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
