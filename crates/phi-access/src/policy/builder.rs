//! Building a policy: every mistake is found here, none when it is asked.

use alloc::{collections::BTreeSet, string::String, vec::Vec};

use phi_types::{Action, RuleId, record::FieldMask};
use time::Duration;

use super::{
    BreakGlassRule, Compiled, CompiledBreakGlass, Policy, Rule,
    digest::digest,
    rule::{Effect, Reach},
};

/// Collects rules and checks them.
#[derive(Debug, Default)]
pub struct PolicyBuilder {
    rules: Vec<Rule>,
    break_glass: Vec<BreakGlassRule>,
}

/// Why rules are no policy. Rule names are part of the message; they are the author's own words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// A name that is empty, too long or has control characters.
    #[error("rule number {0} has no usable name")]
    Name(usize),
    /// Two rules of the same name: the log could not tell them apart.
    #[error("two rules are named `{0}`")]
    Duplicate(String),
    /// A permit without role, action or purpose would permit more than anybody wrote down.
    #[error("the permit `{rule}` says no {missing}")]
    Incomplete {
        /// The rule.
        rule: String,
        /// What is missing.
        missing: &'static str,
    },
    /// A rule that reaches no field never matters.
    #[error("the rule `{0}` reaches no field")]
    NoFields(String),
    /// A whole record for reading needs a written justification, 45 CFR 164.514(d)(5).
    #[error("the permit `{0}` grants a whole record: use `whole_record` and justify it")]
    WholeRecord(String),
    /// A permit by label would widen with every new field that carries it.
    #[error("the permit `{0}` goes by label: permits name fields, forbids may go by label")]
    PermitByLabel(String),
    /// Acts on keys and the log are about no subject.
    #[error("the rule `{0}` is for acts of administration and asks for a relationship or another action")]
    Administration(String),
    /// An override that lasts no time, or too long.
    #[error("the break-glass rule `{0}` lasts no time, or longer than four hours, or has no time for its review")]
    BreakGlassTime(String),
}

impl PolicyBuilder {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a rule.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Adds a break-glass rule.
    #[must_use]
    pub fn break_glass(mut self, rule: BreakGlassRule) -> Self {
        self.break_glass.push(rule);
        self
    }

    /// Checks the rules.
    ///
    /// # Errors
    /// See [`PolicyError`]. There is no policy with a mistake in it.
    pub fn build(self) -> Result<Policy, PolicyError> {
        let mut names = BTreeSet::new();
        let mut name = |number: usize, id: &str| {
            let rule = RuleId::new(id).map_err(|_| PolicyError::Name(number))?;
            if names.insert(id.to_owned()) { Ok(rule) } else { Err(PolicyError::Duplicate(id.into())) }
        };
        let digest = digest(&self.rules, &self.break_glass);
        let mut rules = Vec::with_capacity(self.rules.len());
        for (number, rule) in (1..).zip(self.rules) {
            let id = name(number, &rule.id)?;
            check(&rule)?;
            rules.push(Compiled { id, rule });
        }
        let mut break_glass = Vec::with_capacity(self.break_glass.len());
        for (number, rule) in (1..).zip(self.break_glass) {
            let id = name(number, &rule.id)?;
            check_break_glass(&rule)?;
            break_glass.push(CompiledBreakGlass { id, rule });
        }
        Ok(Policy { rules, break_glass, digest })
    }
}

fn check(rule: &Rule) -> Result<(), PolicyError> {
    let id = || rule.id.clone();
    if rule.effect == Effect::Permit {
        let parts = [
            (rule.roles.is_empty(), "role"),
            (rule.actions.is_empty(), "action"),
            (rule.purposes.is_empty(), "purpose"),
        ];
        if let Some((_, missing)) = parts.into_iter().find(|(empty, _)| *empty) {
            return Err(PolicyError::Incomplete { rule: id(), missing });
        }
    }
    let administrative = |action: &Action| matches!(action, Action::RotateKey | Action::ShredSubject | Action::ReadLog);
    match &rule.reach {
        None => Err(PolicyError::NoFields(id())),
        Some(Reach::Labelled { .. }) if rule.effect == Effect::Permit => Err(PolicyError::PermitByLabel(id())),
        Some(Reach::Labelled { record, labels }) if record.schema().labelled(*labels).is_empty() => {
            Err(PolicyError::NoFields(id()))
        }
        Some(Reach::Fields { mask, .. }) if mask.is_empty() => Err(PolicyError::NoFields(id())),
        Some(Reach::Fields { record, mask }) => {
            let shows = |action: &Action| matches!(action, Action::Read | Action::List | Action::Disclose);
            // What is no PHI comes along anyway, so a permit over all the PHI is one over the whole record.
            let whole = mask.union(record.schema().not_phi()) == record.schema().all() && mask.len() > 1;
            let justified = rule.whole_record.as_ref().is_some_and(|why| !why.trim().is_empty());
            if rule.effect == Effect::Permit && whole && rule.actions.iter().any(shows) && !justified {
                return Err(PolicyError::WholeRecord(id()));
            }
            if rule.actions.iter().any(administrative) {
                return Err(PolicyError::Administration(id()));
            }
            Ok(())
        }
        Some(Reach::Administration) if !rule.any_of.is_empty() || !rule.actions.iter().all(administrative) => {
            Err(PolicyError::Administration(id()))
        }
        Some(Reach::Labelled { .. } | Reach::Administration) => Ok(()),
    }
}

fn check_break_glass(rule: &BreakGlassRule) -> Result<(), PolicyError> {
    if rule.roles.is_empty() {
        return Err(PolicyError::Incomplete { rule: rule.id.clone(), missing: "role" });
    }
    if rule.reach.is_none_or(|(_, mask)| mask == FieldMask::EMPTY) {
        return Err(PolicyError::NoFields(rule.id.clone()));
    }
    let lasts = rule.lifetime > Duration::ZERO && rule.lifetime <= BreakGlassRule::LONGEST;
    if lasts && rule.review_within > Duration::ZERO {
        Ok(())
    } else {
        Err(PolicyError::BreakGlassTime(rule.id.clone()))
    }
}
