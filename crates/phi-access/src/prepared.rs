//! A session made ready for a policy: deciding with it is a few loads.

use alloc::sync::Arc;

use phi_types::{Action, Actor, ActorId, Principal, Purpose, SessionId, SubjectId, gate::Epoch, record::FieldMask};

use crate::{
    assurance::Assurance,
    decide::{Asked, decide},
    duties::Fulfils,
    policy::{Policy, RecordTypeId},
    relationship::Standing,
    ruling::{Reason, Ruling},
    session::Session,
    table::{Profile, Table},
};

/// Everything that a decision point decides by, as one: a policy is never mixed with another one's users.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) policy: Arc<Policy>,
    pub(crate) disabled: Arc<[ActorId]>,
    pub(crate) fulfils: Fulfils,
}

/// A session made ready for one policy. It shares, and is cheap to clone; when policy, users or assignments change it is stale and
/// denies, until the session is [prepared](crate::AccessControl::prepare) again.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) table: Arc<Table>,
    session: SessionId,
    rank: u8,
    epoch: Epoch,
    at: u64,
}

/// A question in the policy's own numbers: about which record type, what, what for, which fields.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// The record type, from [`Policy::record`].
    pub record: RecordTypeId,
    /// What is to be done.
    pub action: Action,
    /// What for.
    pub purpose: Purpose,
    /// The fields asked for.
    pub fields: FieldMask,
}

/// The same in words, as they come from outside. A word that the policy does not know denies.
#[derive(Clone, Copy, Debug)]
pub struct NamedQuery<'a> {
    /// The name of the record type.
    pub record: &'a str,
    /// The word of the [`Action`].
    pub action: &'a str,
    /// The HL7 code of the [`Purpose`].
    pub purpose: &'a str,
    /// The names of the fields.
    pub fields: &'a [&'a str],
}

impl NamedQuery<'_> {
    /// The question in the policy's numbers; `None` for a record type, action, purpose or field that it does not know.
    #[must_use]
    pub fn resolve(&self, policy: &Policy) -> Option<Query> {
        let record = policy.record_named(self.record)?;
        let schema = policy.schema(record.0)?;
        let position = |name: &&str| schema.fields.iter().position(|field| field.name == *name);
        let fields = self
            .fields
            .iter()
            .try_fold(FieldMask::EMPTY, |mask, name| position(name).map(|at| mask.union(FieldMask::at(at))))?;
        let (action, purpose) = (Action::from_code(self.action)?, Purpose::from_code(self.purpose)?);
        Some(Query { record, action, purpose, fields })
    }
}

impl Prepared {
    pub(crate) fn new(session: &Session, snapshot: Arc<Snapshot>, epoch: &Epoch, at: u64) -> Self {
        let (policy, rank) = (&snapshot.policy, session.rank());
        let zone = |name: &str| policy.zones.iter().position(|zone| **zone == *name);
        let profile = Profile {
            roles: session.roles().iter().filter_map(|role| policy.roles.number(role)).collect(),
            human: matches!(session.actor(), Actor::Human(_)),
            disabled: is_disabled(session.actor(), &snapshot.disabled),
            zones: session.networks().iter().filter_map(|name| zone(name)).fold(0, |zones, at| zones | 1 << at),
            assurance: match rank & 3 {
                2 => Assurance::Aal3,
                1 => Assurance::Aal2,
                _ => Assurance::Aal1,
            },
            phishing_resistant: rank & 4 != 0,
            fulfils: snapshot.fulfils,
        };
        let table = Arc::new(Table::build(policy, &profile));
        Self { snapshot, table, session: session.session(), rank, epoch: epoch.clone(), at }
    }

    /// The policy that it was made for.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.snapshot.policy
    }

    pub(crate) fn fits(&self, session: &Session, snapshot: &Arc<Snapshot>, at: u64) -> bool {
        Arc::ptr_eq(&self.snapshot, snapshot) && self.rank == session.rank() && self.at == at
    }

    /// Decides about one subject, at an instant in seconds since 1970. `session` is the one that this was prepared from; the
    /// standing comes from the host's own source, such as a [`Panel`](crate::Panel).
    ///
    /// Nothing is recorded and nothing granted: this is for lists, screens and tests. Records are opened through the gate.
    #[must_use]
    #[inline]
    pub fn decide(
        &self,
        session: &Session,
        query: &Query,
        subject: SubjectId,
        standing: &Standing,
        unix: i64,
    ) -> Ruling<'_> {
        let asked =
            Asked { record: query.record.0, action: query.action, purpose: query.purpose, fields: query.fields, unix };
        if self.epoch.current() != self.at || self.rank != session.rank() || self.session != session.session() {
            return Ruling::deny(&self.snapshot.policy.digest, Reason::Stale, None);
        }
        self.ruling(session, &asked, Some(subject), Some(standing))
    }

    /// [`decide`](Self::decide) by names.
    #[must_use]
    pub fn decide_named(
        &self,
        session: &Session,
        query: &NamedQuery<'_>,
        subject: SubjectId,
        standing: &Standing,
        unix: i64,
    ) -> Ruling<'_> {
        match query.resolve(self.policy()) {
            Some(query) => self.decide(session, &query, subject, standing, unix),
            None => Ruling::deny(&self.snapshot.policy.digest, Reason::NoRule, None),
        }
    }

    /// The whole decision, once the epoch has been looked at.
    #[inline]
    pub(crate) fn ruling(
        &self,
        session: &Session,
        asked: &Asked,
        subject: Option<SubjectId>,
        standing: Option<&Standing>,
    ) -> Ruling<'_> {
        let policy = &*self.snapshot.policy;
        let deny = |reason| Ruling::deny(&policy.digest, reason, None);
        if let Some(end) = session.ending_at(asked.unix) {
            return deny(Reason::Session(end));
        }
        if let Some(reason) = self.table.blocked {
            return deny(reason);
        }
        let emergency = session.emergency();
        if emergency.is_some_and(|one| asked.unix >= one.until.unix_timestamp()) {
            return deny(Reason::OverrideEnded);
        }
        // A purpose is no override: the glass has to have been broken, for this subject.
        if asked.purpose == Purpose::BreakGlass
            && !emergency.is_some_and(|one| Some(one.subject) == subject && asked.action == Action::Read)
        {
            return deny(Reason::NoRule);
        }
        let mut ruling = decide(policy, &self.table, asked, standing);
        ruling.emergency = ruling.is_permit() && emergency.is_some();
        ruling
    }
}

fn is_disabled(actor: &Actor, disabled: &[ActorId]) -> bool {
    match actor {
        Actor::Service { id, on_behalf_of } => {
            disabled.contains(id) || on_behalf_of.as_ref().is_some_and(|behind| disabled.contains(behind))
        }
        _ => disabled.contains(actor.id()),
    }
}
