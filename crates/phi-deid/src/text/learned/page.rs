//! A text as the scorer sees it: words, what is taken of them already, and what the whole text says of a word.

use super::{Label, feature};
use crate::text::{
    cursor,
    piece::{LARGE, Piece, SMALL, WIDE},
    span::Found,
};

/// Bits of a set of words: a power of two.
const BITS: u32 = 1 << 14;

/// How far a walk over the words of one finding goes.
const MOST: usize = 16;

/// The piece belongs to the same finding as the piece before it.
const GOES_ON: u8 = 0x80;

/// A set of words that may say yes by mistake.
struct Set(Vec<u64>);

impl Set {
    fn new() -> Self {
        Self(vec![0; BITS as usize / 64])
    }

    fn add(&mut self, hash: u32) {
        let bit = hash % BITS;
        if let Some(bits) = self.0.get_mut(bit as usize / 64) {
            *bits |= 1 << (bit % 64);
        }
    }

    fn has(&self, hash: u32) -> bool {
        let bit = hash % BITS;
        self.0.get(bit as usize / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }
}

/// A text cut into words, with what was found in it.
pub(super) struct Page<'p> {
    pub(super) text: &'p str,
    pub(super) pieces: &'p [Piece],
    /// What each piece was found to be: 0 nothing, else the number of a kind, with [`GOES_ON`].
    claims: Vec<u8>,
    /// The words of names, of places, and those in small letters.
    names: Set,
    places: Set,
    small: Set,
    pub(super) is_plain: bool,
}

impl<'p> Page<'p> {
    /// `found` and `holes` are sorted and disjoint.
    pub(super) fn of(text: &'p str, pieces: &'p [Piece], holes: &[(usize, usize)], found: &[Found]) -> Self {
        let mut claims = vec![0; pieces.len()];
        let (mut names, mut places, mut small) = (Set::new(), Set::new(), Set::new());
        let mut found = found.iter().map(|f| (f.span.start, f.span.end, Label::of(f))).peekable();
        let tags =
            holes.iter().map(|hole| (hole.0, hole.1, Label::of_tag(text.get(hole.0..hole.1).unwrap_or_default())));
        let mut tags = tags.peekable();
        let mut last = (usize::MAX, 0);
        for (piece, claim) in pieces.iter().zip(&mut claims) {
            while found.next_if(|f| f.1 <= piece.start).is_some() {}
            while tags.next_if(|tag| tag.1 <= piece.start).is_some() {}
            let tag = tags.peek().filter(|tag| tag.0 < piece.end);
            if let Some((start, _, label)) = tag.or_else(|| found.peek().filter(|f| f.0 < piece.end)) {
                *claim = *label as u8 | if last == (*start, *label as u8) { GOES_ON } else { 0 };
                last = (*start, *label as u8);
                if tag.is_none() && piece.end - piece.start > 2 {
                    match label {
                        Label::Name => names.add(feature::hash(text, *piece)),
                        Label::Place => places.add(feature::hash(text, *piece)),
                        _ => {}
                    }
                }
            } else if piece.kinds == SMALL {
                small.add(feature::hash(text, *piece));
            }
        }
        Self { text, pieces, claims, names, places, small, is_plain: is_plain_case(text) }
    }

    /// What a piece was found to be: 0 nothing.
    pub(super) fn claim(&self, at: usize) -> u8 {
        self.claims.get(at).map_or(0, |claim| claim & !GOES_ON)
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
    pub(super) fn gap_before(&self, at: usize) -> &'p str {
        let from = at.checked_sub(1).and_then(|at| self.pieces.get(at)).map_or(0, |piece| piece.end);
        let to = self.pieces.get(at).map_or(self.text.len(), |piece| piece.start);
        let gap = self.text.get(from..to).unwrap_or_default();
        let gap = if at > 0 && self.claim(at - 1) > 0 { gap.strip_prefix(']').unwrap_or(gap) } else { gap };
        if self.claim(at) > 0 { gap.strip_suffix('[').unwrap_or(gap) } else { gap }
    }

    /// Whether the word stands elsewhere in a name, in a place, in small letters.
    pub(super) fn elsewhere(&self, hash: u32) -> u32 {
        u32::from(self.names.has(hash)) | u32::from(self.places.has(hash)) << 1 | u32::from(self.small.has(hash)) << 2
    }

    /// Whether the piece begins with a capital or holds a digit.
    pub(super) fn stands_out(&self, piece: Piece) -> bool {
        piece.has(LARGE | crate::text::piece::DIGIT)
            || piece.has(WIDE) && self.text.get(piece.start..).is_some_and(|rest| rest.starts_with(char::is_uppercase))
    }
}

/// Whether a document is written without capitals.
fn is_plain_case(text: &str) -> bool {
    let head = cursor::window_after(text, 0, 4096).as_bytes();
    let small = cursor::count(head, |b| b.is_ascii_lowercase());
    let large = cursor::count(head, |b| b.is_ascii_uppercase());
    small > 40 && large * 22 < small
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
}

impl Line {
    /// Moves to the line that holds `at`. A line is counted once, or once every 240 bytes.
    pub(super) fn follow(&mut self, text: &str, at: usize) {
        if at < self.to && at >= self.from {
            return;
        }
        let head = cursor::window_before(text, at, 160).as_bytes();
        let tail = cursor::window_after(text, at, 240).as_bytes();
        let head = head.iter().rposition(|b| *b == b'\n').and_then(|at| head.get(at + 1..)).unwrap_or(head);
        let tail = tail.iter().position(|b| *b == b'\n').and_then(|at| tail.get(..at)).unwrap_or(tail);
        let count = |is: fn(u8) -> bool| cursor::count(head, is) + cursor::count(tail, is);
        let small = count(|b| b.is_ascii_lowercase());
        let large = count(|b| b.is_ascii_uppercase());
        self.from = at - head.len();
        self.to = at + tail.len() + 1;
        self.is_shouted = large > 2 * small;
        self.is_plain = large == 0 && small > 0;
        let (mut capitals, mut words, mut last) = (0_u32, 0_u32, b' ');
        for byte in head.iter().chain(tail) {
            if byte.is_ascii_alphabetic() && !last.is_ascii_alphanumeric() {
                words += 1;
                capitals += u32::from(byte.is_ascii_uppercase());
            }
            last = *byte;
        }
        let start = head.iter().chain(tail).skip_while(|b| !b.is_ascii_alphabetic());
        let mut first = [0; 12];
        first.iter_mut().zip(start.take_while(|b| b.is_ascii_alphabetic())).for_each(|(slot, byte)| *slot = *byte);
        self.first = if head.len() < 160 { feature::hash_bytes(&first) } else { 0 };
        self.capitals = if words < 4 { 5 } else { capitals * 4 / words };
    }

    /// The word before the last colon before `at` in the line.
    pub(super) fn label(&self, text: &str, at: usize) -> u32 {
        let from = self.from.max(at.saturating_sub(48));
        let head = text.as_bytes().get(from..at).unwrap_or_default();
        let Some(colon) = head.iter().rposition(|b| *b == b':') else { return 0 };
        let head = head.get(..colon).unwrap_or_default();
        let end = head.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |at| at + 1);
        let head = head.get(..end).unwrap_or_default();
        let start = head.iter().rposition(|b| !b.is_ascii_alphabetic()).map_or(0, |at| at + 1);
        feature::hash_bytes(head.get(start..).unwrap_or_default())
    }
}
