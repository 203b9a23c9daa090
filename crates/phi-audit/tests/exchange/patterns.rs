//! One event of each pattern, in each stage.

use phi_audit::SubjectPseudonym;
use phi_audit::event::{
    Agent, Assurance, AuditEvent, Decision, Disclosure, Due, DutyOwed, Ending, Entity, EntityKind, EventId, Kind,
    LegalBasis, Network, Outcome, Parts, Period, RequestId, SealedNote, Source, SourceKind, Stage, Term,
};
use phi_types::{ActorId, Purpose, Recipient, SessionId, TenantId};
use time::OffsetDateTime;
use time::macros::datetime;

const AT: OffsetDateTime = datetime!(2026-11-26 08:15:00.123456789 -5);

fn term(text: &str) -> Term {
    Term::new(text).unwrap()
}

fn nurse() -> Agent {
    let proxy = "198.51.100.1".parse().unwrap();
    Agent::human(ActorId::new("n.nurse").unwrap())
        .role(term("nurse"))
        .role(term("ward:north"))
        .session(SessionId::from_bytes([5; 16]))
        .assurance(Assurance::Aal2)
        .from(Network::behind(proxy, &["192.0.2.7".parse().unwrap()], |ip| *ip == proxy))
}

/// An event of a kind, before more is said.
pub(crate) fn parts(kind: Kind, actor: Agent) -> Parts {
    let source = Source::new(term("ehr-gate"), SourceKind::ApplicationServer).at(term("north"));
    let tenant = TenantId::new("North Clinic & Sons").unwrap();
    let mut parts = Parts::new(EventId::from_bytes([kind as u8; 16]), AT, tenant, kind, actor, source);
    parts.purpose = Some(Purpose::Treatment);
    parts.request = Some(RequestId::from_bytes([9; 16]));
    parts.epoch = 7;
    let mut decision = Decision::permitted([8; 32], term("nurse-care")).evidence(77);
    decision.until = Some(1_790_000_300);
    decision.duties.push(DutyOwed::new(term("review-within"), Some(86_400), Due::After));
    parts.decision = Some(decision);
    parts
}

fn with(kind: Kind, entity: EntityKind, name: &str) -> AuditEvent {
    let mut parts = parts(kind, nurse());
    parts.entities.push(Entity::new(entity, term(name)).id([3; 16]).digest([4; 32]).count(2));
    parts.check().unwrap()
}

fn record(kind: Kind, patient: bool) -> Parts {
    let mut parts = parts(kind, nurse());
    parts.patient = patient.then(|| SubjectPseudonym::from_parts(2, [6; 16]));
    parts.entities.push(Entity::record(term("Patient")).fields([term("name"), term("allergies")]));
    if kind == Kind::Query {
        parts.query = SealedNote::Sealed(b"sealed words of a search".to_vec());
        parts.entities[0].count = Some(0);
    }
    parts
}

/// Every pattern by name.
pub(crate) fn all() -> Vec<(String, AuditEvent)> {
    let mut all: Vec<(String, AuditEvent)> = Vec::new();
    let mut put = |name: &str, event: AuditEvent| all.push((name.to_owned(), event));

    put("read", record(Kind::Read, true).check().unwrap());
    let mut program = record(Kind::Read, true);
    program.actor =
        Agent::service(ActorId::new("portal").unwrap()).from(Network::direct("2001:db8::7".parse().unwrap()));
    program.on_behalf_of = Some(nurse());
    program.occurred = Some(Period { start: AT, end: AT + time::Duration::seconds(1) });
    put("read by a program", program.check().unwrap());
    let crud = [(Kind::Create, "create"), (Kind::Update, "update"), (Kind::Delete, "delete"), (Kind::Query, "query")];
    for (kind, name) in crud {
        put(name, record(kind, true).check().unwrap());
    }
    put("read, no patient", record(Kind::Read, false).check().unwrap());
    for (kind, name) in crud {
        put(&format!("{name}, no patient"), record(kind, false).check().unwrap());
    }

    let mut disclosure = record(Kind::Disclose, true);
    disclosure.purpose = Some(Purpose::PublicHealth);
    let recipient = Recipient::new("County Health Department").unwrap();
    let to = Disclosure::new(recipient, term("immunizations"), LegalBasis::PublicHealth);
    let to = to.address(SealedNote::Sealed(vec![1, 2, 3])).description(SealedNote::Lost).protocol(term("direct"));
    disclosure.disclosure = Some(to);
    put("disclose", disclosure.check().unwrap());
    put("export", record(Kind::Export, true).check().unwrap());
    put("print", record(Kind::Print, true).check().unwrap());
    put("login", parts(Kind::Login, nurse()).check().unwrap());
    let mut failed = parts(Kind::Login, Agent::unidentified(ActorId::new("n.nurse").unwrap()));
    failed.outcome = Outcome::MinorFailure;
    failed.decision = None;
    put("failed login", failed.check().unwrap());
    put("logout", parts(Kind::Logout, nurse()).check().unwrap());
    let mut denied = record(Kind::Read, true);
    denied.stage = Stage::Denied;
    denied.outcome = Outcome::SeriousFailure;
    denied.decision = Some(Decision::denied([8; 32], None, term("no-relationship")));
    put("denied", denied.check().unwrap());
    let mut failure = record(Kind::Update, true);
    failure.outcome = Outcome::MajorFailure;
    put("failed update", failure.check().unwrap());
    let mut emergency = parts(Kind::BreakGlassStart, nurse());
    emergency.patient = Some(SubjectPseudonym::from_parts(2, [6; 16]));
    emergency.purpose = Some(Purpose::BreakGlass);
    emergency.reason = SealedNote::Sealed(b"sealed reason".to_vec());
    emergency.note = SealedNote::Lost;
    put("break-glass start", emergency.check().unwrap());
    put("break-glass end", parts(Kind::BreakGlassEnd, nurse()).check().unwrap());
    put("key use", with(Kind::KeyUse, EntityKind::Key, "tenant-key"));
    put("rotation", with(Kind::KeyRotation, EntityKind::Key, "tenant-key"));
    put("shredding", with(Kind::Shredding, EntityKind::Key, "subject-key"));
    put("de-identification", record(Kind::DeIdentification, true).check().unwrap());
    put("policy change", with(Kind::PolicyChange, EntityKind::Policy, "clinic-policy"));
    put("retention", with(Kind::Retention, EntityKind::Log, "audit-log"));
    put("log used", with(Kind::LogUsed, EntityKind::Log, "audit-log"));
    put("review", with(Kind::Review, EntityKind::Finding, "same-surname"));
    put("other", parts(Kind::Other, nurse()).check().unwrap());
    let mut ended = record(Kind::Read, true);
    ended.decision = None;
    ended.stage = Stage::Ended { grant: 12, ending: Ending::Completed, uses: 1 };
    put("ended", ended.check().unwrap());
    let mut discharged = record(Kind::Read, true);
    discharged.decision = None;
    discharged.stage = Stage::Discharged { grant: 12, duty: term("review-within") };
    put("discharged", discharged.check().unwrap());
    all
}
