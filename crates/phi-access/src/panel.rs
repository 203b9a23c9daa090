//! The patients of one actor, laid out for a look-up in a few loads.

use alloc::{boxed::Box, vec::Vec};
use std::collections::HashMap;

use phi_types::SubjectId;

use crate::{
    relationship::{Evidence, Standing},
    stance::{Seen, Stance},
};

/// How one actor stands to the subjects of a shift: made once from the host's schedule, asked for each decision.
///
/// It holds no tenant and no actor. Whoever makes it answers for whose it is, as with [`Relationships`](crate::Relationships).
/// Who is not in it is nobody's: an unknown subject and another tenant's are one answer.
#[derive(Debug)]
pub struct Panel {
    /// One bit in sixteen is set: in a list, where most are not in the panel, they are turned away here by a branch that is foreseen. A
    /// decision about one subject, who mostly is in it, does not ask.
    sieve: Box<[u64]>,
    /// Numbers of entries, at most a quarter full, so that most searches end at the first place.
    index: Box<[u32]>,
    entries: Vec<Entry>,
    /// The standing of each entry in words, as a number into `kinds`.
    kind: Vec<u32>,
    /// The standings that differ in more than their evidence: a handful, whatever the number of subjects.
    kinds: Vec<Standing>,
    /// By how much a hash is shifted to be a place in the index.
    shift: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    subject: SubjectId,
    /// Marked where there is evidence.
    stance: Stance,
    evidence: u64,
}

impl Entry {
    #[inline]
    fn evidence(&self) -> Option<Evidence> {
        self.stance.is_marked().then_some(Evidence(self.evidence))
    }
}

const FREE: u32 = u32::MAX;

impl Panel {
    /// Lays out the subjects. The last entry of a subject counts.
    pub fn new(subjects: impl IntoIterator<Item = (SubjectId, Standing)>) -> Self {
        let subjects: Vec<_> = subjects.into_iter().collect();
        let size = subjects.len().saturating_mul(4).next_power_of_two().max(16);
        let mut panel = Self {
            sieve: alloc::vec![0; size / 16].into_boxed_slice(),
            index: alloc::vec![FREE; size].into_boxed_slice(),
            entries: Vec::with_capacity(subjects.len()),
            kind: Vec::with_capacity(subjects.len()),
            kinds: Vec::new(),
            shift: u64::BITS - size.trailing_zeros(),
        };
        let mut known = HashMap::new();
        for (subject, standing) in subjects {
            let (evidence, kind) = (standing.evidence, Standing { evidence: None, ..standing });
            let stance = Stance::of(&kind);
            let kind = *known.entry(stance).or_insert_with(|| {
                panel.kinds.push(kind);
                panel.kinds.len() as u32 - 1
            });
            let stance = if evidence.is_some() { stance.marked() } else { stance };
            panel.enter(Entry { subject, stance, evidence: evidence.map_or(0, |evidence| evidence.0) }, kind);
        }
        panel
    }

    fn enter(&mut self, entry: Entry, kind: u32) {
        let hash = hash(entry.subject);
        let (mut at, mask) = (self.home(hash), self.index.len().wrapping_sub(1));
        let (word, bit) = self.sieved(hash);
        if let Some(word) = self.sieve.get_mut(word) {
            *word |= bit;
        }
        while let Some(place) = self.index.get_mut(at & mask) {
            let number = *place as usize;
            if *place == FREE {
                *place = self.entries.len() as u32;
                self.entries.push(entry);
                self.kind.push(kind);
                return;
            }
            if let (Some(taken), Some(its)) = (self.entries.get_mut(number), self.kind.get_mut(number))
                && taken.subject == entry.subject
            {
                (*taken, *its) = (entry, kind);
                return;
            }
            at = at.wrapping_add(1);
        }
    }

    /// How the actor stands to the subject.
    #[must_use]
    #[inline]
    pub fn standing(&self, subject: SubjectId) -> Standing {
        let words = |(number, entry): (usize, &Entry)| {
            let kind = self.kinds.get(*self.kind.get(number)? as usize)?;
            Some(Standing { evidence: entry.evidence(), ..*kind })
        };
        let hash = hash(subject);
        let found = if self.may_hold(hash) { self.find(subject, hash) } else { None };
        found.and_then(words).unwrap_or(Standing::NOWHERE)
    }

    #[inline]
    pub(crate) fn seen(&self, subject: SubjectId) -> Seen {
        match self.find(subject, hash(subject)) {
            Some((_, entry)) => Seen { stance: entry.stance, evidence: entry.evidence() },
            None => Seen::of(&Standing::NOWHERE),
        }
    }

    #[inline]
    fn may_hold(&self, hash: u64) -> bool {
        let (word, bit) = self.sieved(hash);
        self.sieve.get(word).is_some_and(|word| word & bit != 0)
    }

    #[inline]
    fn find(&self, subject: SubjectId, hash: u64) -> Option<(usize, &Entry)> {
        let (home, mask) = (self.home(hash), self.index.len().wrapping_sub(1));
        let number = *self.index.get(home & mask)? as usize;
        let entry = self.entries.get(number)?;
        if entry.subject == subject { Some((number, entry)) } else { self.find_behind(subject, home) }
    }

    /// Where another subject was there first.
    #[inline(never)]
    fn find_behind(&self, subject: SubjectId, home: usize) -> Option<(usize, &Entry)> {
        let (mut at, mask) = (home, self.index.len().wrapping_sub(1));
        loop {
            // A free place holds no entry's number, and ends the search.
            let number = *self.index.get(at & mask)? as usize;
            let entry = self.entries.get(number)?;
            if entry.subject == subject {
                return Some((number, entry));
            }
            at = at.wrapping_add(1);
        }
    }

    #[inline]
    fn home(&self, hash: u64) -> usize {
        (hash >> (self.shift & 63)) as usize
    }

    /// The word of the sieve and the bit in it: low bits of the upper half, and six below them that choose the bit.
    #[inline]
    fn sieved(&self, hash: u64) -> (usize, u64) {
        let mask = self.sieve.len().wrapping_sub(1);
        ((hash >> 32) as usize & mask, 1 << (hash >> 26 & 63))
    }
}

/// Subject ids are random, and any of their bits would do. The product is for hosts whose ids are not.
#[inline]
fn hash(subject: SubjectId) -> u64 {
    let id = u128::from_le_bytes(subject.to_bytes());
    let (low, high) = (id as u64 ^ 0x9E37_79B9_7F4A_7C15, (id >> 64) as u64 ^ 0xD1B5_4A32_D192_ED03);
    let product = u128::from(low).wrapping_mul(u128::from(high));
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationship::{Relationship, RelationshipSet};

    /// Ids that count upwards at either end spread as random ones do: no chain of taken places is long.
    #[test]
    fn ids_that_are_not_random_spread_as_well() {
        for at in [0, 7, 12] {
            let id = |number: u32| {
                let mut bytes = [0; 16];
                bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
                SubjectId::from_bytes(bytes)
            };
            let panel = Panel::new((0..1000).map(|number| (id(number), Standing::HERE)));
            let homes: std::collections::BTreeSet<_> = (0..1000).map(|number| panel.home(hash(id(number)))).collect();
            assert!(homes.len() > 800, "{at}: {}", homes.len());
        }
    }

    #[test]
    fn everybody_is_found_and_nobody_else() {
        let related = Standing::here(RelationshipSet::NONE.with(Relationship::Treating));
        let id = |number: u32| {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&number.to_be_bytes());
            SubjectId::from_bytes(bytes)
        };
        let panel = Panel::new((0..500).map(|number| (id(number), related)).chain([(id(7), Standing::HERE)]));
        for number in 0..1000 {
            let expected = match number {
                7 => Standing::HERE,
                0..500 => related,
                _ => Standing::NOWHERE,
            };
            assert_eq!(panel.standing(id(number)), expected, "{number}");
        }
        let by = |number| Standing::HERE.evidence(Evidence(number));
        let panel = Panel::new([(id(1), by(5)), (id(2), by(6)), (id(3), related), (id(1), by(0))]);
        assert_eq!([1, 2, 3].map(|number| panel.standing(id(number))), [by(0), by(6), related]);
        assert_eq!(Panel::new([]).standing(id(1)), Standing::NOWHERE);
    }
}
