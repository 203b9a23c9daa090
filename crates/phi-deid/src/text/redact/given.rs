//! The numbers of values, in little memory however many values a text has.
//!
//! Of a value its hash alone is held, under a key that nobody knows and that goes with the text: twelve bytes with the number, and
//! nothing that could be read. Of two out of a million values the hashes are the same once in thirty million texts; both would have one
//! number.

use std::hash::{BuildHasher as _, RandomState};

/// The least room, and the most of each half of [`Numbered`], a power of two.
const LEAST: usize = 64;
const MOST: usize = if cfg!(test) { 1 << 9 } else { 1 << 17 };

/// Values with their numbers.
#[derive(Clone, Default)]
pub(super) struct Given {
    /// Hashes, an eighth of the places free; 0 is free.
    hashes: Vec<u64>,
    /// The number at the same place.
    numbers: Vec<u32>,
    len: usize,
}

impl Given {
    pub(super) const fn new() -> Self {
        Self { hashes: Vec::new(), numbers: Vec::new(), len: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn number(&self, hash: u64) -> Option<u32> {
        places(hash, self.hashes.len())
            .map_while(|place| Some((place, *self.hashes.get(place).filter(|held| **held != 0)?)))
            .find(|(_, held)| *held == hash)
            .and_then(|(place, _)| self.numbers.get(place).copied())
    }

    /// Gives a value a number, unless it has one.
    pub(super) fn give(&mut self, hash: u64, number: u32) {
        self.make_room(1);
        for place in places(hash, self.hashes.len()) {
            if let (Some(held), Some(slot)) = (self.hashes.get_mut(place), self.numbers.get_mut(place)) {
                if *held == 0 {
                    (*held, *slot) = (hash, number);
                    self.len += 1;
                    return;
                }
                if *held == hash {
                    return;
                }
            }
        }
    }

    /// In no order that means anything.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.hashes.iter().copied().zip(self.numbers.iter().copied()).filter(|(hash, _)| *hash != 0)
    }

    fn clear(&mut self) {
        self.hashes.fill(0);
        self.len = 0;
    }

    /// For so many more. They come in the order of another table, that of their places: if room were made between them, they would all
    /// stand on the first of them.
    #[inline]
    fn make_room(&mut self, more: usize) {
        let needed = (self.len + more) * 8;
        if needed > self.hashes.len() * 7 {
            self.grow((needed / 7 + 1).next_power_of_two().max(LEAST));
        }
    }

    #[cold]
    fn grow(&mut self, places: usize) {
        let old = core::mem::replace(self, Self { hashes: vec![0; places], numbers: vec![0; places], len: 0 });
        for (hash, number) in old.iter() {
            self.give(hash, number);
        }
    }
}

/// Where a hash may stand, one place after the other. It is as good as drawn, so its lower bits are.
fn places(hash: u64, places: usize) -> impl Iterator<Item = usize> {
    (0..places).map(move |step| (hash as usize).wrapping_add(step) & places.wrapping_sub(1))
}

/// The numbers of a text of any length: those of the values that it had last.
///
/// There are two halves. When the younger one is full it becomes the older one, whose values are forgotten unless they came again: so a
/// value keeps its number unless some hundred thousand others stand between.
pub(super) struct Numbered {
    key: RandomState,
    younger: Given,
    older: Given,
}

impl Numbered {
    pub(super) fn new() -> Self {
        Self { key: RandomState::new(), younger: Given::new(), older: Given::new() }
    }

    /// Of a value of the class at this place.
    pub(super) fn hash(&self, class: usize, value: &str) -> u64 {
        self.key.hash_one((class, value)).max(1)
    }

    pub(super) fn number(&self, hash: u64) -> Option<u32> {
        self.younger.number(hash).or_else(|| self.older.number(hash))
    }

    /// Takes in the values of a stretch of the text, those too that had a number.
    pub(super) fn keep(&mut self, given: Given) {
        if self.younger.len() == 0 {
            self.younger = given;
            return;
        }
        // Before any of them is taken in, so that their order does not matter.
        if (self.younger.len() + given.len()) * 8 > MOST * 7 {
            core::mem::swap(&mut self.younger, &mut self.older);
            self.younger.clear();
        }
        self.younger.make_room(given.len());
        given.iter().for_each(|(hash, number)| self.younger.give(hash, number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_keeps_its_number_until_too_many_others_stood_between() {
        let mut numbers = Numbered::new();
        let often = numbers.hash(0, "often");
        let once = numbers.hash(0, "once");
        let mut next = 1;
        for part in 0..200 {
            let mut given = Given::new();
            given.give(often, numbers.number(often).unwrap_or(next));
            if part == 0 {
                given.give(once, 7_000);
            }
            assert_eq!(numbers.number(often).is_none(), part == 0);
            for value in 0..20 {
                let hash = numbers.hash(1, &format!("{part} {value}"));
                assert_eq!(numbers.number(hash), None);
                next += 1;
                given.give(hash, next);
            }
            numbers.keep(given);
            let kept = numbers.number(once);
            assert!(kept == Some(7_000) || part * 21 > MOST * 7 / 8, "{part}");
            assert!(numbers.younger.len() <= MOST && numbers.older.len() <= MOST);
        }
        assert_eq!((numbers.number(often), numbers.number(once)), (Some(1), None));
        assert_ne!(numbers.hash(0, "a"), numbers.hash(1, "a"));
    }

    #[test]
    fn what_is_given_is_held() {
        let mut given = Given::new();
        for hash in 1..3_000_u64 {
            // Many that begin at one place.
            let hash = hash << (hash % 40);
            let before = given.number(hash);
            given.give(hash, hash as u32);
            assert_eq!(given.number(hash), before.or(Some(hash as u32)));
        }
        assert_eq!(given.number(5 << 50), None);
        assert_eq!(given.iter().count(), given.len());
    }
}
