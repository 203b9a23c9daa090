//! The age behind a person: "Ruiz, 93:", "Nana Ruiz 97,", "Ruiz. 96. bedside".

use phi_types::IdentifierClass::Date;

use super::{cursor, found};
use crate::text::{
    pattern::{Lower, measures},
    span::Found,
};

/// Adds a number of the pool that stands right behind a name.
pub(super) fn behind(text: &str, end: usize, more: &mut Vec<Found>) {
    let rest = cursor::window_after(text, end, 12);
    let Some(at) = rest.bytes().take(4).position(|b| b.is_ascii_digit()) else { return };
    let (gap, number) = rest.split_at_checked(at).unwrap_or_default();
    let is_gap = matches!(gap, ", " | " (" | ": " | " " | ". " | "\" " | "\", " | " - " | ",  " | "  " | " / ");
    let len = number.bytes().take_while(u8::is_ascii_digit).count();
    let is_old = matches!(number.get(..len).and_then(|n| n.parse::<u8>().ok()), Some(90..=119));
    let tail = number.get(len..).unwrap_or_default();
    let next = tail.as_bytes().get(1).copied();
    let ends = match tail.bytes().next() {
        None | Some(b'\n' | b'\r' | b')' | b';' | b'!') => true,
        // "Ruiz, 92, 95 and 97 %": several of a kind are measured.
        Some(b',') => !tail.trim_start_matches([',', ' ']).starts_with(|c: char| c.is_ascii_digit()),
        Some(b'.' | b':' | b'?') => !next.is_some_and(|b| b.is_ascii_digit()),
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
