//! Rules that never matter: unusable, covered by others, about nothing.

use alloc::{format, string::ToString, vec::Vec};

use phi_types::record::FieldMask;

use super::{
    Lint,
    fix::{Edit, Fix, Place, Value},
    look::{Look, place, set},
};
use crate::{
    bits::Actions,
    policy::{ADMINISTRATION, Effect, Stored},
    reach::{implies, mask, meet},
};

pub(super) fn lint(look: &mut Look<'_>) {
    for (number, rule) in look.written() {
        if rule.effect == Effect::Permit && is_never_usable(look, number, rule) {
            let message = "no role, relationship or hour makes it grant anything".to_string();
            look.add(Lint::NeverUsable, rule.id.as_str(), message, look.delete(rule));
            continue;
        }
        if rule.effect == Effect::Forbid && never_matches(look, rule) {
            let message = "no permit grants in any circumstances what it takes away".to_string();
            look.add(Lint::ForbidNeverMatches, rule.id.as_str(), message, look.delete(rule));
            continue;
        }
        empty_actions(look, rule);
        if let Some(by) = subsumed(look, number, rule) {
            let (message, fix) = (format!("everything that it does, `{}` does as well", by.id), look.delete(rule));
            look.add(Lint::Subsumed, rule.id.as_str(), message, fix);
        }
    }
    for (at, (_, members)) in look.policy.roles.exclusive().enumerate() {
        if members.len() < 2 {
            let of = members.first().map_or("nobody", |role| look.policy.roles.name(*role));
            let fix = Fix(alloc::vec![Edit::Delete(Place::Exclusive(at))]);
            look.found.push(super::Finding {
                lint: Lint::ExclusionOfOne,
                at: of.into(),
                message: "it excludes nobody but itself".into(),
                fix: Some(fix),
            });
        }
    }
}

fn is_never_usable(look: &Look<'_>, number: u32, rule: &Stored) -> bool {
    !rule
        .roles
        .iter()
        .filter_map(|role| look.of_role(*role))
        .any(|held| !held.grants(look.policy, number, rule).is_empty())
}

/// A forbid by label also keeps the fields of next year, so it may have nothing to do today.
fn never_matches(look: &Look<'_>, forbid: &Stored) -> bool {
    if forbid.labels.bits() != 0 {
        return false;
    }
    let along = look.policy.schema(forbid.record).map_or(FieldMask::EMPTY, phi_types::record::Schema::not_phi);
    let meets = |permit: &Stored| {
        let shares = |action| {
            let fields = mask(permit, action);
            permit.actions().contains(action)
                && !fields.is_empty()
                && !mask(forbid, action).intersection(fields.union(along)).is_empty()
        };
        permit.effect == Effect::Permit
            && permit.matches().iter().any(|purpose| forbid.matches().contains(purpose))
            && forbid.actions().iter().any(shares)
            && meet(&permit.condition, &forbid.condition)
    };
    !look.by_record.get(&forbid.record).into_iter().flatten().any(|(_, rule)| meets(rule))
}

fn empty_actions(look: &mut Look<'_>, rule: &Stored) {
    if rule.record == ADMINISTRATION || rule.breaks_glass || rule.actions.is_empty() {
        return;
    }
    let (some, none): (Vec<_>, Vec<_>) = rule.actions.iter().partition(|action| !rule.mask(*action).is_empty());
    if let [first, ..] = none.as_slice() {
        let fix = match some.is_empty() {
            true => look.delete(rule),
            false => set(rule, "actions", Value::words(some.iter().map(|action| action.code()))),
        };
        look.add(Lint::ActionWithoutFields, rule.id.as_str(), format!("it names no field to {first}"), fix);
    }
}

/// Another rule that does all that this one does, for everybody for whom this one is.
fn subsumed<'p>(look: &Look<'p>, number: u32, rule: &Stored) -> Option<&'p Stored> {
    if rule.breaks_glass {
        return None;
    }
    let candidates: Vec<(u32, &'p Stored)> = match rule.roles.first() {
        // Whatever covers it is in force for its first role.
        Some(role) => {
            let held = look.of_role(*role)?;
            let rules = if rule.effect == Effect::Permit { &held.permits } else { &held.forbids };
            rules.clone()
        }
        None => look.policy.for_all.iter().filter_map(|number| Some((*number, look.policy.rule(*number)?))).collect(),
    };
    let found = candidates.into_iter().find(|(other_number, other)| {
        *other_number != number
            && other.record == rule.record
            && covers(look, other, rule)
            // Of two that cover each other, the second by name goes.
            && (*other_number < number || other.lawful || !covers(look, rule, other))
    });
    found.map(|(_, other)| other)
}

fn covers(look: &Look<'_>, other: &Stored, rule: &Stored) -> bool {
    other.effect == rule.effect
        && other.record == rule.record
        && !other.breaks_glass
        && is_within(rule.actions(), other.actions())
        && rule.matches().without(other.matches()).is_empty()
        && rule.read.is_subset_of(other.read)
        && rule.write.is_subset_of(other.write)
        && rule.labels.iter().all(|label| other.labels.contains(label))
        && says_nothing_more(rule, other)
        && reaches_all(look, other, rule)
        && implies(&rule.condition, &other.condition)
}

fn is_within(some: Actions, all: Actions) -> bool {
    some.iter().all(|action| all.contains(action))
}

/// What a rule says beside its reach would be missed: duties, exemptions, lifting.
fn says_nothing_more(rule: &Stored, other: &Stored) -> bool {
    rule.duties.union(other.duties) == other.duties
        && rule.exemption() == other.exemption()
        && (!other.liftable || rule.liftable)
        && (rule.liftable == other.liftable || rule.effect == Effect::Permit || !rule.liftable)
}

fn reaches_all(look: &Look<'_>, other: &Stored, rule: &Stored) -> bool {
    if other.roles.is_empty() || other.roles == rule.roles {
        return true;
    }
    let reaches = |role: &u32| {
        let held = look.policy.roles.closure([*role]);
        other.roles.iter().any(|of| held.binary_search(of).is_ok())
    };
    !rule.roles.is_empty() && rule.roles.iter().all(reaches)
}

pub(super) fn set_on(rule: &Stored, edits: Vec<(&'static str, Value)>) -> Fix {
    Fix(edits.into_iter().map(|(key, value)| Edit::Set(place(rule), key, value)).collect())
}
