//! Figures in words, one for each digit: "two one two, five five five, zero one four two".

use std::borrow::Cow;

use super::{
    super::piece::{DIGIT, Piece, SMALL, WIDE},
    Patch,
};

const FIGURES: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// Fewer are said in a sentence.
const LEAST: usize = 4;

const MOST: usize = 40;

fn value(word: &str) -> Option<usize> {
    FIGURES.iter().position(|figure| figure.eq_ignore_ascii_case(word)).or(match word {
        "oh" | "Oh" | "cero" => Some(0),
        _ => None,
    })
}

/// "double one"
fn times(word: &str) -> usize {
    match word {
        "double" => 2,
        "triple" => 3,
        _ => 1,
    }
}

fn word<'t>(text: &'t str, piece: &Piece) -> &'t str {
    text.get(piece.start..piece.end).unwrap_or_default()
}

/// Whether the word is a figure.
#[inline]
pub(super) fn is_figure(text: &str, piece: Piece) -> bool {
    matches!(piece.end - piece.start, 2..=5)
        && !piece.has(DIGIT | WIDE)
        && piece.has(SMALL)
        && may_be(text.as_bytes().get(piece.start..piece.end).unwrap_or_default())
        && value(word(text, &piece)).is_some()
}

/// Whether its length and the letters at its ends are those of a figure: it is asked of every other word.
#[inline]
const fn may_be(word: &[u8]) -> bool {
    let (Some(first), Some(last)) = (word.first(), word.last()) else { return false };
    matches!(
        (word.len(), *first | 0x20, *last | 0x20),
        (2, b'o', b'h')
            | (3, b'o', b'e')
            | (3, b't', b'o')
            | (3, b's', b'x')
            | (4, b'z' | b'c', b'o')
            | (4, b'f', b'r' | b'e')
            | (4, b'n', b'e')
            | (5, b't', b'e')
            | (5, b's', b'n')
            | (5, b'e', b't')
    )
}

/// Reads the figures among which the one at `at` stands.
pub(super) fn find(text: &str, pieces: &[Piece], at: usize, found: &mut Vec<Patch>) {
    let is_digit = |piece: &Piece| piece.kinds == DIGIT && piece.end - piece.start < 5;
    let is_part = |at: usize| {
        pieces.get(at).is_some_and(|piece| is_digit(piece) || is_figure(text, *piece) || times(word(text, piece)) > 1)
    };
    let gap = |at: usize| {
        let (one, other) = (at.checked_sub(1).and_then(|at| pieces.get(at))?, pieces.get(at)?);
        text.get(one.end..other.start)
    };
    let joins =
        |at: usize| gap(at).is_some_and(|gap| gap.len() < 5 && !gap.contains(['.', ';', '?']) && !gap.contains("\n\n"));
    let from = (at.saturating_sub(MOST)..at).rev().take_while(|at| is_part(*at) && joins(at + 1)).last().unwrap_or(at);
    let to = (at..at + MOST).take_while(|next| is_part(*next) && (*next == at || joins(*next))).last().unwrap_or(at);
    if found.last().is_some_and(|last| pieces.get(from).is_some_and(|piece| last.1 > piece.start)) {
        return;
    }
    let Some(run) = pieces.get(from..=to) else { return };
    let values = || run.iter().filter_map(|piece| value(word(text, piece)));
    let has_day = || (from + 1..=to).any(|at| gap(at).is_some_and(|gap| gap.trim() == "/"));
    // "count one, two, three": no number.
    let rises = values().zip(values().skip(1)).all(|(one, other)| one + 1 == other || other + 1 == one);
    if values().count() < if has_day() { 2 } else { LEAST } || rises && !has_day() {
        return;
    }
    let mut begun = None;
    for (offset, piece) in run.iter().enumerate() {
        let count = times(word(text, piece));
        if count > 1 && offset + 1 < run.len() {
            begun = Some((piece.start, count));
            continue;
        }
        let (start, count) = begun.take().unwrap_or((piece.start, 1));
        if let Some(value) = value(word(text, piece)) {
            found.push((start, piece.end, Cow::Owned(value.to_string().repeat(count))));
        }
        // A blank between two figures goes; a sign stays, without blanks around it.
        let (Some(gap), Some(next)) = (gap(from + offset + 1), run.get(offset + 1)) else { continue };
        let sign = gap.trim();
        let plain = match sign {
            "-" if gap == "-" => "",
            "," if gap == ", " => "",
            _ => sign,
        };
        let is_paren = sign == ")";
        if plain != gap {
            found.push((piece.end, next.start, Cow::Owned(if is_paren { ") ".to_owned() } else { plain.to_owned() })));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn numbers_in_words_are_read() {
        for (text, plain) in [
            ("call two one two, five five five, zero one four two now", "call 2125550142 now"),
            ("on one zero / one nine / two zero two six", "on 10/19/2026"),
            ("call ( two one two ) five five five - zero one four two", "call ( 212) 555-0142"),
            ("five oh eight five five five zero one double one", "5085550111"),
            ("MRN zero zero four one seven", "MRN 00417"),
        ] {
            assert_eq!(read(text), plain);
        }
    }

    #[test]
    fn what_is_counted_stays() {
        for text in ["one two three four five six", "two or three", "five five", "one of two, three of four"] {
            assert_eq!(read(text), text);
        }
    }
}
