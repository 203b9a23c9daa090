//! Deciding: permits together, less the forbids.

use phi_types::{Action, Purpose, RuleId, gate::PolicyDigest, record::FieldMask};

use crate::{
    bits::writes,
    duties::Duties,
    policy::{ADMINISTRATION, Policy, RecordNumber},
    relationship::{Standing, Whereabouts},
    ruling::{Exemption, Reason, Ruling},
    table::{Cell, Group, Slot, Table},
};

/// What is asked, in numbers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) record: RecordNumber,
    pub(crate) action: Action,
    pub(crate) purpose: Purpose,
    /// For acts of administration the first, see [`ADMINISTRATION`].
    pub(crate) fields: FieldMask,
    /// Seconds since 1970.
    pub(crate) unix: i64,
}

/// Decides by the standing given; by none for what is about nobody yet. Sessions and overrides have been looked at before.
pub(crate) fn decide<'p>(policy: &'p Policy, table: &Table, asked: &Asked, standing: Option<&Standing>) -> Ruling<'p> {
    let digest = &policy.digest;
    let Some(slot) = table.slot(asked.record, asked.action, asked.purpose) else {
        return Ruling::deny(digest, Reason::NoRule, None);
    };
    let Some(cell) = table.cell(slot.cell) else { return Ruling::deny(digest, Reason::NoRule, None) };
    let here = standing.is_none_or(|standing| standing.whereabouts == Whereabouts::Here);
    // Where the subject is nobody's or another's there is nothing to look up; the best that any subject could make of it decides
    // what kind of refusal is heard, by the same work for both.
    let sum = sum(table, slot, cell, asked, if here { standing } else { None });
    if here && sum.grants(asked) {
        return permit(policy, table, slot, asked, standing, &sum);
    }
    deny(policy, table, slot, cell, asked, standing, &sum)
}

/// Which kind of refusal. Nobody waits for it as for a permit, so it is kept out of the way.
#[cold]
fn deny<'p>(
    policy: &'p Policy,
    table: &Table,
    slot: &Slot,
    cell: &Cell,
    asked: &Asked,
    standing: Option<&Standing>,
    found: &Sum,
) -> Ruling<'p> {
    let digest = &policy.digest;
    let best = match standing {
        Some(standing) if standing.whereabouts == Whereabouts::Here => sum(table, slot, cell, asked, None),
        _ => *found,
    };
    let rule = |number| policy.rule_id(number);
    if !best.grants(asked) {
        let (reason, number) = for_any_subject(table, cell, asked, &best);
        return Ruling::deny(digest, reason, rule(number));
    }
    match standing.map(|standing| standing.whereabouts) {
        Some(Whereabouts::Elsewhere) => Ruling::deny(digest, Reason::OtherTenant, None),
        Some(Whereabouts::Nowhere) => Ruling::deny(digest, Reason::UnknownSubject, None),
        _ if found.forbid != NONE => Ruling::deny(digest, Reason::ForbiddenForSubject, rule(found.forbid)),
        _ => Ruling::deny(digest, Reason::Subject, None),
    }
}

const NONE: u32 = u32::MAX;

/// The groups that hold, added up.
#[derive(Clone, Copy)]
pub(crate) struct Sum {
    permitted: FieldMask,
    forbidden: FieldMask,
    rule: u32,
    forbid: u32,
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

/// With no standing, as if the asker stood in every relationship that a permit asks for and in none that a forbid does.
#[inline]
fn sum(table: &Table, slot: &Slot, cell: &Cell, asked: &Asked, standing: Option<&Standing>) -> Sum {
    let mut sum = Sum {
        permitted: FieldMask::EMPTY,
        forbidden: FieldMask::EMPTY,
        rule: NONE,
        forbid: NONE,
        duties: Duties::NONE,
        exemption: None,
        lifted: false,
    };
    for group in table.permits(cell) {
        if !permits(group, asked.unix, standing) {
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
    for group in table.forbids(cell) {
        if !forbids(group, asked.unix, standing) {
            continue;
        }
        let hit = group.mask.intersection(sum.permitted).intersection(asked.fields);
        if slot.lifts && group.liftable {
            sum.lifted |= !hit.is_empty();
            continue;
        }
        sum.forbidden = sum.forbidden.union(group.mask);
        if !hit.is_empty()
            && let Some(rule) = table.lead(group, hit)
        {
            sum.forbid = sum.forbid.min(rule);
        }
    }
    sum
}

/// The fields alone, where neither the rule nor the duties matter.
#[inline]
fn granted(table: &Table, slot: &Slot, cell: &Cell, unix: i64, standing: Option<&Standing>) -> FieldMask {
    let mut mask = FieldMask::EMPTY;
    for group in table.permits(cell) {
        if permits(group, unix, standing) {
            mask = mask.union(group.mask);
        }
    }
    for group in table.forbids(cell) {
        if !(slot.lifts && group.liftable) && forbids(group, unix, standing) {
            mask = mask.without(group.mask);
        }
    }
    mask
}

#[inline]
fn permits(group: &Group, unix: i64, standing: Option<&Standing>) -> bool {
    standing.is_none_or(|standing| group.subject(standing)) && group.time(unix)
}

#[inline]
fn forbids(group: &Group, unix: i64, standing: Option<&Standing>) -> bool {
    let subject = match standing {
        Some(standing) => group.subject(standing),
        None => group.any_subject,
    };
    subject && group.time(unix)
}

/// Why it is denied whoever the subject is.
fn for_any_subject(table: &Table, cell: &Cell, asked: &Asked, best: &Sum) -> (Reason, u32) {
    if best.forbid != NONE {
        return (Reason::Forbidden, best.forbid);
    }
    let missing = cell.missing;
    let in_time = table.permits(cell).iter().any(|group| group.time(asked.unix));
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
    standing: Option<&Standing>,
    sum: &Sum,
) -> Ruling<'p> {
    // What is no PHI comes along wherever a field that was asked for is granted; forbids still take it away.
    let granted = sum.granted().union(slot.not_phi.without(sum.forbidden));
    let other = match table.cell(slot.other) {
        Some(cell) => self::granted(table, slot, cell, asked.unix, standing),
        None => FieldMask::EMPTY,
    };
    let (readable, writable) = if writes(asked.action) { (other, granted) } else { (granted, other) };
    let administers = asked.record == ADMINISTRATION;
    let exemption = sum.exemption.or(slot.exemption);
    let accounting = slot.accounting && !matches!(exemption, Some(Exemption::Authorization | Exemption::Individual));
    let rule: Option<&RuleId> = policy.rule_id(sum.rule);
    let policy: &PolicyDigest = &policy.digest;
    Ruling {
        reason: None,
        rule,
        policy,
        readable: if administers { FieldMask::EMPTY } else { readable },
        writable: if administers { FieldMask::EMPTY } else { writable },
        duties: with_extras(sum.duties, accounting, sum.lifted),
        accounting,
        exemption,
        emergency: false,
        lifted: sum.lifted,
        evidence: standing.and_then(|standing| standing.evidence),
    }
}

#[inline]
fn with_extras(duties: Duties, accounting: bool, lifted: bool) -> Duties {
    use phi_types::gate::{Duty, Stage};
    let duties = if accounting { duties.with(Duty::AccountForDisclosure, Stage::After) } else { duties };
    if lifted { duties.with(Duty::NotifyPrivacyOfficer, Stage::After) } else { duties }
}
