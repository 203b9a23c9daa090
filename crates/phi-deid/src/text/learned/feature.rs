//! What is told of a word: facts of the lexicon and the lists, its shape, what stands around it.

use super::{
    Run,
    page::{Line, Page},
    sight::Sight,
};
use crate::{
    lexicon,
    text::{
        piece::{DIGIT, LARGE, Piece, SMALL, WIDE},
        token::lists,
        words,
    },
};

/// The most features of a word.
pub(super) const MOST: usize = 128;

/// The features of a word, each a hash of what it is and its value.
pub(super) struct Features {
    hashes: [u32; MOST],
    len: usize,
    /// The words that were read last: those beside one are asked for again and again.
    read: [(usize, Word); READ],
}

/// A power of two.
const READ: usize = 16;

impl Features {
    pub(super) const fn new() -> Self {
        Self { hashes: [0; MOST], len: 0, read: [(usize::MAX, Word::NONE); READ] }
    }

    #[cfg(test)]
    pub(super) fn of(hashes: &[u32]) -> Self {
        let mut features = Self::new();
        features.hashes.iter_mut().zip(hashes).for_each(|(slot, hash)| *slot = *hash);
        features.len = hashes.len().min(MOST);
        features
    }

    pub(super) fn hashes(&self) -> &[u32] {
        self.hashes.get(..self.len).unwrap_or_default()
    }

    #[inline]
    fn add(&mut self, feature: u32) {
        if let Some(slot) = self.hashes.get_mut(self.len) {
            *slot = feature;
            self.len = self.len.wrapping_add(1);
        }
    }

    /// Several at once.
    #[inline]
    fn add_all<const N: usize>(&mut self, features: [u32; N]) {
        if let Some(slots) = self.hashes.get_mut(self.len..).and_then(|rest| rest.first_chunk_mut::<N>()) {
            *slots = features;
            self.len = self.len.wrapping_add(N);
        }
    }

    /// Another page is looked at.
    pub(super) fn forget(&mut self) {
        self.read.iter_mut().for_each(|slot| slot.0 = usize::MAX);
    }

    /// Features become hashes, many at a time.
    fn mix(&mut self) {
        for hash in self.hashes.get_mut(..self.len).unwrap_or_default() {
            *hash = mix(*hash);
        }
    }

    fn word(&mut self, page: &Page<'_>, at: Option<usize>) -> Word {
        let Some(at) = at else { return Word::NONE };
        let Some(slot) = self.read.get_mut(at % READ) else { return Word::NONE };
        if slot.0 != at {
            *slot = (at, Word::at(page, at));
        }
        slot.1
    }

    /// One for each list.
    fn add_bits(&mut self, kind: u32, mut bits: u64) {
        while bits != 0 {
            self.add(of(kind, bits.trailing_zeros()));
            bits &= bits - 1;
        }
    }
}

const fn mix(hash: u32) -> u32 {
    let hash = (hash ^ hash >> 15).wrapping_mul(0x7feb_352d);
    hash ^ hash >> 16
}

/// A feature of a kind, not yet hashed.
const fn of(kind: u32, value: u32) -> u32 {
    value ^ kind.wrapping_mul(0x9e37_79b1)
}

/// The same of two values.
const fn both(kind: u32, one: u32, other: u32) -> u32 {
    of(kind, two(one, other))
}

const fn two(one: u32, other: u32) -> u32 {
    one.wrapping_mul(0x0100_0193).rotate_left(11) ^ other
}

/// The hash of a word without its case.
#[inline]
pub(super) fn hash(text: &str, piece: Piece) -> u32 {
    let len = piece.end.saturating_sub(piece.start);
    // Most words are shorter than eight bytes, and there are eight to be read at once.
    let eight = text.as_bytes().get(piece.start..).and_then(|rest| rest.first_chunk::<8>());
    if let (1..8, Some(eight)) = (len, eight) {
        return hash_of(u64::from_be_bytes(*eight) >> (64 - 8 * len), 0, len);
    }
    hash_bytes(text.as_bytes().get(piece.start..piece.end).unwrap_or_default())
}

/// The same of bytes: of the first and the last eight, and how many there are.
#[inline]
pub(super) fn hash_bytes(word: &[u8]) -> u32 {
    let (first, last) = match (word.first_chunk::<8>(), word.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (word.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0),
    };
    hash_of(first, last, word.len())
}

#[inline]
fn hash_of(first: u64, last: u64, len: usize) -> u32 {
    let small = |bytes: u64| bytes | 0x2020_2020_2020_2020;
    let mixed = small(first).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ small(last).rotate_left(29) ^ len as u64;
    let [_, _, _, _, a, b, c, d] = mixed.wrapping_mul(0xff51_afd7_ed55_8ccd).to_le_bytes();
    mix(u32::from_le_bytes([a, b, c, d]))
}

/// A word with what is known of it.
#[derive(Clone, Copy)]
struct Word {
    hash: u32,
    shape: u32,
    /// Its length, of a short number also its size.
    size: u32,
    /// What lexicon and lists say in short, with the shape.
    sum: u32,
    entry: u32,
    lists: u64,
    claim: u32,
}

impl Word {
    /// Before the first word and behind the last.
    const NONE: Self = Self { hash: 0, shape: 0, size: 0, sum: 0, entry: 0, lists: 0, claim: 0 };

    fn at(page: &Page<'_>, at: usize) -> Self {
        let Some(piece) = page.pieces.get(at).copied() else { return Self::NONE };
        let claim = u32::from(page.claim(at));
        if claim > 0 {
            return Self { hash: claim, shape: 15, sum: 0xffff_0000 | claim, claim, ..Self::NONE };
        }
        let word = page.text.get(piece.start..piece.end).unwrap_or_default();
        let shape = shape(word, piece);
        let len = word.len().min(15) as u32;
        if piece.kinds == DIGIT {
            let size = number(word);
            return Self {
                hash: hash(page.text, piece),
                shape,
                size: len | size << 4,
                sum: size | len.min(7) << 4 | 1 << 31,
                ..Self::NONE
            };
        }
        let facts = piece.facts_in(page.text);
        let entry = facts.entry;
        let has = |bit: u32| facts.lists >> bit & 1 == 1;
        let flags = [
            entry.surname() >= 2,
            entry.given() >= 2,
            entry.is_strong_name(),
            entry.is_name(),
            entry.is_clinical(),
            entry.city() > 0,
            entry.city() > 1,
            has(words::COMMON_BIT),
            has(words::CLINICAL_BIT),
            has(lists::STOP_BIT),
            has(lists::EPONYM_BIT),
            facts.shape.is_drug_like(),
        ];
        let flags = flags.iter().fold(0, |bits, flag| bits << 1 | u32::from(*flag));
        let ordinary = match entry.ordinary() {
            0 => 0,
            1 | 2 => 1,
            3 | 4 => 2,
            _ => 3,
        };
        Self {
            hash: hash(page.text, piece),
            shape,
            size: len,
            sum: (flags << 2 | ordinary) << 4 | shape,
            entry: u32::from(entry.bits()),
            lists: facts.lists,
            claim: 0,
        }
    }
}

/// What is told of words that stand together: the last of them, and whether one of them is borne, a town or a noun of houses.
#[derive(Clone, Copy, Default)]
pub(super) struct Phrase {
    from: usize,
    to: usize,
    first: u32,
    last: u32,
    last_lists: u64,
    /// A bit for each kind of word among them.
    kinds: u32,
}

impl Phrase {
    /// Moves to the phrase of the piece.
    pub(super) fn follow(&mut self, page: &Page<'_>, run: &Run, at: usize, features: &mut Features) {
        if (self.from..self.to).contains(&at) {
            return;
        }
        let (from, to) = run.phrase(at);
        let last = features.word(page, to.checked_sub(1));
        *self = Self {
            from,
            to,
            first: features.word(page, Some(from)).hash,
            last: last.hash,
            last_lists: last.lists,
            kinds: 0,
        };
        for at in from..to {
            let Some(piece) = page.pieces.get(at) else { break };
            let facts = piece.facts_in(page.text);
            let has = |bit: u32| facts.lists >> bit & 1 == 1;
            let entry = facts.entry;
            let flags = [
                has(lists::INSTITUTION_BIT),
                has(words::KIND_BIT) || has(lists::WEAK_INSTITUTION_BIT),
                entry.given() >= 2 && entry.is_strong_name(),
                entry.surname() >= 2 && entry.is_strong_name(),
                entry.city() > 0,
                has(words::CLINICAL_BIT) || entry.is_clinical(),
                has(words::COMMON_BIT) || matches!(entry.ordinary(), 1 | 2),
                piece.has(DIGIT),
                entry.is_unknown() && !piece.has(DIGIT),
            ];
            self.kinds |= flags.iter().fold(0, |bits, flag| bits << 1 | u32::from(*flag));
        }
    }
}

/// Whether this word and a neighbour, a space between, are a town of two words.
fn town(page: &Page<'_>, first: usize) -> u32 {
    let (Some(one), Some(other)) = (page.pieces.get(first), page.pieces.get(first + 1)) else { return 0 };
    let is_open = page.claim(first) == 0 && page.claim(first + 1) == 0;
    if !is_open || other.start != one.end + 1 || (one.kinds | other.kinds) & DIGIT > 0 || !one.has(LARGE) {
        return 0;
    }
    page.text
        .get(one.start..other.end)
        .filter(|phrase| phrase.contains(' '))
        .map_or(0, |phrase| lexicon::phrase(phrase).city())
}

/// Whether a word is short enough for initials.
#[inline]
pub(super) const fn is_short(piece: Piece) -> bool {
    piece.end - piece.start < 4 && !piece.has(DIGIT)
}

/// How a word is written.
fn shape(word: &str, piece: Piece) -> u32 {
    let starts_upper = word.starts_with(char::is_uppercase);
    match piece.kinds & !WIDE {
        SMALL | 0 => 1 + u32::from(starts_upper),
        LARGE if word.len() == 1 => 4,
        LARGE => 3,
        kinds if kinds == SMALL | LARGE => {
            let inner = word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
            if starts_upper && !inner { 2 } else { 5 }
        }
        DIGIT => 6,
        kinds if kinds == LARGE | DIGIT => 7,
        kinds if kinds == SMALL | DIGIT => 8,
        _ => 9,
    }
}

/// How large a number is.
fn number(digits: &str) -> u32 {
    let zero = u32::from(digits.starts_with('0')) << 3;
    let size = match digits.parse::<u32>().unwrap_or(u32::MAX) {
        0..=12 => 0,
        13..=31 => 1,
        32..=59 => 2,
        60..=89 => 3,
        90..=115 => 4,
        1900..=2099 => 5,
        116..=999 => 6,
        _ => 7,
    };
    size | zero
}

/// Letters and digits of a word, each as its kind, up to eight.
fn pattern(word: &str) -> u32 {
    word.bytes().take(8).fold(1, |sum, byte| {
        sum << 2
            | match byte {
                b'0'..=b'9' => 1,
                b'A'..=b'Z' => 2,
                _ => 3,
            }
    })
}

/// What stands between two words: short signs as they are; breaks and wide spaces as such.
#[inline]
pub(super) fn gap(bytes: &[u8]) -> u32 {
    if let [only] = bytes {
        return match only {
            b'\n' => 1,
            b' ' => 4,
            only => 0x100 | u32::from(*only),
        };
    }
    if bytes.iter().take(12).any(|b| *b == b'\n') {
        return 1 + u32::from(bytes.iter().take(12).filter(|b| **b == b'\n').count() > 1);
    }
    match bytes {
        [] | [_] => 3,
        [b' ', b' ', ..] | [.., b' ', b' '] | [b'\t', ..] => 5,
        [one, other] => 0x1_0000 | u32::from(*one) << 8 | u32::from(*other),
        [one, other, .., last] => 0x100_0000 | u32::from(*one) << 16 | u32::from(*other) << 8 | u32::from(*last),
    }
}

/// Tells the features of the piece at `at`.
pub(super) fn tell(page: &Page<'_>, at: usize, line: &Line, phrase: &Phrase, out: &mut Features) {
    out.len = 0;
    let Some(piece) = page.pieces.get(at).copied() else { return };
    let text = page.text.get(piece.start..piece.end).unwrap_or_default();
    let (before, behind) = (page.before(at), page.behind(at));
    let word = out.word(page, Some(at));
    let (one, two_before) = (out.word(page, before), out.word(page, before.and_then(|at| page.before(at))));
    let (next, two_behind) = (out.word(page, behind), out.word(page, behind.and_then(|at| page.behind(at))));
    let (left, right) = (gap(page.gap_before(at)), gap(page.gap_before(at + 1)));
    let case = u32::from(page.is_plain) | u32::from(line.is_shouted) << 1;
    let shape = word.shape | case << 4;
    let label = line.label;
    let elsewhere = page.elsewhere(word.hash);
    let bytes = text.as_bytes();
    let sight = Sight::of(page, at);

    let len = (phrase.to - phrase.from).min(7) as u32;
    let place = (at - phrase.from).min(7) as u32;
    let claims = two_before.claim << 9 | one.claim << 6 | next.claim << 3 | two_behind.claim;
    out.add_all([
        of(0, shape),
        both(1, word.shape, word.size),
        both(15, word.sum, case),
        both(42, word.sum, line.capitals),
        both(43, shape, line.capitals),
        of(16, one.hash),
        both(17, one.hash, shape),
        of(19, next.hash),
        both(20, next.hash, shape),
        both(22, two_before.hash, one.hash),
        both(23, next.hash, two_behind.hash),
        both(24, two_before.hash, 0),
        both(28, one.sum, left),
        both(29, next.sum, right),
        both(30, two(left, right), word.shape),
        both(31, left, shape),
        both(32, right, shape),
        both(35, one.sum, word.sum),
        both(36, word.sum, next.sum),
        both(38, label, word.shape),
        both(39, label, word.sum),
        both(40, claims, word.shape),
        both(44, len << 3 | place, shape),
        both(45, phrase.last, word.shape),
        both(46, phrase.first, word.shape),
        both(48, phrase.kinds, word.shape),
        both(51, phrase.kinds, word.sum),
        both(52, line.first, word.shape),
        both(53, line.first, word.sum),
    ]);
    if piece.has(DIGIT) {
        let pattern = pattern(text);
        out.add_all([of(2, pattern), both(3, pattern, left), both(4, pattern, one.hash), both(5, pattern, next.hash)]);
    } else {
        let ending = |len: usize| hash_bytes(bytes.get(bytes.len().saturating_sub(len)..).unwrap_or_default());
        out.add_all([
            of(6, word.hash),
            of(7, hash_bytes(bytes.get(..3).unwrap_or(bytes))),
            of(8, ending(3)),
            of(9, ending(2)),
            both(10, word.entry, word.shape),
            both(13, word.sum, elsewhere),
            both(14, word.shape, elsewhere),
        ]);
        out.add_bits(12, word.lists);
    }
    let named = page.named(word.hash);
    if named > 0 && !piece.has(DIGIT) {
        out.add_all([both(70, named, word.shape), both(71, named, word.sum)]);
    }
    let Sight { above, below } = sight;
    if above | below > 0 {
        out.add_all([
            both(77, above, word.shape),
            both(78, below, word.shape),
            both(79, two(above, below), word.shape),
        ]);
        if piece.has(DIGIT) {
            let pattern = pattern(text);
            out.add_all([both(80, above, pattern), both(81, below, pattern)]);
        }
    }
    out.add_bits(33, one.lists);
    out.add_bits(34, next.lists);
    out.add_bits(47, phrase.last_lists);
    let towns = town(page, at) << 2 | at.checked_sub(1).map_or(0, |before| town(page, before));
    if towns > 0 {
        out.add(both(55, towns, word.shape));
    }
    if is_short(piece) {
        let (known, rest) = (page.initials(piece), page.rest(at));
        out.add_all([
            both(65, known, word.shape),
            both(66, rest, word.shape),
            both(67, two(known, right), word.shape),
            both(68, two(left, right), word.sum),
            both(69, two(one.claim, next.claim), two(word.shape, word.size)),
        ]);
    }
    out.mix();
}

/// Tells what the rule that found a word says of it, and whether other rules name somebody in its document.
pub(super) fn tell_doubted(page: &Page<'_>, at: usize, phrase: &Phrase, (rule, sure): (u32, u32), out: &mut Features) {
    let word = out.word(page, Some(at));
    let (before, behind) = (page.before(at), page.behind(at));
    let (one, next) = (out.word(page, before), out.word(page, behind));
    let (left, right) = (gap(page.gap_before(at)), gap(page.gap_before(at + 1)));
    let len = (phrase.to - phrase.from).min(7) as u32;
    let place = (at - phrase.from).min(7) as u32;
    let elsewhere = page.elsewhere(word.hash);
    let told = [
        of(56, rule),
        both(57, rule, word.sum),
        both(58, rule, len << 3 | place),
        both(59, rule, phrase.kinds),
        both(60, rule, two(one.sum, left)),
        both(61, rule, two(next.sum, right)),
        both(62, rule, sure << 3 | elsewhere),
        both(63, sure, word.sum),
        both(64, sure, word.hash),
    ];
    told.into_iter().for_each(|feature| out.add(mix(feature)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_a_text_is_hashed_as_its_bytes() {
        let text = "Ana 1 B12 abcdefg abcdefgh abcdefghi \u{e9}t\u{e9} end";
        for piece in crate::text::piece::known(text).iter() {
            let bytes = text.as_bytes().get(piece.start..piece.end).unwrap();
            assert_eq!(hash(text, *piece), hash_bytes(bytes), "{piece:?}");
        }
    }
}
