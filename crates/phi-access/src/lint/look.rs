//! What the lints share: the policy by role and by record type, and how findings are written.

use alloc::{collections::BTreeMap, string::String, vec::Vec};

use phi_types::{
    Action, Purpose,
    record::{FieldMask, Schema},
};

use super::{
    Finding, Lint,
    fix::{Edit, Fix, Place, Value},
};
use crate::{
    bits::Purposes,
    policy::{Effect, Policy, RecordNumber, RoleNumber, Stored},
    reach::InForce,
};

pub(super) struct Look<'p> {
    pub(super) policy: &'p Policy,
    /// By role.
    pub(super) in_force: Vec<InForce<'p>>,
    pub(super) by_record: BTreeMap<RecordNumber, Vec<(u32, &'p Stored)>>,
    pub(super) found: Vec<Finding>,
}

impl<'p> Look<'p> {
    pub(super) fn new(policy: &'p Policy) -> Self {
        let mut by_record: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (number, rule) in (0..).zip(&policy.rules) {
            by_record.entry(rule.record).or_default().push((number, rule));
        }
        let in_force = policy.roles.all().map(|(role, _)| InForce::of(policy, role)).collect();
        Self { policy, in_force, by_record, found: Vec::new() }
    }

    /// The rules that somebody wrote.
    pub(super) fn written(&self) -> impl Iterator<Item = (u32, &'p Stored)> + use<'p> {
        (0..).zip(&self.policy.rules).filter(|(_, rule)| !rule.lawful)
    }

    /// The permits that somebody wrote, over records of this schema.
    pub(super) fn permits(&self) -> Vec<(u32, &'p Stored, &'static Schema)> {
        let permits = self.written().filter(|(_, rule)| rule.effect == Effect::Permit && !rule.breaks_glass);
        permits.filter_map(|(number, rule)| Some((number, rule, self.policy.schema(rule.record)?))).collect()
    }

    pub(super) fn of_role(&self, role: RoleNumber) -> Option<&InForce<'p>> {
        self.in_force.get(role as usize)
    }

    pub(super) fn add(&mut self, lint: Lint, at: &str, message: String, fix: Option<Fix>) {
        self.found.push(Finding { lint, at: at.into(), message, fix });
    }

    /// Deletes the rule, unless a test says that it decides.
    pub(super) fn delete(&self, rule: &Stored) -> Option<Fix> {
        let named = self.policy.tests.iter().any(|test| test.by.as_deref() == Some(rule.id.as_str()));
        (!named).then(|| Fix(alloc::vec![Edit::Delete(place(rule))]))
    }

    /// Leaves these fields out where the rule reads and where it writes; where none is left, deletes it.
    pub(super) fn leave_out(&self, rule: &Stored, read: FieldMask, write: FieldMask) -> Option<Fix> {
        let schema = self.policy.schema(rule.record)?;
        let (read, write) = (rule.read.without(read), rule.write.without(write));
        if rule.labels.bits() != 0 || rule.breaks_glass {
            return None;
        }
        if read.union(write).is_empty() {
            return self.delete(rule);
        }
        let both = read.intersection(write);
        let mut edits = alloc::vec![Edit::Unset(place(rule), "whole_record")];
        for (key, mask) in [("fields", both), ("read", read.without(both)), ("write", write.without(both))] {
            edits.push(match mask.is_empty() {
                true => Edit::Unset(place(rule), key),
                false => Edit::Set(place(rule), key, Value::words(schema.names(mask))),
            });
        }
        Some(Fix(edits))
    }
}

pub(super) fn place(rule: &Stored) -> Place {
    if rule.breaks_glass { Place::Glass(rule.id.as_str().into()) } else { Place::Rule(rule.id.as_str().into()) }
}

/// Sets one key of a rule.
pub(super) fn set(rule: &Stored, key: &'static str, value: Value) -> Option<Fix> {
    Some(Fix(alloc::vec![Edit::Set(place(rule), key, value)]))
}

pub(super) fn names(schema: &Schema, mask: FieldMask) -> String {
    schema.names(mask).collect::<Vec<_>>().join(", ")
}

/// Whether the rule shows anything inside or outside.
pub(super) fn shows(rule: &Stored) -> bool {
    [Action::Read, Action::List, Action::Disclose].into_iter().any(|action| rule.actions().contains(action))
}

/// The most general purposes of which these are cases.
pub(super) fn roots(purposes: Purposes) -> Purposes {
    let root = |purpose: Purpose| core::iter::successors(Some(purpose), |purpose| purpose.parent()).last();
    purposes.iter().filter_map(root).fold(Purposes::NONE, |all, root| all.union(Purposes::of(root)))
}

pub(super) fn phi(schema: &Schema) -> FieldMask {
    schema.all().without(schema.not_phi())
}
