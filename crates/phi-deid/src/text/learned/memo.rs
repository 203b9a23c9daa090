//! What was decided last of words that stand together: the output is looked at once more, and nearly all of it is what it was.
//!
//! A decision follows from the words, what is found beside them, the signs between and a few facts of the line. All of that goes
//! into a key of 128 bits; equal keys stand for equal words.

use std::cell::RefCell;

use super::{
    Run,
    feature::{self, gap},
    model::MOST,
    page::{Line, Page},
    sight::Sight,
};
use crate::text::piece::Piece;

/// Powers of two: how many decisions a thread remembers of notes, and of longer texts, whose output is looked at when many
/// more were made.
const SLOTS: usize = 1 << 10;
const MORE_SLOTS: usize = 1 << 14;

/// From here on a text is a longer one.
const LONG: usize = 16 << 10;

/// What a decision follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Key([u64; 2]);

impl Key {
    /// Of a run, decided by the weights of this number.
    pub(super) fn of(weights: u64, page: &Page<'_>, run: &Run, line: &Line) -> Self {
        let mut key = Self([0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344]);
        let (first, behind) = (run.first, run.first.wrapping_add(run.len));
        let facts = u64::from(page.is_plain) | u64::from(line.is_shouted) << 1 | u64::from(line.capitals) << 2;
        key.add(weights << 32 | facts << 8 | run.len as u64);
        key.add(u64::from(run.small));
        key.add(u64::from(line.first) << 32 | u64::from(line.label));
        let before = page.before(first);
        key.add_beside(page, before.and_then(|at| page.before(at)));
        key.add_beside(page, before);
        for (at, link) in run.pieces().zip(run.links()) {
            let Some(piece) = page.pieces.get(at).copied() else { break };
            let hash = feature::hash(page.text, piece);
            let told = u64::from(page.elsewhere(hash)) | u64::from(page.named(hash)) << 4;
            key.add_word(page, piece, u64::from(*link) << 8 | told);
            let Sight { above, below } = Sight::of(page, at);
            if above | below > 0 {
                key.add(u64::from(above) << 8 | u64::from(below));
            }
            key.add(u64::from(gap(page.gap_before(at))));
            if feature::is_short(piece) {
                key.add(u64::from(page.initials(piece)) << 8 | u64::from(page.rest(at)));
            }
        }
        let is_taken = |at: Option<usize>| u64::from(at.is_some_and(|at| page.claim(at) > 0));
        let taken = is_taken(first.checked_sub(1)) << 1 | is_taken(Some(behind));
        key.add(u64::from(gap(page.gap_before(behind))) << 2 | taken);
        let next = behind.checked_sub(1).and_then(|last| page.behind(last));
        key.add_beside(page, next);
        key.add_beside(page, next.and_then(|at| page.behind(at)));
        key
    }

    #[inline]
    const fn add(&mut self, value: u64) {
        let Self([one, other]) = self;
        *one = (one.rotate_left(25) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        *other = (*other ^ value ^ value >> 29).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(31);
    }

    /// A word beside the run, or what was found there.
    fn add_beside(&mut self, page: &Page<'_>, at: Option<usize>) {
        let Some((at, piece)) = at.and_then(|at| Some((at, *page.pieces.get(at)?))) else { return self.add(1) };
        match page.claim(at) {
            0 => self.add_word(page, piece, 1 << 16),
            claim => self.add(u64::from(claim) << 8 | 3),
        }
    }

    /// A word, with what else is to be told of it in up to 24 bits.
    #[inline]
    fn add_word(&mut self, page: &Page<'_>, piece: Piece, facts: u64) {
        let bytes = page.text.as_bytes();
        let len = piece.end.saturating_sub(piece.start);
        let sixteen = bytes.get(piece.start..).and_then(|rest| rest.first_chunk::<16>());
        self.add((len as u64) << 24 | facts);
        match (len, sixteen) {
            (1..=16, Some(sixteen)) => {
                let all = u128::from_le_bytes(*sixteen) & (u128::MAX >> (128 - len * 8));
                self.add(all as u64);
                if len > 8 {
                    self.add((all >> 64) as u64);
                }
            }
            _ => {
                let (eights, rest) = bytes.get(piece.start..piece.end).unwrap_or_default().as_chunks::<8>();
                eights.iter().for_each(|eight| self.add(u64::from_le_bytes(*eight)));
                if !rest.is_empty() {
                    self.add(rest.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)));
                }
            }
        }
    }

    const fn place(self, slots: usize) -> usize {
        let Self([one, other]) = self;
        ((one ^ other) >> 40) as usize & slots.wrapping_sub(1)
    }
}

/// A label for each word of a run.
pub(super) type Labels = [u8; MOST];

thread_local! {
    static DECIDED: RefCell<Vec<(Key, Labels)>> = const { RefCell::new(Vec::new()) };
    static OF_LONG: RefCell<Vec<(Key, Labels)>> = const { RefCell::new(Vec::new()) };
}

/// Hands out what this thread has decided last in texts of about this length.
pub(super) fn with<T>(len: usize, work: impl FnOnce(&mut Decided<'_>) -> T) -> T {
    let (decided, most) = if len < LONG { (&DECIDED, SLOTS) } else { (&OF_LONG, MORE_SLOTS) };
    decided.with(|decided| match decided.try_borrow_mut() {
        Ok(mut slots) => {
            if slots.is_empty() {
                slots.resize(most, (Key::default(), [0; MOST]));
            }
            work(&mut Decided(&mut slots))
        }
        Err(_) => work(&mut Decided(&mut [])),
    })
}

/// The decisions, by their keys.
pub(super) struct Decided<'d>(&'d mut [(Key, Labels)]);

impl Decided<'_> {
    /// The labels of this key, which are made when they are not there.
    pub(super) fn labels(&mut self, key: Key, make: impl FnOnce() -> Labels) -> Labels {
        let place = key.place(self.0.len());
        let Some(slot) = self.0.get_mut(place) else { return make() };
        if slot.0 != key {
            *slot = (key, make());
        }
        slot.1
    }
}
