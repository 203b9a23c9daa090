//! Sessions: who was authenticated, until when, and with which roles.

use core::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use alloc::{sync::Arc, vec::Vec};

use phi_types::{Actor, Entropy, EntropyUnavailable, Phi, Principal, SessionId, SubjectId, TenantId, Text};
use time::{Duration, OffsetDateTime};

use crate::policy::Role;

/// How long a session lasts.
///
/// 45 CFR 164.312(a)(2)(iii) asks for logoff after "a predetermined time of inactivity" and names no number. These are
/// conventions, not law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without activity.
    pub idle: Duration,
    /// In all.
    pub absolute: Duration,
}

impl SessionLimits {
    /// Fifteen minutes without activity, twelve hours in all.
    pub const OFFICE: Self = Self { idle: Duration::minutes(15), absolute: Duration::hours(12) };
    /// Thirty minutes without activity, twelve hours in all: for clinical work.
    pub const CLINICAL: Self = Self { idle: Duration::minutes(30), absolute: Duration::hours(12) };
}

/// Somebody who was authenticated, with a tenant, roles and an end.
///
/// Not `Clone`: there is one of it, and ending it ends it. Roles are those that the policy of the day knows; a role that it
/// does not know grants nothing.
#[derive(Debug)]
pub struct Session {
    id: SessionId,
    tenant: TenantId,
    actor: Actor,
    roles: Vec<Role>,
    opened: OffsetDateTime,
    limits: SessionLimits,
    state: Arc<State>,
    emergency: Option<Emergency>,
}

/// Shared between a session and the emergency sessions that come out of it: what ends one ends all.
#[derive(Debug)]
struct State {
    last_active: AtomicI64,
    ended: AtomicBool,
}

/// An emergency override: one subject, a written reason, an end.
#[derive(Debug)]
pub(crate) struct Emergency {
    pub(crate) subject: SubjectId,
    pub(crate) until: OffsetDateTime,
    pub(crate) reason: Phi<Text>,
}

/// Why a session no longer serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// Signed out or ended by somebody else.
    Ended,
    /// Too long without activity.
    Idle,
    /// Too long in all.
    Absolute,
    /// The clock shows a time before the session began.
    ClockStepped,
}

impl Session {
    /// Opens a session for somebody whose identity the host has verified (45 CFR 164.312(d)).
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn open(
        tenant: TenantId,
        actor: Actor,
        roles: impl IntoIterator<Item = Role>,
        limits: SessionLimits,
        now: OffsetDateTime,
        entropy: &(impl Entropy + ?Sized),
    ) -> Result<Self, EntropyUnavailable> {
        Ok(Self {
            id: SessionId::random(entropy)?,
            tenant,
            actor,
            roles: roles.into_iter().collect(),
            opened: now,
            limits,
            state: Arc::new(State { last_active: AtomicI64::new(now.unix_timestamp()), ended: AtomicBool::new(false) }),
            emergency: None,
        })
    }

    /// Notes that the person did something. Passive polling is no activity: do not call it then.
    pub fn touch(&self, now: OffsetDateTime) {
        if self.ending(now).is_none() {
            self.state.last_active.fetch_max(now.unix_timestamp(), Ordering::SeqCst);
        }
    }

    /// Ends the session, and every emergency session that came out of it.
    pub fn end(&self) {
        self.state.ended.store(true, Ordering::SeqCst);
    }

    /// Why it no longer serves at this instant, if it does not.
    #[must_use]
    pub fn ending(&self, now: OffsetDateTime) -> Option<SessionEnd> {
        let idle = now.unix_timestamp().saturating_sub(self.state.last_active.load(Ordering::SeqCst));
        if self.state.ended.load(Ordering::SeqCst) {
            Some(SessionEnd::Ended)
        } else if now < self.opened {
            Some(SessionEnd::ClockStepped)
        } else if now - self.opened >= self.limits.absolute {
            Some(SessionEnd::Absolute)
        } else if idle >= self.limits.idle.whole_seconds() {
            Some(SessionEnd::Idle)
        } else {
            None
        }
    }

    /// When it ends at the latest.
    pub(crate) fn until(&self) -> Option<OffsetDateTime> {
        let absolute = self.opened.checked_add(self.limits.absolute);
        let emergency = self.emergency.as_ref().map(|emergency| emergency.until);
        absolute.into_iter().chain(emergency).min()
    }

    pub(crate) fn roles(&self) -> &[Role] {
        &self.roles
    }

    pub(crate) const fn emergency(&self) -> Option<&Emergency> {
        self.emergency.as_ref()
    }

    /// The same session with an override. Not a new sign-in: identity, limits and end are shared.
    pub(crate) fn with_emergency(&self, emergency: Emergency) -> Self {
        Self {
            id: self.id,
            tenant: self.tenant.clone(),
            actor: self.actor.clone(),
            roles: self.roles.clone(),
            opened: self.opened,
            limits: self.limits,
            state: Arc::clone(&self.state),
            emergency: Some(emergency),
        }
    }
}

impl Principal for Session {
    fn tenant(&self) -> &TenantId {
        &self.tenant
    }

    fn actor(&self) -> &Actor {
        &self.actor
    }

    fn session(&self) -> SessionId {
        self.id
    }

    fn reason(&self) -> Option<&Phi<Text>> {
        self.emergency.as_ref().map(|emergency| &emergency.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use phi_types::{ActorId, OsEntropy};
    use time::macros::datetime;

    const T: OffsetDateTime = datetime!(2026-03-01 08:00 UTC);

    fn session() -> Session {
        let actor = Actor::Human(ActorId::new("n.nurse").unwrap());
        Session::open(TenantId::new("north").unwrap(), actor, [], SessionLimits::OFFICE, T, &OsEntropy).unwrap()
    }

    #[test]
    fn the_edges_of_a_session() {
        let session = session();
        let second = Duration::SECOND;
        assert_eq!(session.ending(T), None);
        assert_eq!(session.ending(T - second), Some(SessionEnd::ClockStepped));
        assert_eq!(session.ending(T + Duration::minutes(15) - second), None);
        assert_eq!(session.ending(T + Duration::minutes(15)), Some(SessionEnd::Idle));
        // Activity after the end does not revive it.
        session.touch(T + Duration::minutes(16));
        assert_eq!(session.ending(T + Duration::minutes(16)), Some(SessionEnd::Idle));
    }

    #[test]
    fn activity_extends_idle_time_and_never_the_absolute_end() {
        let session = session();
        for quarter in 0..72 {
            session.touch(T + Duration::minutes(10) * quarter);
        }
        assert_eq!(session.ending(T + Duration::hours(12)), Some(SessionEnd::Absolute));
        session.end();
        assert_eq!(session.ending(T), Some(SessionEnd::Ended));
    }

    #[test]
    fn an_instant_at_the_edge_of_the_calendar_does_not_overflow() {
        let session = session();
        for instant in [datetime!(-9999-01-01 0:00 UTC), datetime!(9999-12-31 23:59:59 UTC)] {
            assert!(session.ending(instant).is_some());
        }
    }
}
