//! The decision point: fills the gate's `Authorize` with a policy, sessions and relationships.

use alloc::{sync::Arc, vec::Vec};
use std::sync::{Mutex, PoisonError, RwLock};

use phi_types::{
    Action, Actor, Phi, Principal, Purpose, RuleId, SubjectId, Text,
    gate::{
        AccessRequest, Authorize, Decision, Denial, DenyReason, Duty, Epoch, Obligation, Permit, PolicyDigest, Stage,
    },
    record::FieldMask,
};
use time::{Duration, OffsetDateTime};

use crate::{
    break_glass::{BreakGlassRefused, ReviewRefused, ReviewTask, is_a_reason},
    policy::{CompiledBreakGlass, Effect, Policy, Reach, Rule},
    relationship::{RelationshipSet, Relationships, Whereabouts},
    session::{Emergency, Session},
};

/// Decides by a policy. Hand it to [`Gate::new`](phi_types::gate::Gate::new).
pub struct AccessControl<R> {
    policy: RwLock<Arc<Policy>>,
    relationships: R,
    epoch: Epoch,
    reviews: Mutex<Vec<ReviewTask>>,
}

impl<R: Relationships> AccessControl<R> {
    /// Decides by this policy, with relationships from this source.
    #[must_use]
    pub fn new(policy: Policy, relationships: R) -> Self {
        Self {
            policy: RwLock::new(Arc::new(policy)),
            relationships,
            epoch: Epoch::new(),
            reviews: Mutex::new(Vec::new()),
        }
    }

    /// Puts another policy in force and ends every grant that the old one made.
    pub fn replace_policy(&self, policy: Policy) {
        *self.policy.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(policy);
        self.epoch.advance();
    }

    /// Ends every grant that is out, as after ending a session or a relationship for cause.
    pub fn revoke_grants(&self) {
        self.epoch.advance();
    }

    /// Breaks the glass for one subject: a session with an override that ends by itself, and a review that is owed.
    ///
    /// The reason goes, sealed, into every entry that the override leads to. Ask the gate with [`Purpose::BreakGlass`].
    /// Helps implement 45 CFR 164.312(a)(2)(ii).
    ///
    /// # Errors
    /// See [`BreakGlassRefused`]. A review that is still open is no reason to refuse.
    pub fn break_glass(
        &self,
        session: &Session,
        subject: SubjectId,
        reason: Phi<Text>,
        now: OffsetDateTime,
    ) -> Result<Session, BreakGlassRefused> {
        if !is_a_reason(&reason) {
            return Err(BreakGlassRefused::Reason);
        }
        if session.ending(now).is_some() || session.emergency().is_some() {
            return Err(BreakGlassRefused::Session);
        }
        let policy = self.policy();
        let rules: Vec<_> = break_glass_rules(&policy, session).collect();
        // Where several rules serve, the most careful times count.
        let lifetime = rules.iter().map(|one| one.rule.lifetime).min().ok_or(BreakGlassRefused::NoRule)?;
        let within = rules.iter().map(|one| one.rule.review_within).min().unwrap_or(Duration::ZERO);
        let until = now.checked_add(lifetime).ok_or(BreakGlassRefused::Session)?;
        self.reviews.lock().unwrap_or_else(PoisonError::into_inner).push(ReviewTask {
            tenant: session.tenant().clone(),
            actor: session.actor().id().clone(),
            session: session.session(),
            subject,
            opened: now,
            until,
            due: now.checked_add(within).unwrap_or(now),
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

    /// Closes a review. Who broke the glass does not review it.
    ///
    /// # Errors
    /// See [`ReviewRefused`]. The finding and its record are the host's.
    pub fn close_review(
        &self,
        task: &ReviewTask,
        reviewer: &Session,
        now: OffsetDateTime,
    ) -> Result<(), ReviewRefused> {
        if reviewer.ending(now).is_some() || reviewer.tenant() != &task.tenant || reviewer.actor().id() == &task.actor {
            return Err(ReviewRefused::Reviewer);
        }
        let mut reviews = self.reviews.lock().unwrap_or_else(PoisonError::into_inner);
        let at = reviews.iter().position(|open| open == task).ok_or(ReviewRefused::NotOpen)?;
        reviews.remove(at);
        Ok(())
    }

    fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<R: Relationships> Authorize for AccessControl<R> {
    type Who = Session;

    /// What depends on the asker alone is decided first, and only then who the subject is. So whoever may not ask at all hears
    /// "not permitted" for every subject, known or not, and whoever may ask hears "not found" for whatever the subject decides:
    /// neither answer tells who is a patient.
    fn authorize(&self, who: &Session, request: &AccessRequest<'_>) -> Decision {
        let policy = self.policy();
        let deny = |(rule, reason): Refusal<'_>| {
            Decision::Deny(Denial { rule: rule.cloned(), policy: policy.digest(), reason })
        };
        if who.ending(request.now).is_some() || who.emergency().is_some_and(|one| request.now >= one.until) {
            return deny((None, DenyReason::Session));
        }
        if let Err(refusal) = decide(&policy, who, request, None) {
            return deny(refusal);
        }
        let relationships = match request.subject {
            None => RelationshipSet::NONE,
            Some(subject) => {
                let standing = self.relationships.standing(who.tenant(), who.actor().id(), subject);
                match standing.whereabouts {
                    Whereabouts::Here => standing.relationships,
                    Whereabouts::Elsewhere => return deny((None, DenyReason::OtherTenant)),
                    Whereabouts::Nowhere => return deny((None, DenyReason::UnknownSubject)),
                }
            }
        };
        match decide(&policy, who, request, Some(relationships)) {
            Ok(found) => permit(found, policy.digest(), who, request),
            // The asker could have been permitted: it is the subject that decided.
            Err((rule, DenyReason::Forbidden)) => deny((rule, DenyReason::ForbiddenForSubject)),
            Err((rule, _)) => deny((rule, DenyReason::NoRelationship)),
        }
    }

    fn epoch(&self) -> &Epoch {
        &self.epoch
    }
}

/// The rule that refused, if one did, and why.
type Refusal<'p> = (Option<&'p RuleId>, DenyReason);

struct Found<'p> {
    rule: &'p RuleId,
    fields: FieldMask,
    obligations: Vec<Obligation>,
    emergency: bool,
}

/// Decides by the relationships given, or, with none given, as if the asker stood in every relationship that a permit asks
/// for and in none that a forbid does: the most that any subject could make of the request.
fn decide<'p>(
    policy: &'p Policy,
    who: &Session,
    request: &AccessRequest<'_>,
    relationships: Option<RelationshipSet>,
) -> Result<Found<'p>, Refusal<'p>> {
    let mut found = if request.purpose == Purpose::BreakGlass {
        by_break_glass(policy, who, request)?
    } else {
        by_rules(policy, who, request, relationships)?
    };
    let mut forbid = None;
    for compiled in policy.rules.iter().filter(|compiled| compiled.rule.effect == Effect::Forbid) {
        let Some(forbidden) = applies(&compiled.rule, who, request) else { continue };
        let matches = match relationships {
            Some(relationships) => related(&compiled.rule, relationships),
            None => compiled.rule.any_of.is_empty(),
        };
        if matches {
            if request.record.is_none() || !found.fields.intersection(forbidden).is_empty() {
                forbid = forbid.or(Some(&compiled.id));
            }
            found.fields = found.fields.without(forbidden);
        }
    }
    let nothing = match request.record {
        Some(_) => found.fields.intersection(request.fields).is_empty(),
        None => forbid.is_some(),
    };
    match (nothing, forbid) {
        (false, _) => Ok(found),
        (true, Some(forbid)) => Err((Some(forbid), DenyReason::Forbidden)),
        (true, None) => Err((None, DenyReason::NoFields)),
    }
}

/// The fields that all matching permits grant together, and the first permit that grants any of those asked for.
fn by_rules<'p>(
    policy: &'p Policy,
    who: &Session,
    request: &AccessRequest<'_>,
    relationships: Option<RelationshipSet>,
) -> Result<Found<'p>, Refusal<'p>> {
    let mut found: Option<Found<'p>> = None;
    for compiled in policy.rules.iter().filter(|compiled| compiled.rule.effect == Effect::Permit) {
        let Some(fields) = applies(&compiled.rule, who, request) else { continue };
        // A list as a whole is about nobody yet; each subject of a batch is asked about by itself.
        let matches = request.action == Action::List
            || relationships.is_none_or(|relationships| related(&compiled.rule, relationships));
        if !matches {
            continue;
        }
        let found = found.get_or_insert_with(|| Found {
            rule: &compiled.id,
            fields: FieldMask::EMPTY,
            obligations: Vec::new(),
            emergency: false,
        });
        if found.fields.intersection(request.fields).is_empty() {
            found.rule = &compiled.id;
        }
        found.fields = found.fields.union(fields);
        for obligation in &compiled.rule.obligations {
            if !found.obligations.contains(obligation) {
                found.obligations.push(*obligation);
            }
        }
    }
    let mut found = found.ok_or((None, DenyReason::NoRule))?;
    if let Some(record) = request.record
        && !found.fields.intersection(request.fields).is_empty()
    {
        // What is no PHI comes along wherever anything is granted at all; forbids still take it away.
        found.fields = found.fields.union(record.schema().not_phi());
    }
    Ok(found)
}

fn by_break_glass<'p>(
    policy: &'p Policy,
    who: &Session,
    request: &AccessRequest<'_>,
) -> Result<Found<'p>, Refusal<'p>> {
    let emergency = who.emergency().ok_or((None, DenyReason::NoRule))?;
    if request.subject != Some(emergency.subject) || request.action != Action::Read {
        return Err((None, DenyReason::NoRule));
    }
    let mut rules = break_glass_rules(policy, who).filter_map(|compiled| {
        let (record, fields) = compiled.rule.reach?;
        (request.record == Some(record)).then_some((compiled, fields))
    });
    let (first, mut fields) = rules.next().ok_or((None, DenyReason::NoRule))?;
    let mut within = first.rule.review_within;
    for (compiled, more) in rules {
        fields = fields.union(more);
        within = within.min(compiled.rule.review_within);
    }
    let after = |duty| Obligation { duty, stage: Stage::After };
    Ok(Found {
        rule: &first.id,
        fields,
        obligations: Vec::from([after(Duty::NotifyPrivacyOfficer), after(Duty::ReviewWithin(within))]),
        emergency: true,
    })
}

/// The fields that a rule reaches for this request, its relationship aside; `None` when it does not apply.
fn applies(rule: &Rule, who: &Session, request: &AccessRequest<'_>) -> Option<FieldMask> {
    let any = rule.effect == Effect::Forbid;
    let role = (any && rule.roles.is_empty()) || who.roles().iter().any(|role| rule.roles.contains(role));
    let action = (any && rule.actions.is_empty()) || rule.actions.contains(&request.action);
    let purpose = (any && rule.purposes.is_empty()) || rule.purposes.contains(&request.purpose);
    if !(role && action && purpose) {
        return None;
    }
    match (rule.reach.as_ref()?, request.record) {
        (Reach::Fields { record, mask }, Some(asked)) if *record == asked => Some(*mask),
        (Reach::Labelled { record, labels }, Some(asked)) if *record == asked => {
            Some(record.schema().labelled(*labels))
        }
        (Reach::Administration, None) => Some(FieldMask::EMPTY),
        _ => None,
    }
}

fn related(rule: &Rule, relationships: RelationshipSet) -> bool {
    rule.any_of.is_empty() || rule.any_of.iter().any(|one| relationships.contains(*one))
}

/// Services never break the glass, whatever their roles.
fn break_glass_rules<'p>(policy: &'p Policy, who: &Session) -> impl Iterator<Item = &'p CompiledBreakGlass> {
    let human = matches!(who.actor(), Actor::Human(_));
    let roles = who.roles().to_vec();
    policy
        .break_glass
        .iter()
        .filter(move |compiled| human && roles.iter().any(|role| compiled.rule.roles.contains(role)))
}

fn permit(found: Found<'_>, policy: PolicyDigest, who: &Session, request: &AccessRequest<'_>) -> Decision {
    let mut obligations = found.obligations;
    let accounting = Obligation { duty: Duty::AccountForDisclosure, stage: Stage::After };
    if request.action == Action::Disclose
        && !NEEDS_NO_ACCOUNTING.contains(&request.purpose)
        && !obligations.contains(&accounting)
    {
        obligations.push(accounting);
    }
    Decision::Permit(Permit {
        fields: found.fields,
        rule: found.rule.clone(),
        policy,
        until: who.until(),
        obligations,
        emergency: found.emergency,
    })
}

/// 45 CFR 164.528(a)(1): treatment, payment, operations and what goes to the individual need no accounting.
const NEEDS_NO_ACCOUNTING: [Purpose; 6] = [
    Purpose::Treatment,
    Purpose::EmergencyTreatment,
    Purpose::EmergencyRoomTreatment,
    Purpose::Payment,
    Purpose::Operations,
    Purpose::PatientRequest,
];
