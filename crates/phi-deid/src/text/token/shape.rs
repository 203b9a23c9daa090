//! What follows from a word alone: worked out when it is looked up, and remembered with what lexicon and lists say.

use super::{
    led, lists, person,
    read::{self, Kind},
};
use crate::{
    lexicon::Entry,
    text::{
        told,
        words::{self, Lists, Traits},
    },
};

/// Bits: three each for the kind in a line like others and in one of capitals alone, then those below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape(u16);

/// Behind the kinds.
const DRUG: u16 = 1 << 6;
const SMALL: u16 = 1 << 7;
const DULL: u16 = 1 << 8;
const DULL_SHOUTED: u16 = 1 << 9;
const STRONG_LEAD: u16 = 1 << 10;
const WEAK_LEAD: u16 = 1 << 11;
const SPELLED: u16 = 1 << 12;
const TELLING: u16 = 1 << 13;
const FREQUENT: u16 = 1 << 14;

impl Shape {
    /// Of no word.
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn of(word: &str, entry: Entry, lists: u64) -> Self {
        let traits = Traits::from_bits(lists);
        let bit = |is: bool, bit: u16| if is { bit } else { 0 };
        let is_drug = lists::is_drug_like(word);
        let has_small = word.bytes().any(|b| b.is_ascii_lowercase());
        let mut bits = bit(is_drug, DRUG) | bit(has_small, SMALL) | bit(told::may_tell(word), TELLING);
        bits |= bit(["at", "dot", "arroba"].iter().any(|sign| sign.eq_ignore_ascii_case(word)), SPELLED);
        let is_frequent = traits.has(words::COMMON_BIT) && (traits.has(lists::STOP_BIT) || !entry.is_name());
        bits |= bit(is_frequent, FREQUENT);
        bits |= match led::lead(word) {
            Some(led::Lead::Strong) => STRONG_LEAD,
            Some(led::Lead::Weak) => WEAK_LEAD,
            None => 0,
        };
        // Only a word with a capital begins a run.
        if word.chars().next().is_some_and(char::is_uppercase) {
            let (plain, shouted) =
                (read::kind(word, entry, traits, false, is_drug), read::kind(word, entry, traits, true, is_drug));
            bits |= plain as u16 | (shouted as u16) << 3;
            let shape = Self(bits);
            bits |= bit(is_dull(word, entry, traits, shape, plain), DULL)
                | bit(is_dull(word, entry, traits, shape, shouted), DULL_SHOUTED);
        }
        Self(bits)
    }

    /// What the word can be in a name, if it begins with a capital.
    pub(super) const fn kind(self, is_shouted: bool) -> Kind {
        match self.0 >> (if is_shouted { 3 } else { 0 }) & 7 {
            0 => Kind::Given,
            1 => Kind::Surname,
            2 => Kind::Weak,
            3 => Kind::Unknown,
            4 => Kind::Initial,
            5 => Kind::Joint,
            _ => Kind::Stop,
        }
    }

    /// Whether a run of this word alone is neither a name nor a place, whatever stands around it.
    pub(super) const fn is_dull(self, is_shouted: bool) -> bool {
        self.0 & (if is_shouted { DULL_SHOUTED } else { DULL }) != 0
    }

    /// Whether it ends as names of substances do.
    pub(in crate::text) const fn is_drug_like(self) -> bool {
        self.0 & DRUG != 0
    }

    /// Whether it is one of the few that one of the next two is said of.
    pub(in crate::text) const fn is_rare(self) -> bool {
        self.0 & (SPELLED | TELLING) != 0
    }

    /// Whether it is what a sign of an address may be spelled as.
    pub(in crate::text) const fn is_spelled(self) -> bool {
        self.0 & SPELLED != 0
    }

    /// Whether an age may be told from it and a number.
    pub(in crate::text) const fn may_tell(self) -> bool {
        self.0 & TELLING != 0
    }

    /// Whether it is a frequent word that, in small letters, nobody is called by.
    pub(in crate::text) const fn is_frequent(self) -> bool {
        self.0 & FREQUENT != 0
    }

    /// Whether it has a small letter of ASCII.
    pub(super) const fn has_small(self) -> bool {
        self.0 & SMALL != 0
    }

    /// What it is worth before a place.
    pub(super) const fn lead(self) -> Option<led::Lead> {
        match self.0 & (STRONG_LEAD | WEAK_LEAD) {
            0 => None,
            STRONG_LEAD => Some(led::Lead::Strong),
            _ => Some(led::Lead::Weak),
        }
    }
}

/// Whether none of the rules of places and persons would take the word if it stood alone: each of their first questions is
/// asked of the word itself.
fn is_dull(word: &str, entry: Entry, traits: Traits, shape: Shape, kind: Kind) -> bool {
    match kind {
        Kind::Initial => !traits.any(NOUN),
        Kind::Stop => {
            entry.city() == 0
                && !person::may_follow_role(word, entry, traits, shape, kind)
                && (word.len() < 3 || led::is_barred(word, entry, traits, shape, kind, true))
                && !super::place::may_be_visited(word, entry, traits, kind)
                && !super::borne::may_be(word, entry, traits, kind)
                && !led::may_be_letters(word, entry, traits)
        }
        _ => false,
    }
}

const NOUN: Lists = Lists::of(&[lists::INSTITUTION_BIT, words::KIND_BIT]);
