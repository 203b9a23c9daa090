//! Why, why not, and who could: down to the rule and the condition that failed.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use phi_types::{
    Actor, Principal, RuleId,
    gate::{AccessRequest, PolicyDigest, PublicOutcome},
    record::FieldMask,
};

use crate::{
    control::AccessControl,
    policy::{ADMINISTRATION, Effect, Policy, Role, Stored},
    relationship::{Relationships, Standing, Whereabouts},
    ruling::Reason,
    session::Session,
};

/// Why a request gets the answer that it gets. For the privacy office and for authors of policies: it tells what a caller must not hear.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The policy.
    pub policy: PolicyDigest,
    /// The true reason of a denial; `None` for a permit.
    pub reason: Option<Reason>,
    /// What the caller hears of a denial.
    pub public: Option<PublicOutcome>,
    /// The rule that decided.
    pub rule: Option<RuleId>,
    /// The names of the fields that were asked for and are granted.
    pub granted: Vec<&'static str>,
    /// Every rule on this record type, by name: whether it holds, and what fails where it does not.
    pub rules: Vec<RuleTrace>,
}

/// How one rule stood to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleTrace {
    /// Which.
    pub rule: RuleId,
    /// Whether it forbids.
    pub forbids: bool,
    /// Every condition that failed. None: the rule holds.
    pub failed: Vec<Failed>,
}

/// A condition that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failed {
    /// None of the asker's roles; these it is for.
    Role(Vec<String>),
    /// The action; these it is for.
    Action(Vec<&'static str>),
    /// The purpose; these, and their cases, it is for.
    Purpose(Vec<&'static str>),
    /// It reaches none of the fields asked for; these it reaches.
    Fields(Vec<&'static str>),
    /// None of these relationships.
    Relationship(Vec<&'static str>),
    /// This is not on file.
    Missing(&'static str),
    /// This is on file, and must not be.
    OnFile(&'static str),
    /// The subject's records carry none of these labels, or are not as confidential, or too confidential.
    Sensitivity,
    /// Outside the hours or the validity of the rule.
    Time,
    /// From another network.
    Network,
    /// The authentication is too weak.
    Authentication,
    /// The host has not declared that it fulfils what the rule obliges to.
    Obligation,
    /// The subject is another tenant's, or nobody's.
    Subject,
    /// It is a break-glass rule, and the glass is not broken for this subject.
    NotBroken,
    /// Lifted for an emergency.
    Lifted,
}

impl Explanation {
    /// The permits that would have served but for the fewest conditions: the answer to "why not?".
    #[must_use]
    pub fn nearest(&self) -> Vec<&RuleTrace> {
        let permits = || self.rules.iter().filter(|trace| !trace.forbids && !trace.failed.is_empty());
        let least = permits().map(|trace| trace.failed.len()).min().unwrap_or(0);
        permits().filter(|trace| trace.failed.len() == least).collect()
    }
}

/// For people: the answer, the rule, and for a denial the nearest permits with what fails.
impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rule = self.rule.as_ref().map_or("no rule", RuleId::as_str);
        match self.reason {
            None => write!(f, "permitted by `{rule}`: {}", self.granted.join(", "))?,
            Some(reason) => write!(f, "denied by {rule} ({reason:?}; the caller hears {:?})", self.public)?,
        }
        let holding = self.rules.iter().filter(|trace| trace.forbids && trace.failed.is_empty());
        holding.take(8).try_for_each(|trace| write!(f, "\n  forbidden by `{}`", trace.rule))?;
        if self.reason.is_some() {
            for trace in self.nearest().into_iter().take(8) {
                write!(f, "\n  `{}` would permit, but:", trace.rule)?;
                trace.failed.iter().try_for_each(|failed| write!(f, " {failed};"))?;
            }
        }
        write!(f, "\n  policy {}", self.policy)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Role(roles) => write!(f, "the role is none of: {}", roles.join(", ")),
            Self::Action(actions) => write!(f, "the action is none of: {}", actions.join(", ")),
            Self::Purpose(purposes) => write!(f, "the purpose is none of: {}", purposes.join(", ")),
            Self::Fields(fields) => write!(f, "it reaches other fields: {}", fields.join(", ")),
            Self::Relationship(any) => write!(f, "the relationship is none of: {}", any.join(", ")),
            Self::Missing(fact) => write!(f, "not on file: {fact}"),
            Self::OnFile(fact) => write!(f, "on file: {fact}"),
            Self::Sensitivity => f.write_str("the sensitivity of the subject's records"),
            Self::Time => f.write_str("the time"),
            Self::Network => f.write_str("the network"),
            Self::Authentication => f.write_str("a stronger authentication is needed"),
            Self::Obligation => f.write_str("the host has not declared that it fulfils the obligations"),
            Self::Subject => f.write_str("the subject is not the tenant's"),
            Self::NotBroken => f.write_str("the glass is not broken for this subject"),
            Self::Lifted => f.write_str("lifted for an emergency"),
        }
    }
}

/// A role that could, and what it takes beside the role.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Could {
    /// The role.
    pub role: Role,
    /// The permit.
    pub rule: RuleId,
    /// In one of these relationships; none for no matter which.
    pub relationships: Vec<&'static str>,
    /// With all of this on file.
    pub needs: Vec<&'static str>,
}

impl<R: Relationships> AccessControl<R> {
    /// Why a request gets the answer that it gets. It goes over every rule and is made for people, not for speed.
    #[must_use]
    pub fn explain(&self, who: &Session, request: &AccessRequest<'_>) -> Explanation {
        let prepared = self.prepare(who);
        let policy = prepared.policy();
        let ruling = self.decide(&prepared, who, request);
        let record = request.record.map_or(Some(ADMINISTRATION), |record| policy.record_number(record));
        let standing = request.subject.map(|subject| self.standing(who, subject));
        let tracer =
            Tracer { policy, who, request, roles: &prepared.table.roles, standing, fulfils: prepared.snapshot.fulfils };
        let granted = match crate::bits::writes(request.action) {
            true => ruling.writable,
            false => ruling.readable,
        };
        Explanation {
            policy: *ruling.policy,
            reason: ruling.reason,
            public: ruling.public_outcome(),
            rule: ruling.rule.cloned(),
            granted: request
                .record
                .map(|record| record.schema().names(granted.intersection(request.fields)).collect())
                .unwrap_or_default(),
            rules: policy
                .rules
                .iter()
                .filter(|rule| Some(rule.record) == record)
                .map(|rule| tracer.trace(rule))
                .collect(),
        }
    }

    /// Who could do this: for each role, inherited ones included, the permits that serve some of the fields and what they ask for. Forbids
    /// for everybody or for the role over all of the fields take a role out.
    #[must_use]
    pub fn who_could(&self, who: &Session, request: &AccessRequest<'_>) -> Vec<Could> {
        let prepared = self.prepare(who);
        let policy = prepared.policy();
        let Some(record) = request.record.map_or(Some(ADMINISTRATION), |record| policy.record_number(record)) else {
            return Vec::new();
        };
        let fields = |rule: &Stored| match record {
            ADMINISTRATION => FieldMask::at(0),
            _ => rule.mask(request.action).intersection(request.fields),
        };
        let serves = |rule: &&Stored| {
            rule.record == record
                && rule.actions().contains(request.action)
                && rule.matches().contains(request.purpose)
                && !fields(rule).is_empty()
        };
        let mut could = Vec::new();
        for (number, role) in policy.roles.all() {
            let closure = policy.roles.closure([number]);
            let holds = |rule: &&Stored| {
                rule.roles.is_empty() || rule.roles.iter().any(|role| closure.binary_search(role).is_ok())
            };
            let rules = || policy.rules.iter().filter(serves).filter(holds);
            let forbidden = rules()
                .filter(|rule| rule.effect == Effect::Forbid && rule.condition == crate::policy::Condition::NONE)
                .fold(FieldMask::EMPTY, |mask, rule| mask.union(fields(rule)));
            could.extend(
                rules()
                    .filter(|rule| rule.effect == Effect::Permit && !fields(rule).without(forbidden).is_empty())
                    .map(|rule| Could {
                        role: role.clone(),
                        rule: rule.id.clone(),
                        relationships: rule.condition.any_of.iter().map(|one| one.code()).collect(),
                        needs: rule.condition.needs.iter().map(|fact| fact.code()).collect(),
                    }),
            );
        }
        could.sort_by(|one, other| (&one.role, &one.rule).cmp(&(&other.role, &other.rule)));
        could
    }
}

struct Tracer<'a> {
    policy: &'a Policy,
    who: &'a Session,
    request: &'a AccessRequest<'a>,
    roles: &'a [u32],
    standing: Option<Standing>,
    fulfils: crate::duties::Fulfils,
}

impl Tracer<'_> {
    fn trace(&self, rule: &Stored) -> RuleTrace {
        let (request, condition) = (self.request, &rule.condition);
        let mut failed = Vec::new();
        if !rule.roles.is_empty() && !rule.roles.iter().any(|role| self.roles.binary_search(role).is_ok()) {
            failed.push(Failed::Role(rule.roles.iter().map(|role| self.policy.roles.name(*role).into()).collect()));
        }
        if !rule.actions().contains(request.action) {
            failed.push(Failed::Action(rule.actions().iter().map(|action| action.code()).collect()));
        }
        let emergency = self.who.emergency();
        if rule.breaks_glass {
            let broken = emergency.is_some_and(|one| Some(one.subject) == request.subject);
            if !broken || !matches!(self.who.actor(), Actor::Human(_)) {
                failed.push(Failed::NotBroken);
            }
        }
        if !rule.matches().contains(request.purpose) {
            failed.push(Failed::Purpose(rule.purposes.iter().map(|purpose| purpose.code()).collect()));
        }
        let mask = rule.mask(request.action);
        if rule.record != ADMINISTRATION && mask.intersection(request.fields).is_empty() {
            let names = self.policy.schema(rule.record).into_iter().flat_map(|schema| schema.names(mask));
            failed.push(Failed::Fields(names.collect()));
        }
        if let Some(standing) = &self.standing {
            self.about(rule, standing, &mut failed);
        }
        if !condition.time(request.now.unix_timestamp()) {
            failed.push(Failed::Time);
        }
        let zones =
            self.who.networks().iter().filter_map(|name| self.policy.zones.iter().position(|zone| **zone == **name));
        if !condition.network(zones.fold(0, |zones, at| zones | 1 << at)) {
            failed.push(Failed::Network);
        }
        if !condition.authentication(self.who.assurance(), self.who.is_phishing_resistant()) {
            failed.push(Failed::Authentication);
        }
        if rule.effect == Effect::Permit && !rule.breaks_glass && !self.fulfils.covers(rule.duties) {
            failed.push(Failed::Obligation);
        }
        if rule.liftable && request.purpose.is_a(phi_types::Purpose::EmergencyTreatment) {
            failed.push(Failed::Lifted);
        }
        RuleTrace { rule: rule.id.clone(), forbids: rule.effect == Effect::Forbid, failed }
    }

    fn about(&self, rule: &Stored, standing: &Standing, failed: &mut Vec<Failed>) {
        let condition = &rule.condition;
        if standing.whereabouts != Whereabouts::Here {
            failed.push(Failed::Subject);
            return;
        }
        if !condition.any_of.is_empty() && !condition.any_of.intersects(standing.relationships) {
            failed.push(Failed::Relationship(condition.any_of.iter().map(|one| one.code()).collect()));
        }
        let missing = condition.needs.iter().filter(|fact| !standing.facts.contains(*fact));
        failed.extend(missing.map(|fact| Failed::Missing(fact.code())));
        let on_file = condition.lacks.iter().filter(|fact| standing.facts.contains(*fact));
        failed.extend(on_file.map(|fact| Failed::OnFile(fact.code())));
        let labelled = condition.labels == 0 || condition.labels & standing.labels.bits() != 0;
        let level = standing.confidentiality;
        if !labelled || level < condition.at_least || level > condition.at_most {
            failed.push(Failed::Sensitivity);
        }
    }
}

/// A permit in one line, for reviews.
pub(crate) fn describe(policy: &Policy, rule: &Stored) -> String {
    let words = |words: Vec<&str>| words.join(", ");
    let actions = words(rule.actions().iter().map(|action| action.code()).collect());
    let purposes = words(rule.purposes.iter().map(|purpose| purpose.code()).collect());
    let reach = match policy.schema(rule.record) {
        None => "keys and log".to_string(),
        Some(schema) => {
            format!("{} ({})", schema.name, words(schema.names(rule.read.union(rule.write)).collect()))
        }
    };
    format!("{}: {actions} for {purposes} on {reach}", rule.id)
}
