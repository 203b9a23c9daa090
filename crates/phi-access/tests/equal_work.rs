//! "Not yours" and "not there" are the same work: instructions counted, not timed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a failed test is a panic by design"
)]

mod oracle;
mod world;

use std::{hint::black_box, process::Command};

use phi_access::{AccessControl, Prepared, Query, Register, Relationship, RelationshipSet, Ruling, Session, Standing};
use phi_types::{Action, Purpose, SubjectId};
use world::{Dice, Patient, policy, request, session};

const KIND: &str = "PHI_EQUAL_WORK";

/// What is counted. Never inlined, so that the counter finds it by its name.
#[inline(never)]
fn decide_probe<'p>(prepared: &'p Prepared, who: &Session, query: &Query, standing: &Standing) -> Ruling<'p> {
    prepared.decide(
        black_box(who),
        query,
        SubjectId::from_bytes([1; 16]),
        black_box(standing),
        world::T.unix_timestamp(),
    )
}

/// Runs under valgrind, in a process of its own; by itself it does nothing.
#[test]
fn probe() {
    let Ok(kind) = std::env::var(KIND) else { return };
    let mut asked = request(&mut Dice(7));
    asked.roles = oracle::Set::from(["nurse"]);
    let care = oracle::Plain {
        id: "care".into(),
        permit: true,
        roles: oracle::Set::from(["nurse"]),
        actions: oracle::Set::from([Action::Read]),
        purposes: oracle::Set::from([Purpose::Operations]),
        any_of: oracle::Set::from([Relationship::Treating]),
        read: oracle::Set::from([0, 1]),
        needs: oracle::Set::new(),
        lacks: oracle::Set::new(),
        ..world::law()
    };
    let access = AccessControl::new(policy(&[care]), Register::new());
    let who = session(&asked);
    let prepared = access.prepare(&who);
    let record = prepared.policy().record::<Patient>().unwrap();
    let fields = Patient::NAME.mask();
    let query = Query { record, action: Action::Read, purpose: Purpose::Operations, fields };
    let standing = match kind.as_str() {
        "elsewhere" => Standing::ELSEWHERE,
        "elsewhere, related there" => {
            let mut standing = Standing::here(RelationshipSet::NONE.with(Relationship::Treating));
            standing.whereabouts = phi_access::Whereabouts::Elsewhere;
            standing
        }
        "nowhere" => Standing::NOWHERE,
        _ => Standing::here(RelationshipSet::NONE.with(Relationship::Treating)),
    };
    let ruling = decide_probe(&prepared, &who, &query, &standing);
    assert_eq!(ruling.is_permit(), kind == "here", "{ruling:?}");
}

/// Instructions of one decision.
fn instructions(kind: &str) -> u64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no", "--toggle-collect=*decide_probe*"])
        .arg("--callgrind-out-file=/dev/null")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "probe", "--test-threads=1"])
        .env(KIND, kind)
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{kind}: {report}");
    let line = report.lines().find(|line| line.contains("Collected")).unwrap();
    line.rsplit(':').next().unwrap().trim().parse().unwrap()
}

#[test]
fn not_yours_and_not_there_are_the_same_work() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: valgrind is missing");
        return;
    }
    let counts = ["elsewhere", "elsewhere, related there", "nowhere"].map(instructions);
    println!("{counts:?}");
    assert!(counts.iter().all(|count| *count > 0 && count == counts.first().unwrap()), "{counts:?}");
    // The counter sees what it is to see.
    assert_ne!(instructions("here"), instructions("nowhere"));
}
