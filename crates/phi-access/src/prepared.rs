//! A session made ready for a policy: deciding with it is a few loads.

use alloc::sync::Arc;

use phi_types::{Action, Actor, ActorId, Principal, Purpose, SessionId, SubjectId, gate::Epoch, record::FieldMask};

use crate::{
    assurance::Assurance,
    decide::{Asked, decide},
    duties::Fulfils,
    panel::Panel,
    policy::{Policy, RecordNumber, RecordTypeId},
    relationship::Standing,
    ruling::{Reason, Ruling},
    session::{Emergency, Session},
    stance::Seen,
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
    /// standing comes from the host's own source.
    ///
    /// Nothing is recorded and nothing granted: this is for lists, screens and tests. Records are opened through the gate.
    #[must_use]
    pub fn decide(
        &self,
        session: &Session,
        query: &Query,
        subject: SubjectId,
        standing: &Standing,
        unix: i64,
    ) -> Ruling<'_> {
        self.decide_seen(session, query, subject, Seen::of(standing), unix)
    }

    /// [`decide`](Self::decide) by the standing that a panel has for the subject.
    ///
    /// ```
    /// # use phi_access::{AccessControl, Panel, Policy, Query, Register, Relationship, RelationshipSet, Role, Rule, Session};
    /// # use phi_access::{SessionLimits, Standing};
    /// # use phi_types::{Action, Actor, ActorId, OsEntropy, PersonName, PhiRecord, Purpose, SubjectId, TenantId};
    /// # use time::OffsetDateTime;
    /// # #[derive(PhiRecord)] #[phi(record = "Patient")]
    /// # struct Patient { #[phi(subject)] subject: SubjectId, #[phi(name)] name: PersonName }
    /// # let rule = Rule::permit("nurse-care").role("nurse").action(Action::Read).purpose(Purpose::Treatment);
    /// # let rule = rule.fields(Patient::NAME).when(Relationship::Treating);
    /// # let access = AccessControl::new(Policy::builder().rule(rule).build()?, Register::new());
    /// # let (now, nurse) = (OffsetDateTime::UNIX_EPOCH, Actor::Human(ActorId::new("n.nurse")?));
    /// # let limits = SessionLimits::CLINICAL;
    /// # let who = Session::open(TenantId::new("north")?, nurse, [Role::new("nurse")], limits, now, &OsEntropy)?;
    /// let treating = Standing::here(RelationshipSet::NONE.with(Relationship::Treating));
    /// let (mine, other) = (SubjectId::from_bytes([1; 16]), SubjectId::from_bytes([2; 16]));
    /// let panel = Panel::new([(mine, treating)]); // once a shift
    /// let prepared = access.prepare(&who); // once a session
    /// let record = prepared.policy().record::<Patient>().ok_or("no rule is about it")?;
    /// let query = Query { record, action: Action::Read, purpose: Purpose::Treatment, fields: Patient::NAME.mask() };
    /// assert!(prepared.decide_on(&who, &query, &panel, mine, now.unix_timestamp()).is_permit());
    /// assert!(!prepared.decide_on(&who, &query, &panel, other, now.unix_timestamp()).is_permit());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn decide_on(
        &self,
        session: &Session,
        query: &Query,
        panel: &Panel,
        subject: SubjectId,
        unix: i64,
    ) -> Ruling<'_> {
        self.decide_seen(session, query, subject, panel.seen(subject), unix)
    }

    /// The question in parts, and whole only where it is decided at length: what is not pointed at stays in registers.
    #[inline(always)]
    fn decide_seen(&self, session: &Session, query: &Query, subject: SubjectId, seen: Seen, unix: i64) -> Ruling<'_> {
        let Query { record, action, purpose, fields } = *query;
        if self.is_current(session)
            && let Some(ruling) = self.ready(session, record.0, action, purpose, fields, seen, unix)
        {
            return ruling;
        }
        self.seen_at_length(session, query, subject, seen, unix)
    }

    #[inline(never)]
    fn seen_at_length(
        &self,
        session: &Session,
        query: &Query,
        subject: SubjectId,
        seen: Seen,
        unix: i64,
    ) -> Ruling<'_> {
        if !self.is_current(session) {
            return Ruling::deny(&self.snapshot.policy.digest, Reason::Stale, None);
        }
        let Query { record, action, purpose, fields } = *query;
        let asked = Asked { record: record.0, action, purpose, fields, unix };
        self.at_length(session, &asked, Some(subject), Some(seen))
    }

    #[inline(always)]
    fn is_current(&self, session: &Session) -> bool {
        self.epoch.current() == self.at && self.rank == session.rank() && self.session == session.session()
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
    pub(crate) fn ruling(
        &self,
        session: &Session,
        asked: &Asked,
        subject: Option<SubjectId>,
        seen: Option<Seen>,
    ) -> Ruling<'_> {
        let Asked { record, action, purpose, fields, unix } = *asked;
        let ready = seen.and_then(|seen| self.ready(session, record, action, purpose, fields, seen, unix));
        ready.unwrap_or_else(|| self.at_length(session, asked, subject, seen))
    }

    /// Most decisions find their answer ready. Everything that could speak against taking it is asked here; when anything does, or
    /// no answer is ready, it is decided [at length](Self::at_length), and with the same result.
    #[expect(clippy::too_many_arguments, reason = "the parts of a question, see decide_seen")]
    #[inline(always)]
    fn ready(
        &self,
        session: &Session,
        record: RecordNumber,
        action: Action,
        purpose: Purpose,
        fields: FieldMask,
        seen: Seen,
        unix: i64,
    ) -> Option<Ruling<'_>> {
        if session.ending_at(unix).is_some() || session.emergency().is_some() {
            return None;
        }
        let (answer, rule) = self.table.ready(record, action, purpose, fields, seen.stance)?;
        let policy = &*self.snapshot.policy;
        Some(Ruling {
            reason: None,
            rule: policy.rule_id(rule),
            policy: &policy.digest,
            readable: answer.readable,
            writable: answer.writable,
            duties: answer.duties,
            accounting: answer.accounting,
            exemption: answer.exemption,
            emergency: false,
            lifted: false,
            evidence: seen.evidence,
        })
    }

    fn at_length(
        &self,
        session: &Session,
        asked: &Asked,
        subject: Option<SubjectId>,
        seen: Option<Seen>,
    ) -> Ruling<'_> {
        let policy = &*self.snapshot.policy;
        let deny = |reason| Ruling::deny(&policy.digest, reason, None);
        if let Some(end) = session.ending_at(asked.unix) {
            return deny(Reason::Session(end));
        }
        if let Some(reason) = self.table.blocked {
            return deny(reason);
        }
        match session.emergency() {
            Some(emergency) => {
                if let Some(reason) = refused_by(emergency, asked, subject) {
                    return deny(reason);
                }
            }
            // A purpose is no override: the glass has to have been broken.
            None if asked.purpose == Purpose::BreakGlass => return deny(Reason::NoRule),
            None => {}
        }
        let mut ruling = decide(policy, &self.table, asked, seen);
        ruling.emergency = ruling.is_permit() && session.emergency().is_some();
        ruling
    }
}

/// Whether an override stands in the way: it is over, or asked for another subject or another action than it is for.
#[cold]
fn refused_by(emergency: &Emergency, asked: &Asked, subject: Option<SubjectId>) -> Option<Reason> {
    let covers = Some(emergency.subject) == subject && asked.action == Action::Read;
    if asked.unix >= emergency.until.unix_timestamp() {
        Some(Reason::OverrideEnded)
    } else if asked.purpose == Purpose::BreakGlass && !covers {
        Some(Reason::NoRule)
    } else {
        None
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
