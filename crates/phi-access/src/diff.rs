//! What changed from one policy to the next, in cells.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    string::{String, ToString},
    sync::Arc,
    vec::Vec,
};
use core::fmt;

use crate::{
    duties::Duties,
    policy::{Condition, Policy},
    reach::{Cell, InForce, implies, lifts, lines, mask, meet},
    ruling::Exemption,
};

/// What changed from one policy to the next: exactly the cells (role, record type, action, purpose, field) that became reachable or
/// unreachable, and those that stayed reachable on other terms.
///
/// ```
/// use phi_access::{Policy, Rule};
/// use phi_types::{Action, PersonName, PhiRecord, Purpose, SubjectId};
/// # #[derive(PhiRecord)] #[phi(record = "Patient")]
/// # struct Patient { #[phi(subject)] subject: SubjectId, #[phi(name)] name: PersonName, #[phi(name)] kin: PersonName }
/// let rule = || Rule::permit("care").role("nurse").action(Action::Read).purpose(Purpose::CoordinationOfCare);
/// let old = Policy::builder().rule(rule().fields(Patient::NAME)).build()?;
/// let new = Policy::builder().rule(rule().fields(Patient::KIN)).build()?;
/// let diff = old.diff(&new);
/// assert_eq!(diff.to_string(), "+ nurse: read Patient (kin) for COC\n- nurse: read Patient (name) for COC\n");
/// # Ok::<(), phi_access::PolicyError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diff {
    /// Not reachable before.
    pub reachable: Vec<Cell>,
    /// Not reachable any more.
    pub unreachable: Vec<Cell>,
    /// Reachable before and now, by other conditions, duties or forbids. Whether that is more or less is for a person to see.
    pub terms: Vec<Cell>,
}

impl Diff {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.reachable.is_empty() && self.unreachable.is_empty() && self.terms.is_empty()
    }

    /// Every cell in it.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.reachable.iter().chain(&self.unreachable).chain(&self.terms)
    }
}

/// A line each: `+` reachable, `-` unreachable, `~` on other terms.
impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (sign, cells) in [('+', &self.reachable), ('-', &self.unreachable), ('~', &self.terms)] {
            lines(cells).iter().try_for_each(|line| writeln!(f, "{sign} {line}"))?;
        }
        Ok(())
    }
}

impl Policy {
    /// What changes when `new` takes the place of this policy. Roles, record types and fields are matched by name.
    #[must_use]
    pub fn diff(&self, new: &Self) -> Diff {
        let (before, after) = (terms(self), terms(new));
        let missing = |from: &BTreeMap<Cell, Terms>, other: &BTreeMap<Cell, Terms>| {
            from.keys().filter(|cell| !other.contains_key(*cell)).cloned().collect()
        };
        Diff {
            reachable: missing(&after, &before),
            unreachable: missing(&before, &after),
            terms: before
                .iter()
                .filter(|(cell, old)| after.get(*cell).is_some_and(|new| new != *old))
                .map(|(cell, _)| cell.clone())
                .collect(),
        }
    }
}

/// On which terms a cell is reachable: alternatives of permits, and the forbids that may stand against them.
#[derive(Debug, PartialEq, Eq)]
struct Terms {
    permits: BTreeSet<String>,
    forbids: BTreeSet<String>,
}

#[derive(Clone, Copy, PartialEq)]
struct Alternative {
    condition: Condition,
    duties: Duties,
    exemption: Option<Exemption>,
}

fn terms(policy: &Policy) -> BTreeMap<Cell, Terms> {
    let mut all = BTreeMap::new();
    for (number, role) in policy.roles.all() {
        let rules = InForce::of(policy, number);
        let mut permits: BTreeMap<Cell, (Vec<Alternative>, usize)> = BTreeMap::new();
        for grant in rules.all_grants(policy) {
            let (Some(rule), schema) = (policy.rule(grant.rule), policy.schema(grant.record)) else { continue };
            let alternative =
                Alternative { condition: rule.condition, duties: rule.duties, exemption: rule.exemption() };
            for position in grant.fields.union(grant.along).positions() {
                let cell = Cell {
                    role: role.clone(),
                    record: schema.map(|schema| schema.name),
                    action: grant.action,
                    purpose: grant.purpose,
                    field: schema.and_then(|schema| schema.fields.get(position)).map(|field| field.name),
                };
                permits.entry(cell).or_insert_with(|| (Vec::new(), position)).0.push(alternative);
            }
        }
        for (cell, (permits, position)) in permits {
            let record = cell.record.and_then(|name| policy.record_named(name)).map_or(u16::MAX, |record| record.0);
            let forbids: Vec<Condition> = rules
                .forbids
                .iter()
                .map(|(_, forbid)| *forbid)
                .filter(|forbid| {
                    forbid.record == record
                        && forbid.actions().contains(cell.action)
                        && forbid.matches().contains(cell.purpose)
                        && !lifts(forbid, cell.purpose)
                        && mask(forbid, cell.action).contains(position)
                })
                .map(|forbid| forbid.condition)
                .filter(|forbid| permits.iter().any(|permit| meet(&permit.condition, forbid)))
                .collect();
            let terms = Terms {
                permits: weakest(&permits, |one, other| {
                    // With both, both duties are owed: the narrower one goes unnoticed only if it adds none.
                    let adds_none = one.duties.union(other.duties) == other.duties && one.exemption == other.exemption;
                    adds_none && implies(&one.condition, &other.condition)
                })
                .into_iter()
                .map(|one| written(policy, &one.condition) + &alloc::format!("{:?}{:?}", one.duties, one.exemption))
                .collect(),
                forbids: weakest(&forbids, implies).into_iter().map(|one| written(policy, one)).collect(),
            };
            all.insert(cell, terms);
        }
    }
    all
}

/// Those that no other one covers; of several that cover each other, the first.
fn weakest<T>(all: &[T], covered: impl Fn(&T, &T) -> bool) -> Vec<&T> {
    let is_covered = |at: usize, one: &T| {
        let by = |(other_at, other): (usize, &T)| {
            other_at != at && covered(one, other) && (other_at < at || !covered(other, one))
        };
        all.iter().enumerate().any(by)
    };
    all.iter().enumerate().filter(|(at, one)| !is_covered(*at, one)).map(|(_, one)| one).collect()
}

/// A condition in words that mean the same in every policy: zones by name.
fn written(policy: &Policy, condition: &Condition) -> String {
    let zones: BTreeSet<&Arc<str>> = policy
        .zones
        .iter()
        .enumerate()
        .filter(|(at, _)| condition.zones & 1 << at != 0)
        .map(|(_, zone)| zone)
        .collect();
    let zones = zones.into_iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    alloc::format!("{:?} {zones}", Condition { zones: 0, ..*condition })
}
