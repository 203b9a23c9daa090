//! What is asked of the log.

use core::cmp::Ordering;

use phi_types::{ActorId, SubjectId, TenantId};
use time::OffsetDateTime;

use super::Found;
use crate::event::{AuditEvent, Kind, Outcome, Stage};
use crate::pseudonym::{SubjectPseudonym, SubjectPseudonymKey};

/// A question: each condition narrows it. The tenant is that of the authority under which it is asked.
///
/// ```
/// use phi_audit::search::{Query, SortBy};
/// use phi_audit::event::Kind;
/// use phi_types::ActorId;
/// use time::macros::datetime;
/// let query = Query::new()
///     .by_user(ActorId::new("nurse-7")?)
///     .between(datetime!(2026-03-01 00:00 UTC), datetime!(2026-04-01 00:00 UTC))
///     .of_kind(Kind::Read)
///     .sorted(SortBy::User);
/// # let _ = query;
/// # Ok::<(), phi_types::InvalidName>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) patients: Option<Vec<SubjectPseudonym>>,
    pub(super) users: Option<Vec<ActorId>>,
    pub(super) from: Option<OffsetDateTime>,
    pub(super) to: Option<OffsetDateTime>,
    pub(super) kinds: Vec<Kind>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) break_glass: Option<bool>,
    pub(super) denied: Option<bool>,
    sort: SortBy,
    descending: bool,
}

/// By which part an answer is sorted. What is equal there stays in the order of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SortBy {
    /// The order of the log.
    #[default]
    Entry,
    /// When it was recorded.
    Recorded,
    /// Who acted.
    User,
    /// About whom.
    Patient,
    /// What was done.
    Kind,
    /// How it came out.
    Outcome,
    /// What for.
    Purpose,
    /// Which record type.
    Record,
    /// The rule that decided.
    Rule,
    /// To whom something was disclosed.
    Recipient,
    /// From which address.
    Address,
}

impl SortBy {
    /// Every part by which an answer can be sorted.
    pub const ALL: [Self; 11] = [
        Self::Entry,
        Self::Recorded,
        Self::User,
        Self::Patient,
        Self::Kind,
        Self::Outcome,
        Self::Purpose,
        Self::Record,
        Self::Rule,
        Self::Recipient,
        Self::Address,
    ];

    fn compare(self, one: &AuditEvent, two: &AuditEvent) -> Ordering {
        let rule = |event: &AuditEvent| event.decision.as_ref().and_then(|decision| decision.rule.clone());
        let recipient = |event: &AuditEvent| event.disclosure.as_ref().map(|disclosure| disclosure.recipient.clone());
        let address = |event: &AuditEvent| event.actor.network.as_ref().map(|network| network.address);
        match self {
            Self::Entry => Ordering::Equal,
            Self::Recorded => one.recorded.cmp(&two.recorded),
            Self::User => one.actor.who.cmp(&two.actor.who),
            Self::Patient => one.patient.cmp(&two.patient),
            Self::Kind => one.kind.cmp(&two.kind),
            Self::Outcome => one.outcome.cmp(&two.outcome),
            Self::Purpose => one.purpose.cmp(&two.purpose),
            Self::Record => one.record().cmp(&two.record()),
            Self::Rule => rule(one).cmp(&rule(two)),
            Self::Recipient => recipient(one).cmp(&recipient(two)),
            Self::Address => address(one).cmp(&address(two)),
        }
    }
}

impl Query {
    /// Everything of the tenant.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// About any of these: all [pseudonyms](Subjects::pseudonyms) of a subject, or of several.
    #[must_use]
    pub fn about(mut self, patients: impl IntoIterator<Item = SubjectPseudonym>) -> Self {
        self.patients.get_or_insert_default().extend(patients);
        self
    }

    /// In which this user acted, or somebody acted for them.
    #[must_use]
    pub fn by_user(mut self, user: ActorId) -> Self {
        self.users.get_or_insert_default().push(user);
        self
    }

    /// Recorded from then on, and before then.
    #[must_use]
    pub const fn between(mut self, from: OffsetDateTime, to: OffsetDateTime) -> Self {
        (self.from, self.to) = (Some(from), Some(to));
        self
    }

    /// Of this kind, or of another that is named as well.
    #[must_use]
    pub fn of_kind(mut self, kind: Kind) -> Self {
        self.kinds.push(kind);
        self
    }

    /// With this outcome, or another that is named as well.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.outcomes.push(outcome);
        self
    }

    /// With an emergency override behind it, or without.
    #[must_use]
    pub const fn break_glass(mut self, break_glass: bool) -> Self {
        self.break_glass = Some(break_glass);
        self
    }

    /// Denied, or not.
    #[must_use]
    pub const fn denied(mut self, denied: bool) -> Self {
        self.denied = Some(denied);
        self
    }

    /// Sorted by this part.
    #[must_use]
    pub const fn sorted(mut self, sort: SortBy) -> Self {
        self.sort = sort;
        self
    }

    /// The other way round.
    #[must_use]
    pub const fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Whether an event of the tenant is asked for. An answer is what a look at each event would give.
    #[must_use]
    pub fn matches(&self, tenant: &TenantId, event: &AuditEvent) -> bool {
        let by = |user: &ActorId| {
            event.actor.who == *user || event.on_behalf_of.as_ref().is_some_and(|agent| agent.who == *user)
        };
        event.tenant == *tenant
            && self.patients.as_ref().is_none_or(|patients| event.patient.is_some_and(|one| patients.contains(&one)))
            && self.users.as_ref().is_none_or(|users| users.iter().any(by))
            && self.from.is_none_or(|from| event.recorded >= from)
            && self.to.is_none_or(|to| event.recorded < to)
            && (self.kinds.is_empty() || self.kinds.contains(&event.kind))
            && (self.outcomes.is_empty() || self.outcomes.contains(&event.outcome))
            && self.break_glass.is_none_or(|wanted| event.is_break_glass() == wanted)
            && self.denied.is_none_or(|wanted| (event.stage == Stage::Denied) == wanted)
    }

    /// The first and the last second that may be asked for.
    pub(super) fn seconds(&self) -> Option<(i64, i64)> {
        (self.from.is_some() || self.to.is_some()).then(|| {
            let from = self.from.map_or(i64::MIN, OffsetDateTime::unix_timestamp);
            (from, self.to.map_or(i64::MAX, OffsetDateTime::unix_timestamp))
        })
    }

    pub(super) fn sort(&self, found: &mut [Found]) {
        found.sort_by_key(|found| found.index);
        found.sort_by(|one, two| {
            let order = self.sort.compare(&one.event, &two.event);
            if self.descending { order.reverse() } else { order }
        });
        if self.descending && self.sort == SortBy::Entry {
            found.reverse();
        }
    }
}

/// Which other subject ids are, or were, the same person: after a merge there is something on record under each.
///
/// # Implementing
/// Answer with the ids that were merged into this one and those that it was merged into; their aliases are asked for in turn.
pub trait Aliases {
    /// The other ids.
    fn aliases(&self, tenant: &TenantId, subject: SubjectId) -> Vec<SubjectId>;
}

/// Nobody was ever merged.
impl Aliases for () {
    fn aliases(&self, _: &TenantId, _: SubjectId) -> Vec<SubjectId> {
        Vec::new()
    }
}

/// How a subject is found in the log: under the pseudonym of each key that was ever in use, and under each alias.
pub struct Subjects<'a> {
    keys: &'a [SubjectPseudonymKey],
    aliases: &'a dyn Aliases,
}

impl<'a> Subjects<'a> {
    /// With all keys of pseudonyms that were ever in use, old ones as well.
    #[must_use]
    pub const fn new(keys: &'a [SubjectPseudonymKey], aliases: &'a dyn Aliases) -> Self {
        Self { keys, aliases }
    }

    /// All pseudonyms under which something may be on record about the subject.
    #[must_use]
    pub fn pseudonyms(&self, tenant: &TenantId, subject: SubjectId) -> Vec<SubjectPseudonym> {
        let mut known = vec![subject];
        let mut next = 0_usize;
        while let Some(subject) = known.get(next).copied() {
            next = next.saturating_add(1);
            for alias in self.aliases.aliases(tenant, subject) {
                if !known.contains(&alias) {
                    known.push(alias);
                }
            }
        }
        known.iter().flat_map(|subject| self.keys.iter().map(|key| key.pseudonym(tenant, *subject))).collect()
    }
}

impl core::fmt::Debug for Subjects<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Subjects(..)")
    }
}
