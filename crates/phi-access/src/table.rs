//! What a policy says to one session, laid out so that a decision is a few loads.
//!
//! For each (record type, action, purpose) that any permit of the session reaches there is a cell; a cell holds a few groups of rules
//! that share their conditions, each with the union of their fields. How many rules the policy has does not matter to a decision.

use alloc::{boxed::Box, vec, vec::Vec};
use std::collections::HashMap;

use phi_types::{Action, Purpose, record::FieldMask};

use crate::{
    assurance::Assurance,
    bits::administers,
    duties::{Duties, Fulfils},
    policy::{ADMINISTRATION, Condition, Effect, Policy, RecordNumber, RoleNumber, Separation, Stored},
    relationship::Standing,
    ruling::{Exemption, Reason, must_be_accounted_for},
};

/// What a table is made for, beside the policy: everything about a session that a rule can ask for and that does not change with
/// each request.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    pub(crate) roles: Vec<RoleNumber>,
    pub(crate) human: bool,
    pub(crate) disabled: bool,
    pub(crate) zones: u64,
    pub(crate) assurance: Assurance,
    pub(crate) phishing_resistant: bool,
    pub(crate) fulfils: Fulfils,
}

#[derive(Debug)]
pub(crate) struct Table {
    /// Why nothing is decided with it.
    pub(crate) blocked: Option<Reason>,
    /// The roles in force, inherited ones included.
    pub(crate) roles: Vec<RoleNumber>,
    slots: Box<[Slot]>,
    mask: u32,
    cells: Vec<Cell>,
    groups: Vec<Group>,
    leads: Vec<(FieldMask, u32)>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    key: u32,
    pub(crate) cell: u32,
    /// The cell for updating where this one reads, and for reading where this one writes.
    pub(crate) other: u32,
    pub(crate) accounting: bool,
    /// Whether the purpose is an emergency, for forbids that lift then.
    pub(crate) lifts: bool,
    pub(crate) exemption: Option<Exemption>,
    pub(crate) not_phi: FieldMask,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cell {
    permits: (u32, u32),
    forbids: (u32, u32),
    pub(crate) missing: Missing,
}

/// Why rules that would have permitted are not in the cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Missing {
    pub(crate) step_up: bool,
    pub(crate) network: bool,
    pub(crate) duty: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Group {
    pub(crate) condition: Condition,
    pub(crate) any_subject: bool,
    any_time: bool,
    pub(crate) mask: FieldMask,
    pub(crate) duties: Duties,
    pub(crate) exemption: Option<Exemption>,
    pub(crate) liftable: bool,
    leads: (u32, u32),
}

impl Group {
    /// Whether the instant is right.
    #[inline]
    pub(crate) fn time(&self, unix: i64) -> bool {
        self.any_time || self.condition.time(unix)
    }

    /// Whether what depends on the subject holds.
    #[inline]
    pub(crate) fn subject(&self, standing: &Standing) -> bool {
        self.any_subject || self.condition.subject(standing)
    }
}

const FREE: u32 = u32::MAX;
pub(crate) const NO_CELL: u32 = u32::MAX;

type Signature = (Vec<u32>, Vec<u32>, bool, Missing);

impl Table {
    pub(crate) fn build(policy: &Policy, profile: &Profile) -> Self {
        let allowed = |role: &RoleNumber| profile.human || !policy.roles.is_clinical(*role);
        let mut roles = policy.roles.closure(profile.roles.iter().copied());
        let conflict = policy
            .roles
            .conflict(Separation::Session, &roles)
            .or_else(|| policy.roles.conflict(Separation::Assignment, &roles));
        let blocked = match (profile.disabled, conflict) {
            (true, _) => Some(Reason::Disabled),
            (false, Some(_)) => Some(Reason::SeparationOfDuty),
            (false, None) => None,
        };
        // No clinical role for a service, not even one that it inherits.
        roles.retain(allowed);
        let mut table = Self {
            blocked,
            roles,
            slots: Box::new([]),
            mask: 0,
            cells: Vec::new(),
            groups: Vec::new(),
            leads: Vec::new(),
        };
        if blocked.is_none() {
            table.fill(policy, profile);
        }
        table
    }

    fn fill(&mut self, policy: &Policy, profile: &Profile) {
        let mut numbers: Vec<u32> = policy.for_all.clone();
        for role in &self.roles {
            numbers.extend(policy.by_role.get(*role as usize).into_iter().flatten());
        }
        numbers.sort_unstable();
        numbers.dedup();

        let mut permits: HashMap<u32, (Vec<u32>, Missing)> = HashMap::new();
        let mut forbids: HashMap<RecordNumber, Vec<(u32, &Stored)>> = HashMap::new();
        for number in numbers {
            let Some(rule) = policy.rule(number) else { continue };
            let missing = Missing {
                step_up: !rule.condition.authentication(profile.assurance, profile.phishing_resistant),
                network: !rule.condition.network(profile.zones),
                duty: !rule.breaks_glass && !profile.fulfils.covers(rule.duties),
            };
            if rule.effect == Effect::Forbid {
                if !missing.step_up && !missing.network {
                    forbids.entry(rule.record).or_default().push((number, rule));
                }
                continue;
            }
            if rule.breaks_glass && !profile.human {
                continue;
            }
            for action in rule.actions().iter() {
                if rule.mask(action).is_empty() && rule.record != ADMINISTRATION {
                    continue;
                }
                for purpose in rule.matches().iter() {
                    let (found, flags) = permits.entry(key(rule.record, action, purpose)).or_default();
                    if missing == Missing::default() {
                        found.push(number);
                    } else {
                        flags.step_up |= missing.step_up;
                        flags.network |= missing.network && !missing.step_up;
                        flags.duty |= missing.duty && !missing.step_up && !missing.network;
                    }
                }
            }
        }
        self.lay_out(policy, permits, &forbids);
    }

    fn lay_out(
        &mut self,
        policy: &Policy,
        permits: HashMap<u32, (Vec<u32>, Missing)>,
        forbids: &HashMap<RecordNumber, Vec<(u32, &Stored)>>,
    ) {
        let size = permits.len().saturating_mul(2).next_power_of_two().max(2);
        let free = Slot {
            key: FREE,
            cell: NO_CELL,
            other: NO_CELL,
            accounting: false,
            lifts: false,
            exemption: None,
            not_phi: FieldMask::EMPTY,
        };
        self.slots = vec![free; size].into_boxed_slice();
        self.mask = (size - 1) as u32;
        let mut known: HashMap<Signature, u32> = HashMap::new();
        let keys: Vec<(RecordNumber, Action, Purpose)> = permits.keys().filter_map(|key| unkey(*key)).collect();
        for (record, action, purpose) in &keys {
            let (record, action, purpose) = (*record, *action, *purpose);
            let Some((rules, missing)) = permits.get(&key(record, action, purpose)) else { continue };
            let against: Vec<u32> = forbids
                .get(&record)
                .into_iter()
                .flatten()
                .filter(|(_, rule)| {
                    rule.actions().contains(action)
                        && rule.matches().contains(purpose)
                        && (!rule.mask(action).is_empty() || administers(action))
                })
                .map(|(number, _)| *number)
                .collect();
            let signature = (rules.clone(), against, crate::bits::writes(action), *missing);
            let cell = match known.get(&signature) {
                Some(cell) => *cell,
                None => {
                    let cell = Cell {
                        permits: self.group(policy, &signature.0, action),
                        forbids: self.group(policy, &signature.1, action),
                        missing: *missing,
                    };
                    self.cells.push(cell);
                    let at = (self.cells.len() - 1) as u32;
                    known.insert(signature, at);
                    at
                }
            };
            let slot = Slot {
                key: key(record, action, purpose),
                cell,
                other: NO_CELL,
                accounting: must_be_accounted_for(action, purpose, None),
                lifts: purpose.is_a(Purpose::EmergencyTreatment),
                exemption: Exemption::of_request(action, purpose),
                not_phi: policy.schema(record).map_or(FieldMask::EMPTY, phi_types::record::Schema::not_phi),
            };
            self.put(slot);
        }
        for (record, action, purpose) in keys {
            let other = if crate::bits::writes(action) { Action::Read } else { Action::Update };
            let found = self.slot(record, other, purpose).map_or(NO_CELL, |slot| slot.cell);
            let wanted = key(record, action, purpose);
            let mut at = home(wanted) & self.mask;
            while let Some(slot) = self.slots.get_mut(at as usize) {
                if slot.key == wanted {
                    slot.other = found;
                    break;
                }
                at = (at + 1) & self.mask;
            }
        }
        self.cells.shrink_to_fit();
        self.groups.shrink_to_fit();
        self.leads.shrink_to_fit();
    }

    /// Groups rules that share everything but their fields. Within a group only the rules that bring a field in are remembered: the
    /// first rule that grants a field is always among them.
    fn group(&mut self, policy: &Policy, rules: &[u32], action: Action) -> (u32, u32) {
        let mut groups: Vec<(Group, Vec<(FieldMask, u32)>)> = Vec::new();
        let mut known: HashMap<(Condition, Duties, Option<Exemption>, bool), usize> = HashMap::new();
        for number in rules {
            let Some(rule) = policy.rule(*number) else { continue };
            let mask = if rule.record == ADMINISTRATION { FieldMask::at(0) } else { rule.mask(action) };
            let condition = rule.condition.within_session();
            let at = *known.entry((condition, rule.duties, rule.exemption(), rule.liftable)).or_insert_with(|| {
                let group = Group {
                    condition,
                    any_subject: condition.is_for_any_subject(),
                    any_time: condition.is_for_any_time(),
                    mask: FieldMask::EMPTY,
                    duties: rule.duties,
                    exemption: rule.exemption(),
                    liftable: rule.liftable,
                    leads: (0, 0),
                };
                groups.push((group, Vec::new()));
                groups.len() - 1
            });
            if let Some((group, leads)) = groups.get_mut(at)
                && !mask.is_subset_of(group.mask)
            {
                group.mask = group.mask.union(mask);
                leads.push((mask, *number));
            }
        }
        let begin = self.groups.len() as u32;
        for (mut group, leads) in groups {
            let first = self.leads.len() as u32;
            self.leads.extend(leads);
            group.leads = (first, self.leads.len() as u32);
            self.groups.push(group);
        }
        (begin, self.groups.len() as u32)
    }

    fn put(&mut self, slot: Slot) {
        let mut at = home(slot.key) & self.mask;
        while let Some(place) = self.slots.get_mut(at as usize) {
            if place.key == FREE {
                *place = slot;
                return;
            }
            at = (at + 1) & self.mask;
        }
    }

    #[inline]
    pub(crate) fn slot(&self, record: RecordNumber, action: Action, purpose: Purpose) -> Option<&Slot> {
        let wanted = key(record, action, purpose);
        let mut at = home(wanted) & self.mask;
        loop {
            // A table is at most half full, so a free slot ends the search.
            let slot = self.slots.get(at as usize)?;
            if slot.key == wanted {
                return Some(slot);
            }
            if slot.key == FREE {
                return None;
            }
            at = (at + 1) & self.mask;
        }
    }

    #[inline]
    pub(crate) fn cell(&self, number: u32) -> Option<&Cell> {
        self.cells.get(number as usize)
    }

    #[inline]
    pub(crate) fn permits(&self, cell: &Cell) -> &[Group] {
        self.groups.get(cell.permits.0 as usize..cell.permits.1 as usize).unwrap_or(&[])
    }

    #[inline]
    pub(crate) fn forbids(&self, cell: &Cell) -> &[Group] {
        self.groups.get(cell.forbids.0 as usize..cell.forbids.1 as usize).unwrap_or(&[])
    }

    /// The first rule of a group that reaches one of these fields.
    #[inline]
    pub(crate) fn lead(&self, group: &Group, fields: FieldMask) -> Option<u32> {
        let leads = self.leads.get(group.leads.0 as usize..group.leads.1 as usize)?;
        leads.iter().find(|(mask, _)| !mask.intersection(fields).is_empty()).map(|(_, rule)| *rule)
    }
}

#[inline]
const fn key(record: RecordNumber, action: Action, purpose: Purpose) -> u32 {
    (record as u32) << 16 | (action as u32) << 8 | purpose as u32
}

fn unkey(key: u32) -> Option<(RecordNumber, Action, Purpose)> {
    let action = Action::ALL.into_iter().find(|action| *action as u32 == key >> 8 & 0xff)?;
    let purpose = Purpose::ALL.iter().copied().find(|purpose| *purpose as u32 == key & 0xff)?;
    Some(((key >> 16) as RecordNumber, action, purpose))
}

#[inline]
const fn home(key: u32) -> u32 {
    key.wrapping_mul(0x9E37_79B1) >> 7
}
