//! What every event has to have, whoever made it.

use phi_types::Network;
use time::OffsetDateTime;

use super::{AgentKind, EntityKind, Kind, Outcome, Parts, SealedNote, Stage};

pub(super) const MOST_ROLES: usize = 64;
pub(super) const MOST_ENTITIES: usize = 64;
pub(super) const MOST_FIELDS: usize = 1024;
pub(super) const MOST_DUTIES: usize = 64;
/// The longest sealed text in bytes, as it stands in an event.
pub(crate) const LONGEST_SEALED: usize = 64 << 10;

/// Why parts are no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidEvent {
    /// A time outside the years 1 to 9999, or an offset that is no whole minutes or beyond 14 hours.
    #[error("a time is outside the years 1 to 9999, or its offset is no whole minutes within 14 hours")]
    Time,
    /// A period that ends before it begins.
    #[error("a period ends before it begins")]
    Period,
    /// A list or a sealed text that is too long.
    #[error("a list or a sealed text is too long")]
    TooLong,
    /// A denial without a reason, a reason without a denial, or a denial that succeeded.
    #[error("a denial has a reason and did not succeed, and nothing else has one")]
    Denial,
    /// What concerns records names neither a record nor a patient.
    #[error("an event on records names a record or a patient")]
    NoRecord,
    /// A search without its sealed words or a decision.
    #[error("a search has its words, sealed, or a decision")]
    NoQuery,
    /// A disclosure without its recipient, or without its purpose.
    #[error("a disclosure has a recipient, a description, a purpose and a ground")]
    NoDisclosure,
    /// A disclosure in an event that discloses nothing.
    #[error("only a disclosure, an export or a print discloses")]
    Disclosure,
    /// An emergency override without a reason.
    #[error("an emergency override has a reason")]
    NoReason,
    /// What concerns keys, policies or the log does not name which.
    #[error("an event on a key, a policy or the log names it")]
    NoEntity,
    /// A login about a patient, or a successful act of somebody who was not identified.
    #[error("nobody unidentified succeeds, and a login is about no patient")]
    Identity,
}

pub(super) fn check(parts: &Parts) -> Result<(), InvalidEvent> {
    let demand = |met: bool, otherwise| if met { Ok(()) } else { Err(otherwise) };
    let period = parts.occurred.map(|period| [period.start, period.end]);
    let times = [parts.recorded].into_iter().chain(period.into_iter().flatten());
    demand(times.into_iter().all(is_sound), InvalidEvent::Time)?;
    demand(parts.occurred.is_none_or(|period| period.start <= period.end), InvalidEvent::Period)?;
    demand(is_short(parts), InvalidEvent::TooLong)?;

    let reason = parts.decision.as_ref().is_some_and(|decision| decision.reason.is_some());
    let denied = parts.stage == Stage::Denied;
    demand(denied == reason && !(denied && parts.outcome.is_success()), InvalidEvent::Denial)?;

    let unidentified = parts.actor.kind == AgentKind::Unidentified;
    let login = matches!(parts.kind, Kind::Login | Kind::Logout);
    let identity = !(unidentified && parts.outcome == Outcome::Success || login && parts.patient.is_some());
    demand(identity, InvalidEvent::Identity)?;

    let discloses = matches!(parts.kind, Kind::Disclose | Kind::Export | Kind::Print);
    demand(discloses || parts.disclosure.is_none(), InvalidEvent::Disclosure)?;

    if !matches!(parts.stage, Stage::Done | Stage::Denied) {
        return Ok(());
    }
    let names = |kinds: &[EntityKind]| parts.entities.iter().any(|entity| kinds.contains(&entity.kind));
    match parts.kind {
        Kind::Read
        | Kind::Create
        | Kind::Update
        | Kind::Delete
        | Kind::Export
        | Kind::Print
        | Kind::DeIdentification => demand(names(&[EntityKind::Record, EntityKind::Document]), InvalidEvent::NoRecord),
        Kind::Disclose => demand(parts.disclosure.is_some() && parts.purpose.is_some(), InvalidEvent::NoDisclosure),
        Kind::Query => demand(parts.query.is_there() || parts.decision.is_some(), InvalidEvent::NoQuery),
        Kind::BreakGlassStart => demand(parts.reason.is_there(), InvalidEvent::NoReason),
        Kind::KeyUse | Kind::KeyRotation | Kind::Shredding => demand(names(&[EntityKind::Key]), InvalidEvent::NoEntity),
        Kind::PolicyChange => demand(names(&[EntityKind::Policy]), InvalidEvent::NoEntity),
        Kind::Retention => demand(names(&[EntityKind::Log, EntityKind::Record]), InvalidEvent::NoEntity),
        Kind::LogUsed => demand(names(&[EntityKind::Log]), InvalidEvent::NoEntity),
        Kind::Review => demand(names(&[EntityKind::Finding]), InvalidEvent::NoEntity),
        Kind::Login | Kind::Logout | Kind::BreakGlassEnd | Kind::Other => Ok(()),
    }
}

/// What every format can hold: years of four digits, offsets of whole minutes within the range of FHIR's `instant`.
pub(super) fn is_sound(at: OffsetDateTime) -> bool {
    let seconds = at.offset().whole_seconds();
    let years = 1..=9999;
    seconds.checked_rem(60) == Some(0)
        && seconds.unsigned_abs() <= 14 * 3600
        && years.contains(&at.year())
        && years.contains(&at.to_offset(time::UtcOffset::UTC).year())
}

fn is_short(parts: &Parts) -> bool {
    let agents = [Some(&parts.actor), parts.on_behalf_of.as_ref()];
    parts.entities.len() <= MOST_ENTITIES
        && parts.entities.iter().map(|entity| entity.fields.len()).sum::<usize>() <= MOST_FIELDS
        && parts.decision.as_ref().is_none_or(|decision| decision.duties.len() <= MOST_DUTIES)
        && agents.into_iter().flatten().all(|agent| {
            agent.roles.len() <= MOST_ROLES
                && agent.network.as_ref().is_none_or(|network| network.via.len() <= Network::MOST_PROXIES)
        })
        && parts.sealed().all(|note| !matches!(note, SealedNote::Sealed(bytes) if bytes.len() > LONGEST_SEALED))
}
