//! Searching what is sealed: a blind index in SQLite, written, searched, and gone with its subject; and the acts on keys in the audit log.
//!
//! `cargo run --release --example index_rows`. The table is in `index_rows/rows.rs`.

#![allow(clippy::print_stdout, reason = "a program talks to its user")]

use std::{error::Error, fs, sync::Arc};

use hipaa::{
    KeyAudit,
    access::{AccessControl, Policy, Register, Role, Rule, Session, SessionLimits},
    audit::{
        LogSink, SinkRecorder, SubjectPseudonymKey,
        event::AuditEvent,
        log::{FileStorage, Log, Reader},
        note::NoteSigner,
        sink::Limits,
    },
    envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore},
    types::{
        Action, Actor, ActorId, Clock, Entropy, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Purpose, RecordId,
        SubjectId, SystemClock, TenantId,
        gate::{Administration, Ask, Gate, GateSeed, Outcome},
        record::FieldSet,
    },
};

#[path = "index_rows/rows.rs"]
mod rows;

type Failed = Box<dyn Error>;

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(mrn, index(folded, bits = 64))]
    mrn: Mrn,
}

fn main() -> Result<(), Failed> {
    let mut random = [0; 16];
    OsEntropy.fill(&mut random)?;
    let name: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let folder = std::env::temp_dir().join(format!("index-rows-{name}"));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    let done = run(&folder);
    fs::remove_dir_all(&folder)?;
    done
}

fn run(folder: &std::path::Path) -> Result<(), Failed> {
    // The sink comes first: the keyring's journal and the gate's recorder both write into it.
    let mut secret = [0; 32];
    OsEntropy.fill(&mut secret)?;
    let signer = NoteSigner::new("clinic.example/audit", &secret)?;
    let log = Log::create(FileStorage::create(folder.join("audit.log"))?, signer, OsEntropy)?;
    let sink = Arc::new(LogSink::new(log, Limits::default()));
    let pseudonyms = SubjectPseudonymKey::random(&OsEntropy)?;
    let for_keys = SubjectPseudonymKey::from_bytes(pseudonyms.expose());
    let index = Arc::new(rows::Rows::open(&folder.join("index.db"))?);
    let seed = GateSeed::generate(&OsEntropy)?;
    let keys = EnvelopeKeyring::new(seed.brand(), EphemeralProvider::generate(&OsEntropy)?, MemoryKeyStore::new())
        .with_journal(KeyAudit::new(Arc::clone(&sink), for_keys)?)
        .with_index_rows(Arc::clone(&index));
    let keys = Arc::new(keys);
    let recorder = SinkRecorder::over(Arc::clone(&sink), pseudonyms, Arc::clone(&keys) as _);
    let register = Arc::new(Register::new());
    let gate = Gate::new(seed, AccessControl::new(policy()?, Arc::clone(&register)), recorder, SystemClock);
    let tenant = TenantId::new("north-clinic")?;
    let sign_in = |role: &'static str| -> Result<Session, Failed> {
        let (actor, now) = (Actor::Human(ActorId::new(role)?), SystemClock.now());
        Ok(Session::open(tenant.clone(), actor, [Role::new(role)], SessionLimits::CLINICAL, now, &OsEntropy)?)
    };
    let (clerk, custodian) = (sign_in("clerk")?, sign_in("custodian")?);

    let mut first = None;
    for number in 1..=3 {
        let (subject, record) = (SubjectId::random(&OsEntropy)?, RecordId::random(&OsEntropy)?);
        register.admit(&tenant, subject);
        let patient = Patient {
            subject,
            name: PersonName::parse(format!("Testpatient, Number {number}")).map_err(|_| "a made-up name")?,
            mrn: Mrn::parse(format!("MRN-000-{number}")).map_err(|_| "a made-up number")?,
        };
        let grant = gate.create_blocking(&clerk, Ask::about(subject, Purpose::Treatment))?;
        let term = grant.index_term(&patient, Patient::BY_MRN, &*keys)?;
        // The sealed row goes into the host's database; with it, in the same transaction, its term.
        let row = grant.seal(&patient, record, 1, &*keys)?;
        index.put((&tenant, "Patient.mrn"), term.as_ref(), subject, record)?;
        grant.finish(Outcome::Completed).wait()?;
        println!(
            "sealed: {} bytes, found under {} bytes",
            row.as_bytes().len(),
            term.map_or(0, |term| term.as_bytes().len())
        );
        first.get_or_insert(subject);
    }

    let search = |mrn: &str| -> Result<usize, Failed> {
        let list = gate.list_blocking::<Patient>(&clerk, Purpose::Treatment, Patient::MRN)?;
        let example =
            PatientPatch { mrn: Some(Mrn::parse(mrn).map_err(|_| "a made-up number")?), ..PatientPatch::default() };
        let terms = list.search_terms(&example, Patient::BY_MRN, &*keys)?;
        let found = index.find(&tenant, "Patient.mrn", &terms)?;
        list.finish(Outcome::Completed).wait()?;
        Ok(found.len())
    };
    println!("mrn-000-1: {} found; MRN-000-9: {} found", search("mrn-000-1")?, search("MRN-000-9")?);

    let subject = first.ok_or("nobody came")?;
    let act = Administration::ShredSubject(subject);
    let authority = gate.administer_blocking(&custodian, act, Phi::from("the retention period is over"))?;
    let destroyed = keys.shred(&authority, subject)?;
    authority.finish(Outcome::Completed).wait()?;
    println!("shredded: {} key(s), {} index row(s)", destroyed.keys, destroyed.index_rows.unwrap_or_default());
    println!("mrn-000-1: {} found", search("mrn-000-1")?);

    println!("what the log says of keys:");
    for entry in Reader::open(folder.join("audit.log"))? {
        let event = AuditEvent::decode(entry?.payload())?;
        if event.actor.who.as_str() == "key-journal" {
            let entities: Vec<_> = event.entities.iter().map(|entity| entity.name.as_str()).collect();
            println!("  {:?} {}", event.kind, entities.join(" "));
        }
    }
    Ok(())
}

fn policy() -> Result<Policy, Failed> {
    Ok(Policy::builder()
        .rule(
            Rule::permit("admission")
                .role("clerk")
                .action(Action::Create)
                .purpose(Purpose::Treatment)
                .fields::<Patient>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("search").role("clerk").action(Action::List).purpose(Purpose::Treatment).fields(Patient::MRN),
        )
        .rule(
            Rule::permit("key-custody")
                .role("custodian")
                .action(Action::ShredSubject)
                .purpose(Purpose::SystemAdministration)
                .administration(),
        )
        .build()?)
}
