//! What is done with keys stands in the audit log, and does not happen when it cannot.

#![allow(clippy::unwrap_used, reason = "a failed test is a panic by design")]

use std::{
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use hipaa::{
    KeyAudit,
    access::{AccessControl, Policy, Register, Role, Rule, Session, SessionLimits},
    audit::{
        LogSink, SinkRecorder, SubjectPseudonymKey,
        event::{AuditEvent, Kind},
        log::{Log, MemoryDisk, MemoryStorage, Reader},
        note::NoteSigner,
        sink::{AuditSink, Event, Limits, Ticket},
    },
    envelope::{EnvelopeKeyring, EphemeralProvider, KeyState, KeyringError, MemoryKeyStore, Shelf},
    types::{
        Action, Actor, ActorId, Clock as _, ManualClock, OsEntropy, PersonName, Phi, PhiRecord, Purpose, RecordId,
        SubjectId, TenantId,
        gate::{Administration, Ask, AuditUnavailable, Authority, Gate, GateSeed, Outcome},
        record::FieldSet,
    },
};
use time::{Duration, macros::datetime};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
}

/// A log that can be unplugged, for the journal alone.
struct Unplugged(Arc<LogSink<MemoryStorage>>, Arc<AtomicBool>);

impl AuditSink for Unplugged {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        if self.1.load(Ordering::SeqCst) { Ticket::done(Err(AuditUnavailable)) } else { self.0.submit(events) }
    }
}

struct World {
    gate: Gate<AccessControl<Arc<Register>>, SinkRecorder<Arc<LogSink<MemoryStorage>>>>,
    keys: Arc<EnvelopeKeyring<EphemeralProvider, MemoryKeyStore>>,
    register: Arc<Register>,
    down: Arc<AtomicBool>,
    disk: MemoryDisk,
    clock: Arc<ManualClock>,
    tenant: TenantId,
}

fn world() -> World {
    let policy = Policy::builder()
        .rule(
            Rule::permit("write")
                .role("clerk")
                .action(Action::Create)
                .purpose(Purpose::Treatment)
                .fields::<Patient>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("custody")
                .role("custodian")
                .action(Action::RotateKey)
                .action(Action::ShredSubject)
                .purpose(Purpose::SystemAdministration)
                .administration(),
        )
        .build()
        .unwrap();
    let (disk, down) = (MemoryDisk::new(), Arc::new(AtomicBool::new(false)));
    let signer = NoteSigner::new("test.example/audit", &[7; 32]).unwrap();
    let log = Log::create(disk.writer().unwrap(), signer, OsEntropy).unwrap();
    let sink = Arc::new(LogSink::new(log, Limits::default()));
    let clock = Arc::new(ManualClock::at(datetime!(2026-03-01 08:00 UTC)));
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let pseudonyms = || SubjectPseudonymKey::from_bytes(&[3; 32]);
    let journal = KeyAudit::new(Unplugged(Arc::clone(&sink), Arc::clone(&down)), pseudonyms()).unwrap();
    let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys = EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new())
        .with_clock(Arc::clone(&clock))
        .with_journal(journal);
    let keys = Arc::new(keys);
    let register = Arc::new(Register::new());
    let recorder = SinkRecorder::over(sink, pseudonyms(), Arc::clone(&keys) as _);
    let gate = Gate::new(seed, AccessControl::new(policy, Arc::clone(&register)), recorder, Arc::clone(&clock));
    World { gate, keys, register, down, disk, clock, tenant: TenantId::new("north").unwrap() }
}

impl World {
    fn sign_in(&self, role: &'static str) -> Session {
        let (actor, now) = (Actor::Human(ActorId::new(role).unwrap()), self.clock.now());
        let limits = SessionLimits::CLINICAL;
        Session::open(self.tenant.clone(), actor, [Role::new(role)], limits, now, &OsEntropy).unwrap()
    }

    fn admit(&self, number: u8) -> SubjectId {
        let subject = SubjectId::from_bytes([number; 16]);
        self.register.admit(&self.tenant, subject);
        let grant = self.gate.create_blocking(&self.sign_in("clerk"), Ask::about(subject, Purpose::Treatment)).unwrap();
        let patient = Patient { subject, name: PersonName::parse("Testpatient, Ana").unwrap() };
        grant.seal(&patient, RecordId::from_bytes([number; 16]), 1, &*self.keys).unwrap();
        grant.finish(Outcome::Completed).wait().unwrap();
        subject
    }

    fn authority(&self, act: Administration) -> Authority {
        self.gate.administer_blocking(&self.sign_in("custodian"), act, Phi::from("test")).unwrap()
    }

    /// What the journal wrote: the kind and the first entity.
    fn of_keys(&self) -> Vec<(Kind, String)> {
        self.events().into_iter().map(|event| (event.kind, event.entities.first().unwrap().name.to_string())).collect()
    }

    fn events(&self) -> Vec<AuditEvent> {
        Reader::new(self.disk.reader())
            .unwrap()
            .map(|entry| AuditEvent::decode(entry.unwrap().payload()).unwrap())
            .filter(|event| event.actor.who.as_str() == "key-journal")
            .collect()
    }
}

#[test]
fn every_act_on_keys_is_an_event_of_the_log() {
    let world = world();
    let (one, two) = (world.admit(1), world.admit(2));
    let rotates = world.authority(Administration::RotateKey);
    world.keys.rotate(&rotates).unwrap();
    world.keys.set_state(&rotates, Shelf::Tenant, 1, KeyState::Compromised).unwrap();
    world.keys.permit_compromised(&rotates, Shelf::Tenant, Duration::hours(1)).unwrap();
    let custody = |subject| world.authority(Administration::KeyCustody(subject));
    world.keys.merge(&custody(two), two, one).unwrap();
    world.keys.unmerge(&custody(two), two).unwrap();
    world.keys.hold(&custody(one), one, true).unwrap();
    world.keys.hold(&custody(one), one, false).unwrap();
    world.keys.shred(&world.authority(Administration::ShredSubject(one)), one).unwrap();

    let seen = world.of_keys();
    let expected = [
        (Kind::KeyRotation, "tenant-key:made:active"),
        (Kind::KeyRotation, "tenant-key:active:deactivated"),
        (Kind::KeyRotation, "tenant-key:rewrapped"),
        (Kind::KeyRotation, "tenant-key:deactivated:compromised"),
        (Kind::KeyUse, "tenant-key:override-permitted"),
        (Kind::KeyRotation, "subject-keys:merged"),
        (Kind::KeyRotation, "subject-keys:survives"),
        (Kind::KeyRotation, "subject-keys:unmerged"),
        (Kind::KeyRotation, "subject-keys:parted"),
        (Kind::KeyRotation, "subject-keys:held"),
        (Kind::KeyRotation, "subject-keys:released"),
        (Kind::Shredding, "subject-keys:shredded"),
    ];
    let mut rest = seen.iter();
    for (kind, name) in expected {
        assert!(rest.any(|(of, is)| (*of, is.as_str()) == (kind, name)), "{name}, in this order, in {seen:?}");
    }
    let events = world.events();
    let named =
        |name: &str| events.iter().find(|event| event.entities.iter().any(|it| it.name.as_str() == name)).unwrap();
    let pseudonym = |subject| Some(SubjectPseudonymKey::from_bytes(&[3; 32]).pseudonym(&world.tenant, subject));
    assert_eq!(named("subject-keys:shredded").patient, pseudonym(one));
    assert_eq!(
        (named("subject-keys:merged").patient, named("subject-keys:survives").patient),
        (pseudonym(two), pseudonym(one))
    );
    let period = named("tenant-key:override-permitted").occurred.unwrap();
    assert_eq!(period.end - period.start, Duration::hours(1));
    let count = |name: &str| named(name).entities.iter().find(|it| it.name.as_str() == name).unwrap().count;
    assert_eq!(
        (count("data-keys:rewrapped"), count("data-keys:left"), count("data-keys:broken")),
        (Some(3), Some(0), Some(0))
    );
}

#[test]
fn what_cannot_be_recorded_does_not_happen() {
    let world = world();
    let (one, two) = (world.admit(1), world.admit(2));
    let custody = world.authority(Administration::KeyCustody(two));
    let shreds = world.authority(Administration::ShredSubject(one));
    world.down.store(true, Ordering::SeqCst);
    assert_eq!(world.keys.shred(&shreds, one).err(), Some(KeyringError::Journal));
    assert_eq!(world.keys.merge(&custody, two, one), Err(KeyringError::Journal));
    world.down.store(false, Ordering::SeqCst);
    assert_eq!(world.keys.survivor(&world.tenant, two), Ok(two));
    assert_eq!(world.keys.shred(&shreds, one).unwrap().keys, 1);
}

#[test]
fn the_example_index_rows_searches_shreds_and_shows_the_log() {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().and_then(Path::parent).unwrap().join("examples/index_rows");
    assert!(program.exists(), "`cargo test` builds the example first; a single test target does not");
    let output = Command::new(program).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for expected in [
        "mrn-000-1: 1 found; MRN-000-9: 0 found",
        "shredded: 1 key(s), 1 index row(s)\nmrn-000-1: 0 found",
        "Shredding subject-keys:shredded",
    ] {
        assert!(told.contains(expected), "{expected} is missing in {told}");
    }
}
