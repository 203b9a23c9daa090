//! The checks of one rule. Every mistake is found here, none when the policy is asked.

use phi_types::{Action, Purpose, record::FieldMask};
use time::Duration;

use super::{
    BreakGlassRule, PolicyError, Rule,
    rule::{Conditions, Effect, Reach},
};
use crate::bits::{administers, writes};

pub(super) fn check(rule: &Rule, psychotherapy: bool) -> Result<(), PolicyError> {
    let id = || rule.id.clone();
    if rule.id.starts_with(super::legal::PREFIX) {
        return Err(PolicyError::Reserved(id()));
    }
    match rule.effect {
        Effect::Permit => check_permit(rule, psychotherapy)?,
        Effect::Forbid => {
            let says_too_much = !rule.duties.is_empty()
                || rule.exemption.is_some()
                || rule.disclosing.is_some()
                || rule.basis.is_some()
                || rule.conditions.clearance.is_some();
            if says_too_much {
                return Err(PolicyError::Meaningless(id()));
            }
        }
    }
    if let (Some(from), Some(until)) = (rule.conditions.from, rule.conditions.until)
        && until <= from
    {
        return Err(PolicyError::NeverValid(id()));
    }
    match &rule.reach {
        None => Err(PolicyError::NoFields(id())),
        Some(Reach::Labelled { .. }) if rule.effect == Effect::Permit => Err(PolicyError::PermitByLabel(id())),
        Some(Reach::Labelled { record, labels }) if record.schema().labelled(*labels).is_empty() => {
            Err(PolicyError::NoFields(id()))
        }
        Some(Reach::Fields { read, write, .. }) if read.union(*write).is_empty() => Err(PolicyError::NoFields(id())),
        Some(Reach::Fields { record, read, .. }) => {
            let shows = |action: &Action| matches!(action, Action::Read | Action::List | Action::Disclose);
            // What is no PHI comes along anyway, so a permit over all the PHI is one over the whole record.
            let whole = read.union(record.schema().not_phi()) == record.schema().all() && read.len() > 1;
            let justified = rule.whole_record.as_ref().is_some_and(|why| !why.trim().is_empty());
            if rule.effect == Effect::Permit && whole && rule.actions.iter().any(shows) && !justified {
                return Err(PolicyError::WholeRecord(id()));
            }
            if rule.actions.iter().any(|action| administers(*action)) {
                return Err(PolicyError::Administration(id()));
            }
            Ok(())
        }
        Some(Reach::Administration)
            if asks_for_a_subject(&rule.conditions) || !rule.actions.iter().all(|action| administers(*action)) =>
        {
            Err(PolicyError::Administration(id()))
        }
        Some(Reach::Labelled { .. } | Reach::Administration) => Ok(()),
    }
}

fn check_permit(rule: &Rule, psychotherapy: bool) -> Result<(), PolicyError> {
    let id = || rule.id.clone();
    let parts =
        [(rule.roles.is_empty(), "role"), (rule.actions.is_empty(), "action"), (rule.purposes.is_empty(), "purpose")];
    if let Some((_, missing)) = parts.into_iter().find(|(empty, _)| *empty) {
        return Err(PolicyError::Incomplete { rule: id(), missing });
    }
    if rule.liftable {
        return Err(PolicyError::Meaningless(id()));
    }
    // 164.514(d)(3) is for what minimum necessary covers: not for treatment, the individual, or another exemption.
    let covered = |purpose: &Purpose| !(purpose.is_a(Purpose::Treatment) || purpose.is_a(Purpose::PatientRequest));
    if rule.actions.contains(&Action::Disclose)
        && rule.purposes.iter().any(covered)
        && rule.exemption.is_none()
        && rule.disclosing.is_none()
    {
        return Err(PolicyError::Disclosure(id()));
    }
    let borne = rule.basis.is_some_and(|basis| rule.purposes.iter().all(|purpose| basis.serves(*purpose)));
    // Whoever writes notes needs no paragraph to write them; to see them does.
    let shows = rule.actions.iter().any(|action| !writes(*action));
    if (psychotherapy && shows && !borne) || (rule.basis.is_some() && !borne) {
        return Err(PolicyError::Psychotherapy(id()));
    }
    Ok(())
}

fn asks_for_a_subject(conditions: &Conditions) -> bool {
    !conditions.any_of.is_empty()
        || !conditions.needs.is_empty()
        || !conditions.lacks.is_empty()
        || conditions.labels.bits() != 0
        || conditions.clearance.is_some()
        || conditions.at_least.is_some()
}

pub(super) fn check_break_glass(rule: &BreakGlassRule, psychotherapy: bool) -> Result<(), PolicyError> {
    let id = || rule.id.clone();
    if rule.id.starts_with(super::legal::PREFIX) {
        return Err(PolicyError::Reserved(id()));
    }
    if rule.roles.is_empty() {
        return Err(PolicyError::Incomplete { rule: id(), missing: "role" });
    }
    if rule.reach.is_none_or(|(_, mask)| mask == FieldMask::EMPTY) {
        return Err(PolicyError::NoFields(id()));
    }
    let cited = rule.basis.is_some_and(super::PsychotherapyBasis::serves_an_override);
    if (psychotherapy || rule.basis.is_some()) && !cited {
        return Err(PolicyError::Psychotherapy(id()));
    }
    let lasts = rule.lifetime > Duration::ZERO && rule.lifetime <= BreakGlassRule::LONGEST;
    if lasts && rule.review_within > Duration::ZERO { Ok(()) } else { Err(PolicyError::BreakGlassTime(id())) }
}
