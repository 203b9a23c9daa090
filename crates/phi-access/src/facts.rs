//! What the host knows about a subject beyond relationships: consents, restrictions, reviews.

use core::fmt;

/// Something that is on file about a subject, and on which a rule may depend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Fact {
    /// The individual's authorization for this use is on file, 45 CFR 164.508.
    Authorization,
    /// A written consent under 42 CFR 2.31 is on file.
    Part2Consent,
    /// A court order under 42 CFR 2.61 to 2.67 is on file.
    CourtOrder,
    /// The subject paid in full and asked that the health plan be told nothing, 45 CFR 164.522(a)(1)(vi).
    SelfPaid,
    /// The entity agreed to a restriction that the subject asked for, 45 CFR 164.522(a)(1).
    AgreedRestriction,
    /// This disclosure was reviewed individually against the criteria, 45 CFR 164.514(d)(3)(ii).
    Reviewed,
    /// The law requires it, 45 CFR 164.512(a).
    RequiredByLaw,
    /// The subject is an employee, a person in the public eye, or otherwise watched over by the privacy office.
    Watched,
}

impl Fact {
    /// Every fact that this version knows.
    pub const ALL: [Self; 8] = [
        Self::Authorization,
        Self::Part2Consent,
        Self::CourtOrder,
        Self::SelfPaid,
        Self::AgreedRestriction,
        Self::Reviewed,
        Self::RequiredByLaw,
        Self::Watched,
    ];

    /// A stable word, for policies and explanations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Authorization => "authorization",
            Self::Part2Consent => "part2-consent",
            Self::CourtOrder => "court-order",
            Self::SelfPaid => "self-paid",
            Self::AgreedRestriction => "agreed-restriction",
            Self::Reviewed => "reviewed",
            Self::RequiredByLaw => "required-by-law",
            Self::Watched => "watched",
        }
    }
}

/// A set of facts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Facts(u16);

impl Facts {
    /// None.
    pub const NONE: Self = Self(0);

    /// This set and one more.
    #[must_use]
    pub const fn with(self, fact: Fact) -> Self {
        Self(self.0 | 1 << fact as u16)
    }

    /// Whether it holds the fact.
    #[must_use]
    pub const fn contains(self, fact: Fact) -> bool {
        self.0 & 1 << fact as u16 != 0
    }

    /// Whether every fact of this set is in the other.
    #[must_use]
    pub const fn is_subset_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    /// Whether the two sets share a fact.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The facts, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Fact> {
        Fact::ALL.into_iter().filter(move |fact| self.contains(*fact))
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
