//! The crates together: what only their composition can show.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed test is a panic by design")]

use std::{collections::BTreeMap, sync::Arc};

use hipaa::{
    access::{
        AccessControl, Authentication, BreakGlassRule, Evidence, Policy, Register, Relationship, Role, Rule, Session,
        SessionLimits, SignIn, UserId,
    },
    audit::{
        AuditRecorder, SubjectPseudonymKey,
        event::{Agent, AuditEvent, Due, SealedNote, Term},
        exchange::{Format, SyslogOrigin, parse_syslog, syslog},
        log::{Fault, Log, MemoryDisk, MemoryStorage, Reader, verify},
        note::NoteSigner,
    },
    deid::{
        DeidValue, SafeHarborEngine,
        attestation::{ActualKnowledgeAttestation, Review},
    },
    envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore},
    types::{
        Action, Actor, ActorId, Age, AsRecorded, Assurance, BirthDate, Clock, ManualClock, Mrn, Network, OsEntropy,
        PersonName, Phi, PhiRecord, Principal, Purpose, RecordId, Request, RequestId, ServiceDate, SubjectId, TenantId,
        Text, Zip,
        gate::{Administration, Ask, Gate, GateSeed, GrantError, Outcome, Refused},
        port::OpenError,
        record::{FieldSet, SealedRecord},
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
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(date, birth)]
    born: AsRecorded<BirthDate>,
    #[phi(date)]
    seen: ServiceDate,
    #[phi(zip)]
    zip: AsRecorded<Zip>,
    #[phi(free_text)]
    note: Phi<Text>,
}

/// None of these may stand in anything that rests or is logged.
const CANARIES: [&str; 4] = ["Testpatient", "MRN-000-17", "19310615", "Quuxville"];

struct Clinic {
    gate: Gate<AccessControl<Arc<Register>>, Arc<AuditRecorder<MemoryStorage>>>,
    log: Arc<AuditRecorder<MemoryStorage>>,
    keys: Arc<EnvelopeKeyring<EphemeralProvider, MemoryKeyStore>>,
    deid: SafeHarborEngine,
    register: Arc<Register>,
    clock: Arc<ManualClock>,
    disk: MemoryDisk,
    tenant: TenantId,
}

fn signer() -> NoteSigner {
    NoteSigner::new("test.example/audit", &[7; 32]).unwrap()
}

fn clinic() -> Clinic {
    let policy = Policy::builder()
        .rule(
            Rule::permit("write")
                .role("clerk")
                .action(Action::Create)
                .purpose(Purpose::Treatment)
                .fields::<Patient>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("care")
                .role("physician")
                .action(Action::Read)
                .purpose(Purpose::Treatment)
                .whole_record::<Patient>("treats the whole patient")
                .when(Relationship::Treating),
        )
        .rule(
            Rule::permit("export")
                .role("analyst")
                .action(Action::DeIdentify)
                .purpose(Purpose::Operations)
                .fields::<Patient>(FieldSet::ALL),
        )
        .rule(
            Rule::permit("custody")
                .role("custodian")
                .action(Action::ReadLog)
                .purpose(Purpose::SystemAdministration)
                .administration(),
        )
        .break_glass(BreakGlassRule::new("emergency").role("physician").fields(Patient::NAME | Patient::NOTE))
        .build()
        .unwrap();
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let clock = Arc::new(ManualClock::at(datetime!(2026-03-01 08:00 UTC)));
    let provider = EphemeralProvider::generate(&OsEntropy).unwrap();
    let keys =
        Arc::new(EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()).with_clock(Arc::clone(&clock)));
    let disk = MemoryDisk::new();
    let log = Log::create(disk.writer().unwrap(), signer(), OsEntropy).unwrap();
    let log = Arc::new(AuditRecorder::new(log, SubjectPseudonymKey::from_bytes(&[3; 32]), Arc::clone(&keys) as _));
    let register = Arc::new(Register::new());
    let deid = SafeHarborEngine::new(seed.brand()).unwrap();
    let access = AccessControl::new(policy, Arc::clone(&register));
    let gate = Gate::new(seed, access, Arc::clone(&log), Arc::clone(&clock));
    Clinic { gate, log, keys, deid, register, clock, disk, tenant: TenantId::new("north").unwrap() }
}

impl Clinic {
    fn sign_in(&self, tenant: &str, role: &str) -> Session {
        let actor = Actor::Human(ActorId::new(&format!("{role}.one")).unwrap());
        let tenant = TenantId::new(tenant).unwrap();
        Session::open(tenant, actor, [Role::new(role)], SessionLimits::CLINICAL, self.clock.now(), &OsEntropy).unwrap()
    }

    fn admit(&self) -> SealedRecord<Patient> {
        let subject = SubjectId::random(&OsEntropy).unwrap();
        self.register.admit(&self.tenant, subject);
        let patient = Patient {
            subject,
            name: PersonName::parse("Testpatient, Ana").unwrap(),
            mrn: Mrn::parse("MRN-000-17").unwrap(),
            born: AsRecorded::new("19310615"),
            seen: ServiceDate::parse("2025-12-24").unwrap(),
            zip: AsRecorded::new("03601"),
            note: Phi::from("Ms. Testpatient of Quuxville, NH 03601 called on 2/3/2026 about MRN-000-17. BP 120/80."),
        };
        let grant = self
            .gate
            .create_blocking(&self.sign_in("north", "clerk"), Ask::about(subject, Purpose::Treatment))
            .unwrap();
        let row = grant.seal(&patient, RecordId::random(&OsEntropy).unwrap(), 1, &*self.keys).unwrap();
        grant.finish(Outcome::Completed).wait().unwrap();
        row
    }

    fn events(&self) -> Vec<AuditEvent> {
        let entries = Reader::new(self.disk.reader()).unwrap();
        entries.map(|entry| AuditEvent::decode(entry.unwrap().payload()).unwrap()).collect()
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn nothing_that_rests_holds_a_value_and_the_log_verifies() {
    let clinic = clinic();
    let row = clinic.admit();
    let physician = clinic.sign_in("north", "physician");
    clinic.register.relate(physician.actor().id(), row.subject(), Relationship::Treating);
    let grant = clinic.gate.read_blocking(&physician, Ask::about(row.subject(), Purpose::Treatment)).unwrap();
    let name = grant.reveal(&row, &*clinic.keys, |view| view.name.granted().map(str::to_owned)).unwrap();
    assert_eq!(name.as_deref(), Some("Testpatient, Ana"));
    grant.finish(Outcome::Completed).wait().unwrap();
    for canary in CANARIES {
        assert!(!holds(row.as_bytes(), canary) && !holds(&clinic.disk.bytes(), canary), "{canary}");
    }
    assert!(
        !clinic.disk.bytes().windows(16).any(|window| window == row.subject().to_bytes()),
        "not even the subject's id"
    );
    let kept = clinic.log.checkpoint().unwrap();
    assert_eq!(verify(clinic.disk.reader(), signer().verifier(), Some(&kept)).unwrap().size, 4);
}

/// Whoever asks says nothing of it: roles, assurance and session come from the sign-in, the rest from the host's request.
#[test]
fn an_event_of_the_gate_is_complete_and_stays_so_in_every_format() {
    let clinic = clinic();
    let row = clinic.admit();
    let before = clinic.events().len();
    let user = UserId::new("p.physician").unwrap();
    let authentication = Authentication::new(clinic.clock.now(), &["pwd", "otp"], None);
    let session = SignIn::person(clinic.tenant.clone(), user, authentication)
        .roles([Role::new("physician"), Role::new("Head of Ward 7")])
        .limits(SessionLimits::CLINICAL)
        .open(clinic.clock.now(), &OsEntropy)
        .unwrap();
    clinic.register.relate_by(session.actor().id(), row.subject(), Relationship::Treating, Evidence(4711));
    let [client, proxy] = ["192.0.2.7", "2001:db8::1"].map(|ip| ip.parse().unwrap());
    let request =
        Request::new(RequestId::from_bytes([5; 16])).from(Network::behind(proxy, &[client], |ip| *ip == proxy));
    let physician = session.during(request);
    let ask = || Ask::<Patient>::about(row.subject(), Purpose::Treatment);
    let grant = clinic.gate.read_blocking(&physician, ask()).unwrap();
    grant.reveal(&row, &*clinic.keys, |_| ()).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();
    assert_eq!(clinic.gate.create_blocking(&physician, ask()).unwrap_err(), Refused::NotPermitted);

    let events = clinic.events().split_off(before);
    assert_eq!(events.len(), 3, "a read, its end, a denial");
    for event in &events {
        let actor = &event.actor;
        let roles: Vec<_> = actor.roles.iter().map(Term::as_str).collect();
        // What is no term stands as a digest: a role is named by the host, and might name a person.
        assert_eq!((roles.len(), roles[0]), (2, "physician"));
        assert!(roles[1].starts_with("h.") && !format!("{event:?}").contains("Head of Ward"));
        assert_eq!((actor.session, actor.assurance), (Some(session.session()), Some(Assurance::Aal2)));
        assert_eq!(actor.network, Some(Network::through(client, vec![proxy])));
        assert_eq!(event.request, Some(RequestId::from_bytes([5; 16])));
        for format in Format::ALL {
            let text = format.render(event);
            for told in ["192.0.2.7", "physician", "aal2"] {
                assert!(text.contains(told), "{told} in {format:?}: {text}");
            }
            // The proxies, the request and the evidence as well, in whatever form.
            assert_eq!(format.parse(&text).as_ref(), Ok(event));
        }
        let message = syslog(event, &SyslogOrigin::new("gate.example.org", "phi", "7").unwrap());
        assert!(message.contains("192.0.2.7") && message.contains("aal2"));
        assert_eq!(parse_syslog(&message).as_ref(), Ok(event));
    }
    assert_eq!(events[0].decision.as_ref().unwrap().evidence, Some(4711));
    assert_eq!(Agent::of(&physician), events[0].actor, "a host that records a login itself says the same");
}

/// The source names the record of the host that bears the relationship out, and the log keeps that number.
#[test]
fn the_log_says_what_bore_the_relationship_out() {
    let clinic = clinic();
    let row = clinic.admit();
    let physician = clinic.sign_in("north", "physician");
    clinic.register.relate_by(physician.actor().id(), row.subject(), Relationship::Treating, Evidence(4711));
    let ask = Ask::<Patient>::about(row.subject(), Purpose::Treatment);
    clinic.gate.read_blocking(&physician, ask).unwrap().finish(Outcome::Completed).wait().unwrap();
    let events = clinic.events();
    let evidence: Vec<_> = events.iter().filter_map(|event| event.decision.as_ref()?.evidence).collect();
    assert_eq!(evidence, [4711], "the clerk who admitted needed no relationship");
}

#[test]
fn a_log_that_cannot_write_closes_the_gate_and_stays_closed() {
    let clinic = clinic();
    let row = clinic.admit();
    let physician = clinic.sign_in("north", "physician");
    clinic.register.relate(physician.actor().id(), row.subject(), Relationship::Treating);
    let ask = || Ask::<Patient>::about(row.subject(), Purpose::Treatment);
    clinic.disk.fail_next(Fault::Sync);
    assert_eq!(clinic.gate.read_blocking(&physician, ask()).unwrap_err(), Refused::AuditUnavailable);
    // The sync would work again, and yet: what was in between may be lost, so the log wants to be opened anew.
    assert_eq!(clinic.gate.read_blocking(&physician, ask()).unwrap_err(), Refused::AuditUnavailable);
}

#[test]
fn the_reason_of_an_emergency_is_sealed_in_the_log_and_opens_for_its_custodian_alone() {
    let clinic = clinic();
    let row = clinic.admit();
    let physician = clinic.sign_in("north", "physician");
    let ask = |purpose| Ask::<Patient>::about(row.subject(), purpose);
    assert_eq!(clinic.gate.read_blocking(&physician, ask(Purpose::Treatment)).unwrap_err(), Refused::NotFound);
    let reason = "Testpatient unconscious, allergies unknown";
    let access = clinic.gate.authorizer();
    let emergency = access.break_glass(&physician, row.subject(), Phi::from(reason), clinic.clock.now()).unwrap();
    // A note of the request does not push the reason out.
    let noted = ask(Purpose::BreakGlass).noting(Phi::from("bed seven"));
    let grant = clinic.gate.read_blocking(&emergency, noted).unwrap();
    assert_eq!(grant.reveal(&row, &*clinic.keys, |view| view.mrn.is_withheld()), Ok(true));
    grant.finish(Outcome::Completed).wait().unwrap();
    assert!(!holds(&clinic.disk.bytes(), "unconscious"));

    let events = clinic.events();
    let broken =
        events.iter().find(|event| event.decision.as_ref().is_some_and(|decision| decision.emergency)).unwrap();
    assert_eq!(broken.purpose, Some(Purpose::BreakGlass));
    assert!(matches!(broken.note, SealedNote::Sealed(_)));
    let duties = &broken.decision.as_ref().unwrap().duties;
    let duties: Vec<_> = duties.iter().map(|owed| (owed.duty.as_str(), owed.amount, owed.due)).collect();
    let owed = [("notify-privacy-officer", None, Due::After), ("review-within", Some(259_200), Due::After)];
    assert_eq!(duties, owed);
    let SealedNote::Sealed(sealed) = &broken.reason else { unreachable!("the reason is sealed") };
    let read = |tenant| {
        let custodian = clinic.sign_in(tenant, "custodian");
        let act = Administration::ReadLog;
        let authority = clinic.gate.administer_blocking(&custodian, act, Phi::from("review of an override")).unwrap();
        authority.reveal_note(sealed, &*clinic.keys, clinic.gate.brand(), str::to_owned)
    };
    assert_eq!(read("north").as_deref(), Ok(reason));
    assert_eq!(read("south"), Err(GrantError::Open(OpenError::Refused)), "another tenant's custodian");

    // The override is over when its hour is, and a grant it made is over with it.
    clinic.clock.advance(Duration::minutes(29));
    emergency.touch(clinic.clock.now());
    clinic.clock.advance(Duration::minutes(29));
    emergency.touch(clinic.clock.now());
    let last = clinic.gate.read_blocking(&emergency, ask(Purpose::BreakGlass)).unwrap();
    assert_eq!(last.until(), datetime!(2026-03-01 09:00 UTC));
    clinic.clock.advance(Duration::minutes(2));
    assert!(matches!(last.reveal(&row, &*clinic.keys, |_| ()), Err(GrantError::Stale(_))));
    assert_eq!(clinic.gate.read_blocking(&emergency, ask(Purpose::BreakGlass)).unwrap_err(), Refused::NotPermitted);
}

#[test]
fn a_record_leaves_only_de_identified_reviewed_and_attested() {
    let clinic = clinic();
    let row = clinic.admit();
    let analyst = clinic.sign_in("north", "analyst");
    let grant = clinic.gate.de_identify_blocking(&analyst, Ask::about(row.subject(), Purpose::Operations)).unwrap();
    let candidate = grant.de_identify(&row, &*clinic.keys, &clinic.deid).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();
    let told = candidate.show_for_review(|fields| format!("{fields:?} {candidate:?} {}", candidate.report()));
    for canary in CANARIES {
        assert!(!told.contains(canary), "{canary} in {told}");
    }
    let attest = || ActualKnowledgeAttestation::new("R. Reviewer", clinic.clock.now(), "No actual knowledge.").unwrap();
    let candidate = candidate.release(attest()).unwrap_err().into_candidate();
    let review = Review::new("R. Reviewer", clinic.clock.now()).unwrap();
    let record = candidate.reviewed(&review).release(attest()).unwrap();
    let value = |name| record.fields().iter().find(|field| field.name == name).map(|field| field.value.clone());
    assert_eq!(value("name"), Some(DeidValue::Removed));
    assert_eq!(value("born"), Some(DeidValue::Removed), "1931 tells an age over 89");
    assert_eq!(value("seen"), Some(DeidValue::Generalised("2025".into())));
    assert_eq!(value("zip"), Some(DeidValue::Generalised("000".into())), "036 holds 20 000 people or fewer");
    assert_eq!(record.attestation().who(), "R. Reviewer");
    assert_eq!(record.report().review().map(Review::reviewer), Some("R. Reviewer"));
}

#[derive(PhiRecord)]
#[phi(record = "Survey")]
struct Survey {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(zip)]
    zip: Zip,
    #[phi(age)]
    age: Age,
    #[phi(date)]
    seen: ServiceDate,
    #[phi(clinical)]
    answers: BTreeMap<String, Phi<Text>>,
    #[phi(free_text)]
    note: Phi<Text>,
    #[phi(clinical)]
    plan: Phi<Text>,
}

#[test]
fn what_the_record_knows_does_not_come_out_by_another_door() {
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let keys =
        EnvelopeKeyring::new(seed.brand(), EphemeralProvider::generate(&OsEntropy).unwrap(), MemoryKeyStore::new());
    let deid = SafeHarborEngine::new(seed.brand()).unwrap();
    let clock = Arc::new(ManualClock::at(datetime!(2026-03-01 08:00 UTC)));
    let all = || FieldSet::<Survey>::ALL.without(Survey::PLAN);
    let policy = Policy::builder()
        .rule(
            Rule::permit("write")
                .role("r")
                .action(Action::Create)
                .purpose(Purpose::Operations)
                .fields::<Survey>(FieldSet::ALL),
        )
        .rule(Rule::permit("export").role("r").action(Action::DeIdentify).purpose(Purpose::Operations).fields(all()))
        .build()
        .unwrap();
    let (tenant, subject) = (TenantId::new("north").unwrap(), SubjectId::random(&OsEntropy).unwrap());
    let register = Arc::new(Register::new());
    register.admit(&tenant, subject);
    let log = Log::create(MemoryDisk::new().writer().unwrap(), signer(), OsEntropy).unwrap();
    let keys = Arc::new(keys);
    let log = AuditRecorder::new(log, SubjectPseudonymKey::from_bytes(&[3; 32]), Arc::clone(&keys) as _);
    let gate = Gate::new(seed, AccessControl::new(policy, register), log, Arc::clone(&clock));
    let actor = Actor::Human(ActorId::new("u.user").unwrap());
    let who = Session::open(tenant, actor, [Role::new("r")], SessionLimits::CLINICAL, clock.now(), &OsEntropy).unwrap();
    let answers = [("Age", "95"), ("Born in", "1931"), ("MRN", "55123"), ("Pain", "seven of ten")];
    let survey = Survey {
        subject,
        mrn: Mrn::parse("A7788120^^^NORTH").unwrap(),
        zip: Zip::parse("10001-0042").unwrap(),
        age: Age::parse("85").unwrap(),
        seen: ServiceDate::parse("2015-12-24").unwrap(),
        answers: answers.into_iter().map(|(key, value)| (key.to_owned(), Phi::from(value))).collect(),
        note: Phi::from("filed under A7788120 at the ward; lives in 10001 still"),
        plan: Phi::from("home"),
    };
    let grant = gate.create_blocking(&who, Ask::about(subject, Purpose::Operations)).unwrap();
    let row = grant.seal(&survey, RecordId::random(&OsEntropy).unwrap(), 1, &*keys).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();
    let grant = gate.de_identify_blocking(&who, Ask::<Survey>::about(subject, Purpose::Operations)).unwrap();
    let candidate = grant.de_identify(&row, &*keys, &deid).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();
    let told = candidate.show_for_review(|fields| fields.iter().map(|field| format!("{field}\n")).collect::<String>());
    for value in ["A7788120", "10001", "age: 85", "95", "1931", "55123"] {
        assert!(!told.contains(value), "{value} in {told}");
    }
    assert!(
        told.contains("Pain: seven of ten") && told.contains("age: 90 or older") && told.contains("seen: 2015"),
        "{told}"
    );
    assert_eq!(candidate.report().withheld_fields(), ["plan"]);
}
