//! Deciding: permits together, less the forbids.

use phi_types::{Action, Purpose, record::FieldMask};

use crate::{
    bits::writes,
    duties::Duties,
    policy::{Policy, RecordNumber},
    relationship::Evidence,
    ruling::{Exemption, Reason, Ruling},
    stance::{Seen, Stance},
    table::{Cell, Slot, Table},
};

/// What is asked, in numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) record: RecordNumber,
    pub(crate) action: Action,
    pub(crate) purpose: Purpose,
    /// For acts of administration the first, see [`ADMINISTRATION`](crate::policy::ADMINISTRATION).
    pub(crate) fields: FieldMask,
    /// Seconds since 1970.
    pub(crate) unix: i64,
}

/// Decides by how the asker stands to the subject; by nothing for what is about nobody yet. Sessions and overrides have been looked at
/// before.
pub(crate) fn decide<'p>(policy: &'p Policy, table: &Table, asked: &Asked, seen: Option<Seen>) -> Ruling<'p> {
    let Some(slot) = table.slot(asked.record, asked.action, asked.purpose) else {
        return Ruling::deny(&policy.digest, Reason::NoRule, None);
    };
    let stance = seen.map(|seen| seen.stance);
    if stance.is_none_or(Stance::is_here) {
        let sum = sum(table, slot, asked, stance);
        if sum.grants(asked) {
            return permit(policy, table, slot, asked, stance, seen.and_then(|seen| seen.evidence), &sum);
        }
    }
    deny(policy, table, slot, asked, stance)
}

/// Which kind of refusal. Nobody waits for it as for a permit, so it is kept out of the way and adds up anew: a permit then keeps its
/// sums in registers.
#[cold]
#[inline(never)]
fn deny<'p>(policy: &'p Policy, table: &Table, slot: &Slot, asked: &Asked, stance: Option<Stance>) -> Ruling<'p> {
    let digest = &policy.digest;
    let rule = |number| policy.rule_id(number);
    // Where the subject is nobody's or another's there is nothing to look up; the best that any subject could make of it decides
    // what kind of refusal is heard, by the same work for both.
    let best = sum(table, slot, asked, None);
    if !best.grants(asked) {
        let (reason, number) = for_any_subject(table, slot, asked, &best);
        return Ruling::deny(digest, reason, rule(number));
    }
    match stance {
        Some(stance) if !stance.is_here() => {
            let reason = *[Reason::UnknownSubject, Reason::OtherTenant]
                .get(usize::from(stance.is_elsewhere()))
                .unwrap_or(&Reason::UnknownSubject);
            Ruling::deny(digest, reason, None)
        }
        _ => {
            let permitted = sum(table, slot, asked, stance).permitted;
            match forbidding(table, &slot.here, asked, stance, permitted) {
                NONE => Ruling::deny(digest, Reason::Subject, None),
                number => Ruling::deny(digest, Reason::ForbiddenForSubject, rule(number)),
            }
        }
    }
}

const NONE: u32 = u32::MAX;

/// The groups that hold, added up.
#[derive(Clone, Copy)]
struct Sum {
    permitted: FieldMask,
    forbidden: FieldMask,
    rule: u32,
    duties: Duties,
    exemption: Option<Exemption>,
    lifted: bool,
}

impl Sum {
    const fn granted(&self) -> FieldMask {
        self.permitted.without(self.forbidden)
    }

    const fn grants(&self, asked: &Asked) -> bool {
        !self.granted().intersection(asked.fields).is_empty()
    }
}

/// With no stance, as if the asker stood in every relationship that a permit asks for and in none that a forbid does.
#[inline]
fn sum(table: &Table, slot: &Slot, asked: &Asked, stance: Option<Stance>) -> Sum {
    let cell = &slot.here;
    let mut sum = Sum {
        permitted: FieldMask::EMPTY,
        forbidden: cell.taken,
        rule: NONE,
        duties: Duties::NONE,
        exemption: None,
        lifted: false,
    };
    for group in table.permits(cell) {
        if !table.permit_holds(group, asked.unix, stance) {
            continue;
        }
        sum.permitted = sum.permitted.union(group.mask);
        if group.mask.intersection(asked.fields).is_empty() {
            continue;
        }
        sum.duties = sum.duties.union(group.duties);
        if let Some(rule) = table.lead(group, asked.fields)
            && rule < sum.rule
        {
            (sum.rule, sum.exemption) = (rule, group.exemption);
        }
    }
    if cell.is_plain() {
        return sum;
    }
    for group in table.conditional(cell) {
        if table.forbid_holds(group, asked.unix, stance) {
            sum.forbidden = sum.forbidden.union(group.mask);
        }
    }
    let asked_for = sum.permitted.intersection(asked.fields);
    for group in table.lifted(cell) {
        sum.lifted |= !group.mask.intersection(asked_for).is_empty() && table.forbid_holds(group, asked.unix, stance);
    }
    sum
}

/// The fields alone, where neither the rule nor the duties matter.
#[inline]
fn granted(table: &Table, cell: &Cell, unix: i64, stance: Option<Stance>) -> FieldMask {
    let mut mask = FieldMask::EMPTY;
    for group in table.permits(cell) {
        if table.permit_holds(group, unix, stance) {
            mask = mask.union(group.mask);
        }
    }
    if !cell.is_plain() {
        for group in table.conditional(cell) {
            if table.forbid_holds(group, unix, stance) {
                mask = mask.without(group.mask);
            }
        }
    }
    mask.without(cell.taken)
}

/// The first forbid that takes a field away which is permitted and was asked for.
fn forbidding(table: &Table, cell: &Cell, asked: &Asked, stance: Option<Stance>, permitted: FieldMask) -> u32 {
    let holding = table.forbids(cell).iter().filter(|group| table.forbid_holds(group, asked.unix, stance));
    let hit = permitted.intersection(asked.fields);
    holding.filter_map(|group| table.lead(group, group.mask.intersection(hit))).min().unwrap_or(NONE)
}

/// Why it is denied whoever the subject is.
fn for_any_subject(table: &Table, slot: &Slot, asked: &Asked, best: &Sum) -> (Reason, u32) {
    let (cell, missing) = (&slot.here, slot.missing);
    let forbid = forbidding(table, cell, asked, None, best.permitted);
    if forbid != NONE {
        return (Reason::Forbidden, forbid);
    }
    let in_time = table.permits(cell).iter().any(|group| table.in_time(group, asked.unix));
    let reason = if missing.step_up {
        Reason::StepUp
    } else if missing.network || (!in_time && !table.permits(cell).is_empty()) {
        Reason::Circumstances
    } else if missing.duty {
        Reason::Undeclared
    } else if in_time {
        Reason::NoFields
    } else {
        Reason::NoRule
    };
    (reason, NONE)
}

#[inline]
fn permit<'p>(
    policy: &'p Policy,
    table: &Table,
    slot: &Slot,
    asked: &Asked,
    stance: Option<Stance>,
    evidence: Option<Evidence>,
    sum: &Sum,
) -> Ruling<'p> {
    // What is no PHI comes along wherever a field that was asked for is granted; forbids still take it away.
    let here = slot.shown(sum.permitted.union(slot.not_phi).without(sum.forbidden));
    let other = slot.shown(granted(table, &slot.other, asked.unix, stance));
    let (readable, writable) = if writes(asked.action) { (other, here) } else { (here, other) };
    let (exemption, accounting) = slot.exempt(sum.exemption);
    Ruling {
        reason: None,
        rule: policy.rule_id(sum.rule),
        policy: &policy.digest,
        readable,
        writable,
        duties: sum.duties.with_extras(accounting, sum.lifted),
        accounting,
        exemption,
        emergency: false,
        lifted: sum.lifted,
        evidence,
    }
}
