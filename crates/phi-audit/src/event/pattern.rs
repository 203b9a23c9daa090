//! Builders: a function for each pattern, which takes what the pattern demands, so that it cannot be left out.
//!
//! ```
//! use phi_audit::event::{Agent, Disclosure, Entity, LegalBasis, Term, pattern};
//! use phi_audit::SubjectPseudonymKey;
//! use phi_types::{ActorId, OsEntropy, Purpose, Recipient, SubjectId, TenantId};
//! use time::macros::datetime;
//!
//! let tenant = TenantId::new("north-clinic")?;
//! let patient = SubjectPseudonymKey::from_bytes(&[1; 32]).pseudonym(&tenant, SubjectId::from_bytes([5; 16]));
//! let record = Entity::record(Term::new("Immunisation")?).fields([Term::new("vaccine")?]);
//! let disclosure =
//!     Disclosure::new(Recipient::new("State Registry (example)")?, Term::new("immunisation")?, LegalBasis::PublicHealth);
//! let clerk = Agent::human(ActorId::new("clerk-2")?);
//! let event = pattern::disclose(clerk, patient, record, Purpose::PublicHealth, disclosure)
//!     .finish(tenant, datetime!(2026-03-01 09:00 UTC), &OsEntropy)?;
//! assert!(event.is_access());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | pattern | about |
//! |---|---|
//! | [`read`], [`create`], [`update`], [`delete`] | one patient's record |
//! | [`query`] | a search: its words are sealed, and an empty one is an event as well; each patient found has a [`read`] beside it |
//! | [`disclose`], [`export`], [`print()`] | what leaves |
//! | [`login`], [`failed_login`], [`logout`] | sessions |
//! | [`break_glass_start`], [`break_glass_end`] | emergency overrides |
//! | [`key_use`], [`key_rotation`], [`shredding`] | keys |
//! | [`de_identification`] | one patient's record through the de-identifier |
//! | [`policy_change`], [`retention`], [`log_used`], [`review`] | administration |
//! | [`denied`] | any of these, attempted and denied |

use phi_types::{Entropy, EntropyUnavailable, Purpose, TenantId};
use time::OffsetDateTime;

use super::{
    Agent, AuditEvent, Decision, Disclosure, Entity, EntityKind, EventId, InvalidEvent, Kind, Outcome, Parts, Period,
    RequestId, SealedNote, Source, Stage, Term,
};
use crate::pseudonym::SubjectPseudonym;

/// A text that has to be there: sealed, or known to be lost because it could not be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SealedText {
    /// Sealed under the tenant's key.
    Sealed(Vec<u8>),
    /// There was one, but it could not be sealed.
    Lost,
}

impl From<SealedText> for SealedNote {
    fn from(text: SealedText) -> Self {
        match text {
            SealedText::Sealed(bytes) => Self::Sealed(bytes),
            SealedText::Lost => Self::Lost,
        }
    }
}

/// A record was read.
pub fn read(actor: Agent, patient: SubjectPseudonym, record: Entity, purpose: Purpose) -> Draft {
    about(Kind::Read, actor, patient, record, purpose)
}

/// A record was made.
pub fn create(actor: Agent, patient: SubjectPseudonym, record: Entity, purpose: Purpose) -> Draft {
    about(Kind::Create, actor, patient, record, purpose)
}

/// A record was changed.
pub fn update(actor: Agent, patient: SubjectPseudonym, record: Entity, purpose: Purpose) -> Draft {
    about(Kind::Update, actor, patient, record, purpose)
}

/// A record was deleted.
pub fn delete(actor: Agent, patient: SubjectPseudonym, record: Entity, purpose: Purpose) -> Draft {
    about(Kind::Delete, actor, patient, record, purpose)
}

/// Records of a type were searched for by these words, and so many were found.
pub fn query(actor: Agent, record_type: Term, words: SealedText, found: u64, purpose: Purpose) -> Draft {
    let mut draft = Draft::new(Kind::Query, actor).entity(Entity::record(record_type).count(found));
    draft.query = words.into();
    draft.purpose = Some(purpose);
    draft
}

/// Something about a patient was given to somebody outside.
pub fn disclose(
    actor: Agent,
    patient: SubjectPseudonym,
    record: Entity,
    purpose: Purpose,
    disclosure: Disclosure,
) -> Draft {
    let mut draft = about(Kind::Disclose, actor, patient, record, purpose);
    draft.disclosure = Some(disclosure);
    draft
}

/// Something about a patient was written to a medium or a file. If that is a disclosure, [say so](Draft::disclosing).
pub fn export(actor: Agent, patient: SubjectPseudonym, record: Entity, purpose: Purpose) -> Draft {
    about(Kind::Export, actor, patient, record, purpose)
}

/// Something about a patient was printed.
pub fn print(actor: Agent, patient: SubjectPseudonym, record: Entity, purpose: Purpose) -> Draft {
    about(Kind::Print, actor, patient, record, purpose)
}

/// Somebody logged in.
pub fn login(actor: Agent) -> Draft {
    Draft::new(Kind::Login, actor)
}

/// Somebody failed to log in, 45 CFR 164.308(a)(5)(ii)(C).
pub fn failed_login(claimed: Agent) -> Draft {
    Draft::new(Kind::Login, claimed).failed(Outcome::MinorFailure)
}

/// Somebody logged out, or was logged out, 45 CFR 164.312(a)(2)(iii).
pub fn logout(actor: Agent) -> Draft {
    Draft::new(Kind::Logout, actor)
}

/// An emergency override began, 45 CFR 164.312(a)(2)(ii). Without a patient it reaches whomever the policy lets it reach.
pub fn break_glass_start(actor: Agent, patient: Option<SubjectPseudonym>, reason: SealedText) -> Draft {
    let mut draft = Draft::new(Kind::BreakGlassStart, actor);
    (draft.patient, draft.reason, draft.purpose) = (patient, reason.into(), Some(Purpose::BreakGlass));
    draft
}

/// An emergency override ended.
pub fn break_glass_end(actor: Agent, patient: Option<SubjectPseudonym>) -> Draft {
    let mut draft = Draft::new(Kind::BreakGlassEnd, actor);
    (draft.patient, draft.purpose) = (patient, Some(Purpose::BreakGlass));
    draft
}

/// A key was used outside the way of a record.
pub fn key_use(actor: Agent, key: Term) -> Draft {
    Draft::new(Kind::KeyUse, actor).entity(Entity::new(EntityKind::Key, key))
}

/// A key was rotated.
pub fn key_rotation(actor: Agent, key: Term) -> Draft {
    Draft::new(Kind::KeyRotation, actor).entity(Entity::new(EntityKind::Key, key))
}

/// The keys of a patient were destroyed.
pub fn shredding(actor: Agent, patient: SubjectPseudonym, keys: Term) -> Draft {
    let mut draft = Draft::new(Kind::Shredding, actor).entity(Entity::new(EntityKind::Key, keys));
    draft.patient = Some(patient);
    draft
}

/// A patient's record went through the de-identifier.
pub fn de_identification(actor: Agent, patient: SubjectPseudonym, record: Entity, purpose: Purpose) -> Draft {
    about(Kind::DeIdentification, actor, patient, record, purpose)
}

/// Another policy came into force.
pub fn policy_change(actor: Agent, policy: Term, digest: [u8; 32]) -> Draft {
    Draft::new(Kind::PolicyChange, actor).entity(Entity::new(EntityKind::Policy, policy).digest(digest))
}

/// Old records or entries were taken away under a rule: so many of this kind.
pub fn retention(actor: Agent, what: Term, gone: u64) -> Draft {
    Draft::new(Kind::Retention, actor).entity(Entity::new(EntityKind::Log, what).count(gone))
}

/// The log was searched by these words, and so many entries were found.
pub fn log_used(actor: Agent, part: Term, words: SealedText, found: u64) -> Draft {
    let mut draft = Draft::new(Kind::LogUsed, actor).entity(Entity::new(EntityKind::Log, part).count(found));
    draft.query = words.into();
    draft
}

/// Somebody reviewed what the log shows, 45 CFR 164.308(a)(1)(ii)(D), and came to this finding.
pub fn review(actor: Agent, finding: Term) -> Draft {
    Draft::new(Kind::Review, actor).entity(Entity::new(EntityKind::Finding, finding))
}

/// An act was attempted and denied, by this policy, for this reason.
pub fn denied(attempt: Draft, policy: [u8; 32], rule: Option<Term>, reason: Term) -> Draft {
    Draft {
        stage: Stage::Denied,
        outcome: Outcome::SeriousFailure,
        decision: Some(Decision::denied(policy, rule, reason)),
        ..attempt
    }
}

fn about(kind: Kind, actor: Agent, patient: SubjectPseudonym, record: Entity, purpose: Purpose) -> Draft {
    let mut draft = Draft::new(kind, actor).entity(record);
    (draft.patient, draft.purpose) = (Some(patient), Some(purpose));
    draft
}

/// An event that has what its pattern demands and no time, id and tenant yet.
#[derive(Clone, Debug)]
#[must_use = "a draft is no event until it is finished"]
pub struct Draft {
    occurred: Option<Period>,
    kind: Kind,
    stage: Stage,
    outcome: Outcome,
    purpose: Option<Purpose>,
    actor: Agent,
    on_behalf_of: Option<Agent>,
    source: Source,
    patient: Option<SubjectPseudonym>,
    entities: Vec<Entity>,
    decision: Option<Decision>,
    disclosure: Option<Disclosure>,
    query: SealedNote,
    reason: SealedNote,
    note: SealedNote,
    request: Option<RequestId>,
    epoch: u64,
}

impl Draft {
    fn new(kind: Kind, actor: Agent) -> Self {
        Self {
            occurred: None,
            kind,
            stage: Stage::Done,
            outcome: Outcome::Success,
            purpose: None,
            actor,
            on_behalf_of: None,
            source: Source::default(),
            patient: None,
            entities: Vec::new(),
            decision: None,
            disclosure: None,
            query: SealedNote::None,
            reason: SealedNote::None,
            note: SealedNote::None,
            request: None,
            epoch: 0,
        }
    }

    /// It took place from then to then.
    pub const fn occurred(mut self, start: OffsetDateTime, end: OffsetDateTime) -> Self {
        self.occurred = Some(Period { start, end });
        self
    }

    /// It failed in this way.
    pub const fn failed(mut self, outcome: Outcome) -> Self {
        self.outcome = outcome;
        self
    }

    /// What for.
    pub const fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = Some(purpose);
        self
    }

    /// For whom a program acts.
    pub fn on_behalf_of(mut self, human: Agent) -> Self {
        self.on_behalf_of = Some(human);
        self
    }

    /// Which system says so.
    pub fn source(mut self, source: Source) -> Self {
        self.source = source;
        self
    }

    /// Something else that was touched.
    pub fn entity(mut self, entity: Entity) -> Self {
        self.entities.push(entity);
        self
    }

    /// What the policy decided. A decision that denies goes through [`denied`].
    pub fn decided(mut self, decision: Decision) -> Self {
        self.decision = Some(decision);
        self
    }

    /// That it was a disclosure.
    pub fn disclosing(mut self, disclosure: Disclosure) -> Self {
        self.disclosure = Some(disclosure);
        self
    }

    /// The reason that stands behind the actor.
    pub fn reason(mut self, reason: SealedText) -> Self {
        self.reason = reason.into();
        self
    }

    /// A free note.
    pub fn note(mut self, note: SealedText) -> Self {
        self.note = note.into();
        self
    }

    /// The request of which it was a part.
    pub const fn request(mut self, request: RequestId) -> Self {
        self.request = Some(request);
        self
    }

    /// About this patient, for patterns that do not demand one: a key, the log.
    pub const fn about(mut self, patient: SubjectPseudonym) -> Self {
        self.patient = Some(patient);
        self
    }

    /// The epoch of policy and sessions.
    pub const fn epoch(mut self, epoch: u64) -> Self {
        self.epoch = epoch;
        self
    }

    /// Makes the event, recorded then, with the offset of the place, under a new id.
    ///
    /// # Errors
    /// [`BuildError`].
    pub fn finish(
        self,
        tenant: TenantId,
        recorded: OffsetDateTime,
        entropy: &(impl Entropy + ?Sized),
    ) -> Result<AuditEvent, BuildError> {
        let id = EventId::random(recorded, entropy)?;
        let Self { occurred, kind, stage, outcome, purpose, actor, on_behalf_of, source, patient, .. } = self;
        let parts = Parts {
            occurred,
            stage,
            outcome,
            purpose,
            on_behalf_of,
            patient,
            entities: self.entities,
            decision: self.decision,
            disclosure: self.disclosure,
            query: self.query,
            reason: self.reason,
            note: self.note,
            request: self.request,
            epoch: self.epoch,
            ..Parts::new(id, recorded, tenant, kind, actor, source)
        };
        Ok(parts.check()?)
    }
}

/// Why a draft became no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The parts do not fit together.
    #[error(transparent)]
    Invalid(#[from] InvalidEvent),
    /// There was no randomness for an id.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
}

#[cfg(test)]
mod tests {
    use super::*;
    use phi_types::{ActorId, OsEntropy, Recipient};
    use time::macros::datetime;

    use crate::event::LegalBasis;

    fn term(text: &str) -> Term {
        Term::new(text).unwrap()
    }

    #[test]
    fn every_pattern_makes_an_event_by_itself() {
        let actor = || Agent::human(ActorId::new("nurse-7").unwrap());
        let patient = SubjectPseudonym::from_parts(1, [5; 16]);
        let record = || Entity::record(term("Patient")).fields([term("name")]);
        let (text, purpose) = (|| SealedText::Sealed(vec![1]), Purpose::Treatment);
        let disclosure =
            Disclosure::new(Recipient::new("a registry").unwrap(), term("Patient"), LegalBasis::PublicHealth);
        let drafts = [
            read(actor(), patient, record(), purpose),
            create(actor(), patient, record(), purpose),
            update(actor(), patient, record(), purpose),
            delete(actor(), patient, record(), purpose),
            query(actor(), term("Patient"), text(), 0, purpose),
            disclose(actor(), patient, record(), purpose, disclosure.clone()),
            export(actor(), patient, record(), purpose).disclosing(disclosure),
            print(actor(), patient, record(), purpose),
            login(actor()),
            failed_login(Agent::unidentified(ActorId::new("nobody").unwrap())),
            logout(actor()),
            break_glass_start(actor(), Some(patient), SealedText::Lost),
            break_glass_end(actor(), None),
            key_use(actor(), term("index-key")),
            key_rotation(actor(), term("tenant-key")),
            shredding(actor(), patient, term("subject-keys")),
            de_identification(actor(), patient, record(), purpose),
            policy_change(actor(), term("clinic"), [1; 32]),
            retention(actor(), term("audit-log"), 12),
            log_used(actor(), term("audit-log"), text(), 3),
            review(actor(), term("explained")),
        ];
        let kinds: std::collections::BTreeSet<_> = drafts.iter().map(|draft| draft.kind).collect();
        assert!(Kind::ALL.iter().all(|kind| kinds.contains(kind) || *kind == Kind::Other));
        for draft in drafts {
            for draft in [draft.clone(), denied(draft, [2; 32], None, term("no-rule"))] {
                let (kind, stage) = (draft.kind, draft.stage.clone());
                let tenant = TenantId::new("north").unwrap();
                let event = draft.finish(tenant, datetime!(2026-03-01 08:00:00.5 -5), &OsEntropy);
                let event = event.unwrap_or_else(|error| panic!("{kind} {stage:?}: {error}"));
                assert_eq!(AuditEvent::decode(&event.encode()), Ok(event.clone()));
                assert_eq!((event.kind, event.is_denied()), (kind, stage == Stage::Denied));
            }
        }
    }

    #[test]
    fn what_does_not_fit_together_is_no_event() {
        let actor = || Agent::human(ActorId::new("nurse-7").unwrap());
        let finish = |draft: Draft| {
            draft.finish(TenantId::new("north").unwrap(), datetime!(2026-03-01 08:00 UTC), &OsEntropy).map(|_| ())
        };
        let invalid = |error| Err(BuildError::Invalid(error));
        let (early, late) = (datetime!(2026-03-01 07:00 UTC), datetime!(2026-03-01 08:00 UTC));
        assert_eq!(finish(login(actor()).occurred(late, early)), invalid(InvalidEvent::Period));
        let denial = Decision::denied([0; 32], None, term("no-rule"));
        assert_eq!(finish(login(actor()).decided(denial)), invalid(InvalidEvent::Denial));
        let claimed = Agent::unidentified(ActorId::new("nurse-7").unwrap());
        assert_eq!(finish(login(claimed)), invalid(InvalidEvent::Identity));
        let patient = SubjectPseudonym::from_parts(1, [5; 16]);
        assert_eq!(finish(login(actor()).about(patient)), invalid(InvalidEvent::Identity));
        let no_record = Entity::new(EntityKind::Key, term("key"));
        assert_eq!(finish(read(actor(), patient, no_record, Purpose::Treatment)), invalid(InvalidEvent::NoRecord));
        let long = SealedText::Sealed(vec![0; (64 << 10) + 1]);
        assert_eq!(finish(login(actor()).note(long)), invalid(InvalidEvent::TooLong));
    }
}
