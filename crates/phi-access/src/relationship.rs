//! How somebody stands to a subject: from a source that the host injects.

use alloc::collections::BTreeMap;
use core::fmt;
use std::sync::{PoisonError, RwLock};

use phi_types::{ActorId, SubjectId, TenantId};

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
}

impl Relationship {
    /// Every relationship that this version knows.
    pub const ALL: [Self; 6] =
        [Self::Treating, Self::CareTeam, Self::SameUnit, Self::Billing, Self::Myself, Self::PersonalRepresentative];

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
        }
    }
}

/// A set of relationships.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
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
}

impl fmt::Debug for RelationshipSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Relationship::ALL.into_iter().filter(|one| self.contains(*one))).finish()
    }
}

/// Where a subject is, seen from a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// The tenant's own.
    Here,
    /// Another tenant's.
    Elsewhere,
    /// Nobody's.
    Nowhere,
}

/// How somebody stands to a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where the subject is.
    pub whereabouts: Whereabouts,
    /// How the two are related.
    pub relationships: RelationshipSet,
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
    tenants: BTreeMap<SubjectId, TenantId>,
    related: BTreeMap<(SubjectId, ActorId), RelationshipSet>,
}

impl Register {
    /// An empty register.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Enters a subject as the tenant's own. A subject that is another tenant's stays so.
    pub fn admit(&self, tenant: &TenantId, subject: SubjectId) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        entries.tenants.entry(subject).or_insert_with(|| tenant.clone());
    }

    /// Enters a relationship.
    pub fn relate(&self, actor: &ActorId, subject: SubjectId, relationship: Relationship) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        let set = entries.related.entry((subject, actor.clone())).or_default();
        *set = set.with(relationship);
    }

    /// Ends every relationship of an actor to a subject.
    pub fn part(&self, actor: &ActorId, subject: SubjectId) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        entries.related.remove(&(subject, actor.clone()));
    }
}

impl Relationships for Register {
    fn standing(&self, tenant: &TenantId, actor: &ActorId, subject: SubjectId) -> Standing {
        let entries = self.entries.read().unwrap_or_else(PoisonError::into_inner);
        match entries.tenants.get(&subject) {
            Some(of) if of == tenant => Standing {
                whereabouts: Whereabouts::Here,
                relationships: entries.related.get(&(subject, actor.clone())).copied().unwrap_or_default(),
            },
            // Another tenant's relationships are none of this tenant's business.
            Some(_) => Standing { whereabouts: Whereabouts::Elsewhere, relationships: RelationshipSet::NONE },
            None => Standing { whereabouts: Whereabouts::Nowhere, relationships: RelationshipSet::NONE },
        }
    }
}
