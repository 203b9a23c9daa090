//! Events: what an entry of the log says.
//!
//! An [`AuditEvent`] holds names of fields and never their values. The patient is a [pseudonym](crate::SubjectPseudonym); names are
//! [`Term`]s of an alphabet that leaves no room for a person; free text is [sealed](SealedNote). It holds what FHIR AuditEvent and
//! DICOM PS3.15 ask for.
//!
//! One event a patient: what touches three patients is three events, so that what is on record about one can be handed out.
//! Success, failure and denial are apart, and a search that found nothing is an event as well.
//!
//! Events are made by the gate, by the [builders](pattern) of the patterns, or from [`Parts`] that are [checked](Parts::check).

mod agent;
mod check;
mod codec;
mod codes;
mod disclosure;
mod entity;
mod gate;
mod kind;
pub mod pattern;
mod sealed;
mod show;
mod term;

pub use agent::{Agent, AgentKind, Assurance, Network, Source, SourceKind};
pub use check::InvalidEvent;
pub use codec::EventError;
pub use disclosure::{Disclosure, LegalBasis};
pub use entity::{Decision, Due, DutyOwed, Entity, EntityKind};
pub use kind::{Crude, Ending, Kind, Outcome, Stage};
pub use sealed::SealedNote;
pub use term::{InvalidTerm, Term};

pub(crate) use check::LONGEST_SEALED;

use core::fmt;

pub use phi_types::RequestId;
use phi_types::{Entropy, EntropyUnavailable, Purpose, TenantId};
use time::OffsetDateTime;

use crate::pseudonym::SubjectPseudonym;

/// One event, complete: who, what, about whom, what for, which fields, what was decided and why. Its parts can be read and not
/// changed, so that an event is what it was checked to be.
///
/// Helps implement 45 CFR 164.312(b), which asks for mechanisms that "record and examine activity"; the rule names no fields.
///
/// ```
/// use phi_audit::event::{Agent, Kind, Network, pattern};
/// use phi_types::{ActorId, OsEntropy, TenantId};
/// use time::macros::datetime;
///
/// let nurse = Agent::human(ActorId::new("nurse-7")?).from(Network::direct("192.0.2.7".parse()?));
/// let event = pattern::login(nurse)
///     .finish(TenantId::new("north-clinic")?, datetime!(2026-03-01 08:00 -5), &OsEntropy)?;
/// assert_eq!((event.kind, event.outcome.is_success()), (Kind::Login, true));
/// assert_eq!(phi_audit::event::AuditEvent::decode(&event.encode())?, event);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent(
    // INVARIANT: these passed `check`, or were made by `of`, whose events pass it.
    Parts,
);

/// The parts of an event, to be filled and then [checked](Self::check).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parts {
    /// The event's own id.
    pub id: EventId,
    /// When it was recorded, with the offset of the place from UTC in whole minutes.
    pub recorded: OffsetDateTime,
    /// When it took place, if that is something else.
    pub occurred: Option<Period>,
    /// The tenant.
    pub tenant: TenantId,
    /// What was done or attempted.
    pub kind: Kind,
    /// How far it got.
    pub stage: Stage,
    /// How it came out.
    pub outcome: Outcome,
    /// What for.
    pub purpose: Option<Purpose>,
    /// Who acted.
    pub actor: Agent,
    /// For whom, as the human behind a program.
    pub on_behalf_of: Option<Agent>,
    /// Which system says so.
    pub source: Source,
    /// About whom.
    pub patient: Option<SubjectPseudonym>,
    /// What was touched.
    pub entities: Vec<Entity>,
    /// What the policy decided.
    pub decision: Option<Decision>,
    /// To whom something was disclosed, and on which ground.
    pub disclosure: Option<Disclosure>,
    /// The words of a search. They may hold PHI.
    pub query: SealedNote,
    /// The reason that stands behind the actor, as for an emergency override. It may hold PHI.
    pub reason: SealedNote,
    /// A free note. It may hold PHI.
    pub note: SealedNote,
    /// The request of which this was a part.
    pub request: Option<RequestId>,
    /// The epoch of policy and sessions; zero where there is none.
    pub epoch: u64,
}

impl Parts {
    /// The parts that every event has: done, successfully, and no more said.
    #[must_use]
    pub const fn new(
        id: EventId,
        recorded: OffsetDateTime,
        tenant: TenantId,
        kind: Kind,
        actor: Agent,
        source: Source,
    ) -> Self {
        Self {
            id,
            recorded,
            occurred: None,
            tenant,
            kind,
            stage: Stage::Done,
            outcome: Outcome::Success,
            purpose: None,
            actor,
            on_behalf_of: None,
            source,
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

    /// Checks the parts and makes the event.
    ///
    /// # Errors
    /// [`InvalidEvent`] says which demand is not met.
    pub fn check(self) -> Result<AuditEvent, InvalidEvent> {
        check::check(&self)?;
        Ok(AuditEvent(self))
    }

    /// Whether something was done to a patient's data, and with success. What was denied, failed, ended or discharged is not.
    #[must_use]
    pub fn is_access(&self) -> bool {
        self.stage == Stage::Done && self.outcome.is_success() && self.patient.is_some()
    }

    /// Whether it was denied.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        self.stage == Stage::Denied
    }

    /// Whether an emergency override begins, ends, or stands behind it.
    #[must_use]
    pub fn is_break_glass(&self) -> bool {
        matches!(self.kind, Kind::BreakGlassStart | Kind::BreakGlassEnd)
            || self.decision.as_ref().is_some_and(|decision| decision.emergency)
            || self.purpose == Some(Purpose::BreakGlass)
    }

    /// The names of all fields that were touched.
    pub fn fields(&self) -> impl Iterator<Item = &Term> {
        self.entities.iter().flat_map(|entity| &entity.fields)
    }

    /// The record type, where there is one.
    #[must_use]
    pub fn record(&self) -> Option<&Term> {
        self.entities.iter().find(|entity| entity.kind == EntityKind::Record).map(|entity| &entity.name)
    }

    /// All texts that are sealed, wherever they stand.
    pub fn sealed(&self) -> impl Iterator<Item = &SealedNote> {
        let disclosed = self.disclosure.as_ref().map(|disclosure| [&disclosure.address, &disclosure.description]);
        [&self.query, &self.reason, &self.note].into_iter().chain(disclosed.into_iter().flatten())
    }
}

impl core::ops::Deref for AuditEvent {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl AuditEvent {
    /// Takes it apart, to make another.
    #[must_use]
    pub fn into_parts(self) -> Parts {
        self.0
    }
}

/// The id of an event: a UUID.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId([u8; 16]);

impl EventId {
    /// No id: events of version 1 of the codec bear none.
    pub const NIL: Self = Self([0; 16]);

    /// The one with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// A UUID of version 7 (RFC 9562): the time in milliseconds, then random bits.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn random(at: OffsetDateTime, entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
        let mut random = [0; 10];
        entropy.fill(&mut random)?;
        let millis = u64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(0);
        Ok(Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().into_bytes()))
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&uuid::Uuid::from_bytes(self.0).hyphenated(), f)
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The beginning.
    pub start: OffsetDateTime,
    /// The end, not before the beginning.
    pub end: OffsetDateTime,
}
