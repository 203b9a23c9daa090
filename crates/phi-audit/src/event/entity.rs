//! What was touched, and what was decided. Names of fields, never their values.

use super::codes::codes;
use super::term::Term;

/// Something that the act touched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its name: the record type, the key, the policy.
    pub name: Term,
    /// An opaque id, such as the random id of a row.
    pub id: Option<[u8; 16]>,
    /// The names of the fields that were touched.
    pub fields: Vec<Term>,
    /// How many there were: rows of an answer, entries of a report. Zero for a search that found nothing.
    pub count: Option<u64>,
    /// A SHA-256 digest: of a policy, of an exported file, the root of an index.
    pub digest: Option<[u8; 32]>,
}

impl Entity {
    /// An entity with this name.
    #[must_use]
    pub const fn new(kind: EntityKind, name: Term) -> Self {
        Self { kind, name, id: None, fields: Vec::new(), count: None, digest: None }
    }

    /// A record of this type.
    #[must_use]
    pub const fn record(record_type: Term) -> Self {
        Self::new(EntityKind::Record, record_type)
    }

    /// With these fields.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = Term>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// With this opaque id.
    #[must_use]
    pub const fn id(mut self, id: [u8; 16]) -> Self {
        self.id = Some(id);
        self
    }

    /// So many.
    #[must_use]
    pub const fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// With this SHA-256 digest.
    #[must_use]
    pub const fn digest(mut self, digest: [u8; 32]) -> Self {
        self.digest = Some(digest);
        self
    }
}

codes! {
    /// What an entity is.
    EntityKind {
        Record "record" 1, "A record.";
        Key "key" 2, "A key.";
        Policy "policy" 3, "A policy.";
        Log "log" 4, "The log, or a part of it.";
        Document "document" 5, "A document, a file, a medium.";
        Account "account" 6, "A user's account.";
        Finding "finding" 7, "What a detector found, or a review.";
    }
}

/// What the policy decided, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decision {
    /// The digest of the policy that decided.
    pub policy: [u8; 32],
    /// The rule that decided; none where nothing permitted it.
    pub rule: Option<Term>,
    /// Why it was denied; none if it was permitted.
    pub reason: Option<Term>,
    /// The record that bears the relationship out, in the numbers of whoever answers for relationships.
    pub evidence: Option<u64>,
    /// When the grant ends, in seconds since 1970.
    pub until: Option<i64>,
    /// Whether an emergency override stood behind it.
    pub emergency: bool,
    /// The duties that came with it.
    pub duties: Vec<DutyOwed>,
}

impl Decision {
    /// Permitted by this rule of this policy.
    #[must_use]
    pub fn permitted(policy: [u8; 32], rule: Term) -> Self {
        Self { rule: Some(rule), ..Self::by(policy) }
    }

    /// Denied for this reason, such as [`DenyReason::code`](phi_types::gate::DenyReason::code) gives.
    #[must_use]
    pub fn denied(policy: [u8; 32], rule: Option<Term>, reason: Term) -> Self {
        Self { rule, reason: Some(reason), ..Self::by(policy) }
    }

    const fn by(policy: [u8; 32]) -> Self {
        Self { policy, rule: None, reason: None, evidence: None, until: None, emergency: false, duties: Vec::new() }
    }

    /// With this record behind the relationship.
    #[must_use]
    pub const fn evidence(mut self, evidence: u64) -> Self {
        self.evidence = Some(evidence);
        self
    }

    /// With an emergency override behind it.
    #[must_use]
    pub const fn emergency(mut self) -> Self {
        self.emergency = true;
        self
    }
}

/// A duty that comes with a permit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DutyOwed {
    /// Which, see [`Duty::code`](phi_types::gate::Duty::code).
    pub duty: Term,
    /// Its number: seconds of a time limit, records an hour of a rate.
    pub amount: Option<u64>,
    /// When it falls due.
    pub due: Due,
}

impl DutyOwed {
    /// A duty.
    #[must_use]
    pub const fn new(duty: Term, amount: Option<u64>, due: Due) -> Self {
        Self { duty, amount, due }
    }
}

codes! {
    /// When a duty falls due.
    Due {
        Before "before" 1, "Before anything is shown.";
        After "after" 2, "Afterwards.";
    }
}
