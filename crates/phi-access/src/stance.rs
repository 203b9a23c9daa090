//! A standing as bits, and a condition on it as masks: one comparison each.

use crate::{
    confidentiality::Confidentiality,
    policy::Condition,
    relationship::{Evidence, Standing},
};

const RELATIONSHIPS: u32 = 0;
const FACTS: u32 = 8;
const LABELS: u32 = 24;
/// One bit for each level above the lowest, set from below: "at least" and "at most" are then a bit that is there or is not.
const LEVELS: u32 = 56;
const HERE: u64 = 1 << 61;
const ELSEWHERE: u64 = 1 << 62;
/// No condition looks at it.
const MARK: u64 = 1 << 63;

/// A [`Standing`] without its evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stance(u64);

impl Stance {
    #[inline]
    pub(crate) const fn of(standing: &Standing) -> Self {
        // Without a branch: another tenant's subject and nobody's are the same work.
        let whereabouts = (HERE << standing.whereabouts as u64) & (HERE | ELSEWHERE);
        Self(
            (standing.relationships.bits() as u64) << RELATIONSHIPS
                | (standing.facts.bits() as u64) << FACTS
                | (standing.labels.bits() as u64) << LABELS
                | levels(standing.confidentiality)
                | whereabouts,
        )
    }

    /// Whether the subject is the tenant's own.
    #[inline]
    pub(crate) const fn is_here(self) -> bool {
        self.0 & HERE != 0
    }

    /// With a mark for whoever keeps it; no condition sees it.
    pub(crate) const fn marked(self) -> Self {
        Self(self.0 | MARK)
    }

    #[inline]
    pub(crate) const fn is_marked(self) -> bool {
        self.0 & MARK != 0
    }

    /// Whether the subject is another tenant's.
    pub(crate) const fn is_elsewhere(self) -> bool {
        self.0 & ELSEWHERE != 0
    }
}

/// How somebody stands to a subject, as a decision takes it: by bits, and with what bears it out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) stance: Stance,
    pub(crate) evidence: Option<Evidence>,
}

impl Seen {
    #[inline]
    pub(crate) const fn of(standing: &Standing) -> Self {
        Self { stance: Stance::of(standing), evidence: standing.evidence }
    }
}

const fn levels(level: Confidentiality) -> u64 {
    ((1 << level as u64) - 1) << LEVELS
}

/// What a condition asks of a subject of the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asks {
    care: u64,
    need: u64,
    related: u64,
    labelled: u64,
}

impl Asks {
    /// Nothing but that the subject is the tenant's.
    pub(crate) const NOTHING: Self = Self { care: HERE, need: HERE, related: HERE, labelled: HERE };

    pub(crate) fn of(condition: &Condition) -> Self {
        let need = HERE | (condition.needs.bits() as u64) << FACTS | levels(condition.at_least);
        let above = levels(Confidentiality::VeryRestricted) & !levels(condition.at_most);
        let lack = (condition.lacks.bits() as u64) << FACTS | above;
        // "No matter which" is asked as what holds for every subject that is looked at.
        let or_here = |bits: u64| if bits == 0 { HERE } else { bits };
        // What is asked for and must not be is never met.
        let (care, need) = if need & lack == 0 { (need | lack, need) } else { (0, HERE) };
        Self {
            care,
            need,
            related: or_here((condition.any_of.bits() as u64) << RELATIONSHIPS),
            labelled: or_here((condition.labels as u64) << LABELS),
        }
    }

    /// Whether a subject of the tenant meets it; no other subject does.
    #[inline]
    pub(crate) const fn hold(&self, stance: Stance) -> bool {
        (stance.0 & self.care == self.need) & (stance.0 & self.related != 0) & (stance.0 & self.labelled != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{Fact, Facts},
        relationship::{Relationship, RelationshipSet},
    };
    use phi_types::record::{Label, Labels};

    /// Every standing over two relationships, two facts, two labels and all levels, against every condition over the same.
    #[test]
    fn the_masks_say_what_the_condition_says() {
        let two = |bits: usize, of: [Relationship; 2]| {
            (0..2).filter(|at| bits & 1 << at != 0).fold(RelationshipSet::NONE, |set, at| set.with(of[at]))
        };
        let relationships = |bits| two(bits, [Relationship::Treating, Relationship::Author]);
        let facts = |bits: usize| {
            let of = [Fact::Authorization, Fact::Watched];
            (0..2).filter(|at| bits & 1 << at != 0).fold(Facts::NONE, |set, at| set.with(of[at]))
        };
        let labels = |bits: usize| {
            let of = [Label::Part2, Label::MilitarySexualTrauma];
            (0..2).filter(|at| bits & 1 << at != 0).fold(Labels::NONE, |set, at| set.with(of[at]))
        };
        let mut standings = Vec::new();
        for bits in 0..64 {
            for level in Confidentiality::ALL {
                let standing = Standing::here(relationships(bits & 3)).facts(facts(bits >> 2 & 3));
                standings.push(standing.labels(labels(bits >> 4)).confidentiality(level));
            }
        }
        let (mut held, mut seen) = (0, 0);
        for bits in 0..256 {
            for at_least in Confidentiality::ALL {
                for at_most in Confidentiality::ALL {
                    let condition = Condition {
                        any_of: relationships(bits & 3),
                        needs: facts(bits >> 2 & 3),
                        lacks: facts(bits >> 4 & 3),
                        labels: labels(bits >> 6).bits(),
                        at_least,
                        at_most,
                        ..Condition::NONE
                    };
                    let asks = Asks::of(&condition);
                    for standing in &standings {
                        let stance = Stance::of(standing);
                        assert_eq!(asks.hold(stance), condition.subject(standing), "{condition:?} {standing:?}");
                        held += usize::from(asks.hold(stance));
                        seen += 1;
                    }
                    assert!(!asks.hold(Stance::of(&Standing::NOWHERE)) && !asks.hold(Stance::of(&Standing::ELSEWHERE)));
                }
            }
        }
        assert!(held > 0 && held < seen);
    }
}
