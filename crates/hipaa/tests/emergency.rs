//! The log is down, and somebody is unconscious: what an emergency override permits goes on, on record; nothing else does.

#![allow(clippy::unwrap_used, reason = "a test stops when something is wrong")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hipaa::{
    access::{AccessControl, BreakGlassRule, Policy, Register, Relationship, Role, Rule, Session, SessionLimits},
    audit::{
        AuditLog, Setup, SinkRecorder, SubjectPseudonymKey,
        anchor::MemoryAnchor,
        event::AuditEvent,
        note::NoteSigner,
        notice::Notice,
        sink::{AuditSink, Event, SpillSink, Ticket},
    },
    envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore},
    types::{
        Action, Actor, ActorId, Clock as _, ManualClock, OsEntropy, PersonName, Phi, PhiRecord, Purpose, RecordId,
        SubjectId, TenantId,
        gate::{Ask, AuditUnavailable, Gate, GateSeed, Outcome, Refused},
        record::FieldSet,
    },
};
use time::OffsetDateTime;

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
}

/// A log that can be down.
struct Switch(Arc<AuditLog>, Arc<AtomicBool>);

impl AuditSink for Switch {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        if self.1.load(Ordering::SeqCst) { Ticket::done(Err(AuditUnavailable)) } else { self.0.submit(events) }
    }
}

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn emergencies_go_on_while_the_log_is_down_and_are_on_record_afterwards() {
    let folder = Folder(std::env::temp_dir().join(format!("hipaa-emergency-{}", std::process::id())));
    std::fs::create_dir(&folder.0).unwrap();
    let signer = || NoteSigner::new("test.example/audit", &[7; 32]).unwrap();
    let setup = Setup::new(folder.0.join("audit"), signer(), MemoryAnchor::new()).with_segments_of(1 << 20);
    let log = Arc::new(setup.open_or_create().unwrap().0);
    let down = Arc::new(AtomicBool::new(false));
    let spill = SpillSink::open(
        Arc::new(Switch(Arc::clone(&log), Arc::clone(&down))),
        folder.0.join("emergency.journal"),
        64 << 10,
        &signer(),
        &|_| false,
        hipaa::audit::alarm::unheard(),
    );
    let spill = Arc::new(spill.unwrap());

    let policy = Policy::builder()
        .rule(
            Rule::permit("write")
                .role("physician")
                .action(Action::Create)
                .purpose(Purpose::Treatment)
                .fields::<Patient>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("care")
                .role("physician")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .fields(Patient::NAME)
                .when(Relationship::Treating),
        )
        .break_glass(BreakGlassRule::new("emergency").role("physician").fields(Patient::NAME))
        .build()
        .unwrap();
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let clock = Arc::new(ManualClock::at(OffsetDateTime::now_utc()));
    let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys =
        Arc::new(EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()).with_clock(Arc::clone(&clock)));
    let recorder =
        SinkRecorder::over(Arc::clone(&spill), SubjectPseudonymKey::from_bytes(&[3; 32]), Arc::clone(&keys) as _);
    let register = Arc::new(Register::new());
    let gate = Gate::new(seed, AccessControl::new(policy, Arc::clone(&register)), recorder, Arc::clone(&clock));

    let (tenant, subject) = (TenantId::new("north").unwrap(), SubjectId::random(&OsEntropy).unwrap());
    register.admit(&tenant, subject);
    let actor = Actor::Human(ActorId::new("p.physician").unwrap());
    register.relate(actor.id(), subject, Relationship::Treating);
    let roles = [Role::new("physician")];
    let physician = Session::open(tenant, actor, roles, SessionLimits::CLINICAL, clock.now(), &OsEntropy).unwrap();
    let grant = gate.create_blocking(&physician, Ask::about(subject, Purpose::Treatment)).unwrap();
    let patient = Patient { subject, name: PersonName::parse("Testpatient, Ana").unwrap() };
    let row = grant.seal(&patient, RecordId::random(&OsEntropy).unwrap(), 1, &*keys).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();

    down.store(true, Ordering::SeqCst);
    let ask = |purpose| Ask::<Patient>::about(subject, purpose);
    assert_eq!(gate.read_blocking(&physician, ask(Purpose::Treatment)).unwrap_err(), Refused::AuditUnavailable);
    let override_ = gate
        .authorizer()
        .break_glass(&physician, subject, Phi::from("unconscious, allergies unknown"), clock.now())
        .unwrap();
    let grant = gate.read_blocking(&override_, ask(Purpose::BreakGlass)).unwrap();
    assert_eq!(grant.reveal(&row, &*keys, |view| view.name.granted().is_some()), Ok(true));
    assert_eq!(spill.state().entries, 1);
    drop(grant);

    down.store(false, Ordering::SeqCst);
    spill.drain().unwrap();
    let entries: Vec<_> = log.reader().unwrap().map(Result::unwrap).collect();
    let emergencies = entries.iter().filter(|entry| {
        AuditEvent::decode(entry.payload())
            .is_ok_and(|event| event.decision.as_ref().is_some_and(|decision| decision.emergency))
    });
    assert_eq!(emergencies.count(), 1);
    let drained =
        |entry: &&hipaa::audit::log::Entry| matches!(Notice::decode(entry.payload()), Some(Notice::Drained { .. }));
    assert_eq!(entries.iter().filter(drained).count(), 1);
    assert!(gate.read_blocking(&physician, ask(Purpose::Treatment)).is_ok());
}
