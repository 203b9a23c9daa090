//! What can happen at all under a policy: by enumeration over its rules, not by trying requests.
//!
//! A cell is reachable when a person with that one role, and everything that it inherits, could be granted the field in some circumstances:
//! in any relationship, with anything on file, at any time, from anywhere, with every duty fulfilled. `diff` and `matrix` list such cells, and
//! the lints ask about them.

#[cfg(test)]
mod brute;
mod cell;
mod space;

pub use cell::Cell;
pub(crate) use cell::{general, lines};
pub(crate) use space::{implies, is_met, meet};

use alloc::vec::Vec;

use phi_types::{
    Action, Purpose,
    record::{FieldMask, Schema},
};

use crate::policy::{ADMINISTRATION, Condition, Effect, Policy, RecordNumber, RoleNumber, Stored};

/// What one permit gives one role for one action and purpose, less what forbids take away whatever the circumstances.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grant {
    pub(crate) rule: u32,
    pub(crate) record: RecordNumber,
    pub(crate) action: Action,
    pub(crate) purpose: Purpose,
    /// For acts of administration the first, as everywhere.
    pub(crate) fields: FieldMask,
    /// Fields that are no PHI and come along.
    pub(crate) along: FieldMask,
}

/// The rules that are in force for somebody with this role.
pub(crate) struct InForce<'p> {
    pub(crate) permits: Vec<(u32, &'p Stored)>,
    pub(crate) forbids: Vec<(u32, &'p Stored)>,
}

impl<'p> InForce<'p> {
    pub(crate) fn of(policy: &'p Policy, role: RoleNumber) -> Self {
        let mut numbers = policy.for_all.clone();
        for held in policy.roles.closure([role]) {
            numbers.extend(policy.by_role.get(held as usize).into_iter().flatten());
        }
        numbers.sort_unstable();
        numbers.dedup();
        let rules = numbers.into_iter().filter_map(|number| Some((number, policy.rule(number)?)));
        let (permits, forbids) = rules.partition(|(_, rule)| rule.effect == Effect::Permit);
        Self { permits, forbids }
    }

    /// What this permit gives.
    pub(crate) fn grants(&self, policy: &Policy, number: u32, permit: &Stored) -> Vec<Grant> {
        let schema = policy.schema(permit.record);
        let mut all = Vec::new();
        for action in permit.actions().iter() {
            let mask = mask(permit, action);
            let against: Vec<&Stored> = self.against(permit, action).collect();
            if mask.is_empty() {
                continue;
            }
            for purpose in permit.matches().iter() {
                let forbids: Vec<&Stored> = against
                    .iter()
                    .copied()
                    .filter(|forbid| !lifts(forbid, purpose) && forbid.matches().contains(purpose))
                    .collect();
                let (fields, along) = open(permit, action, mask, schema, &forbids);
                if !fields.is_empty() {
                    all.push(Grant { rule: number, record: permit.record, action, purpose, fields, along });
                }
            }
        }
        all
    }

    /// Everything that the role could be granted.
    pub(crate) fn all_grants(&self, policy: &Policy) -> Vec<Grant> {
        self.permits.iter().flat_map(|(number, permit)| self.grants(policy, *number, permit)).collect()
    }

    fn against<'s>(&'s self, permit: &'s Stored, action: Action) -> impl Iterator<Item = &'p Stored> + 's {
        self.forbids.iter().map(|(_, forbid)| *forbid).filter(move |forbid| {
            forbid.record == permit.record
                && forbid.actions().contains(action)
                && !self::mask(forbid, action).is_empty()
        })
    }
}

/// The fields that a rule is about when this is done; acts of administration have one.
pub(crate) fn mask(rule: &Stored, action: Action) -> FieldMask {
    if rule.record == ADMINISTRATION { FieldMask::at(0) } else { rule.mask(action) }
}

/// Whether the forbid lifts for this purpose.
pub(crate) fn lifts(forbid: &Stored, purpose: Purpose) -> bool {
    forbid.liftable && purpose.is_a(Purpose::EmergencyTreatment)
}

/// The fields that are open in some circumstances, and those that are no PHI and come along with one of them.
fn open(
    permit: &Stored,
    action: Action,
    mask: FieldMask,
    schema: Option<&Schema>,
    forbids: &[&Stored],
) -> (FieldMask, FieldMask) {
    let along = schema.map_or(FieldMask::EMPTY, Schema::not_phi).without(mask);
    let touched = forbids.iter().fold(FieldMask::EMPTY, |all, forbid| all.union(self::mask(forbid, action)));
    let escapes = |fields: FieldMask| {
        let on = |forbid: &&&Stored| !self::mask(forbid, action).intersection(fields).is_empty();
        let conditions: Vec<&Condition> = forbids.iter().filter(on).map(|forbid| &forbid.condition).collect();
        is_met(&permit.condition, &conditions)
    };
    let untouched = mask.without(touched);
    // One question for all that no forbid touches; they are open or not by the permit alone.
    let mut fields = if !untouched.is_empty() && escapes(FieldMask::EMPTY) { untouched } else { FieldMask::EMPTY };
    for position in mask.intersection(touched).positions() {
        if escapes(FieldMask::at(position)) {
            fields = fields.union(FieldMask::at(position));
        }
    }
    let mut coming = FieldMask::EMPTY;
    for position in along.positions() {
        let own = FieldMask::at(position);
        let comes = if own.intersection(touched).is_empty() {
            !fields.is_empty()
        } else {
            // Some open field and this one have to be free of forbids in the same circumstances.
            let free = !untouched.intersection(fields).is_empty() && escapes(own);
            free || fields.intersection(touched).positions().any(|field| escapes(own.union(FieldMask::at(field))))
        };
        if comes {
            coming = coming.union(own);
        }
    }
    (fields, coming)
}

impl Policy {
    /// Every cell that a role of this policy could reach, in order.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        let mut all = Vec::new();
        for (number, role) in self.roles.all() {
            let cells = InForce::of(self, number).all_grants(self).into_iter().flat_map(|grant| {
                let schema = self.schema(grant.record);
                let names = grant.fields.union(grant.along).positions();
                names.map(move |position| Cell {
                    role: role.clone(),
                    record: schema.map(|schema| schema.name),
                    action: grant.action,
                    purpose: grant.purpose,
                    field: schema.and_then(|schema| schema.fields.get(position)).map(|field| field.name),
                })
            });
            all.extend(cells);
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}
