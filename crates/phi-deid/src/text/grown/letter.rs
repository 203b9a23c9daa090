//! A person who is called by one letter: "V. says no", "w/ V. and her mother", "V.'s cousin".
//!
//! A letter with a full stop is an initial, a grade, a heading or a bacterium. Where one says or wants something, it is somebody, and so
//! it is wherever else it stands by itself.

use phi_types::IdentifierClass::Name;

use super::{cursor, found};
use crate::text::{
    piece::{LARGE, Piece, Pieces},
    span::Found,
};

/// What only somebody does.
const DOES: &[&str] = &[
    "agrees", "asked", "asks", "believes", "called", "cried", "denied", "denies", "feels", "hopes", "lives", "refused",
    "refuses", "reported", "reports", "said", "says", "smiled", "spoke", "stated", "states", "talked", "thinks",
    "told", "wanted", "wants", "wishes", "works",
];

/// Adds the letters.
pub(super) fn find(text: &str, pieces: &Pieces, more: &mut Vec<Found>) {
    let mut told = 0_u32;
    for (at, piece) in letters(pieces) {
        let Some(letter) = letter(text, piece) else { continue };
        let verb = pieces.get(at + 1).filter(|verb| verb.start == piece.end + 2);
        let verb = verb.and_then(|verb| text.get(verb.start..verb.end)).unwrap_or_default();
        if DOES.binary_search(&verb).is_ok() && begins(text, piece.start) {
            told |= 1 << letter;
        }
    }
    if told == 0 {
        return;
    }
    for (_, piece) in letters(pieces) {
        if letter(text, piece).is_some_and(|letter| told >> letter & 1 == 1) && is_apart(text, piece) {
            more.push(found(piece.start, piece.end, Name, "name.letter.likely"));
        }
    }
}

/// The capitals before a full stop.
fn letters(pieces: &Pieces) -> impl Iterator<Item = (usize, &Piece)> {
    pieces
        .each(|sieve| sieve.short & sieve.stops & sieve.large)
        .filter(|(_, piece)| piece.kinds == LARGE && piece.end - piece.start == 1)
}

/// Which letter it is, from none.
fn letter(text: &str, piece: &Piece) -> Option<u32> {
    let byte = *text.as_bytes().get(piece.start)?;
    byte.checked_sub(b'A').map(u32::from).filter(|letter| *letter < 26)
}

/// Whether a line, a sentence or a clause begins at `at`.
fn begins(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 6);
    head.is_empty()
        || head.ends_with(['\n', '(', '"'])
        || [". ", ": ", "; ", "! ", "? ", "- ", ", ", "  ", "that ", "but ", "and ", "when "]
            .iter()
            .any(|lead| head.ends_with(lead))
}

/// Whether it is no initial of a longer name: no word with a capital, no letter and no figure stands beside it.
fn is_apart(text: &str, piece: &Piece) -> bool {
    let before = cursor::char_before(text, piece.start);
    if !before.is_none_or(|c| matches!(c, ' ' | '\n' | '(' | '"')) {
        return false;
    }
    let word = piece.start.checked_sub(1).and_then(|end| cursor::word_ending(text, end));
    let is_behind = before == Some(' ') && word.is_some_and(|word| word.starts_upper());
    let tail = cursor::window_after(text, piece.end + 1, 2);
    let mut behind = tail.chars();
    let goes_on = match (behind.next(), behind.next()) {
        (Some(' '), Some(next)) => next.is_ascii_digit() || next == '(',
        (Some(next), _) => !matches!(next, '\n' | '\r' | '\'' | '"' | ',' | ';' | ':' | ')' | '?' | ' '),
        (None, _) => false,
    };
    !is_behind && !goes_on
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::{RELEASE, engine};

    fn count(line: &str) -> usize {
        let text = format!("Pt Ana Ruiz seen by Boris Quillfeather, MD.\n{line}\n");
        engine().scan(&text, &[], RELEASE).iter().filter(|span| span.rule == "name.letter.likely").count()
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(DOES.is_sorted());
    }

    #[test]
    fn a_letter_that_speaks_is_somebody() {
        assert_eq!(count("Met w/ V. and her mother. V. says no. Grade A. fine, plan B. next"), 2);
        assert_eq!(count("E. coli grew. A. fumigatus, too. Plan B. was dropped"), 0);
    }
}
