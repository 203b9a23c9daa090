//! What a thread has learned of the beginnings that it met: which patterns match there.
//!
//! Texts say the same words again and again. An automaton of all patterns has more states than fit into the caches near
//! the processor, so asking a small table first is several times as fast.

use super::scan::Matches;

/// Slots of the table of beginnings of four bytes, and of that of eight.
const FOUR: usize = 1 << 12;
const EIGHT: usize = 1 << 14;

/// Beginnings of two bytes, all of them, and of four and of eight bytes, where one overwrites another that falls on its
/// slot. The shorter ones are those with which nothing begins.
pub(super) struct Memo {
    two: Box<[u64]>,
    four: Box<[u64]>,
    eight: Box<[(u64, Matches)]>,
}

/// The bytes at a place, as the tables know them. Without one nothing is remembered.
#[derive(Clone, Copy)]
pub(super) struct Key(u64);

impl Key {
    /// Of the bytes from `at`; `None` near the end of the text.
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize) -> Option<Self> {
        // Texts hold no byte 0, so no key is 0, which marks an empty slot.
        Some(Self(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?)))
    }

    const fn two(self) -> (usize, u64) {
        ((self.0 as usize & 0xffff) >> 6, 1 << (self.0 & 63))
    }

    const fn four(self) -> u64 {
        self.0 & 0xffff_ffff
    }
}

#[inline]
const fn slot(key: u64, slots: usize) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & (slots - 1)
}

impl Memo {
    pub(super) fn new() -> Self {
        Self {
            two: vec![0; 1024].into_boxed_slice(),
            four: vec![0; FOUR].into_boxed_slice(),
            eight: vec![(0, Matches::default()); EIGHT].into_boxed_slice(),
        }
    }

    /// What is known of this beginning.
    #[inline]
    pub(super) fn look_up(&self, key: Key) -> Option<Matches> {
        let (word, bit) = key.two();
        if self.two.get(word).is_some_and(|known| known & bit != 0)
            || self.four.get(slot(key.four(), FOUR)) == Some(&key.four())
        {
            return Some(Matches::default());
        }
        self.eight.get(slot(key.0, EIGHT)).filter(|known| known.0 == key.0).map(|known| known.1)
    }

    /// Notes what matches where the automaton has given up all patterns after `steps` bytes.
    pub(super) fn note(&mut self, key: Key, steps: usize, first: Matches) {
        match steps {
            0..=2 if first.is_none() => {
                let (word, bit) = key.two();
                if let Some(known) = self.two.get_mut(word) {
                    *known |= bit;
                }
            }
            0..=4 if first.is_none() => {
                if let Some(known) = self.four.get_mut(slot(key.four(), FOUR)) {
                    *known = key.four();
                }
            }
            0..=8 => {
                if let Some(known) = self.eight.get_mut(slot(key.0, EIGHT)) {
                    *known = (key.0, first);
                }
            }
            _ => {}
        }
    }
}
