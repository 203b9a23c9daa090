//! Names and houses that a scanner misread: figures within a word, "Haro1d", "R1ZZ0", "V1EW".

use core::ops::Range;

use phi_types::IdentifierClass::Name;

use super::{PLAIN, cursor, found, is_any, lists};
use crate::{
    lexicon,
    text::{
        piece::{DIGIT, LARGE, Pieces, SMALL, WIDE},
        span::Found,
        words::Traits,
    },
};

/// The longest word that is looked at.
const LONGEST: usize = 20;

/// Adds words with figures inside that are no word of the language when the figures are read as letters.
pub(super) fn find(text: &str, pieces: &Pieces, more: &mut Vec<Found>) {
    // The bar is a figure too, and stands outside of pieces.
    if pieces.signs().may_have(b'|') && text.contains('|') {
        within(text, 0..text.len(), &mut 0, more);
        return;
    }
    let mut done = 0;
    let mut from = 0;
    for (at, piece) in pieces.each(|sieve| sieve.figures) {
        let before = at.checked_sub(1).and_then(|before| pieces.get(before));
        let is_joined = is_joint(piece.sign) || before.is_some_and(|before| is_joint(before.sign));
        // Most figures stand in numbers, and short words with figures are codes.
        let is_short = piece.kinds == DIGIT || piece.end - piece.start < 4;
        if at < from || is_short && !is_joined {
            continue;
        }
        // All that is joined to it. Without a letter nothing is a name.
        let mut first = at;
        while first > from && joins(text, pieces, first - 1) {
            first -= 1;
        }
        let mut last = at;
        while joins(text, pieces, last) {
            last += 1;
        }
        from = last + 1;
        let all = pieces.get(first..=last).unwrap_or_default();
        let (Some(head), Some(tail)) = (all.first(), all.last()) else { continue };
        let kinds = all.iter().fold(0, |kinds, piece| kinds | piece.kinds);
        if kinds & (SMALL | LARGE) == 0 {
            continue;
        }
        let part = head.start..tail.end;
        // Within reach from each of its figures, it is looked at whole.
        match text.get(part.clone()) {
            Some(shown) if shown.len() <= LONGEST && kinds & WIDE == 0 => {
                if shown.bytes().any(|b| matches!(b, b'0' | b'1' | b'5' | b'8')) {
                    judge(text, shown, part.start, more);
                }
            }
            _ => within(text, part, &mut done, more),
        }
    }
}

/// Whether the sign may stand within a word.
const fn is_joint(sign: u8) -> bool {
    matches!(sign, b'-' | b'\'')
}

/// Whether nothing but signs that may stand in a word part the piece from the next.
fn joins(text: &str, pieces: &Pieces, at: usize) -> bool {
    let (Some(piece), Some(next)) = (pieces.get(at), pieces.get(at + 1)) else { return false };
    is_joint(piece.sign)
        && text.as_bytes().get(piece.end..next.start).is_some_and(|gap| gap.iter().all(|sign| is_joint(*sign)))
}

/// Looks at the figures that stand in a part of the text, from where all is `done`.
fn within(text: &str, part: Range<usize>, done: &mut usize, more: &mut Vec<Found>) {
    let bytes = text.as_bytes();
    for at in figures(bytes.get(part.clone()).unwrap_or_default()).map(|at| part.start + at) {
        if at < *done {
            continue;
        }
        let is_inner = |b: &u8| b.is_ascii_alphanumeric() || matches!(*b, b'\'' | b'|' | b'-');
        let head = bytes.get(..at).unwrap_or_default();
        // Most are numbers and nothing else, and in them nothing is read as a letter.
        let tail = bytes.get(at..).unwrap_or_default();
        let before = head.iter().rev().take(LONGEST).find(|b| !b.is_ascii_digit());
        let len = tail.iter().take(LONGEST).take_while(|b| b.is_ascii_digit()).count();
        let is_short = (before.is_some() || at < LONGEST) && len < LONGEST;
        if len > 0 && is_short && !before.is_some_and(is_inner) && !tail.get(len).is_some_and(is_inner) {
            *done = at + len;
            continue;
        }
        let start = at - head.iter().rev().take(LONGEST).take_while(|b| is_inner(b)).count();
        let end = at + tail.iter().take(LONGEST).take_while(|b| is_inner(b)).count();
        *done = end;
        let Some(shown) = text.get(start..end).map(|shown| shown.trim_matches(['-', '\'', '|'])) else { continue };
        let start = start + text.get(start..end).and_then(|whole| whole.find(shown)).unwrap_or(0);
        judge(text, shown, start, more);
    }
}

fn judge(text: &str, shown: &str, start: usize, more: &mut Vec<Found>) {
    let end = start + shown.len();
    if is_name(shown) && cursor::stands_alone(text, start, end) {
        more.push(found(begin(text, start), follow(text, end), Name, "name.misread.likely"));
    }
}

/// Where a sign stands that may be read as a letter: sixteen bytes at once are asked whether one does.
fn figures(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const fn is_figure(byte: u8) -> bool {
        byte & 0xfe == b'0' || byte == b'5' || byte == b'8' || byte == b'|'
    }
    let may_be = |chunk: &[u8; 16]| {
        let figure =
            |b: u8| u8::from(b & 0xfe == b'0') | u8::from(b == b'5') | u8::from(b == b'8') | u8::from(b == b'|');
        chunk.iter().fold(0, |any, byte| any | figure(*byte)) != 0
    };
    let (chunks, rest) = bytes.as_chunks::<16>();
    let last = (chunks.len() * 16..).zip(rest);
    let chunks = (0_usize..).step_by(16).zip(chunks).filter(move |(_, chunk)| may_be(chunk));
    let each = chunks.flat_map(|(base, chunk)| (base..).zip(chunk)).chain(last);
    each.filter(|(_, byte)| is_figure(**byte)).map(|(at, _)| at)
}

/// Mostly letters, with few figures that stand for some, and no word of the language or the trade.
fn is_name(shown: &str) -> bool {
    let (mut letters, mut large, mut figures, mut has_dash) = (0, 0, 0, false);
    for byte in shown.bytes() {
        match byte {
            b'a'..=b'z' => letters += 1,
            b'A'..=b'Z' => (letters, large) = (letters + 1, large + 1),
            b'0' | b'1' | b'5' | b'8' | b'|' => figures += 1,
            b'0'..=b'9' => return false,
            b'-' => has_dash = true,
            _ => {}
        }
    }
    // A code has its figures together at the end, or more of them.
    let tail = shown.bytes().rev().take_while(u8::is_ascii_digit).count();
    let begins = shown.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let is_cased = large <= 2 || large == letters;
    if shown.len() < 4
        || figures == 0
        || letters < 2 * figures + 1
        || tail > 1
        || has_dash && letters < 6
        || !begins
        || !is_cased
    {
        return false;
    }
    let read = |one: char| -> String {
        shown
            .chars()
            .map(|c| match c {
                '0' => 'o',
                '1' | '|' => one,
                '5' => 's',
                '8' => 'b',
                _ => c.to_ascii_lowercase(),
            })
            .collect()
    };
    let mut is_borne = false;
    // Only these are read in two ways.
    let has_two = shown.bytes().any(|b| matches!(b, b'1' | b'|'));
    for one in ['l', 'i'].into_iter().take(1 + usize::from(has_two)) {
        let word = read(one);
        for part in word.split('-') {
            let (entry, bits) = lexicon::once(part);
            let traits = Traits::from_bits(bits);
            let is_word = is_any(traits, PLAIN)
                || traits.has(lists::STOP_BIT)
                || entry.ordinary() > 0 && !entry.is_strong_name()
                || entry.is_clinical()
                || lists::is_drug_like(part);
            if is_word {
                return false;
            }
            is_borne |= entry.is_name() || entry.city() > 0;
        }
    }
    is_borne || tail == 0 && large <= 1 && shown.len() > 5
}

/// Over the capitalised word before it, one or two spaces away.
fn begin(text: &str, start: usize) -> usize {
    let gap = text.get(..start).map_or(0, |head| head.len() - head.trim_end_matches(' ').len());
    let word = cursor::word_ending(text, start.saturating_sub(gap)).filter(|w| (1..=2).contains(&gap) && fits(w));
    word.map_or(start, |w| w.start)
}

/// Over the capitalised word behind it.
fn follow(text: &str, end: usize) -> usize {
    let gap = text.get(end..).map_or(0, |tail| tail.len() - tail.trim_start_matches(' ').len());
    let word = cursor::word_at(text, end + gap).filter(|w| (1..=2).contains(&gap) && fits(w));
    word.map_or(end, |w| w.end)
}

/// A word that can be the other half of a name.
fn fits(word: &cursor::Word<'_>) -> bool {
    let (entry, traits) = (lexicon::look_up(word.text), Traits::of(word.text));
    word.starts_upper()
        && word.text.len() > 1
        && !is_any(traits, PLAIN)
        && !traits.has(lists::STOP_BIT)
        && !entry.is_clinical()
        && (entry.is_name() || entry.is_unknown())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::piece;

    #[test]
    fn figures_are_found_many_at_once_as_one_by_one() {
        let all: Vec<u8> = (0..=u8::MAX).chain(0..=u8::MAX).collect();
        for from in 0..40 {
            let bytes = all.get(from..).unwrap();
            let is_figure = |at: &usize| b"0158|".contains(bytes.get(*at).unwrap());
            assert!(figures(bytes).eq((0..bytes.len()).filter(is_figure)), "{from}");
        }
        assert_eq!(figures(b"Haro1d").collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn pieces_leave_nothing_out() {
        let parts = [
            "Haro1d",
            "R0sa",
            "-",
            "'",
            "|",
            "1",
            "08",
            "555",
            "x",
            "Ana",
            " ",
            ", ",
            "--",
            "\u{e9}",
            "B0bby5",
            "abcdefghij-",
        ];
        let mut n = 7_usize;
        for _ in 0..4000 {
            let text: String = (0..6)
                .map(|_| {
                    n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    parts[(n >> 33) % parts.len()]
                })
                .collect();
            let (mut some, mut all) = (Vec::new(), Vec::new());
            find(&text, &piece::known(&text), &mut some);
            within(&text, 0..text.len(), &mut 0, &mut all);
            let shown = |found: &[Found]| found.iter().map(|f| (f.span.start, f.span.end)).collect::<Vec<_>>();
            assert_eq!(shown(&some), shown(&all), "{text}");
        }
    }
}
