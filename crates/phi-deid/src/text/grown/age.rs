//! The age behind a person: "Ruiz, 93:", "Nana Ruiz 97,", "Ruiz. 96. bedside".

use phi_types::IdentifierClass::Date;

use super::{cursor, found};
use crate::text::{
    pattern::{Lower, measures},
    span::Found,
};

/// Adds a number of the pool that stands right behind a name.
pub(super) fn behind(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 28);
    let Some(at) = rest.bytes().take(16).position(|b| b.is_ascii_digit()) else { return };
    let (gap, number) = rest.split_at_checked(at).unwrap_or_default();
    let is_gap = matches!(gap, ", " | " (" | ": " | " " | ". " | "\" " | "\", " | " - " | ",  " | " / " | "; ");
    // A column of its own.
    let is_column = gap.len() > 1 && gap.bytes().all(|b| b == b' ');
    let is_gap = is_gap || is_column;
    let len = number.bytes().take_while(u8::is_ascii_digit).count();
    let is_old = matches!(number.get(..len).and_then(|n| n.parse::<u8>().ok()), Some(90..=119));
    let tail = number.get(len..).unwrap_or_default();
    let next = tail.as_bytes().get(1).copied();
    let ends = match tail.bytes().next() {
        None | Some(b'\n' | b'\r' | b')' | b';' | b'!') => true,
        // "Ruiz, 92, 95 and 97 %": several of a kind are measured.
        Some(b',') => !tail.trim_start_matches([',', ' ']).starts_with(|c: char| c.is_ascii_digit()),
        Some(b'.' | b':' | b'?') => !next.is_some_and(|b| b.is_ascii_digit()),
        // "Ruiz   98   2/5", "Ruiz   95F": no heat has a column of names.
        Some(b' ') if is_column && next == Some(b' ') => true,
        Some(b'F' | b'M') if is_column => !next.is_some_and(|b| b.is_ascii_alphanumeric()),
        Some(b' ') => {
            gap != " "
                && next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'(' | b'-' | b'w' | b'"'))
                && !tail.starts_with(" %")
        }
        _ => false,
    };
    if is_gap && is_old && ends && !measures(&Lower::of(cursor::window_after(text, end + at + len, 12))) {
        more.push(found(end + at, end + at + len, Date, "age.behind_name.likely"));
    }
}
