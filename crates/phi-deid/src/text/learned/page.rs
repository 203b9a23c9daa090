//! A paragraph as the scorer sees it: words, what is taken of them already, and what the whole text says of a word.

use core::ops::Range;
use std::cell::OnceCell;

use phi_types::IdentifierClass;

use super::{Label, feature};
use crate::text::{
    cursor,
    piece::{LARGE, Piece, Pieces, SMALL, WIDE},
    span::Found,
};

/// Eights of bytes of a set of words of a paragraph, and of one of a text: powers of two.
const OF_PAGE: usize = 1 << 5;
const OF_TEXT: usize = 1 << 8;

/// How far a walk over the words of one finding goes.
const MOST: usize = 16;

/// So many names of a paragraph are compared with initials.
const MOST_NAMES: usize = 64;

/// The piece belongs to the same finding as the piece before it.
const GOES_ON: u8 = 0x80;

/// The finding is a tag of an earlier look.
const TAG: u8 = 0x40;

/// A set of words that may say yes by mistake.
struct Set<const EIGHTS: usize>([u64; EIGHTS]);

impl<const EIGHTS: usize> Set<EIGHTS> {
    const fn new() -> Self {
        Self([0; EIGHTS])
    }

    fn add(&mut self, hash: u32) {
        if let Some(bits) = self.0.get_mut(hash as usize / 64 % EIGHTS) {
            *bits |= 1 << (hash % 64);
        }
    }

    fn has(&self, hash: u32) -> bool {
        self.0.get(hash as usize / 64 % EIGHTS).is_some_and(|bits| bits >> (hash % 64) & 1 == 1)
    }
}

/// The words of names, of places, and those in small letters.
struct Words {
    names: Set<OF_PAGE>,
    places: Set<OF_PAGE>,
    small: Set<OF_PAGE>,
}

/// The words of the names that were found in a text.
pub(super) struct Named(Set<OF_TEXT>);

impl Named {
    /// `found` is sorted and disjoint.
    pub(super) fn of(text: &str, pieces: &Pieces, found: &[Found]) -> Self {
        let mut set = Set::new();
        let mut rest = pieces.get(..).unwrap_or_default();
        for f in found.iter().filter(|f| f.span.class == IdentifierClass::Name) {
            rest = rest.get(rest.partition_point(|piece| piece.end <= f.span.start)..).unwrap_or_default();
            let of = rest.iter().take_while(|piece| piece.start < f.span.end);
            of.filter(|piece| piece.end - piece.start > 1).for_each(|piece| set.add(feature::hash(text, *piece)));
        }
        Self(set)
    }
}

/// A paragraph cut into words, with what was found in it.
pub(super) struct Page<'p> {
    pub(super) text: &'p str,
    pub(super) pieces: &'p [Piece],
    /// Those of the whole text.
    pub(super) all: &'p Pieces,
    /// What each piece was found to be: 0 nothing, else the number of a kind, with [`GOES_ON`] and [`TAG`].
    claims: Vec<u8>,
    words: OnceCell<Words>,
    /// The first letters of names, three at most, the rest nought.
    initials: OnceCell<Vec<[u8; 3]>>,
    pub(super) is_plain: bool,
    /// The names of the whole text, where they are asked for.
    named: Option<&'p Named>,
}

impl<'p> Page<'p> {
    /// Of the pieces of a range; `found` and `holes` are sorted and disjoint.
    pub(super) fn of(
        text: &'p str,
        all: &'p Pieces,
        range: Range<usize>,
        holes: &[(usize, usize)],
        found: &[Found],
    ) -> Self {
        let pieces = all.get(range).unwrap_or_default();
        let mut claims = vec![0; pieces.len()];
        let end = pieces.last().map_or(0, |piece| piece.end);
        let mut at = 0;
        for f in found.iter().take_while(|f| f.span.start < end) {
            at = mark(pieces, &mut claims, at, (f.span.start, f.span.end), || Label::of(f) as u8);
        }
        at = 0;
        for hole in holes.iter().take_while(|hole| hole.0 < end) {
            let label = || Label::of_tag(text.get(hole.0..hole.1).unwrap_or_default()) as u8 | TAG;
            at = mark(pieces, &mut claims, at, *hole, label);
            // What is found goes around tags.
            if let Some(next) = claims.get_mut(at) {
                *next &= !GOES_ON;
            }
        }
        let is_plain = all.is_plain_case(pieces.first().map_or(0, |piece| piece.start), end);
        Self { text, pieces, all, claims, words: OnceCell::new(), initials: OnceCell::new(), is_plain, named: None }
    }

    /// The same in a text in which these names were found.
    pub(super) fn among<'q>(self, named: &'q Named) -> Page<'q>
    where
        'p: 'q,
    {
        Page { named: Some(named), ..self }
    }

    /// Whether the word is part of a name that was found anywhere in the text: 2 yes, 1 no, 0 when it is not asked for.
    pub(super) fn named(&self, hash: u32) -> u32 {
        self.named.map_or(0, |named| 1 + u32::from(named.0.has(hash)))
    }

    fn words(&self) -> Words {
        const NAME: u8 = Label::Name as u8;
        const PLACE: u8 = Label::Place as u8;
        let mut words = Words { names: Set::new(), places: Set::new(), small: Set::new() };
        for (piece, claim) in self.pieces.iter().zip(&self.claims) {
            let set = match claim & !GOES_ON {
                0 if piece.kinds == SMALL => &mut words.small,
                NAME if piece.end - piece.start > 2 => &mut words.names,
                PLACE if piece.end - piece.start > 2 => &mut words.places,
                _ => continue,
            };
            set.add(feature::hash(self.text, *piece));
        }
        words
    }

    /// What each piece was found to be: 0 nothing.
    pub(super) fn claims(&self) -> &[u8] {
        &self.claims
    }

    /// What a piece was found to be: 0 nothing.
    pub(super) fn claim(&self, at: usize) -> u8 {
        self.claims.get(at).map_or(0, |claim| claim & !(GOES_ON | TAG))
    }

    /// What this look has found a piece to be: 0 nothing, or a tag of an earlier one.
    pub(super) fn found(&self, at: usize) -> u8 {
        self.claims.get(at).filter(|claim| **claim & TAG == 0).map_or(0, |claim| claim & !GOES_ON)
    }

    /// The word before the piece: a finding counts as one.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        let mut before = at.checked_sub(1)?;
        for _ in 0..MOST {
            if self.claims.get(before).is_none_or(|claim| claim & GOES_ON == 0) {
                break;
            }
            before = before.saturating_sub(1);
        }
        Some(before)
    }

    /// The word behind the piece: a finding counts as one.
    pub(super) fn behind(&self, at: usize) -> Option<usize> {
        let mut behind = at + 1;
        for _ in 0..MOST {
            if self.claims.get(behind).is_none_or(|claim| claim & GOES_ON == 0) {
                break;
            }
            behind += 1;
        }
        (behind < self.pieces.len()).then_some(behind)
    }

    /// What stands between the piece and the one before it, without the brackets of tags.
    pub(super) fn gap_before(&self, at: usize) -> &'p [u8] {
        let (Some(before), Some(piece)) = (at.checked_sub(1).and_then(|at| self.pieces.get(at)), self.pieces.get(at))
        else {
            return b"\n\n";
        };
        let gap = self.text.as_bytes().get(before.end..piece.start).unwrap_or_default();
        if gap.len() == 1 && gap != b"]" && gap != b"[" {
            return gap;
        }
        let gap = if self.claim(at - 1) > 0 { gap.strip_prefix(b"]").unwrap_or(gap) } else { gap };
        if self.claim(at) > 0 { gap.strip_suffix(b"[").unwrap_or(gap) } else { gap }
    }

    /// Whether the word stands elsewhere in a name, in a place, in small letters.
    pub(super) fn elsewhere(&self, hash: u32) -> u32 {
        let Words { names, places, small } = self.words.get_or_init(|| self.words());
        u32::from(names.has(hash)) | u32::from(places.has(hash)) << 1 | u32::from(small.has(hash)) << 2
    }

    /// Whether a short word is made of the first letters of somebody found here, or ends with that of a surname: 2, 1, or 0.
    pub(super) fn initials(&self, piece: Piece) -> u32 {
        let names = self.initials.get_or_init(|| self.first_letters());
        let bytes = self.text.as_bytes().get(piece.start..piece.end).unwrap_or_default();
        let mut word = [0; 3];
        word.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = byte.to_ascii_lowercase());
        let ends = |[a, b, c]: [u8; 3]| if c == 0 { [a, b] } else { [a, c] };
        let is_of = |name: &[u8; 3]| {
            let [a, b] = ends(*name);
            b > 0 && (*name == word || ends(word) == [a, b] || word == [b, a, 0])
        };
        let last = |[a, b, c]: [u8; 3]| [c, b, a].into_iter().find(|letter| *letter > 0);
        if names.iter().any(is_of) { 2 } else { u32::from(names.iter().any(|name| last(*name) == last(word))) }
    }

    fn first_letters(&self) -> Vec<[u8; 3]> {
        let mut names: Vec<[u8; 3]> = Vec::new();
        for (piece, claim) in self.pieces.iter().zip(&self.claims) {
            if claim & !GOES_ON != Label::Name as u8 {
                continue;
            }
            if claim & GOES_ON == 0 && names.len() < MOST_NAMES {
                names.push([0; 3]);
            }
            let letter = self.text.as_bytes().get(piece.start).map_or(0, u8::to_ascii_lowercase);
            if let Some(slot) = names.last_mut().and_then(|name| name.iter_mut().find(|slot| **slot == 0)) {
                *slot = letter;
            }
        }
        names
    }

    /// How many words there are from the piece on, seven at most.
    pub(super) fn rest(&self, at: usize) -> u32 {
        self.pieces.len().saturating_sub(at).min(7) as u32
    }

    /// Whether the piece begins with a capital or holds a digit.
    pub(super) fn stands_out(&self, piece: Piece) -> bool {
        piece.has(LARGE | crate::text::piece::DIGIT)
            || piece.has(WIDE) && self.text.get(piece.start..).is_some_and(|rest| rest.starts_with(char::is_uppercase))
    }
}

/// Marks the pieces from `at` on that the range touches; where the next range goes on.
fn mark(
    pieces: &[Piece],
    claims: &mut [u8],
    mut at: usize,
    (from, to): (usize, usize),
    label: impl FnOnce() -> u8,
) -> usize {
    while pieces.get(at).is_some_and(|piece| piece.end <= from) {
        at += 1;
    }
    if pieces.get(at).is_none_or(|piece| piece.start >= to) {
        return at;
    }
    let label = label();
    let mut goes_on = 0;
    while let (Some(true), Some(claim)) = (pieces.get(at).map(|piece| piece.start < to), claims.get_mut(at)) {
        *claim = label | goes_on;
        goes_on = GOES_ON;
        at += 1;
    }
    at
}

/// How many words there are, and how many of them begin with a capital: many bytes at once, each with the byte before it.
fn openings(line: &[u8]) -> (u32, u32) {
    let Some(first) = line.first() else { return (0, 0) };
    let (mut words, mut capitals) = (u32::from(first.is_ascii_alphabetic()), u32::from(first.is_ascii_uppercase()));
    let behind = line.get(1..).unwrap_or_default();
    for (lasts, bytes) in line.chunks(128).zip(behind.chunks(128)) {
        let (mut begun, mut large) = (0_u8, 0_u8);
        for (last, byte) in lasts.iter().zip(bytes) {
            let begins = u8::from(!last.is_ascii_alphanumeric());
            begun = begun.wrapping_add(begins & u8::from(byte.is_ascii_alphabetic()));
            large = large.wrapping_add(begins & u8::from(byte.is_ascii_uppercase()));
        }
        words += u32::from(begun);
        capitals += u32::from(large);
    }
    (words, capitals)
}

/// What the line says of its capitals, and the word before a colon.
#[derive(Default)]
pub(super) struct Line {
    from: usize,
    to: usize,
    /// Hardly a small letter.
    pub(super) is_shouted: bool,
    /// No capital.
    pub(super) is_plain: bool,
    /// How many of four words begin with a capital.
    pub(super) capitals: u32,
    /// The first word.
    pub(super) first: u32,
    /// The word before a colon before the words that are scored.
    pub(super) label: u32,
    /// Whether the last two are those of this line.
    is_told: bool,
}

impl Line {
    /// Moves to the line that holds `at`. A line is counted once, or once every 240 bytes.
    #[inline]
    pub(super) fn follow(&mut self, page: &Page<'_>, at: usize) {
        if at >= self.to || at < self.from {
            self.begin(page.text, page.all, at);
        }
    }

    fn begin(&mut self, text: &str, pieces: &Pieces, at: usize) {
        let head = cursor::window_before(text, at, 160).as_bytes();
        let tail = cursor::window_after(text, at, 240).as_bytes();
        self.from = at - cursor::last(head, b'\n').map_or(head.len(), |at| head.len() - at - 1);
        self.to = at + cursor::first(tail, b'\n').unwrap_or(tail.len()) + 1;
        // Without the break at its end.
        let (small, large) = pieces.cases(self.from, self.to.saturating_sub(1));
        self.is_plain = large == 0 && small > 0;
        self.is_shouted = large > 2 * small;
        self.is_told = false;
    }

    /// Tells what is asked for words alone that are scored: of the line, once, and the label before them.
    pub(super) fn tell(&mut self, page: &Page<'_>, at: usize) {
        self.follow(page, at);
        let text = page.text;
        self.label = self.label(text, at);
        if self.is_told {
            return;
        }
        self.is_told = true;
        let to = self.to.min(text.len());
        let line = text.as_bytes().get(self.from..to).unwrap_or_default();
        let (words, capitals) = if line.is_ascii() { page.all.openings(self.from, to) } else { openings(line) };
        let start = line.iter().skip_while(|b| !b.is_ascii_alphabetic());
        let mut first = [0; 12];
        first.iter_mut().zip(start.take_while(|b| b.is_ascii_alphabetic())).for_each(|(slot, byte)| *slot = *byte);
        self.first = if line.len() < 400 { feature::hash_bytes(&first) } else { 0 };
        self.capitals = if words < 4 { 5 } else { capitals * 4 / words };
    }

    /// The word before the last colon before `at` in the line.
    fn label(&self, text: &str, at: usize) -> u32 {
        let from = self.from.max(at.saturating_sub(48));
        let head = text.as_bytes().get(from..at).unwrap_or_default();
        let Some(colon) = cursor::last(head, b':') else { return 0 };
        let head = head.get(..colon).unwrap_or_default();
        let end = head.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |at| at + 1);
        let head = head.get(..end).unwrap_or_default();
        let start = head.iter().rposition(|b| !b.is_ascii_alphabetic()).map_or(0, |at| at + 1);
        feature::hash_bytes(head.get(start..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_somebody_found() {
        use crate::text::span::{Confidence, Found, Span, Write};
        let text = "Ana Maria Testcase and Lindqvist jk at am ma ta lt xl l";
        let name = |start, end| Found {
            span: Span {
                start,
                end,
                class: phi_types::IdentifierClass::Name,
                rule: "test",
                confidence: Confidence::High,
            },
            write: Write::Tag,
        };
        let pieces = crate::text::piece::known(text);
        let page = Page::of(text, &pieces, 0..pieces.len(), &[], &[name(0, 18), name(23, 32)]);
        let told: Vec<u32> = pieces.iter().skip(5).map(|piece| page.initials(*piece)).collect();
        assert_eq!(told, [0, 2, 0, 0, 2, 1, 1, 1], "jk at am ma ta lt xl l");
        assert_eq!((page.rest(0), page.rest(pieces.len() - 1)), (7, 1));
    }

    #[test]
    fn words_are_counted_many_at_once_as_one_by_one() {
        for line in ["", "A", " Ana saw 2B b2C d'E", "caf\u{e9}Ana x", "Ab c "] {
            for line in [line.to_owned(), line.repeat(63)] {
                let (mut words, mut capitals, mut last) = (0, 0, b' ');
                for byte in line.bytes() {
                    if byte.is_ascii_alphabetic() && !last.is_ascii_alphanumeric() {
                        words += 1;
                        capitals += u32::from(byte.is_ascii_uppercase());
                    }
                    last = byte;
                }
                assert_eq!(openings(line.as_bytes()), (words, capitals), "{line}");
                let pieces = crate::text::piece::cut(&line);
                for from in (0..line.len()).filter(|_| line.is_ascii()) {
                    let by_bytes = openings(line.as_bytes().get(from..).unwrap());
                    assert_eq!(pieces.openings(from, line.len()), by_bytes, "{line} {from}");
                }
            }
        }
    }
}
