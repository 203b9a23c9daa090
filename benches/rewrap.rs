//! What a rotation costs: every data key of a tenant re-wrapped under a new version of its key, with the root in a local keyring.
//!
//! `cargo bench -p hipaa --bench rewrap`. 100 000 data keys in memory, ten rounds, CPU time of the thread, the median of each.
//! Peer in the same run: opening and sealing 32 bytes with raw AES-256-GCM, the two key schedules made anew.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench talks to its user and stops when something is wrong"
)]

use std::{hint::black_box, sync::Arc};

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use hipaa::{
    access::{AccessControl, Policy, Register, Role, Rule, Session, SessionLimits},
    envelope::{EnvelopeKeyring, LocalKeyring, MemoryKeyStore},
    types::{
        Action, Actor, ActorId, Clock, OsEntropy, Phi, PhiRecord, Purpose, RecordId, SubjectId, SystemClock, TenantId,
        Text,
        gate::{AccessEntry, Administration, Ask, AuditRef, Gate, GateSeed, Outcome, Receipt, Recorder},
        record::FieldSet,
    },
};
use rustix::time::{ClockId, clock_gettime};

const KEYS: u32 = 100_000;

#[derive(PhiRecord)]
#[phi(record = "Note")]
struct Note {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    text: Phi<Text>,
}

struct Forgets;

impl Recorder for Forgets {
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        black_box(entries.len());
        Receipt::Done(Ok(AuditRef { log: [0; 16], index: 0 }))
    }
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

fn timed(act: impl FnOnce()) -> f64 {
    let before = cpu();
    act();
    cpu() - before
}

fn main() {
    let folder = std::env::temp_dir().join(format!("rewrap-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let phrase = "a passphrase for a bench".into();
    LocalKeyring::create(folder.join("root.keyring"), &phrase).unwrap();
    let root = LocalKeyring::open(folder.join("root.keyring"), &phrase).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();

    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let keys = EnvelopeKeyring::new(seed.brand(), root, MemoryKeyStore::new());
    let role = || Rule::permit("all").role("all").purpose(Purpose::Treatment);
    let custody = Rule::permit("custody").role("all").action(Action::RotateKey).purpose(Purpose::SystemAdministration);
    let policy = Policy::builder()
        .rule(role().action(Action::Create).fields::<Note>(FieldSet::ALL))
        .rule(custody.administration())
        .build()
        .unwrap();
    let (register, tenant) = (Arc::new(Register::new()), TenantId::new("north").unwrap());
    let actor = Actor::Human(ActorId::new("a.actor").unwrap());
    let limits = SessionLimits::CLINICAL;
    let who = Session::open(tenant.clone(), actor, [Role::new("all")], limits, SystemClock.now(), &OsEntropy).unwrap();
    let gate = Gate::new(seed, AccessControl::new(policy, Arc::clone(&register)), Forgets, SystemClock);
    for _ in 0..KEYS {
        let subject = SubjectId::random(&OsEntropy).unwrap();
        register.admit(&tenant, subject);
        let grant = gate.create_blocking(&who, Ask::about(subject, Purpose::Treatment)).unwrap();
        let row = RecordId::random(&OsEntropy).unwrap();
        grant.seal(&Note { subject, text: Phi::from("a note") }, row, 1, &keys).unwrap();
        drop(grant.finish(Outcome::Completed));
    }

    let (key, nonce, aad) = ([7; 32], [1; 12], [0; 120]);
    let sealed = Aes256Gcm::new(&key.into()).encrypt(&nonce.into(), Payload { msg: &[7; 32], aad: &aad }).unwrap();
    let (mut ours, mut raw) = (Vec::new(), Vec::new());
    for _ in 0..10 {
        let authority = gate.administer_blocking(&who, Administration::RotateKey, Phi::from("bench")).unwrap();
        ours.push(timed(|| {
            let rotation = keys.rotate(&authority).unwrap();
            assert_eq!((rotation.rewrapped, rotation.left, rotation.broken), (KEYS as usize, 0, 0));
        }));
        drop(authority.finish(Outcome::Completed));
        raw.push(timed(|| {
            for _ in 0..KEYS {
                let open = Aes256Gcm::new(black_box(&key.into()));
                let opened = open.decrypt(&nonce.into(), Payload { msg: &sealed, aad: &aad }).unwrap();
                let seal = Aes256Gcm::new(black_box(&key.into()));
                black_box(seal.encrypt(&nonce.into(), Payload { msg: &opened, aad: &aad }).unwrap());
            }
        }));
    }
    println!("| {KEYS} data keys, median of ten | µs a key | keys a second |\n|---|---|---|");
    let mut medians = Vec::new();
    for (name, mut times) in [
        ("a whole rotation: count, read, unwrap, wrap, replace", ours),
        ("peer: raw AES-256-GCM, open and seal 32 bytes, key schedules made anew", raw),
    ] {
        times.sort_by(f64::total_cmp);
        let median = times.iter().skip(4).take(2).sum::<f64>() / 2.0;
        medians.push(median);
        println!("| {name} | {:.2} | {:.0} |", median * 1e6 / f64::from(KEYS), f64::from(KEYS) / median);
    }
    println!("\nratio to the peer: {:.2}", medians.iter().copied().reduce(|ours, raw| ours / raw).unwrap_or_default());
}
