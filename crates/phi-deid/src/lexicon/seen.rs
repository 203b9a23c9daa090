//! The words that a thread has looked up last, and what was said of them.
//!
//! A rule asks of a word, of its neighbour, of the neighbour's neighbour, and the next rule asks the same again. Hashing a
//! word and reading two tables beyond the near caches costs several times as much as knowing it. Whole words are
//! compared, so the answers are those of the tables.

use std::cell::RefCell;

use super::{Entry, entry, key};
use crate::text::{Shape, list_bits};

/// A power of two: how many fours of words.
const SETS: usize = 1 << 12;

/// A power of two: how many phrases.
const PHRASES: usize = 1 << 12;

/// What lexicon and lists say of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) entry: Entry,
    /// What follows from the rest and from the letters.
    pub(crate) shape: Shape,
    /// In which lists it stands, a bit each.
    pub(crate) lists: u64,
}

impl Facts {
    /// Of no word.
    pub(crate) const NONE: Self = Self { entry: Entry::NONE, shape: Shape::NONE, lists: 0 };
}

/// A word of up to sixteen bytes, with zeros behind it.
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
    shape: Shape,
    /// Of the word; 0 where nothing was.
    len: u8,
}

impl Seen {
    #[inline]
    fn of(&self, word: Word) -> Option<Facts> {
        let Self { bytes, lists, entry, shape, len } = *self;
        (bytes == word.bytes && len == word.len).then_some(Facts { entry, shape, lists })
    }
}

/// Four words of the same place: two lines of the cache. Those that are met again and again stand on the first, new ones on the second.
#[derive(Clone, Copy, Default)]
#[repr(align(128))]
struct Four([Seen; 4]);

impl Four {
    #[inline]
    fn find(&self, word: Word) -> Option<Facts> {
        self.0.iter().find_map(|seen| seen.of(word))
    }

    /// The same, and takes the word to the first line.
    #[inline]
    fn meet(&mut self, word: Word) -> Option<Facts> {
        let [first, second, third, fourth] = &mut self.0;
        if let Some(facts) = first.of(word).or_else(|| second.of(word)) {
            return Some(facts);
        }
        let (seen, place) = if third.of(word).is_some() { (third, first) } else { (fourth, second) };
        let facts = seen.of(word)?;
        core::mem::swap(seen, place);
        Some(facts)
    }

    fn learn(&mut self, new: Seen) {
        let [first, second, third, fourth] = &mut self.0;
        if first.len == 0 {
            *first = new;
        } else if second.len == 0 {
            *second = new;
        } else {
            *fourth = *third;
            *third = new;
        }
    }
}

/// Several words, and what the lexicon says of them.
#[derive(Clone, Copy, Default)]
struct Phrase {
    /// Their bytes, and behind them how many there are.
    bytes: [u64; 4],
    entry: Entry,
}

thread_local! {
    static SEEN: RefCell<Vec<Four>> = const { RefCell::new(Vec::new()) };
    static PHRASES_SEEN: RefCell<Vec<Phrase>> = const { RefCell::new(Vec::new()) };
}

/// What is known of a word or of several with single spaces, in any case, with or without accents.
pub(crate) fn facts(word: &str) -> Facts {
    Word::of(word.as_bytes()).map_or_else(|| look(word), |short| known(short, word))
}

/// What lexicon and lists say of a word that nobody will ask for again: it is not remembered.
pub(crate) fn once(word: &str) -> (Entry, u64) {
    key::hash(word).map_or((Entry::NONE, 0), |hash| (entry(hash), list_bits(hash)))
}

/// In which lists alone it stands: of several words or a long one no more is worked out.
pub(crate) fn lists(word: &str) -> u64 {
    match Word::of(word.as_bytes()) {
        Some(short) => known(short, word).lists,
        None => key::hash(word).map_or(0, list_bits),
    }
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
        seen.get(short.place())?.find(short)
    });
    known.unwrap_or_else(|| learn(short, word))
}

/// Looks up many words of a text, each given by where it begins and ends and where what is known of it goes. Many are waited for at
/// once where each by itself would wait for memory.
pub(crate) fn know<'f>(text: &str, mut words: impl Iterator<Item = (usize, usize, &'f mut Facts)>) {
    let bytes = text.as_bytes();
    // What is not known yet is learned outside, since the parts of a word may be looked up for that.
    let mut go_on = || {
        SEEN.with(|seen| {
            let mut seen = seen.try_borrow_mut().ok();
            loop {
                let (start, end, facts) = words.next()?;
                let known = Word::within(bytes, start, end.saturating_sub(start))
                    .and_then(|word| seen.as_mut()?.get_mut(word.place())?.meet(word));
                match known {
                    Some(known) => *facts = known,
                    None => return Some((start, end, facts)),
                }
            }
        })
    };
    while let Some((start, end, facts)) = go_on() {
        *facts = facts_at(text, start, end);
    }
}

#[cold]
#[inline(never)]
fn learn(short: Word, word: &str) -> Facts {
    // The parts of a word are looked up meanwhile.
    let facts = look(word);
    SEEN.with(|seen| {
        let Ok(mut seen) = seen.try_borrow_mut() else { return };
        if seen.is_empty() {
            seen.resize(SETS, Four::default());
        }
        if let Some(four) = seen.get_mut(short.place()) {
            let Facts { entry, shape, lists } = facts;
            four.learn(Seen { bytes: short.bytes, lists, entry, shape, len: short.len });
        }
    });
    facts
}

/// What the lexicon says of several words with single spaces.
pub(crate) fn phrase(words: &str) -> Entry {
    let mut room = [0_u8; 32];
    let [shown @ .., len] = &mut room;
    let Some(slot) = shown.get_mut(..words.len()) else { return look_entry(words) };
    slot.copy_from_slice(words.as_bytes());
    *len = words.len() as u8;
    let mut bytes = [0; 4];
    let (eights, _) = room.as_chunks::<8>();
    bytes.iter_mut().zip(eights).for_each(|(slot, eight)| *slot = u64::from_le_bytes(*eight));
    let mixed = bytes.iter().fold(0_u64, |mixed, eight| (mixed.rotate_left(23) ^ eight).wrapping_mul(MIX));
    PHRASES_SEEN.with(|seen| {
        let Ok(mut seen) = seen.try_borrow_mut() else { return look_entry(words) };
        if seen.is_empty() {
            seen.resize(PHRASES, Phrase::default());
        }
        let Some(slot) = seen.get_mut((mixed >> 40) as usize & (PHRASES - 1)) else { return look_entry(words) };
        if slot.bytes != bytes {
            *slot = Phrase { bytes, entry: look_entry(words) };
        }
        slot.entry
    })
}

fn look_entry(word: &str) -> Entry {
    key::hash(word).map_or(Entry::NONE, entry)
}

fn look(word: &str) -> Facts {
    let (entry, lists) = once(word);
    Facts { entry, lists, shape: Shape::of(word, entry, lists) }
}

impl Word {
    /// Its bytes, from both ends where that is all of them; `None` when it is empty or too long.
    #[inline]
    fn of(word: &[u8]) -> Option<Self> {
        let len = word.len();
        let all = match len {
            1..4 => {
                let (first, last) = (*word.first()?, *word.last()?);
                let middle = u128::from(*word.get(len / 2)?) << (len / 2 * 8);
                u128::from(first) | middle | u128::from(last) << (len * 8 - 8)
            }
            4..8 => {
                let (first, last) = (word.first_chunk::<4>()?, word.last_chunk::<4>()?);
                u128::from(
                    u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (len * 8 - 32),
                )
            }
            8..=16 => {
                let (first, last) = (word.first_chunk::<8>()?, word.last_chunk::<8>()?);
                u128::from(u64::from_le_bytes(*first)) | u128::from(u64::from_le_bytes(*last)) << (len * 8 - 64)
            }
            _ => return None,
        };
        Some(Self::from_bytes(all, len))
    }

    /// The bytes from `start`, where sixteen can be read at once.
    #[inline]
    fn within(bytes: &[u8], start: usize, len: usize) -> Option<Self> {
        if !(1..=16).contains(&len) {
            return None;
        }
        let all: &[u8; 16] = bytes.get(start..)?.first_chunk()?;
        Some(Self::from_bytes(u128::from_le_bytes(*all) & (u128::MAX >> (128 - len * 8)), len))
    }

    #[inline]
    const fn from_bytes(all: u128, len: usize) -> Self {
        Self { bytes: [all as u64, (all >> 64) as u64], len: len as u8 }
    }

    #[inline]
    const fn place(self) -> usize {
        let [low, high] = self.bytes;
        let mixed = (low ^ high.rotate_left(29) ^ self.len as u64).wrapping_mul(MIX);
        (mixed >> 40) as usize & (SETS - 1)
    }
}

/// Spreads what is near over all places.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_what_the_tables_say() {
        // Twice, so that the second answer comes from memory; more words than slots, so that some are overwritten.
        let words = (0..30_000_u32).map(|n| {
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
            assert_eq!(
                (lists(&word), once(&word)),
                (look(&word).lists, (look(&word).entry, look(&word).lists)),
                "{word}"
            );
            assert_eq!((phrase(&word), phrase(&word)), (look(&word).entry, look(&word).entry), "{word}");
            let text = format!("{word}, and what stands behind it");
            assert_eq!(facts_at(&text, 0, word.len()), look(&word), "{word}");
            assert_eq!(facts_at(&word, 0, word.len()), look(&word), "{word}");
        }
        assert!(facts("Martinez").entry.is_name());
    }

    #[test]
    fn a_word_takes_half_a_line() {
        assert_eq!((size_of::<Seen>(), size_of::<Four>()), (32, 128));
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
