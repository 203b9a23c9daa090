//! Words by their hashes, with marks, in one row of numbers.
//!
//! A text of any length may name a hundred thousand people, each of whom is near to ten other words: eight bytes for each are what
//! memory has room for, so hash and marks share them.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

/// Of a number, the bits that are marks; the others are the hash. With 57 bits of it, a text of 64 MB meets another word for one of half
/// a million once in ten thousand texts, and takes it for a name then.
const MARKS: u64 = 0x7f;

/// The least room.
const LEAST: usize = 256;

/// Words and their marks. Words without marks are not held.
#[derive(Clone)]
pub(super) struct Table {
    /// As many as a power of two, an eighth of them free; 0 is free.
    slots: Vec<u64>,
    len: usize,
    /// Where a word stands depends on it: nobody can write a text whose words all fall on one place.
    key: u64,
}

impl Default for Table {
    fn default() -> Self {
        Self { slots: Vec::new(), len: 0, key: RandomState::new().build_hasher().finish() }
    }
}

impl Table {
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The marks of a word: none of one that is not held.
    #[inline]
    pub(super) fn marks(&self, hash: u64) -> u64 {
        self.held(mixed(hash))
    }

    /// The same of a hash as it is held.
    #[inline]
    fn held(&self, hash: u64) -> u64 {
        self.places(hash)
            .map_while(|place| self.slots.get(place).filter(|slot| **slot != 0))
            .find(|slot| **slot & !MARKS == hash)
            .map_or(0, |slot| slot & MARKS)
    }

    /// Whether others have all these marks of all words of this one.
    pub(super) fn is_within(&self, others: &[&Self], marks: u64) -> bool {
        self.slots.iter().filter(|slot| **slot & marks != 0).all(|slot| {
            let held = others.iter().fold(0, |held, other| held | other.held(slot & !MARKS));
            slot & marks & !held == 0
        })
    }

    /// Adds marks to a word, at least one, and says which it had.
    pub(super) fn add(&mut self, hash: u64, marks: u64) -> u64 {
        self.put(mixed(hash), marks)
    }

    /// Takes in all words of another.
    pub(super) fn merge(&mut self, other: &Self) {
        for slot in other.slots.iter().filter(|slot| **slot != 0) {
            self.put(slot & !MARKS, slot & MARKS);
        }
    }

    fn put(&mut self, hash: u64, marks: u64) -> u64 {
        if (self.len + 1) * 8 > self.slots.len() * 7 {
            self.grow();
        }
        for place in self.places(hash) {
            match self.slots.get_mut(place) {
                Some(slot) if *slot == 0 => {
                    *slot = hash | marks;
                    self.len += 1;
                    return 0;
                }
                Some(slot) if *slot & !MARKS == hash => {
                    let before = *slot & MARKS;
                    *slot |= marks;
                    return before;
                }
                _ => {}
            }
        }
        0
    }

    /// Where a word may stand, one place after the other.
    #[inline]
    fn places(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let product = u128::from(hash ^ self.key) * 0xff51_afd7_ed55_8ccd;
        let first = ((product >> 64) as u64 ^ product as u64) as usize;
        let slots = self.slots.len();
        (0..slots).map(move |step| first.wrapping_add(step) & slots.wrapping_sub(1))
    }

    #[cold]
    fn grow(&mut self) {
        let slots = (self.slots.len() * 2).max(LEAST);
        let old = core::mem::replace(&mut self.slots, vec![0; slots]);
        self.len = 0;
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            self.put(slot & !MARKS, slot & MARKS);
        }
    }
}

/// The hash as it is held. Hashes of words that differ in the last letter alone differ in their lowest bits.
#[inline]
const fn mixed(hash: u64) -> u64 {
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) & !MARKS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_holds_what_was_added(words in proptest::collection::vec((0..900_u64, 0..7_u32), 0..2_000)) {
            let (mut table, mut expected) = (Table::default(), BTreeMap::<u64, u64>::new());
            for (word, mark) in words {
                let before = expected.entry(word).or_default();
                prop_assert_eq!(table.add(word, 1 << mark), *before);
                *before |= 1 << mark;
            }
            let mut other = Table::default();
            other.add(900, 1);
            other.merge(&table);
            prop_assert_eq!((table.len(), other.len()), (expected.len(), expected.len() + 1));
            let mut half = Table::default();
            half.add(900, 1);
            prop_assert!(table.is_within(&[&half, &other], MARKS) && table.is_within(&[], 0));
            prop_assert!(other.is_within(&[&half, &table], MARKS) && !other.is_within(&[&table], MARKS));
            for word in 0..900 {
                let marks = expected.get(&word).copied().unwrap_or(0);
                prop_assert_eq!((table.marks(word), other.marks(word)), (marks, marks));
            }
        }
    }

    #[test]
    fn nothing_is_held_by_an_empty_one() {
        assert!(Table::default().is_empty() && Table::default().marks(7) == 0);
    }
}
