//! What a decision costs: interned, by names, as a list, and the loading of a policy, for 40 and for 10 000 rules.
//!
//! `cargo bench -p hipaa --bench access`. Ten interleaved rounds, the median of each; CPU time of the thread. Raw primitives in the
//! same run: a look-up in the standard library's hash map of as many subjects, and for loading a hash map of the document's lines.
//! Other policy engines stand in `benches/peers/access`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench talks to its user and stops when something is wrong"
)]

use std::{collections::HashMap, fmt::Write as _, hint::black_box};

use hipaa::{
    access::{
        AccessControl, Catalogue, NamedQuery, Panel, Policy, Prepared, Query, Register, Relationship, RelationshipSet,
        Role, Session, SessionLimits, Standing,
    },
    types::{
        Action, Actor, ActorId, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Purpose, SubjectId, TenantId, Text,
        record::FieldSet,
    },
};
use rustix::time::{ClockId, clock_gettime};
use time::{OffsetDateTime, macros::datetime};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(clinical)]
    allergies: Phi<Text>,
    #[phi(clinical, label = "HIV")]
    serology: Phi<Text>,
}

const T: OffsetDateTime = datetime!(2026-03-02 08:00 UTC);
const PURPOSES: [&str; 4] = ["TREAT", "HPAYMT", "HOPERAT", "HRESCH"];

/// Forty rules for each role: nine permits on the same few cells, then a forbid.
fn document(roles: usize) -> String {
    let mut text = String::from("version = 1\n");
    for role in 0..roles {
        write!(text, "[[role]]\nname = \"role-{role}\"\n").unwrap();
    }
    for number in 0..roles * 40 {
        let (role, within) = (number / 40, number % 40);
        let action = if within % 8 < 4 { "read" } else { "update" };
        let purpose = PURPOSES[within % 4];
        let of = format!("roles = [\"role-{role}\"]\nactions = [\"{action}\"]\npurposes = [\"{purpose}\"]");
        let what = if within % 10 == 9 {
            "effect = \"forbid\"\nfields = [\"serology\"]"
        } else {
            "effect = \"permit\"\nfields = [\"name\", \"mrn\", \"allergies\"]\nwhen = [\"treating\"]\nobliges = [\"after notify-privacy-officer\"]"
        };
        write!(text, "[[rule]]\nid = \"rule-{number:05}\"\n{of}\nrecord = \"Patient\"\n{what}\n").unwrap();
    }
    text
}

struct Desk {
    access: AccessControl<Register>,
    who: Session,
    prepared: Prepared,
    panel: Panel,
    plain: HashMap<[u8; 16], u64>,
    subjects: Vec<SubjectId>,
}

impl Desk {
    fn new(text: &str) -> Self {
        let policy = Policy::from_toml(text, &Catalogue::new().with::<Patient>()).unwrap();
        let access = AccessControl::new(policy, Register::new());
        let (tenant, actor) = (TenantId::new("north").unwrap(), ActorId::new("u.somebody").unwrap());
        let roles = [Role::new("role-0")];
        let who = Session::open(tenant, Actor::Human(actor), roles, SessionLimits::CLINICAL, T, &OsEntropy).unwrap();
        let prepared = access.prepare(&who);
        let subjects: Vec<_> = (0..500).map(|_| SubjectId::random(&OsEntropy).unwrap()).collect();
        let treating = Standing::here(RelationshipSet::NONE.with(Relationship::Treating));
        let panel = Panel::new(subjects.iter().map(|subject| (*subject, treating)));
        let plain = subjects.iter().zip(0..).map(|(subject, number)| (subject.to_bytes(), number)).collect();
        Self { access, who, prepared, panel, plain, subjects }
    }
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

type Act<'a> = (&'static str, usize, &'a mut dyn FnMut(usize));

/// Nanoseconds of one call, the median of ten interleaved rounds.
fn medians(acts: &mut [Act<'_>]) -> Vec<(&'static str, f64)> {
    let mut times: Vec<Vec<f64>> = acts.iter().map(|_| Vec::new()).collect();
    for _ in 0..10 {
        for ((_, count, act), times) in acts.iter_mut().zip(&mut times) {
            let before = cpu();
            (0..*count).for_each(&mut *act);
            times.push((cpu() - before) / *count as f64);
        }
    }
    let median = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        f64::midpoint(times[4], times[5])
    };
    acts.iter().zip(times).map(|((name, _, _), times)| (*name, median(times))).collect()
}

fn main() {
    for roles in [1, 250] {
        let text = document(roles);
        let desk = Desk::new(&text);
        let record = desk.prepared.policy().record::<Patient>().unwrap();
        let fields = (Patient::NAME | Patient::ALLERGIES | Patient::SEROLOGY).mask();
        let query = Query { record, action: Action::Read, purpose: Purpose::Treatment, fields };
        let names = ["name", "allergies", "serology"];
        let named = NamedQuery { record: "Patient", action: "read", purpose: "TREAT", fields: &names };
        let (who, unix) = (&desk.who, T.unix_timestamp());
        let subject = |number: usize| desk.subjects[number % 500];
        let filter = desk.access.filter::<Patient>(who, Action::Read, Purpose::Treatment, FieldSet::ALL, T).unwrap();
        let mut rows: Vec<_> = (0..99_500).map(|_| SubjectId::random(&OsEntropy).unwrap()).collect();
        for (at, subject) in desk.subjects.iter().enumerate() {
            rows.insert(at * 199, *subject);
        }
        let catalogue = Catalogue::new().with::<Patient>();
        let loads = if roles == 1 { 50 } else { 2 };
        let results = medians(&mut [
            ("raw: a look-up in a hash map of 500", 100_000, &mut |number| {
                black_box(desk.plain.get(&black_box(subject(number)).to_bytes()));
            }),
            ("a decision, with the look-up in a panel of 500", 100_000, &mut |number| {
                let ruling =
                    desk.prepared.decide_on(who, black_box(&query), &desk.panel, subject(number), black_box(unix));
                assert!(black_box(&ruling).is_permit());
            }),
            ("the same by names", 50_000, &mut |number| {
                let standing = desk.panel.standing(subject(number));
                let named = black_box(&named);
                let ruling = desk.prepared.decide_named(who, named, subject(number), &standing, black_box(unix));
                assert!(black_box(&ruling).is_permit());
            }),
            ("a list of 100 000 rows", 2, &mut |_| {
                let list = filter.select(rows.iter().copied(), |subject| desk.panel.standing(*subject), 1000);
                assert!(list.is_complete() && list.rows().len() == 500);
            }),
            ("raw: a hash map of the document's lines", loads, &mut |_| {
                black_box(text.lines().zip(0..).collect::<HashMap<_, usize>>());
            }),
            ("loading the document", loads, &mut |_| {
                black_box(Policy::from_toml(black_box(&text), &catalogue).unwrap());
            }),
        ]);
        let (look_up, lines) = (results[0].1, results[4].1);
        println!("\n| {} rules | ns | to the raw primitive |\n|---|---|---|", roles * 40);
        for (at, (name, time)) in results.iter().enumerate() {
            let raw = match at {
                3 => look_up * 1e5,
                0..3 => look_up,
                _ => lines,
            };
            println!("| {name} | {time:.1} | {:.2} |", time / raw);
        }
    }
    println!("\nload average: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
}
