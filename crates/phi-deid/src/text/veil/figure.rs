//! Figures in words, one for each digit: "two one two, five five five, zero one four two".

use std::borrow::Cow;

use super::{
    super::{
        piece::{DIGIT, Piece, SMALL, WIDE},
        token::lists::is_month,
    },
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

/// Whether the word is a figure: asked of every other word, most of which end in another letter.
#[inline]
pub(super) fn is_figure(bytes: &[u8], piece: Piece) -> bool {
    const fn of(letters: &[u8]) -> u32 {
        let mut bits = 0;
        let mut rest = letters;
        while let [letter, more @ ..] = rest {
            bits |= 1 << (*letter & 31);
            rest = more;
        }
        bits
    }
    let lasts = match piece.end - piece.start {
        2 => const { of(b"h") },
        3 => const { of(b"eox") },
        4 => const { of(b"ore") },
        5 => const { of(b"ent") },
        _ => return false,
    };
    let last = piece.end.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(0);
    lasts >> (last & 31) & 1 == 1
        && piece.has(SMALL)
        && !piece.has(DIGIT | WIDE)
        && bytes.get(piece.start..piece.end).is_some_and(|word| may_be(word) && is_value(word))
}

/// Whether its length and the letters at its ends are those of a figure.
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

fn is_value(word: &[u8]) -> bool {
    core::str::from_utf8(word).is_ok_and(|word| value(word).is_some())
}

/// Reads the figures among which the one at `at` stands.
pub(super) fn find(text: &str, pieces: &[Piece], at: usize, found: &mut Vec<Patch>) {
    let is_digit = |piece: &Piece| piece.kinds == DIGIT && piece.end - piece.start < 5;
    let is_part = |at: usize| {
        pieces
            .get(at)
            .is_some_and(|piece| is_digit(piece) || is_figure(text.as_bytes(), *piece) || times(word(text, piece)) > 1)
    };
    let gap = |at: usize| {
        let (one, other) = (at.checked_sub(1).and_then(|at| pieces.get(at))?, pieces.get(at)?);
        text.get(one.end..other.start)
    };
    let joins = |at: usize| {
        gap(at)
            .is_some_and(|gap| gap == " . " || gap.len() < 5 && !gap.contains(['.', ';', '?']) && !gap.contains("\n\n"))
    };
    let from = (at.saturating_sub(MOST)..at).rev().take_while(|at| is_part(*at) && joins(at + 1)).last().unwrap_or(at);
    let to = (at..at + MOST).take_while(|next| is_part(*next) && (*next == at || joins(*next))).last().unwrap_or(at);
    if found.last().is_some_and(|last| pieces.get(from).is_some_and(|piece| last.1 > piece.start)) {
        return;
    }
    let Some(run) = pieces.get(from..=to) else { return };
    let values = || run.iter().filter_map(|piece| value(word(text, piece)));
    let has_day = || (from + 1..=to).any(|at| gap(at).is_some_and(|gap| gap.trim() == "/"));
    // "August one three"
    let is_dated = || {
        let month = from.checked_sub(1).and_then(|at| pieces.get(at)).map(|piece| word(text, piece));
        gap(from) == Some(" ") && month.is_some_and(|month| month.starts_with(char::is_uppercase) && is_month(month))
    };
    // "count one, two, three": no number.
    let rises = values().zip(values().skip(1)).all(|(one, other)| one + 1 == other || other + 1 == one);
    let least = if has_day() || is_dated() { 2 } else { LEAST };
    if values().count() < least || rises && !has_day() {
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
        // What is written in figures may be another number: "two zero two six 0612".
        if is_digit(piece) || is_digit(next) {
            continue;
        }
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
            ("at 0612, one zero / one nine / two zero two six 0714", "at 0612, 10/19/2026 0714"),
            ("from one nine two . zero . two . six one", "from 192.0.2.61"),
            ("on August one three and", "on August 13 and"),
        ] {
            assert_eq!(read(text), plain);
        }
    }

    #[test]
    fn what_is_counted_stays() {
        for text in [
            "one two three four five six",
            "two or three",
            "five five",
            "one of two, three of four",
            "In May one two of them",
            "may five three",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
