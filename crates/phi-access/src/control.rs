//! The decision point: fills the gate's `Authorize` with a policy, sessions and relationships.

use alloc::{sync::Arc, vec::Vec};

use phi_types::{
    Action, Actor, ActorId, Phi, Principal, Purpose, SubjectId, Text,
    gate::{AccessRequest, Authorize, Decision, Denial, DenyReason, Epoch, Permit},
    record::FieldMask,
};
use time::{Duration, OffsetDateTime};

use crate::{
    bits::writes,
    break_glass::{BreakGlassRefused, Flags, ReviewRefused, ReviewTask, is_a_reason},
    decide::Asked,
    duties::Fulfils,
    policy::{ADMINISTRATION, Glass, Policy},
    prepared::{Prepared, Snapshot},
    relationship::{Relationships, Standing},
    ruling::Ruling,
    session::{Emergency, Session},
    stance::Seen,
    swap::Swap,
    sync::{Mutex, PoisonError},
};

/// Decides by a policy. Hand it to [`Gate::new`](phi_types::gate::Gate::new).
///
/// Everything that it decides by is in memory: with the policy store or the network down, it goes on with the last policy
/// that was loaded.
pub struct AccessControl<R> {
    snapshot: Swap<Snapshot>,
    relationships: R,
    epoch: Epoch,
    reviews: Mutex<Vec<ReviewTask>>,
}

/// What stands behind a break-glass beyond its reason.
#[derive(Clone, Copy, Default)]
pub struct Circumstances<'a> {
    second_person: Option<&'a Session>,
    store_down: bool,
}

impl<'a> Circumstances<'a> {
    /// Somebody else confirms.
    #[must_use]
    pub const fn confirmed_by(mut self, other: &'a Session) -> Self {
        self.second_person = Some(other);
        self
    }

    /// The policy store or the network is down: the override rests on the last policy that was loaded, and the review says so.
    #[must_use]
    pub const fn store_down(mut self) -> Self {
        self.store_down = true;
        self
    }
}

impl<R: Relationships> AccessControl<R> {
    /// Decides by this policy, with relationships from this source.
    #[must_use]
    pub fn new(policy: Policy, relationships: R) -> Self {
        Self::fulfilling(policy, relationships, Fulfils::default())
    }

    /// The same, where the host fulfils more kinds of duty than the library puts on record by itself.
    #[must_use]
    pub fn fulfilling(policy: Policy, relationships: R, fulfils: Fulfils) -> Self {
        Self {
            snapshot: Swap::new(Snapshot { policy: Arc::new(policy), disabled: Arc::new([]), fulfils }),
            relationships,
            epoch: Epoch::new(),
            reviews: Mutex::new(Vec::new()),
        }
    }

    /// Puts another policy in force and ends every grant that the old one made.
    pub fn replace_policy(&self, policy: Policy) {
        let policy = Arc::new(policy);
        self.change(|now| Snapshot {
            policy: Arc::clone(&policy),
            disabled: now.disabled.clone(),
            fulfils: now.fulfils,
        });
    }

    /// Ends every grant that is out, as after ending a session or a relationship for cause.
    pub fn revoke_grants(&self) {
        self.epoch.advance();
    }

    /// Ends a session and the grants that it made: what it opened does not outlive it.
    pub fn end_session(&self, session: &Session) {
        session.end();
        self.epoch.advance();
    }

    /// Disables somebody: their next decision denies, and so does every exposure of what was granted before.
    ///
    /// Helps implement 45 CFR 164.308(a)(3)(ii)(C).
    pub fn disable(&self, actor: &ActorId) {
        self.change(|now| {
            let others = now.disabled.iter().filter(|other| *other != actor).cloned();
            Snapshot {
                policy: Arc::clone(&now.policy),
                disabled: others.chain([actor.clone()]).collect(),
                fulfils: now.fulfils,
            }
        });
    }

    /// Enables somebody again. Sessions from before may serve again, unless they were ended.
    pub fn enable(&self, actor: &ActorId) {
        self.change(|now| Snapshot {
            policy: Arc::clone(&now.policy),
            disabled: now.disabled.iter().filter(|other| *other != actor).cloned().collect(),
            fulfils: now.fulfils,
        });
    }

    /// Makes a session ready for many decisions.
    #[must_use]
    pub fn prepare(&self, session: &Session) -> Prepared {
        // The epoch first: a change in between leaves something stale, never something that looks fresh and is not.
        let at = self.epoch.current();
        let snapshot = self.snapshot.load();
        session.prepared(
            |kept| kept.fits(session, &snapshot, at),
            || Prepared::new(session, Arc::clone(&snapshot), &self.epoch, at),
        )
    }

    /// Decides, and says everything that a decision says. What is borrowed by the answer is borrowed from `prepared`.
    #[must_use]
    pub fn decide<'p>(&self, prepared: &'p Prepared, who: &Session, request: &AccessRequest<'_>) -> Ruling<'p> {
        let policy = prepared.policy();
        let record = match request.record {
            None => Some(ADMINISTRATION),
            Some(record) => policy.record_number(record),
        };
        let asked = Asked {
            // A type of which the policy knows nothing has no cell.
            record: record.unwrap_or(ADMINISTRATION - 1),
            action: request.action,
            purpose: request.purpose,
            fields: if request.record.is_none() { FieldMask::at(0) } else { request.fields },
            unix: request.now.unix_timestamp(),
        };
        let standing =
            request.subject.map(|subject| self.relationships.standing(who.tenant(), who.actor().id(), subject));
        prepared.ruling(who, &asked, request.subject, standing.as_ref().map(Seen::of))
    }

    /// Breaks the glass for one subject: a session with an override that ends by itself, and a review that is owed.
    ///
    /// The reason goes, sealed, into every entry that the override leads to. Ask the gate with [`Purpose::BreakGlass`].
    /// Helps implement 45 CFR 164.312(a)(2)(ii).
    ///
    /// # Errors
    /// See [`BreakGlassRefused`]. A review that is still open is no reason to refuse, and neither is a missing step-up.
    pub fn break_glass(
        &self,
        session: &Session,
        subject: SubjectId,
        reason: Phi<Text>,
        now: OffsetDateTime,
    ) -> Result<Session, BreakGlassRefused> {
        self.break_glass_in(session, subject, reason, Circumstances::default(), now)
    }

    /// [`break_glass`](Self::break_glass) with a second person, or while the policy store is down.
    ///
    /// # Errors
    /// See [`BreakGlassRefused`].
    pub fn break_glass_in(
        &self,
        session: &Session,
        subject: SubjectId,
        reason: Phi<Text>,
        circumstances: Circumstances<'_>,
        now: OffsetDateTime,
    ) -> Result<Session, BreakGlassRefused> {
        if !is_a_reason(&reason) {
            return Err(BreakGlassRefused::Reason);
        }
        let prepared = self.prepare(session);
        if session.ending(now).is_some() || session.emergency().is_some() || prepared.table.blocked.is_some() {
            return Err(BreakGlassRefused::Session);
        }
        if circumstances.second_person.is_some_and(|other| !self.may_confirm(session, other, now)) {
            return Err(BreakGlassRefused::SecondPerson);
        }
        let rules: Vec<&Glass> = glass_rules(&prepared, session).collect();
        // Where several rules serve, the most careful times count.
        let lifetime = rules.iter().map(|rule| rule.lifetime).min().ok_or(BreakGlassRefused::NoRule)?;
        let within = rules.iter().map(|rule| rule.review_within).min().unwrap_or(Duration::ZERO);
        let until = now.checked_add(lifetime).ok_or(BreakGlassRefused::Session)?;
        let mut reviews = self.reviews.lock().unwrap_or_else(PoisonError::into_inner);
        let overdue = reviews.iter().any(|task| {
            task.tenant == *session.tenant() && task.actor == *session.actor().id() && task.is_overdue(now)
        });
        if overdue && rules.iter().any(|rule| rule.blocks_while_overdue) {
            return Err(BreakGlassRefused::Overdue);
        }
        reviews.push(ReviewTask {
            tenant: session.tenant().clone(),
            actor: session.actor().id().clone(),
            session: session.session(),
            subject,
            opened: now,
            until,
            due: now.checked_add(within).unwrap_or(now),
            flags: Flags {
                without_step_up: !session.is_fresh(now),
                without_second_person: rules.iter().any(|rule| rule.second_person)
                    && circumstances.second_person.is_none(),
                store_down: circumstances.store_down,
                overdue_review: overdue,
            },
        });
        Ok(session.with_emergency(Emergency { subject, until, reason }))
    }

    /// The reviews that are owed, oldest first.
    ///
    /// They are kept in memory; the log keeps the duty, so that a host can restore them after a restart.
    #[must_use]
    pub fn open_reviews(&self) -> Vec<ReviewTask> {
        self.reviews.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Closes a review. The reviewer must be somebody whom the policy lets read the log's notes ([`Action::ReadLog`]), since the
    /// reason stands there, and never the one who broke the glass.
    ///
    /// # Errors
    /// See [`ReviewRefused`]. What was found, and a record of it, are the host's.
    pub fn close_review(
        &self,
        task: &ReviewTask,
        reviewer: &Session,
        now: OffsetDateTime,
    ) -> Result<(), ReviewRefused> {
        let may_read = AccessRequest::by(reviewer, Action::ReadLog, Purpose::SystemAdministration, now);
        let fit = reviewer.tenant() == &task.tenant
            && matches!(reviewer.actor(), Actor::Human(id) if *id != task.actor)
            && self.decide(&self.prepare(reviewer), reviewer, &may_read).is_permit();
        if !fit {
            return Err(ReviewRefused::Reviewer);
        }
        let mut reviews = self.reviews.lock().unwrap_or_else(PoisonError::into_inner);
        let at = reviews.iter().position(|open| open == task).ok_or(ReviewRefused::NotOpen)?;
        reviews.remove(at);
        Ok(())
    }

    pub(crate) fn standing(&self, who: &Session, subject: SubjectId) -> Standing {
        self.relationships.standing(who.tenant(), who.actor().id(), subject)
    }

    fn may_confirm(&self, session: &Session, other: &Session, now: OffsetDateTime) -> bool {
        matches!(other.actor(), Actor::Human(id) if id != session.actor().id())
            && other.tenant() == session.tenant()
            && other.ending(now).is_none()
            && self.prepare(other).table.blocked.is_none()
    }

    fn change(&self, change: impl FnMut(&Snapshot) -> Snapshot) {
        self.snapshot.update(change);
        self.epoch.advance();
    }
}

impl<R: Relationships> Authorize for AccessControl<R> {
    type Who = Session;

    /// What depends on the asker alone is decided as if the subject were the best one to ask about. So whoever may not ask at all
    /// hears "not permitted" for every subject, known or not, and whoever may ask hears "not found" for whatever the subject
    /// decides: neither answer tells who is a patient.
    fn authorize(&self, who: &Session, request: &AccessRequest<'_>) -> Decision {
        let prepared = self.prepare(who);
        let ruling = self.decide(&prepared, who, request);
        let policy = *ruling.policy;
        match (ruling.reason, ruling.rule) {
            (None, Some(rule)) => Decision::Permit(Permit {
                fields: if writes(request.action) { ruling.writable } else { ruling.readable },
                rule: rule.clone(),
                policy,
                until: who.until(),
                obligations: ruling.duties.iter().collect(),
                emergency: ruling.emergency,
                evidence: ruling.evidence.map(|evidence| evidence.0),
            }),
            // INVARIANT: a permit names its rule. Were it not so, it would be none.
            (None, None) => Decision::Deny(Denial { rule: None, policy, reason: DenyReason::Inconsistent }),
            (Some(reason), rule) => Decision::Deny(Denial { rule: rule.cloned(), policy, reason: reason.denial() }),
        }
    }

    fn epoch(&self) -> &Epoch {
        &self.epoch
    }
}

/// The break-glass rules of a session's roles. Services have none, whatever their roles.
fn glass_rules<'p>(prepared: &'p Prepared, who: &Session) -> impl Iterator<Item = &'p Glass> {
    let human = matches!(who.actor(), Actor::Human(_));
    let (policy, roles) = (prepared.policy(), &prepared.table.roles);
    policy.glass.iter().filter(move |glass| {
        let rule = policy.rule(glass.rule);
        human && rule.is_some_and(|rule| rule.roles.iter().any(|role| roles.binary_search(role).is_ok()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use phi_types::{OsEntropy, PersonName, PhiRecord, TenantId};
    use time::macros::datetime;

    use crate::{
        limits::SessionLimits,
        policy::{Role, Rule},
        relationship::Register,
    };

    #[derive(PhiRecord)]
    #[phi(record = "Patient")]
    struct Patient {
        #[phi(subject)]
        subject: SubjectId,
        #[phi(name)]
        name: PersonName,
    }

    const T: OffsetDateTime = datetime!(2026-03-02 08:00 UTC);

    fn policy(rule: &str) -> Policy {
        let permit = Rule::permit(rule).role("nurse").action(Action::Read).purpose(Purpose::Treatment);
        Policy::builder().rule(permit.fields(Patient::NAME)).build().unwrap()
    }

    /// Over the interleavings that shuttle finds of two who replace the policy and two who decide.
    #[test]
    fn every_decision_is_explained_by_exactly_one_digest() {
        let digests = ["one", "two"].map(|rule| (rule, policy(rule).digest()));
        shuttle::check_random(
            move || {
                let (tenant, subject) = (TenantId::new("north").unwrap(), SubjectId::from_bytes([1; 16]));
                let register = Register::new();
                register.admit(&tenant, subject);
                let access = Arc::new(AccessControl::new(policy("one"), register));
                let replace = |to: &'static str| {
                    let access = Arc::clone(&access);
                    shuttle::thread::spawn(move || access.replace_policy(policy(to)))
                };
                let decide = || {
                    let (access, tenant) = (Arc::clone(&access), tenant.clone());
                    shuttle::thread::spawn(move || {
                        let nurse = Actor::Human(ActorId::new("n.nurse").unwrap());
                        let roles = [Role::new("nurse")];
                        let who = Session::open(tenant, nurse, roles, SessionLimits::CLINICAL, T, &OsEntropy).unwrap();
                        for _ in 0..3 {
                            let request = AccessRequest::by(&who, Action::Read, Purpose::Treatment, T).about(subject);
                            match access.authorize(&who, &request.fields(Patient::NAME)) {
                                Decision::Permit(permit) => {
                                    assert!(digests.contains(&(permit.rule.as_str(), permit.policy)));
                                }
                                Decision::Deny(denial) => panic!("denied: {:?}", denial.reason),
                            }
                            shuttle::thread::yield_now();
                        }
                    })
                };
                let threads = [replace("two"), replace("one"), decide(), decide()];
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            },
            500,
        );
    }
}
