//! What the gate disclosed, and what the accounting of 45 CFR 164.528 makes of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed test is a panic by design")]

use std::sync::Arc;

use hipaa::{
    access::{AccessControl, Policy, Register, Role, Rule, Session, SessionLimits},
    audit::{
        AuditRecorder, SubjectPseudonymKey,
        event::{AuditEvent, LegalBasis},
        log::{Log, MemoryDisk, Reader},
        note::NoteSigner,
        report::{Accounting, Period164},
        search::{Answer, Found},
    },
    envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore},
    types::{
        Action, Actor, ActorId, Clock as _, ManualClock, OsEntropy, PersonName, Phi, PhiRecord, Purpose, Recipient,
        RecordId, SubjectId, TenantId, Text,
        gate::{Ask, Gate, GateSeed, Outcome},
        record::FieldSet,
    },
};
use time::{Duration, macros::datetime};

#[derive(PhiRecord)]
#[phi(record = "Immunisation")]
struct Immunisation {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(clinical)]
    vaccine: Phi<Text>,
}

/// A grant to disclose is on record before anything is shown with it, so that what a crash leaves is an entry too many and never one
/// too few. What is known not to have been made is told from what was by the count of uses in the grant's end.
#[test]
fn exactly_what_was_disclosed_is_accounted_for() {
    let policy = Policy::builder()
        .rule(
            Rule::permit("write")
                .role("clerk")
                .action(Action::Create)
                .purpose(Purpose::Treatment)
                .fields::<Immunisation>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("registry")
                .role("clerk")
                .action(Action::Disclose)
                .purpose(Purpose::PublicHealth)
                .fields(Immunisation::VACCINE)
                .protocol("registry-reports"),
        )
        .build()
        .unwrap();
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let clock = Arc::new(ManualClock::at(datetime!(2026-03-01 08:00 UTC)));
    let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys =
        Arc::new(EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()).with_clock(Arc::clone(&clock)));
    let disk = MemoryDisk::new();
    let signer = NoteSigner::new("test.example/audit", &[7; 32]).unwrap();
    let log = Log::create(disk.writer().unwrap(), signer, OsEntropy).unwrap();
    let recorder = AuditRecorder::new(log, SubjectPseudonymKey::from_bytes(&[3; 32]), Arc::clone(&keys) as _);
    let (register, tenant) = (Arc::new(Register::new()), TenantId::new("north").unwrap());
    let gate = Gate::new(seed, AccessControl::new(policy, Arc::clone(&register)), recorder, Arc::clone(&clock));
    let clerk = Actor::Human(ActorId::new("c.clerk").unwrap());
    let limits = SessionLimits::CLINICAL;
    let clerk = Session::open(tenant.clone(), clerk, [Role::new("clerk")], limits, clock.now(), &OsEntropy).unwrap();
    let subject = SubjectId::random(&OsEntropy).unwrap();
    register.admit(&tenant, subject);
    let record =
        Immunisation { subject, name: PersonName::parse("Testpatient, Ana").unwrap(), vaccine: Phi::from("a vaccine") };
    let grant = gate.create_blocking(&clerk, Ask::about(subject, Purpose::Treatment)).unwrap();
    let row = grant.seal(&record, RecordId::random(&OsEntropy).unwrap(), 1, &*keys).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();

    // To whom, whether it was shown before the end, and what the host said of the end.
    let golden = [
        ("sent", true, Some(Outcome::Completed), true),
        ("failed before anything was shown", false, Some(Outcome::Failed), false),
        ("failed after it was shown", true, Some(Outcome::Failed), true),
        ("no such row", false, Some(Outcome::NotFound), false),
        ("dropped unused", false, None, false),
        ("dropped after it was shown", true, None, true),
        ("said to be sent", false, Some(Outcome::Completed), true),
    ];
    for (to, shown, ended, _) in golden {
        clock.advance(Duration::seconds(10));
        let ask = Ask::about(subject, Purpose::PublicHealth).to(Recipient::new(to).unwrap());
        let grant = gate.read_blocking(&clerk, ask).unwrap();
        if shown {
            assert!(grant.reveal(&row, &*keys, |view| view.vaccine.granted().is_some()).unwrap());
        }
        if let Some(outcome) = ended {
            grant.finish(outcome).wait().unwrap();
        }
    }
    // One whose end nobody saw, as after a crash.
    let lost = gate
        .read_blocking(
            &clerk,
            Ask::<Immunisation>::about(subject, Purpose::PublicHealth).to(Recipient::new("crash").unwrap()),
        )
        .unwrap();
    let entries = Reader::new(disk.reader()).unwrap();
    let found: Vec<Found> = entries
        .map(Result::unwrap)
        .map(|entry| Found { index: entry.index(), event: AuditEvent::decode(entry.payload()).unwrap() })
        .filter(|found| found.event.patient.is_some())
        .collect();
    drop(lost);

    let upto = found.len() as u64;
    let answer = Answer { tenant, found, upto, recorded_at: upto };
    let now = clock.now();
    let accounting = Accounting::of(&answer, Period164::before(now), &[], now, &());
    let listed: Vec<_> = accounting.entries.iter().map(|entry| entry.recipient.as_str()).collect();
    let expected: Vec<_> = golden.iter().filter(|(.., counts)| *counts).map(|(to, ..)| *to).chain(["crash"]).collect();
    assert_eq!((listed, accounting.unused), (expected, 3));
    assert!(accounting.entries.iter().all(|entry| entry.basis == LegalBasis::PublicHealth && entry.count == 1));
}
