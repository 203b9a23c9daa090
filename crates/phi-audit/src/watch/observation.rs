//! What a detector sees of an entry.

use std::net::IpAddr;

use phi_types::{Purpose, SessionId};
use time::OffsetDateTime;

use super::keep::kept_choice;
use crate::event::{AgentKind, AuditEvent, Kind, Stage};
use crate::pseudonym::SubjectPseudonym;

/// An entry of the log as the detectors see it: small, borrowed, and without any value of a record.
///
/// It is made of an [`AuditEvent`](crate::event::AuditEvent) with [`of`](Self::of), or by hand where events come from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observation<'a> {
    /// The entry's index in the log.
    pub index: u64,
    /// When it was recorded.
    pub at: OffsetDateTime,
    /// Who acted, as the log names them.
    pub actor: &'a str,
    /// Whether the actor is a program.
    pub service: bool,
    /// The person for whom a program acted.
    pub on_behalf_of: Option<&'a str>,
    /// About whom.
    pub subject: Option<SubjectPseudonym>,
    /// What was done.
    pub deed: Deed,
    /// What became of it.
    pub result: Outcome,
    /// What for.
    pub purpose: Option<Purpose>,
    /// Whether an emergency override stood behind it.
    pub emergency: bool,
    /// From where, as the client's address behind trusted proxies.
    pub network: Option<IpAddr>,
    /// In which session, where that is known. No rule asks for it yet: it ties the entries of one sign-in together for whoever reads on.
    pub session: Option<SessionId>,
    /// How many fields were granted.
    pub fields: u16,
}

/// What was done, as coarse as the detectors need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Deed {
    /// A record was read.
    Read,
    /// A record was written, changed or deleted.
    Write,
    /// Records were searched for.
    Search,
    /// A record left the system: exported, printed, disclosed.
    Export,
    /// Somebody signed in, or tried to.
    SignIn,
    /// The end of something that an earlier entry began: a grant, a session. Nobody need be there for it.
    End,
    /// Anything else.
    Other,
}

impl Deed {
    /// Every deed that this version knows.
    pub const ALL: [Self; 7] =
        [Self::Read, Self::Write, Self::Search, Self::Export, Self::SignIn, Self::End, Self::Other];
}

/// What became of a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It was done.
    Done,
    /// The policy denied it.
    Denied,
    /// It failed: a wrong password, a record that is not there.
    Failed,
}

impl Outcome {
    /// Every outcome that this version knows.
    pub const ALL: [Self; 3] = [Self::Done, Self::Denied, Self::Failed];
}

kept_choice!(Deed);
kept_choice!(Outcome);

impl<'a> Observation<'a> {
    /// A person's read of a subject's record for treatment; the other parts are set on the result.
    ///
    /// ```
    /// use phi_audit::watch::{Deed, Observation, Outcome};
    /// let at = time::OffsetDateTime::UNIX_EPOCH;
    /// let signed_in = Observation { deed: Deed::SignIn, ..Observation::new(7, at, "n.nurse") };
    /// assert_eq!((signed_in.index, signed_in.result), (7, Outcome::Done));
    /// ```
    #[must_use]
    pub const fn new(index: u64, at: OffsetDateTime, actor: &'a str) -> Self {
        Self {
            index,
            at,
            actor,
            service: false,
            on_behalf_of: None,
            subject: None,
            deed: Deed::Read,
            result: Outcome::Done,
            purpose: Some(Purpose::Treatment),
            emergency: false,
            network: None,
            session: None,
            fields: 1,
        }
    }

    /// What an event of the log says to a detector. What was recorded is looked at, not what is said to have occurred: the
    /// order of the log is the order of recording.
    #[must_use]
    pub fn of(index: u64, event: &'a AuditEvent) -> Self {
        let deed = match (event.kind, &event.stage) {
            (_, Stage::Ended { .. } | Stage::Discharged { .. }) | (Kind::Logout | Kind::BreakGlassEnd, _) => Deed::End,
            (Kind::Read, _) => Deed::Read,
            (Kind::Create | Kind::Update | Kind::Delete, _) => Deed::Write,
            (Kind::Query, _) => Deed::Search,
            (Kind::Export | Kind::Print | Kind::Disclose, _) => Deed::Export,
            (Kind::Login, _) => Deed::SignIn,
            _ => Deed::Other,
        };
        let result = match (&event.stage, event.outcome.is_success()) {
            (Stage::Denied, _) => Outcome::Denied,
            (_, false) => Outcome::Failed,
            _ => Outcome::Done,
        };
        let person = event.on_behalf_of.as_ref().map(|person| person.who.as_str());
        Self {
            index,
            at: event.recorded,
            actor: event.actor.who.as_str(),
            service: event.actor.kind == AgentKind::Service,
            on_behalf_of: person,
            subject: event.patient,
            deed,
            result,
            purpose: event.purpose,
            emergency: event.is_break_glass(),
            network: event.actor.network.as_ref().map(|network| network.address),
            session: event.actor.session,
            fields: u16::try_from(event.fields().count()).unwrap_or(u16::MAX),
        }
    }

    /// The person who answers for it: whoever a program acts for, else the actor.
    pub(super) fn person(&self) -> Option<&'a str> {
        if self.service { self.on_behalf_of } else { Some(self.actor) }
    }
}
