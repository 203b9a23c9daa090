//! What a policy says to one session, laid out so that a decision is a few loads.
//!
//! For each (record type, action, purpose) that any permit of the session reaches there is a cell; a cell holds a few groups of rules
//! that share their conditions, each with the union of their fields. How many rules the policy has does not matter to a decision.

use alloc::{boxed::Box, vec, vec::Vec};
use std::collections::HashMap;

use phi_types::{Action, Purpose, record::FieldMask};

use crate::{
    answer::{Answer, Answers},
    assurance::Assurance,
    bits::{administers, writes},
    duties::{Duties, Fulfils},
    policy::{ADMINISTRATION, Condition, Effect, Policy, RecordNumber, RoleNumber, Separation, Stored},
    ruling::{Exemption, Reason, must_be_accounted_for},
    stance::{Asks, Stance},
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
    /// Key and number of a slot, at most a quarter full. Apart from the slots, so that a search stays within a line of cache.
    index: Box<[(u32, u32)]>,
    spread: Spread,
    slots: Vec<Slot>,
    groups: Vec<Group>,
    /// What the groups were made from, one for each, for what is not asked with every decision.
    conditions: Vec<Condition>,
    leads: Vec<Lead>,
    answers: Answers,
}

/// All that a policy says to the session about one record type, action and purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) here: Cell,
    /// For updating where this one reads, and for reading where this one writes.
    pub(crate) other: Cell,
    pub(crate) not_phi: FieldMask,
    /// Acts on keys and on the log, which are about no field of a record.
    administers: bool,
    accounting: bool,
    exemption: Option<Exemption>,
    pub(crate) missing: Missing,
}

impl Slot {
    /// The fields as a decision says them.
    #[inline]
    pub(crate) const fn shown(&self, fields: FieldMask) -> FieldMask {
        if self.administers { FieldMask::EMPTY } else { fields }
    }

    /// The exemption where a rule names this one or none, and whether the disclosure has to be accounted for.
    #[inline]
    pub(crate) fn exempt(&self, by_rule: Option<Exemption>) -> (Option<Exemption>, bool) {
        let exemption = by_rule.or(self.exemption);
        let without = matches!(exemption, Some(Exemption::Authorization | Exemption::Individual));
        (exemption, self.accounting && !without)
    }
}

/// Groups of permits and of forbids, by their numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell {
    /// What forbids take away whoever the subject is and whenever: counted in advance.
    pub(crate) taken: FieldMask,
    begin: u32,
    permits: u32,
    /// Forbids on which something has still to be asked.
    conditional: u32,
    /// Forbids that are in `taken`.
    certain: u32,
    /// Forbids that are lifted, since the purpose is an emergency.
    lifted: u32,
    plain: bool,
}

impl Cell {
    const EMPTY: Self =
        Self { taken: FieldMask::EMPTY, begin: 0, permits: 0, conditional: 0, certain: 0, lifted: 0, plain: true };

    /// Whether nothing forbids but what is counted in advance.
    #[inline]
    pub(crate) const fn is_plain(&self) -> bool {
        self.plain
    }
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
    pub(crate) mask: FieldMask,
    pub(crate) asks: Asks,
    pub(crate) duties: Duties,
    first: u32,
    /// Where there is more than one rule that brings fields in.
    leads: (u32, u32),
    condition: u32,
    pub(crate) exemption: Option<Exemption>,
    pub(crate) any_subject: bool,
    pub(crate) any_time: bool,
}

impl Group {
    /// The rule behind it, where it is one alone.
    pub(crate) fn only_rule(&self) -> Option<u32> {
        (self.leads.1 == 0).then_some(self.first)
    }
}

const FREE: (u32, u32) = (u32::MAX, 0);

/// A rule, and the fields that it brings into its group.
type Lead = (FieldMask, u32);

type Signature = (Vec<u32>, Vec<u32>, bool, bool);

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
            index: Box::new([FREE]),
            spread: Spread::NONE,
            slots: Vec::new(),
            groups: Vec::new(),
            conditions: Vec::new(),
            leads: Vec::new(),
            answers: Answers::default(),
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
        let mut known: HashMap<Signature, Cell> = HashMap::new();
        let mut cells: HashMap<u32, Cell> = HashMap::with_capacity(permits.len());
        for (at, (rules, _)) in &permits {
            let Some((record, action, purpose)) = unkey(*at) else { continue };
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
            let lifts = purpose.is_a(Purpose::EmergencyTreatment);
            let signature = (rules.clone(), against, writes(action), lifts);
            let cell = match known.get(&signature) {
                Some(cell) => *cell,
                None => {
                    let cell = self.cell(policy, &signature.0, &signature.1, action, lifts);
                    *known.entry(signature).or_insert(cell)
                }
            };
            cells.insert(*at, cell);
        }
        let size = permits.len().saturating_mul(4).next_power_of_two().max(2);
        self.index = vec![FREE; size].into_boxed_slice();
        self.spread = Spread::over(size, permits.keys().copied());
        for (at, (_, missing)) in permits {
            let Some((record, action, purpose)) = unkey(at) else { continue };
            let other = if writes(action) { Action::Read } else { Action::Update };
            let cell = |key| cells.get(&key).copied().unwrap_or(Cell::EMPTY);
            let slot = Slot {
                here: cell(at),
                other: cell(key(record, other, purpose)),
                not_phi: policy.schema(record).map_or(FieldMask::EMPTY, phi_types::record::Schema::not_phi),
                administers: record == ADMINISTRATION,
                accounting: must_be_accounted_for(action, purpose, None),
                exemption: Exemption::of_request(action, purpose),
                missing,
            };
            let groups = |cell: &Cell| self.groups.get(cell.begin as usize..cell.permits as usize).unwrap_or(&[]);
            self.answers.work_out(&slot, (action, purpose), groups(&slot.here), groups(&slot.other));
            self.put(at, slot);
        }
        self.answers.shrink_to_fit();
        self.slots.shrink_to_fit();
        self.groups.shrink_to_fit();
        self.conditions.shrink_to_fit();
        self.leads.shrink_to_fit();
    }

    fn cell(&mut self, policy: &Policy, permits: &[u32], forbids: &[u32], action: Action, lifts: bool) -> Cell {
        let rule = |number: &u32| policy.rule(*number);
        let lifted = |number: &u32| lifts && rule(number).is_some_and(|rule| rule.liftable);
        let certain = |number: &u32| {
            rule(number).is_some_and(|rule| rule.condition.is_for_any_subject() && rule.condition.is_for_any_time())
        };
        let (lifted, forbids): (Vec<u32>, Vec<u32>) = forbids.iter().partition(|number| lifted(number));
        let (certain, conditional): (Vec<u32>, Vec<u32>) = forbids.iter().partition(|number| certain(number));
        let begin = self.groups.len() as u32;
        let permits = self.group(policy, permits, action);
        let conditional = self.group(policy, &conditional, action);
        let certain = self.group(policy, &certain, action);
        let taken = self.groups_between(conditional, certain).iter();
        let taken = taken.fold(FieldMask::EMPTY, |mask, group| mask.union(group.mask));
        let lifted = self.group(policy, &lifted, action);
        let plain = permits == conditional && certain == lifted;
        Cell { taken, begin, permits, conditional, certain, lifted, plain }
    }

    /// Groups rules that share everything but their fields, and says where the groups end. Within a group only the rules that bring a
    /// field in are remembered: the first rule that grants a field is always among them.
    fn group(&mut self, policy: &Policy, rules: &[u32], action: Action) -> u32 {
        let mut groups: Vec<(Group, Condition, Vec<Lead>)> = Vec::new();
        let mut known: HashMap<(Condition, Duties, Option<Exemption>), usize> = HashMap::new();
        for number in rules {
            let Some(rule) = policy.rule(*number) else { continue };
            let mask = if rule.record == ADMINISTRATION { FieldMask::at(0) } else { rule.mask(action) };
            let condition = rule.condition.within_session();
            let at = *known.entry((condition, rule.duties, rule.exemption())).or_insert_with(|| {
                let group = Group {
                    mask: FieldMask::EMPTY,
                    asks: Asks::of(&condition),
                    duties: rule.duties,
                    first: *number,
                    leads: (0, 0),
                    condition: 0,
                    exemption: rule.exemption(),
                    any_subject: condition.is_for_any_subject(),
                    any_time: condition.is_for_any_time(),
                };
                groups.push((group, condition, Vec::new()));
                groups.len() - 1
            });
            if let Some((group, _, leads)) = groups.get_mut(at)
                && !mask.is_subset_of(group.mask)
            {
                group.mask = group.mask.union(mask);
                leads.push((mask, *number));
            }
        }
        for (mut group, condition, leads) in groups {
            if leads.len() > 1 {
                let first = self.leads.len() as u32;
                self.leads.extend(leads);
                group.leads = (first, self.leads.len() as u32);
            }
            group.condition = self.conditions.len() as u32;
            self.conditions.push(condition);
            self.groups.push(group);
        }
        self.groups.len() as u32
    }

    fn put(&mut self, key: u32, slot: Slot) {
        let (mut at, mask) = (self.spread.home(key), self.index.len().wrapping_sub(1));
        while let Some(place) = self.index.get_mut(at & mask) {
            if place.0 == FREE.0 {
                *place = (key, self.slots.len() as u32);
                self.slots.push(slot);
                return;
            }
            at = at.wrapping_add(1);
        }
    }

    #[inline]
    pub(crate) fn slot(&self, record: RecordNumber, action: Action, purpose: Purpose) -> Option<&Slot> {
        self.slots.get(self.number(record, action, purpose)?)
    }

    #[inline(always)]
    fn number(&self, record: RecordNumber, action: Action, purpose: Purpose) -> Option<usize> {
        let wanted = key(record, action, purpose);
        let (home, mask) = (self.spread.home(wanted), self.index.len().wrapping_sub(1));
        let (key, number) = *self.index.get(home & mask)?;
        if key == wanted { Some(number as usize) } else { self.number_behind(home, wanted) }
    }

    /// Where another key was there first.
    #[inline(never)]
    fn number_behind(&self, home: usize, wanted: u32) -> Option<usize> {
        let (mut at, mask) = (home, self.index.len().wrapping_sub(1));
        loop {
            // The index is at most a quarter full, so a free place ends the search.
            let (key, number) = *self.index.get(at & mask)?;
            if key == wanted {
                return Some(number as usize);
            }
            if key == FREE.0 {
                return None;
            }
            at = at.wrapping_add(1);
        }
    }

    #[inline]
    fn groups_between(&self, begin: u32, end: u32) -> &[Group] {
        self.groups.get(begin as usize..end as usize).unwrap_or(&[])
    }

    #[inline]
    pub(crate) fn permits(&self, cell: &Cell) -> &[Group] {
        self.groups_between(cell.begin, cell.permits)
    }

    /// The forbids on which something has still to be asked.
    #[inline]
    pub(crate) fn conditional(&self, cell: &Cell) -> &[Group] {
        self.groups_between(cell.permits, cell.conditional)
    }

    /// Every forbid that is not lifted.
    pub(crate) fn forbids(&self, cell: &Cell) -> &[Group] {
        self.groups_between(cell.permits, cell.certain)
    }

    /// The forbids that an emergency lifts.
    #[inline]
    pub(crate) fn lifted(&self, cell: &Cell) -> &[Group] {
        self.groups_between(cell.certain, cell.lifted)
    }

    /// The first rule of a group that reaches one of these fields.
    #[inline]
    pub(crate) fn lead(&self, group: &Group, fields: FieldMask) -> Option<u32> {
        if group.leads.1 != 0 {
            return self.lead_of_several(group, fields);
        }
        (!group.mask.intersection(fields).is_empty()).then_some(group.first)
    }

    fn lead_of_several(&self, group: &Group, fields: FieldMask) -> Option<u32> {
        let leads = self.leads.get(group.leads.0 as usize..group.leads.1 as usize)?;
        leads.iter().find(|(mask, _)| !mask.intersection(fields).is_empty()).map(|(_, rule)| *rule)
    }

    /// The answer that is ready for a subject of the tenant, and the number of the rule behind it, where there is one and it grants any
    /// of the fields. No such answer is in a table that is blocked.
    #[inline(always)]
    pub(crate) fn ready(
        &self,
        record: RecordNumber,
        action: Action,
        purpose: Purpose,
        fields: FieldMask,
        stance: Stance,
    ) -> Option<(&Answer, u32)> {
        if !stance.is_here() {
            return None;
        }
        let slot = self.number(record, action, purpose)?;
        let answer = self.answers.find(slot, stance, fields)?;
        let rule = match answer.rule() {
            Ok(rule) => rule,
            Err(group) => self.one_of_several(slot, group, fields)?,
        };
        Some((answer, rule))
    }

    #[inline(never)]
    fn one_of_several(&self, slot: usize, group: u32, fields: FieldMask) -> Option<u32> {
        self.lead(self.permits(&self.slots.get(slot)?.here).get(group as usize)?, fields)
    }

    /// What the group's rules ask for, once the session is known.
    pub(crate) fn condition(&self, group: &Group) -> &Condition {
        self.conditions.get(group.condition as usize).unwrap_or(&Condition::NONE)
    }

    /// Whether the instant is right.
    #[inline]
    pub(crate) fn in_time(&self, group: &Group, unix: i64) -> bool {
        group.any_time || self.condition(group).time(unix)
    }

    /// Whether a permit holds; with no stance, as if the asker stood in every relationship that it asks for.
    #[inline]
    pub(crate) fn permit_holds(&self, group: &Group, unix: i64, stance: Option<Stance>) -> bool {
        stance.is_none_or(|stance| group.asks.hold(stance)) && self.in_time(group, unix)
    }

    /// Whether a forbid holds; with no stance, as if the asker stood in no relationship that it asks for.
    #[inline]
    pub(crate) fn forbid_holds(&self, group: &Group, unix: i64, stance: Option<Stance>) -> bool {
        stance.map_or(group.any_subject, |stance| group.asks.hold(stance)) && self.in_time(group, unix)
    }
}

/// In the order in which a [`Query`](crate::Query) lies in memory, so that the three are one load.
#[inline]
const fn key(record: RecordNumber, action: Action, purpose: Purpose) -> u32 {
    record as u32 | (purpose as u32) << 16 | (action as u32) << 24
}

fn unkey(key: u32) -> Option<(RecordNumber, Action, Purpose)> {
    let action = Action::ALL.into_iter().find(|action| *action as u32 == key >> 24)?;
    let purpose = Purpose::ALL.iter().copied().find(|purpose| *purpose as u32 == key >> 16 & 0xff)?;
    Some((key as RecordNumber, action, purpose))
}

/// How keys spread over an index.
#[derive(Clone, Copy, Debug)]
struct Spread {
    factor: u32,
    shift: u32,
}

impl Spread {
    const NONE: Self = Self { factor: 0, shift: 31 };

    /// The first of a few ways in which no key finds its place taken, where the keys are few; else the first.
    fn over(size: usize, keys: impl ExactSizeIterator<Item = u32> + Clone) -> Self {
        let way = |number: u32| Self {
            factor: 0x9E37_79B1_u32.wrapping_add(number.wrapping_mul(0x85EB_CA76)),
            shift: u32::BITS - size.trailing_zeros(),
        };
        let ways = if keys.len() <= 256 { 64 } else { 1 };
        let mut taken = vec![u32::MAX; size];
        let mut apart = |number: &u32| {
            keys.clone().all(|key| match taken.get_mut(way(*number).home(key)) {
                Some(place) => core::mem::replace(place, *number) != *number,
                None => false,
            })
        };
        way((0..ways).find(|number| apart(number)).unwrap_or(0))
    }

    #[inline(always)]
    const fn home(self, key: u32) -> usize {
        (key.wrapping_mul(self.factor) >> (self.shift & 31)) as usize
    }
}
