//! ZIP codes that a scanner took apart, behind a State: "CO  8OO 99", "MA  O2 9 99".

use phi_types::IdentifierClass::Geography;

use super::{cursor, found};
use crate::text::{
    pattern::thing::is_state,
    piece::{Pieces, WIDE},
    span::Found,
};

/// Adds five digits, letters that a scanner took for some among them, with up to two blanks within.
pub(super) fn find(text: &str, pieces: &Pieces, more: &mut Vec<Found>) {
    for (at, next) in pieces.each(|sieve| sieve.figures) {
        let Some(piece) = at.checked_sub(1).and_then(|at| pieces.get(at)) else { continue };
        // "C0", "0H"
        if piece.end - piece.start != 2 || piece.kinds & WIDE != 0 {
            continue;
        }
        let Some([first, second]) = text.as_bytes().get(piece.start..piece.end).and_then(|two| two.first_chunk())
        else {
            continue;
        };
        if !may_be_capital(*first) || !may_be_capital(*second) {
            continue;
        }
        if !(1..6).contains(&next.start.wrapping_sub(piece.end)) {
            continue;
        }
        let letter = |b: u8| if b == b'0' { 'O' } else { char::from(b) };
        let state = String::from_iter([letter(*first), letter(*second)]);
        let head = cursor::window_before(text, piece.start, 8);
        let is_placed =
            head.trim_end_matches(' ').ends_with(|c: char| matches!(c, ',' | '.') || c.is_ascii_alphabetic());
        let is_gap = text.get(piece.end..next.start).is_some_and(|gap| gap.bytes().all(|b| b == b' '));
        if is_gap
            && is_placed
            && is_state(&state)
            && let Some(end) = code(text, next.start)
        {
            more.push(found(next.start, end, Geography, "place.zip_behind.likely"));
        }
    }
}

/// A capital, or the figure that a scanner reads for one.
const fn may_be_capital(b: u8) -> bool {
    b.is_ascii_uppercase() || b == b'0'
}

/// Where the five digits end that begin at `start`, if a scanner was at work on them.
fn code(text: &str, start: usize) -> Option<usize> {
    let rest = cursor::window_after(text, start, 10);
    let (mut digits, mut read, mut blanks, mut len) = (0, 0, 0, 0);
    for byte in rest.bytes() {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'O' | b'o' | b'l' | b'I' | b'S' | b'g' | b'B' | b'Z' => read += 1,
            b' ' if blanks < 2 => blanks += 1,
            _ => break,
        }
        len += 1;
        if digits + read == 5 {
            break;
        }
    }
    let tail = cursor::window_after(text, start + len, 3);
    let closes = tail.trim().is_empty()
        || tail.starts_with(['\n', '\r', ','])
        || tail.starts_with("  ")
        || tail.starts_with(" .")
        || tail.starts_with(" ,");
    (digits + read == 5 && digits > 1 && read + blanks > 0 && closes).then_some(start + len)
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{RELEASE, engine};

    #[test]
    fn codes_that_a_scanner_took_apart_are_found() {
        for (line, code) in
            [("Arvada  Mesa ,  C0  8OO 99     tel", "8OO 99"), ("Wareham  Neck ,  MA   O2 99 6", "O2 99 6")]
        {
            let text = format!("Pt  Ana  Ruiz ,  Dr .  Boris  Quillfeather\n{line}\n");
            let at = text.find(code).unwrap();
            let found = engine().scan(&text, &[], RELEASE);
            assert!(found.iter().any(|span| span.start <= at && at + code.len() <= span.end), "{line}");
        }
        assert_eq!(super::code("2 l 45/min", 0), None);
        assert_eq!(super::code("80099", 0), None);
    }
}
