//! The patients of one actor, laid out for a look-up in a few loads.

use alloc::{boxed::Box, vec::Vec};

use phi_types::SubjectId;

use crate::relationship::Standing;

/// How one actor stands to the subjects of a shift: made once from the host's schedule, asked for each decision.
///
/// It holds no tenant and no actor. Whoever makes it answers for whose it is, as with [`Relationships`](crate::Relationships).
/// Who is not in it is nobody's: an unknown subject and another tenant's are one answer.
#[derive(Debug)]
pub struct Panel {
    /// Apart from the standings, so that a look-up for nobody stays within the first level of cache.
    slots: Box<[(SubjectId, u32)]>,
    standings: Vec<Standing>,
    mask: usize,
}

const FREE: u32 = u32::MAX;

impl Panel {
    /// Lays out the subjects. The last entry of a subject counts.
    pub fn new(subjects: impl IntoIterator<Item = (SubjectId, Standing)>) -> Self {
        let subjects: Vec<_> = subjects.into_iter().collect();
        // At most half full, so that a chain of taken slots is short.
        let size = subjects.len().saturating_mul(2).next_power_of_two().max(2);
        let mut slots = alloc::vec![(SubjectId::from_bytes([0; 16]), FREE); size];
        let (mask, mut standings) = (size - 1, Vec::with_capacity(subjects.len()));
        for (number, (subject, standing)) in (0..FREE).zip(subjects) {
            standings.push(standing);
            let mut at = home(subject) & mask;
            while let Some(slot) = slots.get_mut(at) {
                if slot.1 == FREE || slot.0 == subject {
                    *slot = (subject, number);
                    break;
                }
                at = (at + 1) & mask;
            }
        }
        Self { slots: slots.into_boxed_slice(), standings, mask }
    }

    /// How the actor stands to the subject.
    #[must_use]
    #[inline]
    pub fn standing(&self, subject: SubjectId) -> Standing {
        let mut at = home(subject) & self.mask;
        loop {
            match self.slots.get(at) {
                Some((_, FREE)) | None => return Standing::NOWHERE,
                Some((taken, number)) if *taken == subject => {
                    return self.standings.get(*number as usize).copied().unwrap_or(Standing::NOWHERE);
                }
                Some(_) => at = (at + 1) & self.mask,
            }
        }
    }
}

/// Subject ids are random, so some of their bits are as good as any hash of them. The multiplication is for hosts whose ids are not.
#[inline]
fn home(subject: SubjectId) -> usize {
    let id = u128::from_le_bytes(subject.to_bytes());
    let folded = (id as u64) ^ ((id >> 64) as u64);
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relationship::{Relationship, RelationshipSet};

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
        assert_eq!(Panel::new([]).standing(id(1)), Standing::NOWHERE);
    }
}
