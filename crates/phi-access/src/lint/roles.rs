//! Roles: too broad, unused, approving what they asked for, open to services that should not hold them.

use alloc::{collections::BTreeSet, format, string::ToString, vec::Vec};

use phi_types::{Action, Purpose, record::FieldKind};

use super::{
    Lint,
    fix::{Edit, Fix, Place, Value},
    look::{Look, phi, roots, shows},
};
use crate::{
    bits::Purposes,
    policy::{Effect, RoleNumber, Stored},
    reach::InForce,
    relationship::{Relationship, RelationshipSet},
};

type Check = fn(&Look<'_>, &InForce<'_>) -> bool;

pub(super) fn lint(look: &mut Look<'_>) {
    let policy = look.policy;
    let all: Vec<(RoleNumber, &str)> = policy.roles.all().map(|(number, role)| (number, role.name())).collect();
    let mut reported: BTreeSet<(Lint, RoleNumber)> = BTreeSet::new();
    for (role, name) in juniors_first(look, &all) {
        let checks: [(Lint, Check, &str); 2] = [
            (Lint::OverBroadRole, is_over_broad, "it reaches every record type, for three or more unrelated purposes"),
            (
                Lint::AsksAndApproves,
                asks_and_approves,
                "its holders break the glass, and may read the log to review it",
            ),
        ];
        for (lint, fires, message) in checks {
            // Where a role that it inherits is at fault already, that one is told of.
            let inherited = policy.roles.juniors(role).iter().any(|junior| reported.contains(&(lint, *junior)));
            if look.of_role(role).is_some_and(|held| fires(look, held)) {
                reported.insert((lint, role));
                if !inherited {
                    look.add(lint, name, message.into(), None);
                }
            }
        }
        pieces(look, role, name, &mut reported);
        services(look, role, name);
        unused(look, role, name);
    }
    treats(look);
}

/// So that a fault is told of where it stands, and not again for every role above.
fn juniors_first<'a>(look: &Look<'_>, all: &[(RoleNumber, &'a str)]) -> Vec<(RoleNumber, &'a str)> {
    let mut sorted: Vec<_> =
        all.iter().map(|(number, name)| (look.policy.roles.closure([*number]).len(), *number, *name)).collect();
    sorted.sort_unstable();
    sorted.into_iter().map(|(_, number, name)| (number, name)).collect()
}

fn is_over_broad(look: &Look<'_>, held: &InForce<'_>) -> bool {
    let (mut records, mut purposes) = (BTreeSet::new(), Purposes::NONE);
    for (_, rule) in held.permits.iter().filter(|(_, rule)| !rule.breaks_glass && shows(rule)) {
        if look.policy.schema(rule.record).is_some_and(|schema| !phi(schema).intersection(rule.read).is_empty()) {
            records.insert(rule.record);
            purposes = purposes.union(rule.matches());
        }
    }
    let unrelated = roots(purposes).without(Purposes::of(Purpose::PatientRequest)).iter().count();
    records.len() >= 3 && records.len() == look.policy.records.len() && unrelated >= 3
}

fn asks_and_approves(_: &Look<'_>, held: &InForce<'_>) -> bool {
    held.permits.iter().any(|(_, rule)| rule.breaks_glass)
        && held.permits.iter().any(|(_, rule)| rule.actions().contains(Action::ReadLog) && !rule.breaks_glass)
}

/// 45 CFR 164.514(d)(5) would be asked of one permit; several that add up escape it.
fn pieces(look: &mut Look<'_>, role: RoleNumber, name: &str, reported: &mut BTreeSet<(Lint, RoleNumber)>) {
    let Some(held) = look.of_role(role) else { return };
    let mut found = Vec::new();
    for record in held.permits.iter().map(|(_, rule)| rule.record).collect::<BTreeSet<_>>() {
        let Some(schema) = look.policy.schema(record) else { continue };
        let whole = phi(schema);
        let of = |action: Action| {
            let shown = move |rule: &&&Stored| rule.actions().contains(action) && !rule.breaks_glass;
            held.permits
                .iter()
                .map(|(_, rule)| rule)
                .filter(|rule| rule.record == record)
                .filter(shown)
                .collect::<Vec<_>>()
        };
        for action in [Action::Read, Action::List, Action::Disclose] {
            let rules = of(action);
            let all = |rules: &[&&Stored]| {
                rules.iter().fold(phi_types::record::FieldMask::EMPTY, |all, rule| all.union(rule.read))
            };
            if whole.len() < 2 || !whole.is_subset_of(all(&rules)) {
                continue;
            }
            let escapes = |purpose: &&Purpose| {
                let rules: Vec<_> = rules.iter().copied().filter(|rule| rule.matches().contains(**purpose)).collect();
                let justified = |rule: &&&Stored| rule.extra.as_ref().is_some_and(|extra| extra.whole_record.is_some());
                whole.is_subset_of(all(&rules)) && !rules.iter().any(justified)
            };
            if let Some(purpose) = Purpose::ALL.iter().find(escapes) {
                let rules = rules.iter().filter(|rule| rule.matches().contains(*purpose)).map(|rule| rule.id.as_str());
                found.push(format!("{action} {} for {purpose}: {}", schema.name, rules.collect::<Vec<_>>().join(", ")));
                break;
            }
        }
    }
    if found.is_empty() {
        return;
    }
    reported.insert((Lint::WholeRecordInPieces, role));
    let juniors = look.policy.roles.juniors(role);
    if !juniors.iter().any(|junior| reported.contains(&(Lint::WholeRecordInPieces, *junior))) {
        look.add(Lint::WholeRecordInPieces, name, found.join("; "), None);
    }
}

fn services(look: &mut Look<'_>, role: RoleNumber, name: &str) {
    let roles = &look.policy.roles;
    let inherited = roles.juniors(role).iter().find(|junior| roles.is_clinical(**junior));
    if let Some(junior) = inherited.filter(|_| !roles.is_clinical(role)) {
        let message = format!("it inherits `{}`, which is clinical", roles.name(*junior));
        look.add(Lint::ServiceInherits, name, message, clinical(name));
    }
}

fn clinical(name: &str) -> Option<Fix> {
    Some(Fix(alloc::vec![Edit::Set(Place::Role(name.into()), "clinical", Value::Yes)]))
}

fn unused(look: &mut Look<'_>, role: RoleNumber, name: &str) {
    let roles = &look.policy.roles;
    let held = roles.closure([role]);
    let has_rules =
        held.iter().any(|role| look.policy.by_role.get(*role as usize).is_some_and(|rules| !rules.is_empty()));
    let is_inherited = roles.all().any(|(senior, _)| roles.juniors(senior).contains(&role));
    let is_excluded = roles.exclusive().any(|(_, members)| members.contains(&role));
    if has_rules || is_inherited || is_excluded {
        return;
    }
    let tested = look.policy.tests.iter().any(|test| test.roles.iter().any(|held| held == name));
    let fix = (!tested).then(|| Fix(alloc::vec![Edit::Delete(Place::Role(name.into()))]));
    look.add(Lint::RoleWithoutRules, name, "no rule is for it, and no role inherits it".to_string(), fix);
}

fn treats(look: &mut Look<'_>) {
    let treating = RelationshipSet::NONE.with(Relationship::Treating).with(Relationship::CareTeam);
    let mut told = BTreeSet::new();
    for (_, rule, schema) in look.permits() {
        let clinical_field = |position: usize| {
            schema
                .fields
                .get(position)
                .is_some_and(|field| matches!(field.kind, FieldKind::Clinical | FieldKind::FreeText))
        };
        let treats = rule.effect == Effect::Permit
            && rule.condition.any_of.intersects(treating)
            && rule.matches().iter().any(|purpose| purpose.is_a(Purpose::Treatment))
            && rule.read.union(rule.write).positions().any(clinical_field);
        for role in rule.roles.iter().filter(|_| treats) {
            if !look.policy.roles.is_clinical(*role) && told.insert(*role) {
                let name = look.policy.roles.name(*role);
                look.add(Lint::TreatsAndIsNotClinical, name, format!("it treats by `{}`", rule.id), clinical(name));
            }
        }
    }
}
