//! Several who sign together: "sl / em / CM reviewed", "kl+dv.", "mq / fh / hjt" at the end of what is written.
//!
//! Letters of two or three in a row of their own are persons, if one of them is no short form of the trade.

use phi_types::IdentifierClass::Name;

use super::{
    cursor, found,
    sign::{is_initials, is_of_pairs},
};
use crate::text::{piece::Piece, span::Found};

/// So many sign at most.
const MOST: usize = 5;

/// What parts them.
const SIGNS: &[&str] = &[" / ", " // ", " || ", "+", " + "];

/// Adds those who sign together with the letters that are this piece, if a sign between two of them stands behind it. Gives where
/// their row ends.
pub(super) fn find(text: &str, piece: &Piece, more: &mut Vec<Found>) -> Option<usize> {
    // Most short words stand before another.
    let is_parted = match piece.sign {
        b'+' => true,
        b' ' => matches!(text.as_bytes().get(piece.end + 1), Some(b'/' | b'|' | b'+')),
        _ => false,
    };
    let row = is_parted.then(|| row(text, piece.start, piece.end))??;
    more.extend(row.iter().map(|(start, end)| found(*start, *end, Name, "name.signed.likely")));
    row.last().map(|last| last.1)
}

/// The row that begins with these letters.
fn row(text: &str, start: usize, end: usize) -> Option<Vec<(usize, usize)>> {
    let next = |at: usize| {
        let tail = cursor::window_after(text, at, 8);
        let sign = SIGNS.iter().find(|sign| tail.starts_with(**sign))?;
        let rest = tail.get(sign.len()..)?;
        let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = rest.get(..len)?;
        let is_one_case = word.bytes().all(|b| b.is_ascii_lowercase()) || word.bytes().all(|b| b.is_ascii_uppercase());
        let from = at + sign.len();
        ((2..=3).contains(&len) && is_one_case && !rest.get(len..)?.starts_with(|c: char| c.is_ascii_digit()))
            .then_some((from, from + len))
    };
    let second = next(end)?;
    let head = cursor::window_before(text, start, 2);
    let begins =
        head.is_empty() || head.ends_with('\n') || matches!(head, "  " | ". " | "; " | ") ") || head.ends_with('>');
    // "band mismatch fixed kl+dv."
    let is_tight = cursor::char_after(text, end) == Some('+') && head.ends_with(' ');
    if !begins && !is_tight {
        return None;
    }
    let mut row = vec![(start, end), second];
    while let Some(more) = row.last().and_then(|last| next(last.1)).filter(|_| row.len() < MOST) {
        row.push(more);
    }
    let last = row.last()?.1;
    let tail = cursor::window_after(text, last, 10);
    let closes = tail.is_empty()
        || tail.starts_with(['\n', '\r'])
        || tail.starts_with("  ")
        || matches!(tail, "." | ".\n")
        || tail.starts_with(". ") && begins
        || tail.starts_with(".\n")
        || tail.starts_with(" reviewed");
    let words = || row.iter().filter_map(|(start, end)| text.get(*start..*end));
    let free = words().filter(|word| is_initials(word)).count();
    let is_mixed = row.len() > 2 || words().any(|word| word.bytes().all(|b| b.is_ascii_lowercase()));
    let least = if is_tight && !begins { row.len() } else { 1 };
    (closes && is_mixed && free >= least && !words().any(is_of_pairs)).then_some(row)
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{RELEASE, engine};

    fn has(line: &str, value: &str) -> bool {
        let text = format!("Pt Ana Ruiz seen by Boris Quillfeather, MD.\n{line}\n");
        engine().scan(&text, &[], RELEASE).iter().any(|span| text.get(span.start..span.end) == Some(value))
    }

    #[test]
    fn letters_in_a_row_sign_together() {
        assert!(has("Epic msg closed. qv / em / CM reviewed 12-3", "CM"));
        assert!(has("mq / fh / hjt", "fh"));
        assert!(!has("abd / gu / ext", "gu"));
    }
}
