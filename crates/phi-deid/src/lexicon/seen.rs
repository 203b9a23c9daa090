//! The words that a thread has looked up last, and what was said of them.
//!
//! A rule asks of a word, of its neighbour, of the neighbour's neighbour, and the next rule asks the same again. Hashing a
//! word and reading two tables beyond the near caches costs several times as much as knowing it. Whole words are
//! compared, so the answers are those of the tables.

use std::cell::RefCell;

use super::{Entry, entry, key};
use crate::text::{Shape, list_bits};

/// A power of two: how many pairs of words.
const SETS: usize = 1 << 12;

/// A power of two: how many groups of words.
const PHRASES: usize = 1 << 11;

/// What lexicon and lists say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) entry: Entry,
    /// What follows from the rest and from the letters.
    pub(crate) shape: Shape,
    /// In which lists it stands, a bit each.
    pub(crate) lists: u64,
}

/// A word of up to sixteen bytes, with zeros behind it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Word {
    bytes: u128,
    len: u8,
}

/// A word that was looked up.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Of length 0 where nothing was.
    word: Word,
    facts: Facts,
}

/// Two words of the same place.
#[derive(Clone, Copy, Default)]
#[repr(align(64))]
struct Pair([Seen; 2]);

/// Several words, and what the lexicon says of them.
#[derive(Clone, Copy, Default)]
struct Phrase {
    bytes: [u128; 2],
    len: u8,
    entry: Entry,
}

thread_local! {
    static SEEN: RefCell<Vec<Pair>> = const { RefCell::new(Vec::new()) };
    static PHRASES_SEEN: RefCell<Vec<Phrase>> = const { RefCell::new(Vec::new()) };
}

/// What is known of a word or of several with single spaces, in any case, with or without accents.
pub(crate) fn facts(word: &str) -> Facts {
    Word::of(word.as_bytes()).map_or_else(|| look(word), |short| known(short, word))
}

/// The same of the word from `start` to `end` in a text.
#[inline]
pub(crate) fn facts_at(text: &str, start: usize, end: usize) -> Facts {
    let word = text.get(start..end).unwrap_or_default();
    match Word::within(text.as_bytes(), start, word.len()) {
        Some(short) => known(short, word),
        None => facts(word),
    }
}

#[inline]
fn known(short: Word, word: &str) -> Facts {
    let known = SEEN.with(|seen| {
        let seen = seen.try_borrow().ok()?;
        let Pair([first, second]) = seen.get(short.place())?;
        if first.word == short {
            Some(first.facts)
        } else {
            (second.word == short).then_some(second.facts)
        }
    });
    known.unwrap_or_else(|| learn(short, word))
}

#[cold]
#[inline(never)]
fn learn(short: Word, word: &str) -> Facts {
    // The parts of a word are looked up meanwhile.
    let facts = look(word);
    SEEN.with(|seen| {
        let Ok(mut seen) = seen.try_borrow_mut() else { return };
        if seen.is_empty() {
            seen.resize(SETS, Pair::default());
        }
        if let Some(Pair([first, second])) = seen.get_mut(short.place()) {
            *second = *first;
            *first = Seen { word: short, facts };
        }
    });
    facts
}

/// What the lexicon says of several words with single spaces.
pub(crate) fn phrase(words: &str) -> Entry {
    let mut room = [0_u8; 32];
    let Some(slot) = room.get_mut(..words.len()) else { return look_entry(words) };
    slot.copy_from_slice(words.as_bytes());
    let (halves, _) = room.as_chunks::<16>();
    let &[first, second] = halves else { return look_entry(words) };
    let (first, second) = (u128::from_le_bytes(first), u128::from_le_bytes(second));
    let bytes = [first, second];
    let len = words.len() as u8;
    let place = place_of(first ^ second.rotate_left(23), len) & (PHRASES - 1);
    PHRASES_SEEN.with(|seen| {
        let Ok(mut seen) = seen.try_borrow_mut() else { return look_entry(words) };
        if seen.is_empty() {
            seen.resize(PHRASES, Phrase::default());
        }
        let Some(slot) = seen.get_mut(place) else { return look_entry(words) };
        if slot.len != len || slot.bytes != bytes {
            *slot = Phrase { bytes, len, entry: look_entry(words) };
        }
        slot.entry
    })
}

fn look_entry(word: &str) -> Entry {
    key::hash(word).map_or(Entry::NONE, entry)
}

fn look(word: &str) -> Facts {
    let (entry, lists) = key::hash(word).map_or((Entry::NONE, 0), |hash| (entry(hash), list_bits(hash)));
    Facts { entry, lists, shape: Shape::of(word, entry, lists) }
}

impl Word {
    /// Its bytes, from both ends where that is all of them; `None` when it is empty or too long.
    #[inline]
    fn of(word: &[u8]) -> Option<Self> {
        let len = word.len();
        let bytes = match len {
            1..4 => {
                let (first, last) = (*word.first()?, *word.last()?);
                let middle = u128::from(*word.get(len / 2)?) << (len / 2 * 8);
                u128::from(first) | middle | u128::from(last) << (len * 8 - 8)
            }
            4..8 => {
                let (first, last) = (word.first_chunk::<4>()?, word.last_chunk::<4>()?);
                u128::from(u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (len * 8 - 32))
            }
            8..=16 => {
                let (first, last) = (word.first_chunk::<8>()?, word.last_chunk::<8>()?);
                u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << (len * 8 - 64)
            }
            _ => return None,
        };
        Some(Self { bytes, len: len as u8 })
    }

    /// The bytes from `start`, where sixteen can be read at once.
    #[inline]
    fn within(bytes: &[u8], start: usize, len: usize) -> Option<Self> {
        if !(1..=16).contains(&len) {
            return None;
        }
        let all: &[u8; 16] = bytes.get(start..)?.first_chunk()?;
        Some(Self { bytes: u128::from_le_bytes(*all) & (u128::MAX >> (128 - len * 8)), len: len as u8 })
    }

    #[inline]
    const fn place(self) -> usize {
        place_of(self.bytes, self.len) & (SETS - 1)
    }
}

#[inline]
const fn place_of(bytes: u128, len: u8) -> usize {
    let (low, high) = (bytes as u64, (bytes >> 64) as u64);
    let mixed = (low ^ high.rotate_left(29) ^ len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_what_the_tables_say() {
        // Twice, so that the second answer comes from memory; more words than slots, so that some are overwritten.
        let words = (0..12_000_u32).map(|n| {
            let letters: String = n.to_string().bytes().map(|b| char::from(b'a' + (b - b'0') % 26)).collect();
            format!("{}{letters}", ["", "Martinez", "Salt Lake Ci", "é"][n as usize % 4])
        });
        let known = [
            "Martinez",
            "patient",
            "Salt Lake City",
            "a",
            "",
            "of",
            "Ana",
            "Adeyemi-Cole",
            "hippopotomonstrosesquippedalio",
            "a place with a name of more than thirty letters",
        ];
        for word in words.chain(known.map(str::to_owned)) {
            assert_eq!((facts(&word), facts(&word)), (look(&word), look(&word)), "{word}");
            assert_eq!((phrase(&word), phrase(&word)), (look(&word).entry, look(&word).entry), "{word}");
            let text = format!("{word}, and what stands behind it");
            assert_eq!(facts_at(&text, 0, word.len()), look(&word), "{word}");
            assert_eq!(facts_at(&word, 0, word.len()), look(&word), "{word}");
        }
        assert!(facts("Martinez").entry.is_name());
    }

    #[test]
    fn words_of_up_to_sixteen_bytes_are_told_apart() {
        for len in 1..=16 {
            let word: Vec<u8> = (b'a'..).take(len).collect();
            for at in 0..len {
                let mut other = word.clone();
                other[at] = b'z';
                assert!(Word::of(&word) != Word::of(&other), "{len} {at}");
            }
            assert!(Word::of(&word) != Word::of(&vec![b'a'; len + 1]));
            let text: Vec<u8> = b"x".iter().chain(&word).chain(b", and sixteen more").copied().collect();
            assert!(Word::of(&word) == Word::within(&text, 1, len), "{len}");
        }
    }
}
