//! A text cut into words and what stands between, once for all passes over it; with what lexicon and lists say of each word.

mod sieve;

use core::ops::Deref;
use std::cell::RefCell;

use super::cursor;
use crate::lexicon::{self, Facts};
pub(super) use sieve::Sieve;

/// What a piece holds, a bit each: small letters, capitals, digits, bytes beyond ASCII.
pub(super) const SMALL: u8 = 1;
pub(super) const LARGE: u8 = 2;
pub(super) const DIGIT: u8 = 4;
pub(super) const WIDE: u8 = 8;

/// A byte each with this value.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The upper bits of the eighths of a word, side by side; all others are zero.
#[inline]
const fn side_by_side(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Where small letters, capitals, digits and bytes beyond ASCII stand in sixty-four bytes, a bit each.
#[derive(Clone, Copy, Default)]
struct Block {
    small: u64,
    large: u64,
    digit: u64,
    wide: u64,
}

impl Block {
    /// Of at most sixty-four bytes; those that lack are signs.
    #[inline]
    fn of(bytes: &[u8]) -> Self {
        let mut block = Self::default();
        let (eights, rest) = bytes.as_chunks::<8>();
        for (at, eight) in eights.iter().enumerate() {
            block.add(*eight, at * 8);
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
            block.add(last, eights.len() * 8);
        }
        block
    }

    /// Eight bytes at once, each in its eighth of a word, where no sum reaches the next.
    #[inline]
    fn add(&mut self, eight: [u8; 8], at: usize) {
        const HIGH: u64 = each(0x80);
        let bytes = u64::from_le_bytes(eight);
        let low = bytes & !HIGH;
        let least = |bytes: u64, least: u8| bytes.wrapping_add(each(0x80 - least));
        let within = |bytes: u64, first: u8, last: u8| least(bytes, first) & !least(bytes, last + 1);
        // A bit tells small letters from capitals.
        let letters = within(low | each(0x20), b'a', b'z') & !bytes & HIGH;
        let is_small = bytes << 2;
        self.small |= side_by_side(letters & is_small) << at;
        self.large |= side_by_side(letters & !is_small) << at;
        self.digit |= side_by_side(within(low, b'0', b'9') & !bytes & HIGH) << at;
        // Most texts have few.
        if bytes & HIGH != 0 {
            self.wide |= side_by_side(bytes & HIGH) << at;
        }
    }

    const fn all(self) -> u64 {
        self.small | self.large | self.digit | self.wide
    }

    /// The kinds under these bits.
    #[inline]
    fn kinds(self, bits: u64) -> u8 {
        u8::from(self.small & bits != 0)
            | u8::from(self.large & bits != 0) << 1
            | u8::from(self.digit & bits != 0) << 2
            | u8::from(self.wide & bits != 0) << 3
    }
}

/// A run of letters, digits and bytes beyond ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kinds: u8,
    /// The sign behind it; 0 at the end of the text. Set with what is known of it.
    pub(super) sign: u8,
    /// What is known of it, if it [`is_known`](Self::is_known).
    pub(super) facts: Facts,
}

/// The longest piece that is looked up. Longer ones are no words of a language.
const MAX_WORD: usize = 48;

impl Piece {
    const fn new(start: usize, end: usize, kinds: u8) -> Self {
        Self { start, end, kinds, sign: 0, facts: Facts::NONE }
    }

    #[inline]
    pub(super) const fn has(self, kinds: u8) -> bool {
        self.kinds & kinds != 0
    }

    /// What is known of it, as a piece of this text.
    #[inline]
    pub(super) fn facts_in(self, text: &str) -> Facts {
        if self.is_known() { self.facts } else { lexicon::facts_at(text, self.start, self.end) }
    }

    /// Whether it is looked up with the rest of its text: letters, and not too many.
    #[inline]
    pub(super) const fn is_known(self) -> bool {
        self.kinds & DIGIT == 0 && self.end - self.start <= MAX_WORD
    }
}

/// The pieces of a text, in order, and which of them begins where.
#[derive(Clone, Debug, Default)]
pub(super) struct Pieces {
    all: Vec<Piece>,
    places: Vec<Place>,
    signs: Signs,
    /// Read with the signs.
    sieves: Vec<Sieve>,
    /// Whether the text is a part of another that has capitals, and not its beginning.
    pub(super) is_part: bool,
}

/// The most pieces whose room is used again: as many as a text of a mebibyte may have.
const MOST_KEPT: usize = (1 << 20) / 3 + 1;

thread_local! {
    /// Where the words of the last text stood. They take more memory than all else of a section: given back and asked for anew, with what
    /// stays for longer in between, they leave holes that no later section fits into.
    static ROOM: RefCell<Vec<Piece>> = const { RefCell::new(Vec::new()) };
}

impl Drop for Pieces {
    fn drop(&mut self) {
        let mut all = core::mem::take(&mut self.all);
        if all.capacity() > MOST_KEPT {
            return;
        }
        all.clear();
        // When a thread ends there is no room to be kept.
        let _ = ROOM.try_with(|room| {
            let mut room = room.borrow_mut();
            if room.capacity() < all.capacity() {
                *room = all;
            }
        });
    }
}

/// Room for so many pieces.
fn room_for(count: usize) -> Vec<Piece> {
    let mut room = ROOM.try_with(RefCell::take).unwrap_or_default();
    if room.capacity() < count {
        // What is too small goes first.
        room = Vec::new();
        room.reserve_exact(count);
    }
    room
}

/// Which signs stand between the pieces of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    /// A bit each, of which some signs share one.
    bits: u64,
    /// How many commas stand right before a letter.
    pub(super) tight_commas: usize,
}

/// What no sign has for a bit: "%4", of a sign that is written as an escape.
const ESCAPE: u8 = 1;

impl Signs {
    #[inline]
    const fn add(&mut self, sign: u8) {
        self.bits |= 1 << (sign & 63);
    }

    /// Whether the sign may be there: if it is not, this says so, but for a few signs.
    #[inline]
    pub(super) const fn may_have(self, sign: u8) -> bool {
        self.bits >> (sign & 63) & 1 == 1
    }

    /// Whether "%4" or "&#" may be there.
    pub(super) const fn may_have_escapes(self) -> bool {
        self.may_have(ESCAPE) || self.may_have(b'&') && self.may_have(b'#')
    }

    /// Takes in what stands between two words, and the first byte of the second.
    #[inline]
    fn read(&mut self, gap: &[u8], next: u8) {
        gap.iter().for_each(|sign| self.add(*sign));
        match gap.last() {
            Some(b',') => self.tight_commas += usize::from(next.is_ascii_alphabetic()),
            Some(b'%') if next == b'4' => self.add(ESCAPE),
            _ => {}
        }
    }
}

/// Which pieces begin in sixty-four bytes.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// A bit where one begins.
    starts: u64,
    /// How many begin before.
    before: u32,
    /// A bit where a small letter stands, and a capital.
    small: u64,
    large: u64,
}

impl Deref for Pieces {
    type Target = [Piece];

    #[inline]
    fn deref(&self) -> &[Piece] {
        &self.all
    }
}

impl Pieces {
    /// How many pieces begin before `at`, which is the index of the next one.
    #[inline]
    pub(super) fn before(&self, at: usize) -> usize {
        match self.places.get(at / 64) {
            Some(place) => place.before as usize + (place.starts & !(u64::MAX << (at % 64))).count_ones() as usize,
            None => self.all.len(),
        }
    }

    /// How many small letters and capitals there are from `from` to `to`.
    pub(super) fn cases(&self, from: usize, to: usize) -> (usize, usize) {
        let (first, last) = (from / 64, to / 64);
        let (mut small, mut large) = (0, 0);
        for (at, place) in (first..=last).zip(self.places.get(first..).unwrap_or_default()) {
            let mut bits = u64::MAX;
            if at == first {
                bits &= u64::MAX << (from % 64);
            }
            if at == last {
                bits &= !(u64::MAX << (to % 64));
            }
            small += (place.small & bits).count_ones();
            large += (place.large & bits).count_ones();
        }
        (small as usize, large as usize)
    }

    /// Whether their text is written without capitals, so that they cannot be waited for.
    pub(super) fn are_plain_case(&self) -> bool {
        let (small, large) = self.cases(0, cursor::HEAD);
        !self.is_part && cursor::is_plain(small, large)
    }

    /// The last piece that ends at `at` or before, unless one goes on over it, and what stands between.
    #[inline]
    pub(super) fn last_before<'t>(&self, text: &'t str, at: usize) -> Option<(&Piece, &'t str)> {
        let piece = self.all.get(self.before(at).checked_sub(1)?)?;
        Some((piece, text.get(piece.end..at)?))
    }

    /// The first piece that begins at `at` or behind, unless one goes on over `at`, and what stands between.
    #[inline]
    pub(super) fn first_behind<'t>(&self, text: &'t str, at: usize) -> Option<(&Piece, &'t str)> {
        let index = self.before(at);
        let piece = self.all.get(index)?;
        let is_free = index.checked_sub(1).and_then(|before| self.all.get(before)).is_none_or(|last| last.end <= at);
        Some((piece, text.get(at..piece.start)?)).filter(|_| is_free)
    }

    /// The piece that begins at `at`.
    #[inline]
    pub(super) fn at(&self, at: usize) -> Option<&Piece> {
        self.places.get(at / 64).filter(|place| place.starts >> (at % 64) & 1 == 1)?;
        self.all.get(self.before(at))
    }

    /// Those of a kind, with their places. Told with what is known of the words.
    pub(super) fn each(&self, pick: impl Fn(&Sieve) -> u64) -> impl Iterator<Item = (usize, &Piece)> {
        let places = sieve::places(self.sieves.iter().map(pick));
        places.map_while(|at| Some((at, self.all.get(at)?)))
    }

    /// Takes in another text of which some letters are in the other case: each word stands where it stood, with as many bytes.
    pub(super) fn recase(&mut self, before: &str, text: &str) {
        // Up to here the words are taken in: a long one reaches over many blocks.
        let mut done = 0;
        let blocks = before.as_bytes().chunks(64).zip(text.as_bytes().chunks(64));
        for (index, (_, bytes)) in blocks.enumerate().filter(|(_, (old, new))| old != new) {
            let (from, to) = (index * 64, index * 64 + bytes.len());
            // The first may have begun before.
            let first = self.before(from).saturating_sub(1);
            let Block { small, large, .. } = Block::of(bytes);
            if let Some(place) = self.places.get_mut(index) {
                (place.small, place.large) = (small, large);
            }
            let pieces = self.all.get_mut(first..).unwrap_or_default();
            for (at, piece) in (first..).zip(pieces).take_while(|(_, piece)| piece.start < to) {
                let (start, end) = (piece.start, piece.end);
                if end <= done {
                    continue;
                }
                done = end;
                let Some(word) =
                    text.as_bytes().get(start..end).filter(|word| before.as_bytes().get(start..end) != Some(word))
                else {
                    continue;
                };
                piece.kinds = word.chunks(64).fold(0, |kinds, bytes| kinds | Block::of(bytes).kinds(u64::MAX));
                if piece.is_known() {
                    piece.facts = lexicon::facts_at(text, start, end);
                }
                if let Some(sieve) = self.sieves.get_mut(at / sieve::EACH) {
                    sieve.recase(at, *piece);
                }
            }
        }
    }

    /// The first of a kind from the one at `from` on, or how many there are. Told with what is known of the words.
    #[inline]
    pub(super) fn next(&self, from: usize, pick: impl Fn(&Sieve) -> u64) -> usize {
        let mut open = u64::MAX << (from % sieve::EACH);
        let first = from / sieve::EACH;
        for (block, sieve) in (first..).zip(self.sieves.get(first..).unwrap_or_default()) {
            let bits = pick(sieve) & open;
            if bits != 0 {
                return block * sieve::EACH + bits.trailing_zeros() as usize;
            }
            open = u64::MAX;
        }
        self.all.len()
    }

    /// How many of them begin with a letter from `from` to `to`, and how many with a capital, where all is ASCII. What goes on over
    /// `from` begins there.
    pub(super) fn openings(&self, from: usize, to: usize) -> (u32, u32) {
        let (first, last) = (from / 64, to / 64);
        let (mut words, mut capitals) = (0, 0);
        for (at, place) in (first..=last).zip(self.places.get(first..).unwrap_or_default()) {
            let mut starts = place.starts;
            if at == first {
                starts = (starts | 1 << (from % 64)) & u64::MAX << (from % 64);
            }
            if at == last {
                starts &= !(u64::MAX << (to % 64));
            }
            words += ((place.small | place.large) & starts).count_ones();
            capitals += (place.large & starts).count_ones();
        }
        (words, capitals)
    }

    /// Whether a part is written without capitals, so that they cannot be waited for.
    pub(super) fn is_plain_case(&self, from: usize, to: usize) -> bool {
        let (small, large) = self.cases(from, to.min(from + cursor::HEAD));
        cursor::is_plain(small, large)
    }

    /// Which signs stand between them. Read with what is known of the words.
    pub(super) const fn signs(&self) -> Signs {
        self.signs
    }

    /// What is known of the word from `start` to `end`, without looking it up again where it is a piece.
    #[inline]
    pub(super) fn facts_at(&self, text: &str, start: usize, end: usize) -> Facts {
        match self.at(start) {
            Some(piece) if piece.end == end && piece.is_known() => piece.facts,
            _ => lexicon::facts_at(text, start, end),
        }
    }
}

/// Cuts a text, and looks its words up.
pub(super) fn known(text: &str) -> Pieces {
    let mut pieces = cut(text);
    know(text, &mut pieces);
    pieces
}

/// Looks the words up, and the signs between them.
pub(super) fn know(text: &str, pieces: &mut Pieces) {
    read_signs(text.as_bytes(), pieces);
    let words = pieces.all.iter_mut().filter(|piece| piece.is_known());
    lexicon::know(text, words.map(|piece| (piece.start, piece.end, &mut piece.facts)));
    for (sieve, some) in pieces.sieves.iter_mut().zip(pieces.all.chunks(sieve::EACH)) {
        sieve.know(some);
    }
}

fn read_signs(bytes: &[u8], pieces: &mut Pieces) {
    let mut signs = Signs::default();
    signs.add(b' ');
    let mut end = 0_usize;
    let mut sign = bytes.first().copied().unwrap_or(0);
    pieces.sieves.clear();
    pieces.sieves.reserve_exact(pieces.all.len().div_ceil(sieve::EACH));
    for some in pieces.all.chunks_mut(sieve::EACH) {
        let mut kinds = [0; sieve::EACH];
        for (piece, kinds) in some.iter_mut().zip(&mut kinds) {
            // Most words are parted by one blank.
            let is_blank = sign == b' ' && piece.start == end.wrapping_add(1);
            if !is_blank && piece.start > end {
                let first = bytes.get(piece.start).copied().unwrap_or(0);
                let gap = bytes.get(end..piece.start).unwrap_or_default();
                signs.read(gap, first);
                if gap.contains(&b'\n') {
                    *kinds = sieve::BROKEN;
                }
            }
            end = piece.end;
            sign = bytes.get(end).copied().unwrap_or(0);
            piece.sign = sign;
            *kinds |= sieve::kinds_of(*piece);
        }
        pieces.sieves.push(Sieve::of(&kinds));
    }
    signs.read(bytes.get(end..).unwrap_or_default(), 0);
    pieces.signs = signs;
}

/// Cuts a text. Nothing is known of the words yet.
pub(super) fn cut(text: &str) -> Pieces {
    // A note has a word every five or six bytes, a list of readings one every four; what is not used is never touched.
    let mut pieces = room_for(text.len() / 3 + 1);
    let mut places = Vec::with_capacity(text.len() / 64 + 1);
    // A piece that reaches into the next block: its start, and its kinds so far.
    let mut open: Option<(usize, u8)> = None;
    for (base, bytes) in (0_usize..).step_by(64).zip(text.as_bytes().chunks(64)) {
        let block = Block::of(bytes);
        let all = block.all();
        // A bit wherever a piece begins or ends, one after the other.
        let before = all << 1 | u64::from(open.is_some());
        let mut edges = all ^ before;
        let begun = pieces.len() + usize::from(open.is_some());
        let Block { small, large, .. } = block;
        places.push(Place { starts: all & !before, before: begun as u32, small, large });
        if let Some((start, kinds)) = open {
            let Some((end, before)) = next_edge(&mut edges) else {
                open = Some((start, kinds | block.kinds(u64::MAX)));
                continue;
            };
            pieces.push(Piece::new(start, base + end, kinds | block.kinds(before)));
            open = None;
        }
        while let Some((start, before)) = next_edge(&mut edges) {
            let start = base + start;
            match next_edge(&mut edges) {
                Some((end, within)) => pieces.push(Piece::new(start, base + end, block.kinds(within & !before))),
                None => open = Some((start, block.kinds(!before))),
            }
        }
    }
    if let Some((start, kinds)) = open {
        pieces.push(Piece::new(start, text.len(), kinds));
    }
    Pieces { all: pieces, places, signs: Signs::default(), sieves: Vec::new(), is_part: false }
}

/// Takes the lowest bit: where it stands, and the bits below it.
#[inline]
const fn next_edge(edges: &mut u64) -> Option<(usize, u64)> {
    if *edges == 0 {
        return None;
    }
    let rest = edges.wrapping_sub(1);
    let found = (edges.trailing_zeros() as usize, rest & !*edges);
    *edges &= rest;
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_words() {
        let text = " Ana's B12,\u{e9}t\u{e9} x";
        let shown: Vec<(&str, u8)> = cut(text).iter().map(|p| (text.get(p.start..p.end).unwrap(), p.kinds)).collect();
        assert_eq!(
            shown,
            [
                ("Ana", LARGE | SMALL),
                ("s", SMALL),
                ("B12", LARGE | DIGIT),
                ("\u{e9}t\u{e9}", WIDE | SMALL),
                ("x", SMALL)
            ]
        );
        assert!(cut("").is_empty() && cut(" .,").is_empty());
    }

    #[test]
    fn letters_in_the_other_case_are_taken_in() {
        let text = "Seen by dr. smith, who wROTE to mr. Ruiz-\u{e9}TE at testmesa CLINIC on may 7; x9 and b12.  "
            .repeat(5)
            + &"ab".repeat(90);
        let mut other: Vec<u8> = text.bytes().collect();
        for at in
            [8, 9, 12, 19, 25, 32, 33, 63, 64, 65, 127, 128, 200, 201, 202, 300, 301, 440, 500, 520, other.len() - 1]
        {
            if other[at].is_ascii_alphabetic() {
                other[at] ^= 0x20;
            }
        }
        let other = String::from_utf8(other).unwrap();
        let mut pieces = known(&text);
        pieces.recase(&text, &other);
        assert_eq!(format!("{pieces:?}"), format!("{:?}", known(&other)));
        assert_ne!(format!("{pieces:?}"), format!("{:?}", known(&text)));
    }

    fn byte_by_byte(text: &str) -> Vec<Piece> {
        let kind = |byte: u8| match byte {
            b'a'..=b'z' => SMALL,
            b'A'..=b'Z' => LARGE,
            b'0'..=b'9' => DIGIT,
            0x80.. => WIDE,
            _ => 0,
        };
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, kinds) in text.bytes().map(kind).enumerate().filter(|(_, kinds)| *kinds != 0) {
            match pieces.last_mut() {
                Some(last) if last.end == at => (last.end, last.kinds) = (at + 1, last.kinds | kinds),
                _ => pieces.push(Piece::new(at, at + 1, kinds)),
            }
        }
        pieces
    }

    fn check(text: &str) {
        let (cut, pieces) = (cut(text), byte_by_byte(text));
        assert_eq!(*cut, *pieces, "{text}");
        for at in 0..=text.len() + 64 {
            assert_eq!(cut.before(at), pieces.iter().filter(|piece| piece.start < at).count(), "{text} {at}");
            assert_eq!(cut.at(at), pieces.iter().find(|piece| piece.start == at), "{text} {at}");
            let (from, to) = (at.min(text.len()), text.len().min(at + at % 7 * 30));
            let part = text.as_bytes().get(from..to).unwrap();
            let count = |is: fn(&&u8) -> bool| part.iter().filter(is).count();
            let cases = (count(|b| b.is_ascii_lowercase()), count(|b| b.is_ascii_uppercase()));
            assert_eq!(cut.cases(from, to), cases, "{text} {from} {to}");
        }
    }

    #[test]
    fn what_is_known_of_a_piece_is_what_the_tables_say() {
        let text =
            "Martinez saw a patient of 43rd Str. Jos\u{e9} and J\u{fc}rgen hippopotomonstrosesquippedalio B12 Ana";
        let pieces = known(text);
        for piece in pieces.iter() {
            let facts = lexicon::facts(text.get(piece.start..piece.end).unwrap());
            assert!(!piece.is_known() || piece.facts == facts);
            assert_eq!(pieces.facts_at(text, piece.start, piece.end), facts);
            assert_eq!(
                pieces.facts_at(text, piece.start, piece.end - 1),
                lexicon::facts(text.get(piece.start..piece.end - 1).unwrap_or_default())
            );
        }
        assert!(pieces.iter().any(|piece| piece.facts.entry.is_name()));
    }

    #[test]
    fn many_at_once_are_cut_as_one_by_one() {
        let all: String = (1..0x180_u32).filter_map(char::from_u32).collect();
        for len in [0, 1, 62, 63, 64, 65, 66, 127, 128, 129, 200] {
            for text in
                ["a".repeat(len), " ".repeat(len), "Ab1 ".repeat(len), "\u{e9}a,9".repeat(len), "x".repeat(len) + " "]
            {
                check(&text);
            }
        }
        for start in (0..all.len()).filter(|at| all.is_char_boundary(*at)) {
            let text = all.get(start..).unwrap();
            check(text);
        }
    }
}
