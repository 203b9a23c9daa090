//! The weights, and the best labels of words that stand together.

use std::{
    borrow::Cow,
    sync::atomic::{AtomicU64, Ordering},
};

use super::{
    LABELS, doubt,
    feature::{self, Features},
};

/// Rows of the table.
pub(super) const ROWS: usize = PLACES * BESIDE;

/// Places of the table. A feature is in one of the rows of its place: were there one row for each place, every second
/// feature would find its own taken by another.
pub(super) const PLACES: usize = 3 << 13;

/// Rows of a place, as many as are looked at at once.
pub(super) const BESIDE: usize = 4;

/// Bytes of a row: two that tell features apart, a weight for each label but the first, one that is free.
pub(super) const ROW: usize = 8;

/// In how many ways two neighbours are joined.
pub(super) const LINKS: usize = 7;

/// Bytes of the weights of neighbours, two each.
pub(super) const PAIRS: usize = LINKS * LABELS * LABELS * 2;

/// Bytes of what each label must be worth, two each.
const LEAST: usize = LABELS * 2;

/// Bytes of what a word in small letters must be worth besides.
const SMALL: usize = 2;

/// Where the weights against weak findings begin.
pub(super) const DOUBTS: usize = ROWS * ROW + PAIRS + LEAST + SMALL;

/// The longest run that is decided at once.
pub(super) const MOST: usize = 24;

/// A power of two that is not below the most features.
const KNOWN: usize = feature::MOST.next_power_of_two();

/// A point of a weight, as a share of one.
#[cfg(any(test, feature = "training"))]
pub(super) const SCALE: i32 = 24;

/// A score for each label.
pub(super) type Scores = [i32; LABELS];

/// The same with room behind it: as many as are added up at once.
type Lanes = [i32; LABELS.next_power_of_two()];

/// The number of the next weights that are not those of this crate.
static OTHERS: AtomicU64 = AtomicU64::new(1);

/// The weights: rows, then pairs, then what each label must be worth at the beginning of a run, then what is asked of
/// small letters besides.
#[derive(Clone, Debug)]
pub(super) struct Model {
    bytes: Cow<'static, [u8]>,
    /// What it is worth that a label follows another: by link, by the one before, by the one behind.
    pairs: [[Lanes; LABELS]; LINKS],
    /// What a label must be worth at the beginning of a run.
    least: Scores,
    /// What any label must be worth besides where a word is in small letters and others have capitals.
    small: i32,
    /// Of each row the first byte of what its feature is told by, those of a place together: most features have none, and this
    /// is read faster.
    filter: Box<[u32; PLACES]>,
    /// Tells weights apart: 0 those of this crate.
    pub(super) number: u64,
}

impl Model {
    /// `None` when the length is wrong.
    pub(super) fn of(bytes: Cow<'static, [u8]>) -> Option<Self> {
        if bytes.len() != DOUBTS + doubt::BYTES {
            return None;
        }
        let mut numbers =
            bytes.get(ROWS * ROW..)?.as_chunks::<2>().0.iter().map(|two| i32::from(i16::from_le_bytes(*two)));
        let mut pairs = [[Lanes::default(); LABELS]; LINKS];
        for table in &mut pairs {
            for (from, to) in (0..LABELS).flat_map(|from| (0..LABELS).map(move |to| (from, to))) {
                *table.get_mut(from)?.get_mut(to)? = numbers.next()?;
            }
        }
        let mut least = [0; LABELS];
        for slot in &mut least {
            *slot = numbers.next()?;
        }
        let small = numbers.next()?;
        drop(numbers);
        let places = bytes.as_chunks::<ROW>().0.as_chunks::<BESIDE>().0.iter();
        let prints = places.map(|rows| u32::from_le_bytes(rows.map(|[print, ..]| print)));
        let filter = prints.take(PLACES).collect::<Vec<u32>>().into_boxed_slice().try_into().ok()?;
        let number = match bytes {
            Cow::Borrowed(_) => 0,
            Cow::Owned(_) => OTHERS.fetch_add(1, Ordering::Relaxed),
        };
        Some(Self { bytes, pairs, least, small, filter, number })
    }

    /// The weights against weak findings.
    pub(super) fn doubt(&self) -> Option<doubt::Weights<'_>> {
        doubt::Weights::of(self.bytes.get(DOUBTS..)?)
    }

    /// What the features of a word say for each label.
    pub(super) fn score(&self, features: &Features) -> Scores {
        /// Every other byte, and the sign of each: a weight with its sign turned is 128 more, and never below zero.
        const EVEN: u64 = 0x00ff_00ff_00ff_00ff;
        const SIGNS: u64 = 0x8080_8080_8080_8080;
        /// The lowest bit of each byte.
        const EACH: u32 = 0x0101_0101;
        let Some(rows) = self.bytes.first_chunk::<{ ROWS * ROW }>() else { return Scores::default() };
        let (rows, _) = rows.as_chunks::<ROW>();
        // The highest bit of each byte of a place that begins the print of the feature, and of equal ones above it: of the lowest it
        // is sure.
        let rows_alike = |hash: u32| {
            let (place, [first, _]) = place(hash, PLACES);
            let apart = self.filter.get(place).copied().unwrap_or_default() ^ u32::from(first).wrapping_mul(EACH);
            apart.wrapping_sub(EACH) & !apart & (EACH << 7)
        };
        // Nobody can foretell which features have a row, so nothing branches on it.
        let mut known = [0_u32; KNOWN];
        let mut len = 0_usize;
        for hash in features.hashes() {
            if let Some(slot) = known.get_mut(len % KNOWN) {
                *slot = *hash;
            }
            len = len.wrapping_add(usize::from(rows_alike(*hash) != 0));
        }
        let known = known.get(..len).unwrap_or_default();
        // The weights are added four at a time, each in sixteen bits, which no sum of features fills.
        let (mut even, mut odd) = (0_u64, 0_u64);
        for hash in known {
            let (place, [_, second]) = place(*hash, PLACES);
            let at = rows_alike(*hash).trailing_zeros() / 8;
            // A row is one word. Nothing waits for it but the sum, so that one wait for memory does for many.
            let row = rows.get(place * BESIDE + at as usize % BESIDE).map_or(0, |row| u64::from_le_bytes(*row));
            let print = row >> 8 ^ u64::from(second);
            // All bits where the row is that of the feature, none where it is another's: nobody can foretell which, so nothing
            // branches on it.
            let is_its = ((print & 0xff).wrapping_sub(1).cast_signed() >> 63).cast_unsigned();
            let row = row & is_its ^ SIGNS;
            even = even.wrapping_add(row & EVEN);
            odd = odd.wrapping_add(row >> 8 & EVEN);
        }
        let turned = known.len() as i32 * 128;
        let lane = |sum: u64, at: u32| (sum >> (at * 16) & 0xffff) as i32 - turned;
        [0, lane(even, 1), lane(odd, 1), lane(even, 2), lane(odd, 2), lane(even, 3)]
    }

    /// The same of a word in small letters where others have capitals.
    pub(super) fn score_small(&self, features: &Features) -> Scores {
        let mut scores = self.score(features);
        scores.iter_mut().skip(1).for_each(|score| *score -= self.small);
        scores
    }

    /// The labels of words that stand together which add up to most; of two that are worth the same, the first.
    pub(super) fn best(&self, scores: &[Scores], links: &[u8], labels: &mut [u8; MOST]) {
        let mut from = [Lanes::default(); MOST];
        let mut sums = Lanes::default();
        for (at, (score, back)) in scores.iter().zip(&mut from).enumerate() {
            let link = links.get(at).copied().unwrap_or(0);
            let Some(table) = self.pairs.get(usize::from(link)) else { continue };
            let mut best = Lanes::default();
            if at == 0 {
                best.iter_mut().zip(&self.least).for_each(|(best, least)| *best = -least);
            } else {
                // The best one before for all labels at once: nobody can foretell which it is, so nothing branches on it.
                best = [i32::MIN; LABELS.next_power_of_two()];
                for (label, (sum, pairs)) in (0..).zip(sums.iter().zip(table)) {
                    for ((best, back), pair) in best.iter_mut().zip(back.iter_mut()).zip(pairs) {
                        let sum = sum.wrapping_add(*pair);
                        let is_better = sum > *best;
                        *best = if is_better { sum } else { *best };
                        *back = if is_better { label } else { *back };
                    }
                }
            }
            best.iter_mut().zip(score).for_each(|(best, score)| *best = best.wrapping_add(*score));
            sums = best;
        }
        let mut label = 0;
        let mut best = i32::MIN;
        for (at, sum) in sums.iter().take(LABELS).enumerate() {
            if *sum > best {
                (best, label) = (*sum, at as i32);
            }
        }
        for at in (0..scores.len().min(MOST)).rev() {
            if let Some(slot) = labels.get_mut(at) {
                *slot = label as u8;
            }
            label = from.get(at).and_then(|from| from.get(label as usize)).copied().unwrap_or(0);
        }
    }
}

/// Which of so many places is that of a feature, and what tells it from others there. A print of zeros is an empty row's.
pub(super) const fn place(hash: u32, places: usize) -> (usize, [u8; 2]) {
    let [a, b, ..] = hash.to_le_bytes();
    (((hash as u64 * places as u64) >> 32) as usize, [a, b | 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_by_one(bytes: &[u8], hashes: &[u32]) -> Scores {
        let mut sum = Scores::default();
        for hash in hashes {
            let (place, print) = place(*hash, PLACES);
            let rows = bytes.as_chunks::<ROW>().0.get(place * BESIDE..(place + 1) * BESIDE).unwrap();
            if let Some(row) = rows.iter().find(|row| row[0] == print[0]).filter(|row| row.starts_with(&print)) {
                for (sum, weight) in sum.iter_mut().skip(1).zip(row.iter().skip(2)) {
                    *sum += i32::from(weight.cast_signed());
                }
            }
        }
        sum
    }

    #[test]
    fn four_weights_at_once_add_up_as_one_by_one() {
        let mut seed = 7_u32;
        let mut next = || {
            seed = seed.wrapping_mul(0x915f_77f5).wrapping_add(0x3c6e_f35f);
            seed ^ seed >> 13
        };
        let mut bytes: Vec<u8> = (0..DOUBTS + doubt::BYTES).map(|_| next() as u8).collect();
        let hashes: Vec<u32> = (0..feature::MOST).map(|_| next()).collect();
        // Two of three are in the table, some of them at the ends of what a weight may be.
        for (at, hash) in hashes.iter().enumerate().filter(|(at, _)| at % 3 > 0) {
            let (place, [a, b]) = place(*hash, PLACES);
            let row = place * BESIDE + at % BESIDE;
            let row = bytes.get_mut(row * ROW..).and_then(|rest| rest.first_chunk_mut::<ROW>()).unwrap();
            [row[0], row[1]] = [a, b];
            if at % 3 == 1 {
                [row[2], row[3], row[4]] = [0x80, 0x7f, 0xff];
            }
        }
        let model = Model::of(Cow::Owned(bytes.clone())).unwrap();
        for len in [0, 1, 2, 3, 40, feature::MOST] {
            let hashes = hashes.get(..len).unwrap();
            assert_eq!(model.score(&Features::of(hashes)), one_by_one(&bytes, hashes), "{len}");
        }
    }
}
