//! The weights, and the best labels of words that stand together.

use std::borrow::Cow;

use super::{LABELS, feature::Features};

/// Rows of the table: a power of two.
pub(super) const ROWS: usize = 1 << 15;

/// Bytes of a row: two that tell features apart, a weight for each label but the first, one that is free.
pub(super) const ROW: usize = 8;

/// In how many ways two neighbours are joined.
pub(super) const LINKS: usize = 6;

/// Bytes of the weights of neighbours, two each.
pub(super) const PAIRS: usize = LINKS * LABELS * LABELS * 2;

/// Bytes of what each label must be worth, two each.
const LEAST: usize = LABELS * 2;

/// The longest run that is decided at once.
pub(super) const MOST: usize = 24;

/// A point of a weight, as a share of one.
pub(super) const SCALE: i32 = 24;

/// A score for each label.
pub(super) type Scores = [i32; LABELS];

/// The weights: rows, then pairs, then what each label must be worth at the beginning of a run.
#[derive(Clone, Debug)]
pub(super) struct Model {
    bytes: Cow<'static, [u8]>,
}

impl Model {
    /// `None` when the length is wrong.
    pub(super) fn of(bytes: Cow<'static, [u8]>) -> Option<Self> {
        (bytes.len() == ROWS * ROW + PAIRS + LEAST).then_some(Self { bytes })
    }

    /// What the features of a word say for each label.
    pub(super) fn score(&self, features: &Features) -> Scores {
        let mut sum = [0_i32; ROW];
        for hash in features.hashes() {
            let (place, print) = place(*hash);
            let Some(row) = self.bytes.get(place * ROW..).and_then(|rest| rest.first_chunk::<ROW>()) else { continue };
            if [row[0], row[1]] == print {
                for (sum, weight) in sum.iter_mut().zip(row) {
                    *sum += i32::from(weight.cast_signed());
                }
            }
        }
        let [_, _, name, place, date, age, id, _] = sum;
        [0, name, place, date, age, id]
    }

    /// What a label must be worth at the beginning of a run.
    fn least(&self, label: usize) -> i32 {
        let at = ROWS * ROW + PAIRS + label * 2;
        self.bytes
            .get(at..)
            .and_then(|rest| rest.first_chunk())
            .map_or(0, |least| i32::from(i16::from_le_bytes(*least)))
    }

    /// What it is worth that one label follows another.
    fn pair(&self, link: u8, from: usize, to: usize) -> i32 {
        let at = ROWS * ROW + (usize::from(link) * LABELS * LABELS + from * LABELS + to) * 2;
        self.bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |pair| i32::from(i16::from_le_bytes(*pair)))
    }

    /// The labels of words that stand together which add up to most; of two that are worth the same, the first.
    pub(super) fn best(&self, scores: &[Scores], links: &[u8], labels: &mut [u8; MOST]) {
        let mut from = [[0_u8; LABELS]; MOST];
        let mut sums = Scores::default();
        for (at, (score, back)) in scores.iter().zip(&mut from).enumerate() {
            let link = links.get(at).copied().unwrap_or(0);
            let mut next = Scores::default();
            for (to, (next, back)) in next.iter_mut().zip(back.iter_mut()).enumerate() {
                let mut best = if at == 0 { -self.least(to) } else { i32::MIN };
                for (from, sum) in sums.iter().enumerate().filter(|_| at > 0) {
                    let sum = sum + self.pair(link, from, to);
                    if sum > best {
                        (best, *back) = (sum, from as u8);
                    }
                }
                *next = best + score.get(to).copied().unwrap_or(0);
            }
            sums = next;
        }
        let mut label = 0;
        let mut best = i32::MIN;
        for (at, sum) in sums.iter().enumerate() {
            if *sum > best {
                (best, label) = (*sum, at as u8);
            }
        }
        for at in (0..scores.len().min(MOST)).rev() {
            if let Some(slot) = labels.get_mut(at) {
                *slot = label;
            }
            label = from.get(at).and_then(|from| from.get(usize::from(label))).copied().unwrap_or(0);
        }
    }
}

/// The row of a feature, and what tells it from others of the same row. A print of zeros is an empty row's.
pub(super) fn place(hash: u32) -> (usize, [u8; 2]) {
    let [a, b, c, d] = hash.to_le_bytes();
    (usize::from(u16::from_le_bytes([a, b])) % ROWS, [c, d | 1])
}
