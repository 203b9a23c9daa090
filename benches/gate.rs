//! What passing the gate costs: decide, record, reveal four fields, end; in memory and with the durable log.
//!
//! `cargo bench -p hipaa --bench gate`. Ten interleaved rounds, the median of each; CPU time of the thread where nothing
//! waits for the disk, wall time where something does. Peers in the same run: the raw AES-256-GCM opening of four values, and
//! a raw write and fdatasync.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench talks to its user and stops when something is wrong"
)]

use std::{fs, hint::black_box, io::Write, sync::Arc, time::Instant};

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use hipaa::{
    access::{AccessControl, Policy, Register, Relationship, Role, Rule, Session, SessionLimits},
    audit::{
        AuditRecorder, PseudonymKey,
        log::{FileStorage, Log},
        note::NoteSigner,
    },
    envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore},
    types::{
        Action, Actor, ActorId, Clock, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Principal, Purpose, RecordId, Ssn,
        SubjectId, SystemClock, TenantId, Text,
        gate::{
            AccessEntry, Ask, AuditRef, DeIdentifies, Gate, GateSeed, Grant, Outcome, Reads, Receipt, Recorder, Writes,
        },
        record::{FieldSet, SealedRecord},
    },
};
use rustix::time::{ClockId, clock_gettime};

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
    #[phi(free_text)]
    note: Phi<Text>,
    #[phi(clinical)]
    plan: Phi<Text>,
    #[phi(clinical)]
    history: Phi<Text>,
    #[phi(demographic)]
    sex: Phi<Text>,
    #[phi(demographic)]
    state: Phi<Text>,
}

/// Takes entries and forgets them: the price of the gate without that of a log.
struct Forgets;

impl Recorder for Forgets {
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        black_box(entries.len());
        Receipt::Done(Ok(AuditRef { log: [0; 16], index: 0 }))
    }
}

struct Bench<R> {
    gate: Gate<AccessControl<Arc<Register>>, R>,
    keys: Arc<EnvelopeKeyring<EphemeralProvider, MemoryKeyStore>>,
    who: Session,
    row: SealedRecord<Patient>,
}

fn bench<R: Recorder + 'static>(
    recorder: impl FnOnce(Arc<EnvelopeKeyring<EphemeralProvider, MemoryKeyStore>>) -> R,
) -> Bench<R> {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys = Arc::new(EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()));
    let four = Patient::NAME | Patient::MRN | Patient::ALLERGIES | Patient::NOTE;
    let policy = Policy::builder()
        .rule(
            Rule::permit("write")
                .role("nurse")
                .action(Action::Create)
                .purpose(Purpose::Treatment)
                .fields::<Patient>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("care")
                .role("nurse")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .fields(four)
                .when(Relationship::Treating),
        )
        .build()
        .unwrap();
    let register = Arc::new(Register::new());
    let (tenant, subject) = (TenantId::new("north").unwrap(), SubjectId::random(&OsEntropy).unwrap());
    register.admit(&tenant, subject);
    let nurse = Actor::Human(ActorId::new("n.nurse").unwrap());
    let who =
        Session::open(tenant, nurse, [Role::new("nurse")], SessionLimits::CLINICAL, SystemClock.now(), &OsEntropy)
            .unwrap();
    register.relate(who.actor().id(), subject, Relationship::Treating);
    let gate = Gate::new(seed, AccessControl::new(policy, register), recorder(Arc::clone(&keys)), SystemClock);
    let text = || Phi::from("thirty-two bytes of plain text..");
    let patient = Patient {
        subject,
        name: PersonName::parse("Testpatient, Ana").unwrap(),
        mrn: Mrn::parse("MRN-000-17").unwrap(),
        allergies: text(),
        note: text(),
        plan: text(),
        history: text(),
        sex: text(),
        state: text(),
    };
    let grant = gate.create_blocking(&who, Ask::about(subject, Purpose::Treatment)).unwrap();
    let row = grant.seal(&patient, RecordId::random(&OsEntropy).unwrap(), 1, &*keys).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();
    Bench { gate, keys, who, row }
}

impl<R: Recorder + 'static> Bench<R> {
    fn ask(&self) -> Grant<Patient, Reads> {
        self.gate.read_blocking(&self.who, Ask::about(self.row.subject(), Purpose::Treatment)).unwrap()
    }

    fn pass(&self) {
        let grant = self.ask();
        let shown = grant.reveal(&self.row, &*self.keys, |view| view.name.granted().map_or(0, str::len)).unwrap();
        grant.finish(Outcome::Completed).wait().unwrap();
        black_box(shown);
    }
}

fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    now.tv_sec as f64 * 1e9 + now.tv_nsec as f64
}

fn per_cpu(times: u32, mut act: impl FnMut()) -> f64 {
    let before = cpu();
    (0..times).for_each(|_| act());
    (cpu() - before) / f64::from(times)
}

fn per_wall(times: u32, mut act: impl FnMut()) -> f64 {
    let before = Instant::now();
    (0..times).for_each(|_| act());
    before.elapsed().as_nanos() as f64 / f64::from(times)
}

fn main() {
    let folder = std::env::temp_dir().join(format!("gate-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let memory = bench(|_| Forgets);
    let durable = bench(|keys| {
        let signer = NoteSigner::new("bench.example/audit", &[7; 32]).unwrap();
        let log = Log::create(FileStorage::create(folder.join("audit.log")).unwrap(), signer, OsEntropy).unwrap();
        AuditRecorder::new(log, PseudonymKey::random(&OsEntropy).unwrap(), keys)
    });
    let raw = Aes256Gcm::new(&[7; 32].into());
    let sealed = raw.encrypt(&[1; 12].into(), Payload { msg: &[7; 33], aad: &[0; 200] }).unwrap();
    let mut file = fs::File::create(folder.join("raw")).unwrap();
    let held = memory.ask();

    let names = [
        "decide + record in memory + reveal four fields + end",
        "of which: decide + record in memory + end",
        "of which: reveal four fields of eight",
        "peer: raw AES-256-GCM opening of four values, key ready",
        "decide + record durably + reveal four fields + end durably",
        "peer: two raw writes of 400 bytes, each with fdatasync",
    ];
    let mut rounds: [Vec<f64>; 6] = Default::default();
    for _ in 0..10 {
        let all = [
            per_cpu(20_000, || memory.pass()),
            per_cpu(20_000, || drop(black_box(memory.ask().finish(Outcome::Completed)))),
            per_cpu(20_000, || {
                black_box(
                    held.reveal(&memory.row, &*memory.keys, |view| view.name.granted().map_or(0, str::len)).unwrap(),
                );
            }),
            per_cpu(20_000, || {
                for _ in 0..4 {
                    black_box(raw.decrypt(&[1; 12].into(), Payload { msg: &sealed, aad: &[0; 200] }).unwrap());
                }
            }),
            per_wall(200, || durable.pass()),
            per_wall(200, || {
                for _ in 0..2 {
                    file.write_all(&[7; 400]).unwrap();
                    file.sync_data().unwrap();
                }
            }),
        ];
        rounds.iter_mut().zip(all).for_each(|(round, time)| round.push(time));
    }
    println!("| | median of ten, µs |\n|---|---|");
    for (name, mut times) in names.into_iter().zip(rounds) {
        times.sort_by(f64::total_cmp);
        println!("| {name} | {:.2} |", (times.iter().skip(4).take(2).sum::<f64>()) / 2000.0);
    }
    println!("\n| | bytes |\n|---|---|");
    for (name, size, beside) in [
        ("`Text` / `Phi<Text>`", size_of::<Text>(), size_of::<Phi<Text>>()),
        ("`Phi<Text>` / `Option<Phi<Text>>`", size_of::<Phi<Text>>(), size_of::<Option<Phi<Text>>>()),
        ("`Ssn` / `Option<Ssn>`", size_of::<Ssn>(), size_of::<Option<Ssn>>()),
        (
            "`Grant<_, Reads>` / `Grant<_, Writes>`",
            size_of::<Grant<Patient, Reads>>(),
            size_of::<Grant<Patient, Writes>>(),
        ),
        ("`Grant<_, DeIdentifies>` / `SubjectId`", size_of::<Grant<Patient, DeIdentifies>>(), size_of::<SubjectId>()),
    ] {
        println!("| {name} | {size} / {beside} |");
    }
    fs::remove_dir_all(&folder).unwrap();
}
