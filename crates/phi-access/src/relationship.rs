//! How somebody stands to a subject: from a source that the host injects.

use alloc::collections::BTreeMap;
use core::fmt;
use std::sync::{PoisonError, RwLock};

use phi_types::{ActorId, SubjectId, TenantId, record::Labels};

use crate::{
    confidentiality::Confidentiality,
    facts::{Fact, Facts},
};

/// A relationship that a rule may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Relationship {
    /// Treats the subject.
    Treating,
    /// Belongs to the subject's care team.
    CareTeam,
    /// Works in the unit where the subject is.
    SameUnit,
    /// Handles the subject's account.
    Billing,
    /// Is the subject.
    Myself,
    /// Is the subject's personal representative, 45 CFR 164.502(g).
    PersonalRepresentative,
    /// Wrote the record, as the originator of psychotherapy notes.
    Author,
}

impl Relationship {
    /// Every relationship that this version knows.
    pub const ALL: [Self; 7] = [
        Self::Treating,
        Self::CareTeam,
        Self::SameUnit,
        Self::Billing,
        Self::Myself,
        Self::PersonalRepresentative,
        Self::Author,
    ];

    /// A stable word, for digests and explanations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Treating => "treating",
            Self::CareTeam => "care-team",
            Self::SameUnit => "same-unit",
            Self::Billing => "billing",
            Self::Myself => "self",
            Self::PersonalRepresentative => "personal-representative",
            Self::Author => "author",
        }
    }
}

/// A set of relationships.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct RelationshipSet(u8);

impl RelationshipSet {
    /// None.
    pub const NONE: Self = Self(0);

    /// This set and one more.
    #[must_use]
    pub const fn with(self, relationship: Relationship) -> Self {
        Self(self.0 | 1 << relationship as u8)
    }

    /// Whether it holds the relationship.
    #[must_use]
    pub const fn contains(self, relationship: Relationship) -> bool {
        self.0 & 1 << relationship as u8 != 0
    }

    pub(crate) const fn bits(self) -> u8 {
        self.0
    }

    /// Whether the two sets share a relationship.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The relationships, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Relationship> {
        Relationship::ALL.into_iter().filter(move |one| self.contains(*one))
    }
}

impl fmt::Debug for RelationshipSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Relationship::ALL.into_iter().filter(|one| self.contains(*one))).finish()
    }
}

/// Where a subject is, seen from a tenant.
// INVARIANT: in this order, which `Stance` turns into bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// The tenant's own.
    Here,
    /// Another tenant's.
    Elsewhere,
    /// Nobody's.
    Nowhere,
}

/// How somebody stands to a subject, and what is on file about the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// Where the subject is.
    pub whereabouts: Whereabouts,
    /// How the two are related.
    pub relationships: RelationshipSet,
    /// Consents, restrictions, reviews.
    pub facts: Facts,
    /// Sensitivity labels of the subject's records as a whole, beyond those of single fields.
    pub labels: Labels,
    /// How confidential the subject's records are as a whole.
    pub confidentiality: Confidentiality,
    /// Where the source has it from: the number of an encounter, a shift, an entry of the care-team list. It comes back with
    /// the decision and stands in the entry of the log.
    pub evidence: Option<Evidence>,
}

/// A reference to the record of the host that bears a relationship out. A number without meaning outside the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Evidence(pub u64);

impl Standing {
    /// A subject of another tenant.
    pub const ELSEWHERE: Self = Self::at(Whereabouts::Elsewhere);
    /// Nobody that is known.
    pub const NOWHERE: Self = Self::at(Whereabouts::Nowhere);
    /// A subject of the tenant, in no relationship.
    pub const HERE: Self = Self::at(Whereabouts::Here);

    const fn at(whereabouts: Whereabouts) -> Self {
        Self {
            whereabouts,
            relationships: RelationshipSet::NONE,
            facts: Facts::NONE,
            labels: Labels::NONE,
            confidentiality: Confidentiality::Normal,
            evidence: None,
        }
    }

    /// A subject of the tenant, in these relationships.
    #[must_use]
    pub const fn here(relationships: RelationshipSet) -> Self {
        Self { relationships, ..Self::HERE }
    }

    /// With what is on file.
    #[must_use]
    pub const fn facts(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// With labels of the subject's records as a whole.
    #[must_use]
    pub const fn labels(mut self, labels: Labels) -> Self {
        self.labels = labels;
        self
    }

    /// With a confidentiality of the subject's records as a whole.
    #[must_use]
    pub const fn confidentiality(mut self, level: Confidentiality) -> Self {
        self.confidentiality = level;
        self
    }

    /// With a reference to what bears it out.
    #[must_use]
    pub const fn evidence(mut self, evidence: Evidence) -> Self {
        self.evidence = Some(evidence);
        self
    }
}

/// The source of relationships: the host's schedule, census or care-team list.
///
/// # Implementing
/// Answer quickly and from memory: each decision asks. What is not known is [`Whereabouts::Nowhere`] with no relationship.
/// An implementation is trusted: it decides who treats whom.
pub trait Relationships: Send + Sync {
    /// How the actor stands to the subject within the tenant.
    fn standing(&self, tenant: &TenantId, actor: &ActorId, subject: SubjectId) -> Standing;
}

impl<R: Relationships + ?Sized> Relationships for alloc::sync::Arc<R> {
    fn standing(&self, tenant: &TenantId, actor: &ActorId, subject: SubjectId) -> Standing {
        (**self).standing(tenant, actor, subject)
    }
}

/// A register in memory: whose subject it is, and who stands how to it.
#[derive(Debug, Default)]
pub struct Register {
    entries: RwLock<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    subjects: BTreeMap<SubjectId, Known>,
    related: BTreeMap<(SubjectId, ActorId), (RelationshipSet, Option<Evidence>)>,
}

#[derive(Debug)]
struct Known {
    tenant: TenantId,
    facts: Facts,
    labels: Labels,
    confidentiality: Confidentiality,
}

impl Register {
    /// An empty register.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Enters a subject as the tenant's own. A subject that is another tenant's stays so.
    pub fn admit(&self, tenant: &TenantId, subject: SubjectId) {
        self.change(|entries| {
            entries.subjects.entry(subject).or_insert_with(|| Known {
                tenant: tenant.clone(),
                facts: Facts::NONE,
                labels: Labels::NONE,
                confidentiality: Confidentiality::Normal,
            });
        });
    }

    /// Enters a relationship.
    pub fn relate(&self, actor: &ActorId, subject: SubjectId, relationship: Relationship) {
        self.change(|entries| {
            let (set, _) = entries.related.entry((subject, actor.clone())).or_default();
            *set = set.with(relationship);
        });
    }

    /// Enters a relationship with what bears it out.
    pub fn relate_by(&self, actor: &ActorId, subject: SubjectId, relationship: Relationship, evidence: Evidence) {
        self.change(|entries| {
            let (set, by) = entries.related.entry((subject, actor.clone())).or_default();
            (*set, *by) = (set.with(relationship), Some(evidence));
        });
    }

    /// Ends every relationship of an actor to a subject.
    pub fn part(&self, actor: &ActorId, subject: SubjectId) {
        self.change(|entries| {
            entries.related.remove(&(subject, actor.clone()));
        });
    }

    /// Puts a fact on a subject's file. A subject that was not admitted has no file.
    pub fn file(&self, subject: SubjectId, fact: Fact) {
        self.known(subject, |known| known.facts = known.facts.with(fact));
    }

    /// Takes everything off a subject's file.
    pub fn clear(&self, subject: SubjectId) {
        self.known(subject, |known| known.facts = Facts::NONE);
    }

    /// Says how sensitive a subject's records are as a whole.
    pub fn mark(&self, subject: SubjectId, labels: Labels, confidentiality: Confidentiality) {
        self.known(subject, |known| (known.labels, known.confidentiality) = (labels, confidentiality));
    }

    fn known(&self, subject: SubjectId, change: impl FnOnce(&mut Known)) {
        self.change(|entries| {
            if let Some(known) = entries.subjects.get_mut(&subject) {
                change(known);
            }
        });
    }

    fn change(&self, change: impl FnOnce(&mut Entries)) {
        change(&mut self.entries.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Relationships for Register {
    fn standing(&self, tenant: &TenantId, actor: &ActorId, subject: SubjectId) -> Standing {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        match entries.subjects.get(&subject) {
            Some(known) if known.tenant == *tenant => {
                let (relationships, evidence) =
                    entries.related.get(&(subject, actor.clone())).copied().unwrap_or_default();
                Standing {
                    whereabouts: Whereabouts::Here,
                    relationships,
                    facts: known.facts,
                    labels: known.labels,
                    confidentiality: known.confidentiality,
                    evidence,
                }
            }
            // Another tenant's relationships are none of this tenant's business.
            Some(_) => Standing::ELSEWHERE,
            None => Standing::NOWHERE,
        }
    }
}
