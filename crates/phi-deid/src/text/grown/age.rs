//! The age behind a person: "Ruiz, 93:", "Nana Ruiz 97,", "Ruiz. 96. bedside", "Ruiz, A.   95 F".

use phi_types::IdentifierClass::Date;

use super::{cursor, found};
use crate::text::{
    pattern::{Lower, measures},
    span::Found,
};

/// "Ruiz OR-759747, 93.": behind the number of somebody whose name stands right before it.
pub(super) fn behind_number(text: &str, name_end: usize, number: (usize, usize), more: &mut Vec<Found>) {
    let is_beside = |gap: &str| matches!(gap, " " | ", " | "  " | " (" | " - ");
    let is_parted = cursor::window_after(text, number.1, 2) == ", ";
    if is_parted && text.get(name_end..number.0).is_some_and(is_beside) {
        behind(text, number.1, more);
    }
}

/// Adds a number of the pool that stands right behind a name.
pub(super) fn behind(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 28);
    let Some(at) = rest.bytes().take(16).position(|b| b.is_ascii_digit()) else { return };
    let (gap, number) = rest.split_at_checked(at).unwrap_or_default();
    // A column of its own.
    let is_wide = gap.len() > 1 && gap.bytes().all(|b| b == b' ');
    let is_gap =
        is_wide || matches!(gap, ", " | " (" | ": " | " " | ". " | "\" " | "\", " | " - " | ",  " | " / " | "; ");
    let len = number.bytes().take_while(u8::is_ascii_digit).count();
    let is_old = matches!(number.get(..len).and_then(|n| n.parse::<u8>().ok()), Some(90..=119));
    let tail = number.get(len..).unwrap_or_default();
    let next = tail.as_bytes().get(1).copied();
    // Behind a name it is nobody's temperature: "Ruiz, A. 95F", "RUIZ, ANA   97 F".
    let behind = tail.trim_start_matches(' ');
    let apart = tail.len() - behind.len();
    let is_sexed = apart < 5
        && (behind.starts_with(['F', 'M']) || apart == 0 && behind.starts_with(['f', 'm']))
        && behind
            .as_bytes()
            .get(1)
            .is_none_or(|b| matches!(b, b' ' | b';' | b',' | b'(' | b')' | b'\n' | b'\r' | b'.'));
    let ends = match tail.bytes().next() {
        None | Some(b'\n' | b'\r' | b')' | b';' | b'!') => true,
        // "Ruiz, 92, 95 and 97 %": several of a kind are measured.
        Some(b',') => !tail.trim_start_matches([',', ' ']).starts_with(|c: char| c.is_ascii_digit()),
        Some(b'.' | b':' | b'?') => !next.is_some_and(|b| b.is_ascii_digit()),
        // "Ruiz   98   2/5", "Ruiz   95F": no heat has a column of names.
        Some(b' ') if is_wide && next == Some(b' ') => true,
        Some(b'F' | b'M') if is_wide => !next.is_some_and(|b| b.is_ascii_alphanumeric()),
        Some(b' ') => {
            gap != " "
                && (tail.starts_with(" \u{2013}")
                    || tail.starts_with(" \u{2014}")
                    || next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'(' | b'-' | b'w' | b'"')))
                && !tail.starts_with(" %")
                || apart > 1 && matches!(gap, ", " | ". ")
        }
        _ => false,
    };
    // "rasmussen e 94 f hip": in small letters, apart from the number.
    let is_sexed = is_sexed
        || apart == 1
            && behind.as_bytes().first().is_some_and(|b| matches!(b, b'f' | b'm'))
            && behind.as_bytes().get(1).is_some_and(|b| matches!(b, b' ' | b','))
            && gap == " ";
    // "Mrs. Ruiz 90s, AMS": a decade.
    let is_decade =
        tail.starts_with("s ") || tail.starts_with("s,") || tail.starts_with("s.") || tail.starts_with("'s");
    let ends = is_gap && (ends || is_sexed || is_decade);
    // "Ruiz, Ana  98   2/5": before a day.
    let slash = behind.bytes().take_while(u8::is_ascii_digit).count();
    let is_dated = is_wide && apart > 1 && (1..=2).contains(&slash) && behind.as_bytes().get(slash) == Some(&b'/');
    let ends = ends || is_dated;
    let is_measured = || measures(&Lower::of(cursor::window_after(text, end + at + len, 12)));
    if is_old && ends && (is_sexed || is_decade || !is_measured()) {
        let sign = if is_decade { 1 + usize::from(tail.starts_with('\'')) } else { 0 };
        more.push(found(end + at, end + at + len + sign, Date, "age.behind_name.likely"));
    }
}
