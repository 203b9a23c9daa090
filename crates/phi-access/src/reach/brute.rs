//! Reachability and diff against every decision that there is, on small random policies.

use alloc::{collections::BTreeSet, vec, vec::Vec};

use phi_types::{
    Action, PersonName, Phi, PhiRecord, Purpose, SubjectId, Text,
    record::{FieldMask, FieldSet},
};
use proptest::prelude::*;
use time::OffsetDateTime;

use super::Cell;
use crate::{
    assurance::Assurance,
    confidentiality::Confidentiality,
    decide::{Asked, decide},
    duties::Fulfils,
    facts::{Fact, Facts},
    policy::{Policy, Rule},
    relationship::{Relationship, RelationshipSet, Standing},
    table::{Profile, Table},
};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(clinical)]
    allergies: Phi<Text>,
    #[phi(not_phi = "counter")]
    revision: u32,
    #[phi(clinical, label = "42CFRPart2")]
    program: Phi<Text>,
}

const ROLES: [&str; 3] = ["nurse", "chief", "clerk"];
const ACTIONS: [Action; 3] = [Action::Read, Action::Update, Action::Disclose];
const PURPOSES: [Purpose; 4] = [Purpose::Treatment, Purpose::EmergencyTreatment, Purpose::Operations, Purpose::Legal];
const FACTS: [Fact; 5] = [Fact::Watched, Fact::SelfPaid, Fact::RequiredByLaw, Fact::Part2Consent, Fact::CourtOrder];
const RELATED: [Relationship; 2] = [Relationship::Treating, Relationship::Author];

type Plain = ((bool, usize, usize, usize), (u8, u8, u8, u8), (u8, u8, u8, bool));

fn rule(at: usize, plain: &Plain) -> Rule {
    let ((permit, role, action, purpose), (fields, related, needs, lacks), (level, time, session, liftable)) = *plain;
    let id = alloc::format!("r{at}");
    let mut rule = if permit { Rule::permit(&id).protocol("p") } else { Rule::forbid(&id) };
    rule = rule.role(ROLES[role]).action(ACTIONS[action]).purpose(PURPOSES[purpose]);
    let set =
        (0..4).filter(|at| fields & 1 << at != 0).fold(FieldSet::<Patient>::EMPTY, |set, at| set | FieldSet::at(at));
    rule = match fields | 4 {
        15 => rule.whole_record::<Patient>("all"),

        _ => rule.fields(set),
    };
    rule = RELATED
        .into_iter()
        .enumerate()
        .filter(|(at, _)| related & 1 << at != 0)
        .fold(rule, |rule, (_, one)| rule.when(one));
    rule = FACTS
        .into_iter()
        .enumerate()
        .filter(|(at, _)| needs & 1 << at != 0)
        .fold(rule, |rule, (_, one)| rule.needs(one));
    rule = FACTS
        .into_iter()
        .enumerate()
        .filter(|(at, _)| lacks & !needs & 1 << at != 0)
        .fold(rule, |rule, (_, one)| rule.lacks(one));
    let instant = |unix| OffsetDateTime::from_unix_timestamp(unix).unwrap();
    rule = match time {
        1 => rule.valid_from(instant(100)),
        2 => rule.valid_until(instant(200)),
        3 => rule.valid_from(instant(100)).valid_until(instant(200)),
        _ => rule,
    };
    rule = match session {
        1 => rule.network("ward"),
        2 => rule.assurance(Assurance::Aal2),
        _ => rule,
    };
    if level == 1 {
        rule = rule.from_confidentiality(Confidentiality::Restricted);
    }
    if liftable && !permit { rule.liftable() } else { rule }
}

fn policy(rules: &[Plain]) -> Policy {
    let builder = Policy::builder().inherits("chief", "nurse");
    rules.iter().enumerate().fold(builder, |builder, (at, plain)| builder.rule(rule(at, plain))).build().unwrap()
}

fn rules() -> impl Strategy<Value = Vec<Plain>> {
    let sparse = || prop_oneof![4 => Just(0_u8), 1 => 0_u8..32];
    let who = (prop::bool::weighted(0.6), 0..3_usize, 0..3_usize, 0..4_usize);
    let what = (1_u8..16, 0_u8..4, sparse(), sparse());
    prop::collection::vec((who, what, (0_u8..3, 0_u8..6, 0_u8..4, any::<bool>())), 1..7)
}

/// Every cell that any decision grants.
fn granted(policy: &Policy) -> BTreeSet<Cell> {
    let mut cells = BTreeSet::new();
    let Some(record) = policy.record::<Patient>() else { return cells };
    for role in ROLES {
        let Some(number) = policy.roles.number(&crate::policy::Role::new(role)) else { continue };
        for session in 0..4_u8 {
            let profile = Profile {
                roles: vec![number],
                human: true,
                disabled: false,
                zones: if policy.zones.is_empty() { 0 } else { u64::from(session & 1) },
                assurance: if session & 2 == 0 { Assurance::Aal1 } else { Assurance::Aal2 },
                phishing_resistant: false,
                fulfils: Fulfils::everything(),
            };
            let table = Table::build(policy, &profile);
            for (action, purpose) in ACTIONS.into_iter().flat_map(|action| PURPOSES.map(|purpose| (action, purpose))) {
                let mut mask = FieldMask::EMPTY;
                for bits in 0..4 * 32 * 2 * 3_u32 {
                    let related = RELATED.into_iter().enumerate().filter(|(at, _)| bits & 1 << at != 0);
                    let filed = FACTS.into_iter().enumerate().filter(|(at, _)| (bits / 4) & (1 << at) != 0);
                    let standing = Standing::here(related.fold(RelationshipSet::NONE, |set, (_, one)| set.with(one)))
                        .facts(filed.fold(Facts::NONE, |set, (_, one)| set.with(one)))
                        .confidentiality(
                            [Confidentiality::Normal, Confidentiality::Restricted][bits as usize / 128 % 2],
                        );
                    let unix = [50, 150, 250][bits as usize / 256];
                    let asked = Asked { record: record.0, action, purpose, fields: Patient::SCHEMA.all(), unix };
                    let ruling = decide(policy, &table, &asked, Some(crate::stance::Seen::of(&standing)));
                    mask = mask.union(if crate::bits::writes(action) { ruling.writable } else { ruling.readable });
                }
                cells.extend(Patient::SCHEMA.names(mask).map(|field| Cell {
                    role: crate::policy::Role::new(role),
                    record: Some("Patient"),
                    action,
                    purpose,
                    field: Some(field),
                }));
            }
        }
    }
    cells
}

fn listed(policy: &Policy) -> BTreeSet<Cell> {
    let within = |cell: &Cell| ACTIONS.contains(&cell.action) && PURPOSES.contains(&cell.purpose);
    policy.cells().into_iter().filter(within).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn cells_and_diff_agree_with_every_decision(old in rules(), new in rules(), keep in any::<bool>()) {
        // Half of the time a small change, as policies change.
        let new = if keep { [&old[1..], &new[..1]].concat() } else { new };
        let (old, new) = (policy(&old), policy(&new));
        let (before, after) = (granted(&old), granted(&new));
        prop_assert_eq!(listed(&old), before.clone());
        prop_assert_eq!(listed(&new), after.clone());
        let within = |cell: &&Cell| ACTIONS.contains(&cell.action) && PURPOSES.contains(&cell.purpose);
        let diff = old.diff(&new);
        prop_assert_eq!(diff.reachable.iter().filter(within).cloned().collect::<BTreeSet<_>>(), &after - &before);
        prop_assert_eq!(diff.unreachable.iter().filter(within).cloned().collect::<BTreeSet<_>>(), &before - &after);
    }
}
