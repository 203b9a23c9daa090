//! Psychotherapy notes, and breaking the glass.

use alloc::format;

use phi_types::{
    Action,
    record::{FieldKind, FieldMask, Label},
};
use time::Duration;

use super::{
    Lint,
    fix::Value,
    look::{Look, names, set, shows},
};
use crate::{
    bits::Purposes,
    policy::{Condition, PsychotherapyBasis},
    relationship::Relationship,
};

pub(super) fn lint(look: &mut Look<'_>) {
    let policy = look.policy;
    for (_, rule, schema) in look.permits() {
        let author =
            !rule.condition.any_of.is_empty() && rule.condition.any_of.iter().all(|one| one == Relationship::Author);
        if policy.psychotherapy.contains(&rule.record) || author || !shows(rule) {
            continue;
        }
        // Free text on mental health is where the notes of a session stand, 45 CFR 164.501.
        let notes = schema.fields.iter().enumerate().filter(|(_, field)| {
            matches!(field.kind, FieldKind::FreeText) && field.labels.contains(Label::MentalHealth)
        });
        let notes = notes.fold(FieldMask::EMPTY, |mask, (at, _)| mask.union(FieldMask::at(at))).intersection(rule.read);
        if !notes.is_empty() {
            let fix = look.leave_out(rule, notes, FieldMask::EMPTY);
            look.add(Lint::NotesReachable, rule.id.as_str(), names(schema, notes), fix);
        }
    }
    let reviewed = policy.rules.iter().any(|rule| {
        rule.actions().contains(Action::ReadLog) && !rule.lawful && rule.record == crate::policy::ADMINISTRATION
    });
    if !policy.glass.is_empty() && !reviewed {
        let first = policy.glass.first().and_then(|glass| policy.rule_id(glass.rule)).map_or("", |id| id.as_str());
        look.add(Lint::NobodyReviews, first, "no role may read the log, so no review can be closed".into(), None);
    }
    for glass in &policy.glass {
        let Some(rule) = policy.rule(glass.rule) else { continue };
        if glass.review_within > Duration::days(7) {
            let message = format!("within {} hours", glass.review_within.whole_hours());
            look.add(Lint::LateReview, rule.id.as_str(), message, set(rule, "review_hours", Value::Number(72)));
        }
        let basis = rule.extra.as_ref().and_then(|extra| extra.basis);
        if policy.psychotherapy.contains(&rule.record) && basis == Some(PsychotherapyBasis::OriginatorTreatment) {
            let message = "an override asks nobody whether they wrote the notes".into();
            look.add(Lint::NotesReachable, rule.id.as_str(), message, None);
        }
        let treatment = Purposes::of(phi_types::Purpose::EmergencyTreatment);
        let read_anyway = |role: &u32| {
            let held = look.of_role(*role).into_iter().flat_map(|held| &held.permits).map(|(_, permit)| *permit);
            let free = held.filter(|permit| {
                permit.record == rule.record
                    && !permit.breaks_glass
                    && permit.condition == Condition::NONE
                    && permit.actions().contains(Action::Read)
                    && treatment.without(permit.matches()).is_empty()
            });
            rule.read.is_subset_of(free.fold(FieldMask::EMPTY, |all, permit| all.union(permit.read)))
        };
        if rule.roles.iter().all(read_anyway) {
            let fix = look.delete(rule);
            look.add(Lint::GlassGrantsNothing, rule.id.as_str(), "its roles read these fields without it".into(), fix);
        }
    }
}
