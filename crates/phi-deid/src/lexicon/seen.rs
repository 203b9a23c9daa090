//! The words that a thread has looked up last, and what was said of them.
//!
//! A rule asks of a word, of its neighbour, of the neighbour's neighbour, and the next rule asks the same again. Hashing a
//! word and reading two tables beyond the near caches costs several times as much as knowing it. Whole words are
//! compared, so the answers are those of the tables.

use std::cell::RefCell;

use super::{Entry, entry, key};
use crate::text::list_bits;

/// A power of two.
const SLOTS: usize = 1 << 12;

/// What lexicon and lists say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) entry: Entry,
    /// In which lists it stands, a bit each.
    pub(crate) lists: u64,
}

/// A word of up to sixteen bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Word {
    bytes: [u64; 2],
    len: u8,
}

/// A word that was looked up, in half a line of the cache.
#[derive(Clone, Copy, Default)]
struct Seen {
    bytes: [u64; 2],
    lists: u64,
    entry: Entry,
    /// Of the word; 0 of an empty slot.
    len: u8,
}

thread_local! {
    static SEEN: RefCell<Vec<Seen>> = const { RefCell::new(Vec::new()) };
}

/// What is known of a word or of several with single spaces, in any case, with or without accents.
pub(crate) fn facts(word: &str) -> Facts {
    let Some(short) = Word::of(word.as_bytes()) else { return look(word) };
    SEEN.with(|seen| {
        let Ok(mut seen) = seen.try_borrow_mut() else { return look(word) };
        if seen.is_empty() {
            seen.resize(SLOTS, Seen::default());
        }
        let Some(slot) = seen.get_mut(short.slot()) else { return look(word) };
        if slot.len != short.len || slot.bytes != short.bytes {
            let Facts { entry, lists } = look(word);
            *slot = Seen { bytes: short.bytes, lists, entry, len: short.len };
        }
        Facts { entry: slot.entry, lists: slot.lists }
    })
}

fn look(word: &str) -> Facts {
    key::hash(word).map_or_else(Facts::default, |hash| Facts { entry: entry(hash), lists: list_bits(hash) })
}

impl Word {
    /// Its bytes, from both ends where that is all of them; `None` when it is empty or too long.
    #[inline]
    fn of(word: &[u8]) -> Option<Self> {
        let len = word.len();
        let bytes = match len {
            1..4 => {
                let (first, last) = (*word.first()?, *word.last()?);
                [u64::from(u32::from_le_bytes([first, *word.get(len / 2)?, last, 0])), 0]
            }
            4..8 => {
                let (first, last) = (word.first_chunk::<4>()?, word.last_chunk::<4>()?);
                [u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32, 0]
            }
            8..=16 => {
                let (first, last) = (word.first_chunk::<8>()?, word.last_chunk::<8>()?);
                [u64::from_le_bytes(*first), u64::from_le_bytes(*last)]
            }
            _ => return None,
        };
        Some(Self { bytes, len: len as u8 })
    }

    const fn slot(self) -> usize {
        let [low, high] = self.bytes;
        let mixed = (low ^ high.rotate_left(29) ^ self.len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 40) as usize & (SLOTS - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_what_the_tables_say() {
        // Twice, so that the second answer comes from memory; more words than slots, so that some are overwritten.
        let words = (0..6_000_u32).map(|n| {
            let letters: String = n.to_string().bytes().map(|b| char::from(b'a' + (b - b'0') % 26)).collect();
            format!("{}{letters}", ["", "Martinez", "Salt Lake Ci", "é"][n as usize % 4])
        });
        let known = ["Martinez", "patient", "Salt Lake City", "a", "", "of", "Ana", "hippopotomonstrosesquippedalio"];
        for word in words.chain(known.map(str::to_owned)) {
            assert_eq!((facts(&word), facts(&word)), (look(&word), look(&word)), "{word}");
        }
        assert!(facts("Martinez").entry.is_name());
    }

    #[test]
    fn words_of_up_to_sixteen_bytes_are_told_apart() {
        for len in 1..=16 {
            let word = vec![b'a'; len];
            for at in 0..len {
                let mut other = word.clone();
                other[at] = b'b';
                assert!(Word::of(&word) != Word::of(&other), "{len} {at}");
            }
            assert!(Word::of(&word) != Word::of(&vec![b'a'; len + 1]));
        }
    }
}
