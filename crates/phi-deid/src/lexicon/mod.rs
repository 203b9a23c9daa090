//! What is known of a word: how many bear it as a name, how ordinary it is, whether a city has it.
//!
//! One table for all of it (`data/words.bin`, built by `cargo run -p xtask -- lexicons`, sources and licences in
//! `data/NOTICE`), read where it lies: nothing is parsed at start. A slot holds a print of the word and twelve bits, so
//! one word in half a million that is not in the table looks as if it were. Membership is evidence, never a decision:
//! three of four common words are surnames too.

pub(crate) mod key;
mod seen;

use key::{FLAGS, SLOT};

pub(crate) use seen::{Facts, facts, facts_at, know, lists, once, phrase};

static TABLE: &[u8] = include_bytes!("../../data/words.bin");

/// What the table says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Entry(u16);

impl Entry {
    /// Of a word that the table does not have.
    pub(crate) const NONE: Self = Self(0);

    /// All of it, a bit each.
    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    /// Bearers as a surname: 0 none, 1 below 1 000, 2 below 20 000, 3 more.
    pub(crate) const fn surname(self) -> u32 {
        self.0 as u32 & 3
    }

    /// Bearers as a first name: 0 none, 1 below 1 000, 2 below 50 000, 3 more.
    pub(crate) const fn given(self) -> u32 {
        self.0 as u32 >> 2 & 3
    }

    /// How ordinary the English word is: 0 none, 1 the thousand most frequent, to 6 the rarest.
    pub(crate) const fn ordinary(self) -> u32 {
        self.0 as u32 >> 4 & 7
    }

    /// Whether the descriptions of diagnoses have it.
    pub(crate) const fn is_clinical(self) -> bool {
        self.0 >> 7 & 1 == 1
    }

    /// A city: 0 none, 1 below 15 000 people, 2 below 100 000, 3 more (and the largest elsewhere).
    pub(crate) const fn city(self) -> u32 {
        self.0 as u32 >> 8 & 3
    }

    /// Whether it is a name that outweighs its use as an ordinary word.
    pub(crate) const fn is_strong_name(self) -> bool {
        self.0 >> 10 & 1 == 1
    }

    /// Whether anybody bears it.
    pub(crate) const fn is_name(self) -> bool {
        self.0 & 0xf != 0
    }

    /// Whether the table does not have the word at all.
    pub(crate) const fn is_unknown(self) -> bool {
        self.0 == 0
    }
}

/// What is known of a word or of several with single spaces, in any case, with or without accents.
pub(crate) fn look_up(word: &str) -> Entry {
    // More is not worked out of several words, nor of one that is too long to be remembered with the rest.
    let is_word = word.len() <= 16 && !word.as_bytes().contains(&b' ');
    if is_word { facts(word).entry } else { phrase(word) }
}

/// The same by the hash of the word.
fn entry(hash: u64) -> Entry {
    let mask = TABLE.len() / SLOT - 1;
    let print = key::print(hash);
    let mut at = usize::try_from(hash & 0xffff_ffff).unwrap_or(0) & mask;
    loop {
        let bytes = TABLE.get(at * SLOT..at * SLOT + SLOT).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0; SLOT]);
        let slot = u32::from_le_bytes(bytes);
        if slot == 0 {
            return Entry::default();
        }
        if slot & !FLAGS == print {
            // There are twelve flags.
            return Entry((slot & FLAGS) as u16);
        }
        at = (at + 1) & mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_words_and_places_are_told_apart() {
        assert!(look_up("Martinez").surname() == 3 && look_up("Martinez").is_strong_name());
        assert_eq!(look_up("MARTÍNEZ"), look_up("martinez"));
        assert!(look_up("John").given() == 3);
        let patient = look_up("patient");
        assert!(patient.ordinary() > 0 && patient.is_clinical() && !patient.is_strong_name());
        assert_eq!(look_up("Chicago").city(), 3);
        assert_eq!(look_up("Salt Lake City").city(), 3);
        assert!(look_up("qqxzzk").is_unknown() && look_up("").is_unknown() && look_up("病").is_unknown());
    }

    #[test]
    fn the_table_is_a_power_of_two_with_room() {
        assert!((TABLE.len() / SLOT).is_power_of_two());
        let empty = TABLE.chunks_exact(SLOT).filter(|slot| *slot == [0; SLOT]).count();
        assert!(empty * 5 > TABLE.len() / SLOT, "a search ends at an empty slot");
    }
}
