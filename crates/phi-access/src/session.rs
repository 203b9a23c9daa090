//! Sessions: who was authenticated, how well, until when, and with which roles.

use core::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use alloc::{string::String, sync::Arc, vec::Vec};

use phi_types::{Actor, Entropy, EntropyUnavailable, Phi, Principal, SessionId, SubjectId, TenantId, Text};
use time::{Duration, OffsetDateTime};

use crate::{
    assurance::{Assurance, Authentication},
    limits::SessionLimits,
    people::{Service, UserId},
    policy::Role,
    prepared::Prepared,
};

/// Somebody who was authenticated, with a tenant, roles and an end.
///
/// Not `Clone`: there is one of it, and ending it ends it. Roles are those that the policy of the day knows; a role that it
/// does not know grants nothing.
///
/// Its life is a state machine over injected times. It serves from its opening until the absolute limit, the end of its roles, or
/// [`end`](Self::end); without activity it locks, and [`reauthenticate`](Self::reauthenticate) unlocks it within those limits.
#[derive(Debug)]
pub struct Session {
    id: SessionId,
    tenant: TenantId,
    actor: Actor,
    roles: Vec<Role>,
    networks: Vec<String>,
    limits: SessionLimits,
    /// Seconds since 1970, as all times that are compared: what is not a whole second ends a little early.
    opened: i64,
    idle_seconds: i64,
    /// The end by limits and roles; half-open.
    until: i64,
    state: Arc<State>,
    emergency: Option<Emergency>,
    /// What the last decision point made of it, so that the next decision need not.
    prepared: Mutex<Option<Prepared>>,
}

/// Shared between a session and the emergency sessions that come out of it: what ends one ends all.
#[derive(Debug)]
struct State {
    last_active: AtomicI64,
    ended: AtomicBool,
    /// Assurance level, and 4 for phishing-resistant.
    rank: AtomicU8,
    last_authenticated: AtomicI64,
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

/// Why somebody was not signed in, or a later authentication was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignInRefused {
    /// The source of randomness failed.
    #[error("the source of randomness failed")]
    Entropy,
    /// The authentication is of another time: it lies in the future, or too far back.
    #[error("the authentication is not of now")]
    NotNow,
    /// The credential of a service is older than it may be, or was issued in the future.
    #[error("the credential is too old")]
    Credential,
    /// The session is over, and nothing unlocks it.
    #[error("the session is over")]
    Over,
    /// The authentication is weaker than the one with which the session began.
    #[error("the authentication is weaker than the session's")]
    Weaker,
}

/// Who signs in, and with what.
#[derive(Clone, Debug)]
pub struct SignIn {
    tenant: TenantId,
    actor: Actor,
    roles: Vec<Role>,
    networks: Vec<String>,
    limits: SessionLimits,
    authentication: Authentication,
    roles_until: Option<OffsetDateTime>,
    credential: Option<OffsetDateTime>,
    oldest_credential: Duration,
}

impl SignIn {
    /// A person, as the identity provider authenticated them.
    #[must_use]
    pub fn person(tenant: TenantId, user: UserId, authentication: Authentication) -> Self {
        Self::actor(tenant, user.actor(), authentication)
    }

    /// A program. Its credential may be 90 days old, unless said otherwise.
    #[must_use]
    pub fn service(tenant: TenantId, service: Service, authentication: Authentication) -> Self {
        let issued = service.credential_issued();
        Self { credential: Some(issued), ..Self::actor(tenant, service.actor(), authentication) }
    }

    fn actor(tenant: TenantId, actor: Actor, authentication: Authentication) -> Self {
        Self {
            tenant,
            actor,
            roles: Vec::new(),
            networks: Vec::new(),
            limits: SessionLimits::OFFICE,
            authentication,
            roles_until: None,
            credential: None,
            oldest_credential: Duration::days(90),
        }
    }

    /// In these roles.
    #[must_use]
    pub fn roles(mut self, roles: impl IntoIterator<Item = Role>) -> Self {
        self.roles.extend(roles);
        self
    }

    /// The roles end at this instant, and the session with them: an assignment's end.
    #[must_use]
    pub fn roles_until(mut self, until: OffsetDateTime) -> Self {
        self.roles_until = Some(self.roles_until.map_or(until, |before| before.min(until)));
        self
    }

    /// From this network zone, in the host's own words; may be called again.
    #[must_use]
    pub fn network(mut self, zone: &str) -> Self {
        self.networks.push(zone.into());
        self
    }

    /// With these limits.
    #[must_use]
    pub fn limits(mut self, limits: SessionLimits) -> Self {
        self.limits = limits;
        self
    }

    /// How old the credential of a service may be.
    #[must_use]
    pub const fn oldest_credential(mut self, age: Duration) -> Self {
        self.oldest_credential = age;
        self
    }

    /// Opens the session.
    ///
    /// # Errors
    /// See [`SignInRefused`]. The absolute limit counts from the authentication, so an old one is one whose time is over.
    pub fn open(self, now: OffsetDateTime, entropy: &(impl Entropy + ?Sized)) -> Result<Session, SignInRefused> {
        let (opened, authenticated) = (now.unix_timestamp(), self.authentication.at().unix_timestamp());
        let absolute = self.limits.absolute().whole_seconds();
        if authenticated > opened || opened - authenticated >= absolute {
            return Err(SignInRefused::NotNow);
        }
        let mut until = authenticated.saturating_add(absolute);
        if let Some(issued) = self.credential {
            if issued > now || now - issued >= self.oldest_credential {
                return Err(SignInRefused::Credential);
            }
            // The session does not outlive the credential either.
            until = until.min(issued.unix_timestamp().saturating_add(self.oldest_credential.whole_seconds()));
        }
        if let Some(end) = self.roles_until {
            until = until.min(end.unix_timestamp());
        }
        Ok(Session {
            id: SessionId::random(entropy).map_err(|EntropyUnavailable| SignInRefused::Entropy)?,
            tenant: self.tenant,
            actor: self.actor,
            roles: self.roles,
            networks: self.networks,
            opened,
            idle_seconds: self.limits.idle().whole_seconds(),
            until,
            limits: self.limits,
            state: Arc::new(State {
                last_active: AtomicI64::new(opened),
                ended: AtomicBool::new(false),
                rank: AtomicU8::new(rank(&self.authentication)),
                last_authenticated: AtomicI64::new(authenticated),
            }),
            emergency: None,
            prepared: Mutex::new(None),
        })
    }
}

/// How long an authentication counts as one of now, for a step-up or an unlocking.
const FRESH: i64 = 5 * 60;

fn rank(authentication: &Authentication) -> u8 {
    authentication.assurance() as u8 | if authentication.is_phishing_resistant() { 4 } else { 0 }
}

impl Session {
    /// Opens a session for somebody whose identity the host has verified (45 CFR 164.312(d)), about whose authentication nothing is
    /// known: it ranks as one factor. [`SignIn`] says more.
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
    ) -> Result<Self, SignInRefused> {
        SignIn::actor(tenant, actor, Authentication::unknown(now)).roles(roles).limits(limits).open(now, entropy)
    }

    /// Notes that the person did something. Passive polling is no activity: do not call it then.
    pub fn touch(&self, now: OffsetDateTime) {
        if self.ending(now).is_none() {
            self.state.last_active.fetch_max(now.unix_timestamp(), Ordering::SeqCst);
        }
    }

    /// A further authentication: the session then ranks as high as that one. It never ranks above what was shown.
    ///
    /// # Errors
    /// When the session no longer serves, or the authentication is not of the last five minutes.
    pub fn step_up(&self, authentication: &Authentication, now: OffsetDateTime) -> Result<(), SignInRefused> {
        if self.ending(now).is_some() {
            return Err(SignInRefused::Over);
        }
        self.take(authentication, now)?;
        self.state.rank.store(self.state.rank.load(Ordering::SeqCst).max(rank(authentication)), Ordering::SeqCst);
        self.touch(now);
        Ok(())
    }

    /// Unlocks a session that was idle too long. The absolute limit stays where it was.
    ///
    /// # Errors
    /// When it is over for any other reason, or the authentication is not of the last five minutes or weaker than the session's.
    pub fn reauthenticate(&self, authentication: &Authentication, now: OffsetDateTime) -> Result<(), SignInRefused> {
        if !matches!(self.ending(now), None | Some(SessionEnd::Idle)) {
            return Err(SignInRefused::Over);
        }
        if authentication.assurance() < self.assurance() {
            return Err(SignInRefused::Weaker);
        }
        self.take(authentication, now)?;
        self.state.last_active.fetch_max(now.unix_timestamp(), Ordering::SeqCst);
        Ok(())
    }

    fn take(&self, authentication: &Authentication, now: OffsetDateTime) -> Result<(), SignInRefused> {
        let (at, now) = (authentication.at().unix_timestamp(), now.unix_timestamp());
        if at > now || now - at > FRESH {
            return Err(SignInRefused::NotNow);
        }
        self.state.last_authenticated.fetch_max(at, Ordering::SeqCst);
        Ok(())
    }

    /// What its authentication is worth.
    #[must_use]
    pub fn assurance(&self) -> Assurance {
        match self.rank() & 3 {
            2 => Assurance::Aal3,
            1 => Assurance::Aal2,
            _ => Assurance::Aal1,
        }
    }

    /// Whether its authentication resists phishing.
    #[must_use]
    pub fn is_phishing_resistant(&self) -> bool {
        self.rank() & 4 != 0
    }

    #[inline]
    pub(crate) fn rank(&self) -> u8 {
        self.state.rank.load(Ordering::SeqCst)
    }

    /// Whether there was an authentication in the last five minutes.
    pub(crate) fn is_fresh(&self, now: OffsetDateTime) -> bool {
        let ago = now.unix_timestamp().saturating_sub(self.state.last_authenticated.load(Ordering::SeqCst));
        (0..=FRESH).contains(&ago)
    }

    /// Ends the session, and every emergency session that came out of it. A grant that is out ends when the decision point is
    /// [told](crate::AccessControl::end_session).
    pub fn end(&self) {
        self.state.ended.store(true, Ordering::SeqCst);
    }

    /// Why it no longer serves at this instant, if it does not.
    #[must_use]
    pub fn ending(&self, now: OffsetDateTime) -> Option<SessionEnd> {
        self.ending_at(now.unix_timestamp())
    }

    /// The same in seconds since 1970. Total over all of `i64`.
    #[must_use]
    #[inline]
    pub fn ending_at(&self, unix: i64) -> Option<SessionEnd> {
        // Only looked at between opening and end, where no difference is too large.
        let idle = unix.wrapping_sub(self.state.last_active.load(Ordering::SeqCst));
        if self.state.ended.load(Ordering::SeqCst) {
            Some(SessionEnd::Ended)
        } else if unix < self.opened {
            Some(SessionEnd::ClockStepped)
        } else if unix >= self.until {
            Some(SessionEnd::Absolute)
        } else if idle >= self.idle_seconds {
            Some(SessionEnd::Idle)
        } else {
            None
        }
    }

    /// The limits that it was opened with.
    #[must_use]
    pub const fn limits(&self) -> &SessionLimits {
        &self.limits
    }

    /// When it ends at the latest.
    pub(crate) fn until(&self) -> Option<OffsetDateTime> {
        let until = OffsetDateTime::from_unix_timestamp(self.until).ok();
        let emergency = self.emergency.as_ref().map(|emergency| emergency.until);
        until.into_iter().chain(emergency).min()
    }

    pub(crate) fn roles(&self) -> &[Role] {
        &self.roles
    }

    pub(crate) fn networks(&self) -> &[String] {
        &self.networks
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
            networks: self.networks.clone(),
            opened: self.opened,
            idle_seconds: self.idle_seconds,
            until: self.until,
            limits: self.limits.clone(),
            state: Arc::clone(&self.state),
            emergency: Some(emergency),
            prepared: Mutex::new(None),
        }
    }

    /// What was prepared for it before, if it still fits; else made anew and kept.
    pub(crate) fn prepared(&self, fits: impl Fn(&Prepared) -> bool, make: impl FnOnce() -> Prepared) -> Prepared {
        let mut kept = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(prepared) if fits(prepared) => prepared.clone(),
            _ => kept.insert(make()).clone(),
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

    #[inline]
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
