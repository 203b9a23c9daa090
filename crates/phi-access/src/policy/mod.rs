//! Policies: rules of a closed language, compiled once, with a digest.

mod break_glass;
mod builder;
mod check;
mod digest;
mod error;
mod legal;
mod psychotherapy;
mod roles;
mod rule;
mod stored;

pub use break_glass::BreakGlassRule;
pub use builder::PolicyBuilder;
pub use error::PolicyError;
pub use psychotherapy::PsychotherapyBasis;
pub use roles::{Role, Separation};
pub use rule::Rule;

pub(crate) use roles::{RoleNumber, Roles};
pub(crate) use rule::{Effect, Reach};
pub(crate) use stored::{ADMINISTRATION, Condition, Extra, RecordNumber, Stored};

use alloc::{string::String, sync::Arc, vec::Vec};

use phi_types::{
    PhiRecord, RuleId,
    gate::PolicyDigest,
    record::{RecordType, Schema},
};
use time::Duration;

use crate::document::InlineTest;

/// A policy that passed its checks: who may do what to which fields of whose records, and what for.
///
/// Default deny: what no rule permits is denied. Forbids win over permits. There is nothing in it that can fail when it is
/// asked, and no switch that allows everything.
///
/// Helps implement 45 CFR 164.308(a)(4), 164.312(a)(1) and 164.514(d)(2), which asks an entity to identify who needs access to
/// what, under which conditions. To write the right rules stays with the entity.
#[derive(Debug)]
pub struct Policy {
    pub(crate) roles: Roles,
    pub(crate) records: Vec<RecordType>,
    pub(crate) psychotherapy: Vec<RecordNumber>,
    pub(crate) zones: Vec<Arc<str>>,
    /// Sorted by name, so that the first of several is the same in whatever order they were written.
    pub(crate) rules: Vec<Stored>,
    pub(crate) glass: Vec<Glass>,
    /// For each role, the numbers of its rules, ascending.
    pub(crate) by_role: Vec<Vec<u32>>,
    /// The rules for everybody.
    pub(crate) for_all: Vec<u32>,
    pub(crate) tests: Vec<InlineTest>,
    pub(crate) label: Option<String>,
    pub(crate) digest: PolicyDigest,
}

/// What a break-glass rule says beyond its permit.
#[derive(Clone, Debug)]
pub(crate) struct Glass {
    pub(crate) rule: u32,
    pub(crate) lifetime: Duration,
    pub(crate) review_within: Duration,
    pub(crate) second_person: bool,
    pub(crate) blocks_while_overdue: bool,
}

impl Policy {
    /// Begins a policy.
    #[must_use]
    pub fn builder() -> PolicyBuilder {
        PolicyBuilder::default()
    }

    /// The SHA-256 digest over its canonical form. Every decision carries it, and so does every entry of the log.
    #[must_use]
    pub const fn digest(&self) -> PolicyDigest {
        self.digest
    }

    /// How many rules it has, those for paragraphs of the law included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether it has no rule, and so denies everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The number under which the policy knows a record type, for [`Query`](crate::Query); `None` where no rule is about it.
    #[must_use]
    pub fn record<R: PhiRecord>(&self) -> Option<RecordTypeId> {
        self.record_number(RecordType::of::<R>()).map(RecordTypeId)
    }

    /// The same by the name of the record type.
    #[must_use]
    pub fn record_named(&self, name: &str) -> Option<RecordTypeId> {
        let at = self.records.iter().position(|record| record.schema().name == name)?;
        RecordNumber::try_from(at).ok().map(RecordTypeId)
    }

    pub(crate) fn record_number(&self, record: RecordType) -> Option<RecordNumber> {
        let at = self.records.iter().position(|known| *known == record)?;
        RecordNumber::try_from(at).ok()
    }

    pub(crate) fn schema(&self, record: RecordNumber) -> Option<&'static Schema> {
        self.records.get(usize::from(record)).map(RecordType::schema)
    }

    pub(crate) fn rule(&self, number: u32) -> Option<&Stored> {
        self.rules.get(number as usize)
    }

    pub(crate) fn rule_id(&self, number: u32) -> Option<&RuleId> {
        self.rule(number).map(|rule| &rule.id)
    }
}

/// A record type as one policy numbers it. A number of another policy names another type or none, and is then denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordTypeId(pub(crate) RecordNumber);
