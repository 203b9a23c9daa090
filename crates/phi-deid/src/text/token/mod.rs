//! The pass over capitalised words: what the lexicon and the words around say of each run of them.
//!
//! Patterns find what announces itself. This pass finds the rest of the names and places: a run of capitalised words is
//! read once, each word is looked up, and evidence for and against is added up (`person.rs`, `place.rs`). No single
//! piece of evidence decides: three of four ordinary words are surnames of somebody.

mod borne;
mod context;
pub(super) mod house;
pub(super) mod led;
pub(super) mod lists;
mod person;
mod place;
mod read;
mod roster;
mod shape;
mod substances;

use super::{
    cursor,
    piece::{LARGE, Piece, Pieces, SMALL, WIDE},
    span::Found,
    words,
};
use crate::lexicon::Facts;
use read::{Kind, Run};

pub(crate) use shape::Shape;

/// Finds names and places in `text`, not in `holes`, which are tags: sorted and disjoint.
pub(super) fn find(text: &str, pieces: &Pieces, holes: &[(usize, usize)], found: &mut Vec<Found>) {
    let is_plain = pieces.are_plain_case();
    let bytes = text.as_bytes();
    let mut line = context::Line::default();
    let mut last_name = 0;
    let mut run = Run::new(pieces);
    let mut holes = holes.iter().peekable();
    let mut is_plain_line = plain_line(bytes, pieces, 0, 0);
    // Up to here all is dealt with.
    let mut done = 0;
    let mut next = 0;
    loop {
        let mut index = next;
        if !(is_plain || is_plain_line) {
            // Over words without capitals, to the next line at most.
            index = pieces.next(next, |sieve| sieve.large | sieve.broken);
            if let Some(last) = index.checked_sub(1).filter(|_| index > next).and_then(|last| pieces.get(last)) {
                done = last.end.max(done);
            }
        }
        let Some(piece) = pieces.get(index) else { break };
        next = index + 1;
        if piece.end <= done {
            continue;
        }
        let is_event = |byte: &u8| matches!(byte, b'\n' | b',' | b'^');
        if bytes.get(done..piece.start).is_some_and(|gap| gap != b" " && gap.iter().any(is_event)) {
            between(text, pieces, done, piece.start, index, &mut is_plain_line, found);
        }
        if !(piece.has(LARGE | WIDE) || is_plain || is_plain_line) {
            done = piece.end;
            continue;
        }
        let mut at = piece.start.max(done);
        while at < piece.end {
            let byte = bytes.get(at).copied().unwrap_or(b' ');
            if byte.is_ascii_uppercase() || byte >= 0xc3 {
                line.follow(text, pieces, at);
                while holes.next_if(|hole| hole.1 <= at).is_some() {}
                if holes.peek().is_some_and(|hole| hole.0 <= at) {
                    at = piece.end;
                    continue;
                }
                let first =
                    cursor::word_of(text, piece).filter(|word| word.start == at).map(|word| (word, piece.facts));
                let mut before = None;
                if let Some((word, facts)) = first {
                    let is_dull = facts.shape.is_dull(line.is_shouted);
                    let may_be = is_dull
                        || facts.shape.kind(line.is_shouted) == Kind::Stop
                            && facts.entry.city() == 0
                            && !borne::may_be(word.text, facts.entry, facts.into(), Kind::Stop);
                    if may_be && is_alone(text, word.end, pieces.get(index + 1), facts, line.is_shouted) {
                        before = (!is_dull).then(|| context::Before::of(text, pieces, at));
                        // So it is with most capitals.
                        if before.is_none_or(|before| !before.may_announce()) {
                            at = piece.end;
                            continue;
                        }
                    }
                }
                if run.read(text, index, at, first, line.is_shouted) {
                    if let Some(before) = before {
                        run.note_before(before);
                    }
                    let taken = place::judge(text, &run, &line, found);
                    if person::judge(text, &run, &line, taken, last_name, found) {
                        last_name = found.last().map_or(0, |f| f.span.end);
                    }
                    house::judge(text, &run, &line, found);
                    borne::judge(text, &run, &line, found);
                    led::judge(text, &run, &line, found);
                    led::letterhead(text, &run, found);
                    at = run.end().max(at + 1);
                    continue;
                }
                at = word_end(bytes, at + 1);
                continue;
            }
            if (is_plain || is_plain_line) && byte.is_ascii_lowercase() {
                person::in_plain_case(text, pieces, at, piece.end, is_plain, found);
                led::in_plain_case(text, at, piece.end, found);
            }
            // The rest of a word or a number: its capitals inside mean nothing here.
            at = piece.end;
        }
        done = at;
    }
    between(text, pieces, done, text.len(), pieces.len(), &mut is_plain_line, found);
}

/// Whether no run goes on behind a word that ends at `end`.
fn is_alone(text: &str, end: usize, next: Option<&Piece>, facts: Facts, is_shouted: bool) -> bool {
    let bytes = text.as_bytes();
    match bytes.get(end) {
        None => true,
        Some(b' ') => match bytes.get(end + 1) {
            // A gap of two ends a field.
            None | Some(b' ' | b'\t') => true,
            Some(b'"' | b'&' | 0x80..) => false,
            Some(b'a'..=b'z') => next.is_some_and(|next| {
                // The words that join are short.
                next.start == end + 1
                    && !next.has(WIDE)
                    && (next.end - next.start > 3
                        || cursor::word_of(text, next).is_some_and(|word| !lists::is_joint(word.text)))
            }),
            Some(byte) => !byte.is_ascii_uppercase(),
        },
        Some(b'.') => {
            facts.shape.kind(is_shouted) == Kind::Stop && !words::Traits::from(facts).has(lists::ABBREVIATED_BIT)
        }
        Some(byte) => byte.is_ascii() && !matches!(byte, b'"' | b'\'' | b'-'),
    }
}

/// What stands between two words: line breaks, and the commas of names written the other way round. `next` is the index of the
/// first piece behind it.
fn between(
    text: &str,
    pieces: &Pieces,
    from: usize,
    to: usize,
    next: usize,
    is_plain_line: &mut bool,
    found: &mut Vec<Found>,
) {
    let bytes = text.as_bytes();
    // Behind such a comma a capital stands.
    let may_be_name = pieces.get(next).is_some_and(|piece| piece.has(LARGE | WIDE));
    for (at, byte) in bytes.get(from..to).unwrap_or_default().iter().enumerate() {
        let at = from + at;
        match byte {
            b'\n' => *is_plain_line = plain_line(bytes, pieces, next, at + 1),
            b',' | b'^' if may_be_name => roster::judge(text, pieces, at, found),
            _ => {}
        }
    }
}

/// Whether the line from `at` is written without capitals. `next` is the index of a piece before which none begins behind `at`.
fn plain_line(bytes: &[u8], pieces: &Pieces, next: usize, at: usize) -> bool {
    let end = bytes.len().min(at + 400);
    let (mut from, mut is_small) = (at, false);
    for piece in pieces.get(next..).unwrap_or_default().iter().skip_while(|piece| piece.start < at) {
        let start = piece.start.min(end);
        let is_blank = start == from + 1 && bytes.get(from) == Some(&b' ');
        if !is_blank && bytes.get(from..start).unwrap_or_default().contains(&b'\n') || start == end {
            return is_small;
        }
        let cut = bytes.get(start..end).filter(|_| piece.end > end);
        if piece.has(LARGE) && cut.is_none_or(|cut| cut.iter().any(u8::is_ascii_uppercase)) {
            return false;
        }
        is_small |= piece.has(SMALL) && cut.is_none_or(|cut| cut.iter().any(u8::is_ascii_lowercase));
        from = piece.end.min(end);
    }
    is_small
}

/// The end of the letters and digits from `at`.
fn word_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|b| !(b.is_ascii_alphanumeric() || *b >= 0x80)).unwrap_or(rest.len()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::piece;

    #[test]
    fn a_line_is_read_by_pieces_as_by_bytes() {
        let by_bytes = |bytes: &[u8], at: usize| {
            let line = bytes.get(at..).unwrap_or_default().iter().take(400);
            let line: Vec<u8> = line.take_while(|b| **b != b'\n' && !b.is_ascii_uppercase()).copied().collect();
            let ends = bytes.get(at + line.len()).is_none_or(|b| *b == b'\n') || line.len() == 400;
            ends && line.iter().any(u8::is_ascii_lowercase)
        };
        let long = "ab, ".repeat(99);
        for text in ["", "\n", "ab\ncd", "ab Cd\n\n ef", "12\n34 x", "  ,\nB", "e\u{e9}X\ny", " \n \n", "a\nb"] {
            for lead in ["", "x", "\n", long.as_str(), "ab12cd,\n"] {
                for tail in ["", "cdEf", "cdefghij", "c d E", "c d e f\nG"] {
                    let text = format!("{text}{lead}{tail}");
                    let pieces = piece::cut(&text);
                    for at in (0..=text.len()).filter(|at| *at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n')) {
                        let (bytes, next) = (text.as_bytes(), pieces.before(at));
                        assert_eq!(plain_line(bytes, &pieces, next, at), by_bytes(bytes, at), "{text:?} {at}");
                    }
                }
            }
        }
    }
}
