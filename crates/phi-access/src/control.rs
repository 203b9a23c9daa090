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
    break_glass::{BreakGlassRefused, ReviewTask, is_a_reason},
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

    /// The reviews that are owed.
    #[must_use]
    pub fn open_reviews(&self) -> Vec<ReviewTask> {
        self.reviews.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn policy(&self) -> Arc<Policy> {
        Arc::clone(&self.policy.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<R: Relationships> Authorize for AccessControl<R> {
    type Who = Session;

    fn authorize(&self, who: &Session, request: &AccessRequest<'_>) -> Decision {
        let policy = self.policy();
        let deny = |rule: Option<&RuleId>, reason| {
            Decision::Deny(Denial { rule: rule.cloned(), policy: policy.digest(), reason })
        };
        if who.ending(request.now).is_some() || who.emergency().is_some_and(|one| request.now >= one.until) {
            return deny(None, DenyReason::Session);
        }
        let relationships = match request.subject {
            None => RelationshipSet::NONE,
            Some(subject) => {
                let standing = self.relationships.standing(who.tenant(), who.actor().id(), subject);
                match standing.whereabouts {
                    Whereabouts::Here => standing.relationships,
                    Whereabouts::Elsewhere => return deny(None, DenyReason::OtherTenant),
                    Whereabouts::Nowhere => return deny(None, DenyReason::UnknownSubject),
                }
            }
        };
        let found = if request.purpose == Purpose::BreakGlass {
            by_break_glass(&policy, who, request)
        } else {
            by_rules(&policy, who, request, relationships)
        };
        let found = match found {
            Ok(found) => found,
            Err(reason) => return deny(None, reason),
        };
        let (fields, forbid) = subtract_forbids(&policy, who, request, relationships, found.fields);
        if let Some(forbid) = forbid
            && (request.record.is_none() || fields.intersection(request.fields).is_empty())
        {
            return deny(Some(forbid), DenyReason::Forbidden);
        }
        if request.record.is_some() && fields.intersection(request.fields).is_empty() {
            return deny(None, DenyReason::NoFields);
        }
        permit(&found, fields, policy.digest(), who, request)
    }

    fn epoch(&self) -> &Epoch {
        &self.epoch
    }
}

struct Found<'p> {
    rule: &'p RuleId,
    fields: FieldMask,
    review_within: Option<Duration>,
}

/// The fields that all matching permits grant together, and the first permit that grants any of those asked for.
fn by_rules<'p>(
    policy: &'p Policy,
    who: &Session,
    request: &AccessRequest<'_>,
    relationships: RelationshipSet,
) -> Result<Found<'p>, DenyReason> {
    let mut found: Option<Found<'p>> = None;
    let mut needs_relationship = false;
    for compiled in policy.rules.iter().filter(|compiled| compiled.rule.effect == Effect::Permit) {
        let Some(fields) = applies(&compiled.rule, who, request) else { continue };
        // A list as a whole is about nobody yet; each subject of a batch is asked about by itself.
        if request.action != Action::List && !related(&compiled.rule, relationships) {
            needs_relationship = true;
            continue;
        }
        match &mut found {
            None => found = Some(Found { rule: &compiled.id, fields, review_within: None }),
            Some(found) => {
                if found.fields.intersection(request.fields).is_empty() {
                    found.rule = &compiled.id;
                }
                found.fields = found.fields.union(fields);
            }
        }
    }
    found.ok_or(if needs_relationship { DenyReason::NoRelationship } else { DenyReason::NoRule })
}

fn by_break_glass<'p>(policy: &'p Policy, who: &Session, request: &AccessRequest<'_>) -> Result<Found<'p>, DenyReason> {
    let emergency = who.emergency().ok_or(DenyReason::NoRule)?;
    if request.subject != Some(emergency.subject) || request.action != Action::Read {
        return Err(DenyReason::NoRule);
    }
    let mut found: Option<Found<'p>> = None;
    for compiled in break_glass_rules(policy, who) {
        let Some((record, fields)) = compiled.rule.reach else { continue };
        if request.record != Some(record) {
            continue;
        }
        let within = compiled.rule.review_within;
        match &mut found {
            None => found = Some(Found { rule: &compiled.id, fields, review_within: Some(within) }),
            Some(found) => {
                found.fields = found.fields.union(fields);
                found.review_within = found.review_within.map(|shortest| shortest.min(within));
            }
        }
    }
    found.ok_or(DenyReason::NoRule)
}

/// Takes the fields of every matching forbid away, and names the first that took any.
fn subtract_forbids<'p>(
    policy: &'p Policy,
    who: &Session,
    request: &AccessRequest<'_>,
    relationships: RelationshipSet,
    granted: FieldMask,
) -> (FieldMask, Option<&'p RuleId>) {
    let mut fields = granted;
    let mut first = None;
    for compiled in policy.rules.iter().filter(|compiled| compiled.rule.effect == Effect::Forbid) {
        if let Some(forbidden) = applies(&compiled.rule, who, request)
            && related(&compiled.rule, relationships)
        {
            if request.record.is_none() || !fields.intersection(forbidden).is_empty() {
                first = first.or(Some(&compiled.id));
            }
            fields = fields.without(forbidden);
        }
    }
    (fields, first)
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

fn permit(
    found: &Found<'_>,
    fields: FieldMask,
    policy: PolicyDigest,
    who: &Session,
    request: &AccessRequest<'_>,
) -> Decision {
    let mut obligations = Vec::new();
    let mut after = |duty| obligations.push(Obligation { duty, stage: Stage::After });
    if let Some(within) = found.review_within {
        after(Duty::NotifyPrivacyOfficer);
        after(Duty::ReviewWithin(within));
    }
    // 45 CFR 164.528(a)(1): treatment, payment, operations and the individual's own request need no accounting.
    let exempt = [
        Purpose::Treatment,
        Purpose::EmergencyTreatment,
        Purpose::Payment,
        Purpose::Operations,
        Purpose::PatientRequest,
    ];
    if request.action == Action::Disclose && !exempt.contains(&request.purpose) {
        after(Duty::AccountForDisclosure);
    }
    Decision::Permit(Permit {
        fields,
        rule: found.rule.clone(),
        policy,
        until: who.until(),
        obligations,
        emergency: found.review_within.is_some(),
    })
}
