//! A host that makes every mistake: it puts a person into the name of a rule, a role, a record, into a purpose, a reason, a note, the
//! words of a search, into what it parses and where it keeps the log. Nothing that comes out of the crate holds it: no event, no
//! format, no index, no report, no alarm, no count, no error, no `Debug`.
//!
//! The names of users, tenants and recipients are the host's to choose, and stand in events as they are. Of them an index holds
//! digests alone.

#![cfg(feature = "exchange")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a failed test is a panic by design")]

use std::fmt::{Debug, Display};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use phi_audit::anchor::MemoryAnchor;
use phi_audit::checkpoint::SignedCheckpoint;
use phi_audit::event::{Agent, AuditEvent, Entity, Kind, LegalBasis, Outcome as Came, Term, pattern};
use phi_audit::exchange::{Format, Frames, Resolver, SyslogOrigin, import, parse_syslog, syslog};
use phi_audit::log::verify_file;
use phi_audit::note::NoteSigner;
use phi_audit::notice::Notice;
use phi_audit::report::{self, Accounting, Period164};
use phi_audit::search::{Asking, Query, Subjects};
use phi_audit::watch::{Finding, NoContext, Observation, Thresholds, Watch};
use phi_audit::{
    AuditLog, ConsistencyProof, InclusionProof, RetentionRule, Setup, SinkRecorder, SubjectPseudonym,
    SubjectPseudonymKey,
};
use phi_types::gate::{
    AccessRequest, Administration, Ask, Authorize, Decision, Denial, DenyReason, Epoch, Gate, GateSeed, Obligation,
    Outcome, Permit, PolicyDigest,
};
use phi_types::port::{NoteContext, NoteSealer, OpenError, SealError};
use phi_types::{
    Action, Actor, ActorId, Assurance, Clock, ManualClock, OsEntropy, PersonName, Phi, PhiRecord, Principal, Purpose,
    Recipient, Request, RequestId, Role, RuleId, SessionId, SubjectId, TenantId, Text,
};
use proptest::prelude::*;
use time::{OffsetDateTime, macros::datetime};
use zeroize::Zeroizing;

const START: OffsetDateTime = datetime!(2026-03-01 08:00 UTC);

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
}

/// A principal in roles that name a person, with a reason that does.
struct Who {
    tenant: TenantId,
    actor: Actor,
    roles: Arc<[Role]>,
    request: Arc<Request>,
    reason: Phi<Text>,
}

impl Principal for Who {
    fn tenant(&self) -> &TenantId {
        &self.tenant
    }
    fn actor(&self) -> &Actor {
        &self.actor
    }
    fn session(&self) -> SessionId {
        SessionId::from_bytes([9; 16])
    }
    fn reason(&self) -> Option<&Phi<Text>> {
        Some(&self.reason)
    }
    fn roles(&self) -> Option<&Arc<[Role]>> {
        Some(&self.roles)
    }
    fn assurance(&self) -> Option<Assurance> {
        Some(Assurance::Aal1)
    }
    fn request(&self) -> Option<&Arc<Request>> {
        Some(&self.request)
    }
}

/// Permits by a rule that names a person; updates it denies by another.
struct Says {
    rule: RuleId,
    epoch: Epoch,
}

impl Authorize for Says {
    type Who = Who;
    fn authorize(&self, _: &Who, request: &AccessRequest<'_>) -> Decision {
        let (rule, policy) = (self.rule.clone(), PolicyDigest::new([7; 32]));
        if request.action == Action::Update {
            return Decision::Deny(Denial { rule: Some(rule), policy, reason: DenyReason::Forbidden });
        }
        let obligations: Vec<Obligation> = Vec::new();
        let (until, emergency, evidence) = (None, request.purpose == Purpose::BreakGlass, Some(4711));
        Decision::Permit(Permit { fields: request.fields, rule, policy, until, obligations, emergency, evidence })
    }
    fn epoch(&self) -> &Epoch {
        &self.epoch
    }
}

/// Stands in for the keyring: what it seals no longer reads as what it was.
struct Seals;

impl NoteSealer for Seals {
    fn seal_note(&self, _: &NoteContext<'_>, note: &str) -> Result<Vec<u8>, SealError> {
        Ok(note.bytes().map(|byte| byte ^ 0xA5).collect())
    }
    fn open_note(&self, _: &NoteContext<'_>, _: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError> {
        Err(OpenError::Refused)
    }
}

/// Knows nobody and seals nothing.
struct Nobody;

impl Resolver for Nobody {
    fn patient(&self, _: &str) -> Option<SubjectPseudonym> {
        None
    }
    fn agent(&self, _: &str) -> Option<ActorId> {
        None
    }
}

/// What was said, in whatever way; none of it may hold the canary.
struct Said {
    canary: String,
    all: usize,
}

impl Said {
    fn text(&mut self, place: &str, text: &str) {
        self.all += 1;
        assert!(!text.contains(&self.canary), "{place} holds {:?}: {text}", self.canary);
        // Nor as it looks escaped, as in JSON, XML or a URL.
        let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let core: String = self.canary.chars().filter(char::is_ascii_alphanumeric).collect();
        assert!(!letters.contains(&core), "{place} holds {:?} in another form: {text}", self.canary);
    }

    fn error(&mut self, place: &str, error: &(impl Debug + Display)) {
        self.text(place, &error.to_string());
        self.text(place, &format!("{error:?} {error:#?}"));
    }

    fn bytes(&mut self, place: &str, bytes: &[u8]) {
        self.all += 1;
        let held = bytes.windows(self.canary.len()).any(|window| window == self.canary.as_bytes());
        assert!(!held, "{place} holds {:?}", self.canary);
    }

    fn folder(&mut self, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.folder(&path);
            } else {
                self.bytes(&path.display().to_string(), &fs::read(&path).unwrap());
            }
        }
    }

    /// What an error says, and what a success is worth: an event, which has no room for it but in the names of users.
    fn parsed<E: Debug + Display>(&mut self, place: &str, parsed: Result<AuditEvent, E>) {
        match parsed {
            Err(error) => self.error(place, &error),
            Ok(event) => {
                let behind = event.on_behalf_of.as_ref();
                let names = [&event.actor].into_iter().chain(behind).map(|agent| agent.who.as_str());
                let recipient = event.disclosure.as_ref().map(|disclosure| disclosure.recipient.as_str());
                let held =
                    names.chain([event.tenant.as_str()]).chain(recipient).any(|name| name.contains(&self.canary));
                if !held {
                    self.text(place, &format!("{event} {event:?}"));
                }
            }
        }
    }
}

fn canaries() -> impl Strategy<Value = String> {
    let kinds = prop_oneof![
        "[A-Z][a-z]{5,9} [A-Z]\\. Testpatient",
        "MRN 000[0-9]{6}",
        "000-[0-9]{2}-[0-9]{4} ssn",
        "born 19[0-9]{2}-0[1-9]-1[0-9] in Quuxville",
        "[a-z]{6}\\.testpatient@example\\.org",
        "\\+1 202 555 01[0-9]{2} \\(mobile\\)",
        "[A-Z][a-z]{4} & <Sons> \"[a-z]{5}\" O'Testpatient",
    ];
    kinds.prop_filter("distinct enough", |canary| canary.len() >= 12)
}

struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn scratch() -> Scratch {
    let number = u64::from_be_bytes(RequestId::random(&OsEntropy).unwrap().to_bytes()[..8].try_into().unwrap());
    let folder = std::env::temp_dir().join(format!("phi-audit-canaries-{number:x}"));
    fs::create_dir_all(&folder).unwrap();
    Scratch(folder)
}

fn who(canary: &str, name: &str) -> Who {
    Who {
        tenant: TenantId::new("north").unwrap(),
        actor: Actor::Human(ActorId::new(name).unwrap()),
        roles: [Role::new("nurse"), Role::new(canary)].into(),
        request: Arc::new(Request::new(RequestId::from_bytes([5; 16]))),
        reason: Phi::from(canary),
    }
}

/// All that is said when names are made.
fn names(said: &mut Said) {
    let canary = said.canary.clone();
    said.error("Term", &Term::new(&canary).unwrap_err());
    said.text("a term that stands for it", Term::standing_for(&canary).as_str());
    for bad in [format!("{canary}\n"), format!(" {canary}"), canary.repeat(20)] {
        said.error("ActorId", &ActorId::new(&bad).unwrap_err());
        said.error("TenantId", &TenantId::new(&bad).unwrap_err());
        said.error("Recipient", &Recipient::new(&bad).unwrap_err());
        said.error("RuleId", &RuleId::new(&bad).unwrap_err());
    }
    assert!(Purpose::from_code(&canary).is_none() && Kind::from_code(&canary).is_none());
    assert!(LegalBasis::from_code(&canary).is_none() && Came::from_code(&canary).is_none());
    if let Err(error) = NoteSigner::new(&format!("{canary}+/"), &[7; 32]) {
        said.error("NoteSigner", &error);
    }
}

/// All that is said by readers of what came from outside, with the canary in some place of it.
fn readers(said: &mut Said, event: &AuditEvent, at: usize) {
    let canary = said.canary.clone();
    let spliced = |text: &str, by: &str| {
        let at = at % (text.len() + 1);
        let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (before, after) = text.split_at(at);
        format!("{before}{by}{after}")
    };
    for format in Format::ALL {
        let text = format.render(event);
        for harmed in [
            canary.clone(),
            spliced(&text, &canary),
            spliced(&text, &format!("\"{canary}\":")),
            text.replace("Patient", &canary),
        ] {
            said.parsed("a format", format.parse(&harmed));
            let imported = import(&harmed, &TenantId::new("north").unwrap(), &Nobody);
            if let Ok(imported) = &imported {
                said.text("what an import lost", &format!("{:?}", imported.lost));
            }
            said.parsed("import", imported.map(|imported| imported.event));
        }
    }
    let origin = SyslogOrigin::new("gate.example.org", "phi", "7").unwrap();
    said.parsed("syslog", parse_syslog(&spliced(&syslog(event, &origin), &canary)));
    if let Err(error) = SyslogOrigin::new(&canary, &canary, &canary) {
        said.error("SyslogOrigin", &error);
    }
    let mut frames = Frames::new();
    frames.push(canary.as_bytes());
    if let Err(error) = frames.next_message() {
        said.error("Frames", &error);
    }
    let bytes = event.encode();
    let place = at % (bytes.len() + 1);
    said.parsed("decode", AuditEvent::decode(&[&bytes[..place], canary.as_bytes(), &bytes[place..]].concat()));
    said.parsed("decode", AuditEvent::decode(canary.as_bytes()));
    assert!(Notice::decode(canary.as_bytes()).is_none() && Finding::from_bytes(canary.as_bytes()).is_none());
    for text in [canary.clone(), format!("c2sp.org/tlog-proof@v1\nindex {canary}\n\n{canary}\n")] {
        said.error("InclusionProof", &InclusionProof::parse(&text).unwrap_err());
        said.error("ConsistencyProof", &ConsistencyProof::parse(&text).unwrap_err());
        said.error("SignedCheckpoint", &SignedCheckpoint::parse(&text).unwrap_err());
    }
    if let Err(error) = Watch::resume(canary.as_bytes()) {
        said.error("Watch::resume", &error);
    }
    assert!(phi_audit::testing::read_index(canary.as_bytes()).is_none());
}

fn open(
    folder: &Path,
    alarms: &Arc<Mutex<Vec<String>>>,
    anchor: &Arc<MemoryAnchor>,
    clock: &Arc<ManualClock>,
) -> AuditLog {
    let signer = NoteSigner::new("audit.example/canaries", &[7; 32]).unwrap();
    let heard = Arc::clone(alarms);
    let setup = Setup::new(folder, signer, Arc::clone(anchor)).with_segments_of(4096);
    let setup = setup.with_clocks(Arc::clone(clock), Arc::new(|| Duration::ZERO));
    setup.on_alarm(move |alarm| heard.lock().unwrap().push(format!("{alarm} {alarm:?}"))).open_or_create().unwrap().0
}

/// All that is written and said when the gate records, the log is searched, watched, reported on, pruned, damaged and opened anew.
fn through_the_gate(said: &mut Said, user: &str, recipient: &str) {
    let canary = said.canary.clone();
    let scratch = scratch();
    let (alarms, anchor) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<MemoryAnchor>::default());
    let clock = Arc::new(ManualClock::at(START));
    let log = Arc::new(open(&scratch.0, &alarms, &anchor, &clock));
    let pseudonyms = SubjectPseudonymKey::from_bytes(&[3; 32]);
    let recorder = SinkRecorder::over(Arc::clone(&log), SubjectPseudonymKey::from_bytes(&[3; 32]), Arc::new(Seals));
    let seed = GateSeed::generate(&OsEntropy).unwrap();
    let brand = seed.brand();
    let says = Says { rule: RuleId::new(&canary).unwrap(), epoch: Epoch::new() };
    let gate = Gate::new(seed, says, recorder, Arc::clone(&clock));
    let (who, subject) = (who(&canary, user), SubjectId::from_bytes([1; 16]));
    let noted = |purpose| Ask::<Patient>::about(subject, purpose).noting(Phi::from(canary.as_str()));
    for purpose in [Purpose::Treatment, Purpose::BreakGlass, Purpose::PublicHealth] {
        gate.read_blocking(&who, noted(purpose)).unwrap().finish(Outcome::Failed).wait().unwrap();
        let to = Recipient::new(recipient).unwrap();
        drop(gate.read_blocking(&who, noted(purpose).to(to)).unwrap());
        said.error("Refused", &gate.update_blocking(&who, noted(purpose)).unwrap_err());
        clock.advance(time::Duration::seconds(10));
    }
    // What a host records itself.
    let patient = pseudonyms.pseudonym(&who.tenant, subject);
    let record = Entity::record(Term::standing_for(&canary)).fields([Term::standing_for(&canary)]);
    let sealed = pattern::SealedText::Sealed(canary.bytes().map(|byte| byte ^ 0xA5).collect());
    for draft in [
        pattern::read(Agent::of(&who), patient, record, Purpose::Treatment),
        pattern::break_glass_start(Agent::of(&who), Some(patient), sealed.clone()),
        pattern::query(Agent::of(&who), Term::standing_for(&canary), sealed.clone(), 1, Purpose::Treatment),
    ] {
        let event = draft.finish(who.tenant.clone(), clock.now(), &OsEntropy).unwrap();
        let event = phi_audit::sink::Event::new(event.id.to_bytes(), event.encode());
        phi_audit::sink::AuditSink::append(&*log, &[event]).unwrap();
    }

    let keys = [pseudonyms];
    let query = Query::new().about(Subjects::new(&keys, &()).pseudonyms(&who.tenant, subject));
    let search = log.search().unwrap();
    assert!(search.segments() > 0, "something is indexed");
    let ask = |query: &Query| {
        let authority = gate.administer_blocking(&who, Administration::ReadLog, Phi::from(canary.as_str())).unwrap();
        let asking = Asking { who: Agent::of(&who), words: sealed.clone(), what: Term::standing_for(&canary) };
        let answer = search.ask(&authority, brand, asking, query).unwrap();
        authority.finish(Outcome::Completed).wait().unwrap();
        answer
    };
    let answer = ask(&query);
    assert!(answer.found.len() > 10, "{}", answer.found.len());
    said.text(
        "Debug of search and log",
        &format!("{search:?} {log:?} {gate_brand:?} {who:?}", gate_brand = brand, who = who.request),
    );
    drop(search);

    let origin = SyslogOrigin::new("gate.example.org", "phi", "7").unwrap();
    let (mut watch, mut findings) = (Watch::new(Thresholds::default()), Vec::new());
    for found in &answer.found {
        let event = &found.event;
        said.text("Display and Debug of an event", &format!("{event} {event:?} {event:#?}"));
        for format in Format::ALL {
            said.text("a format", &format.render(event));
        }
        said.text("syslog", &syslog(event, &origin));
        said.bytes("the codec", &event.encode());
        let seen = Observation::of(found.index, event);
        said.text("an observation", &format!("{seen:?}"));
        let _ = watch.observe(&seen, &NoContext, &mut findings);
    }
    said.text("findings and counts", &format!("{findings:?} {:?} {:?}", watch.held(), watch.census()));
    said.bytes("a snapshot of the watch", &watch.snapshot());
    let table = report::events("everything", &answer, &());
    said.text("a report", &format!("{}{}{}", table.to_text(), table.to_csv(), table.to_html()));
    said.text("a timeline", &report::timeline("everything", &answer, &()));
    let accounting = Accounting::of(&answer, Period164::before(clock.now()), &[], clock.now(), &());
    said.text("an accounting", &format!("{}{accounting:?}", accounting.table().to_text()));

    clock.advance(time::Duration::days(3000));
    let pruning = log.prune(&RetentionRule::keep_for(time::Duration::days(2190))).unwrap();
    said.text("counts of retention", &format!("{pruning:?}"));
    said.folder(&scratch.0);
    // Names of users and recipients stand in events; of them an index holds digests.
    for entry in fs::read_dir(log.folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "index") {
            let index = fs::read(&path).unwrap();
            for name in [user, recipient, "nurse", "Patient"] {
                let held = index.windows(name.len()).any(|window| window == name.as_bytes());
                assert!(!held, "{name} in {}", path.display());
            }
        }
    }

    // A flipped bit: put aside, with an alarm, and the search of what is left says why it cannot.
    let folder = log.folder().to_owned();
    drop(gate);
    drop(log);
    let segments = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let last = segments.filter(|path| path.extension().is_some_and(|extension| extension == "segment")).max().unwrap();
    let mut bytes = fs::read(&last).unwrap();
    bytes[200] ^= 1;
    fs::write(&last, bytes).unwrap();
    let key = NoteSigner::new("audit.example/canaries", &[7; 32]).unwrap();
    said.error("verify_file", &verify_file(&folder, key.verifier(), None).map(drop).unwrap_err());
    drop(open(&scratch.0, &alarms, &anchor, &clock));
    let alarms = alarms.lock().unwrap().clone();
    assert!(alarms.iter().any(|alarm| alarm.contains("put aside")), "{alarms:?}");
    for alarm in &alarms {
        said.text("an alarm", alarm);
    }
    // A place that cannot hold a log, with a name of its own.
    let file = scratch.0.join("a file");
    fs::write(&file, b"in the way").unwrap();
    let signer = NoteSigner::new("audit.example/canaries", &[7; 32]).unwrap();
    let nowhere = Setup::new(file.join(canary.replace('/', "-")), signer, Arc::<MemoryAnchor>::default());
    said.error("OpenError", &nowhere.open_or_create().map(drop).unwrap_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_comes_out_holds_what_a_host_put_in_by_mistake(
        canary in canaries(),
        at in any::<u16>(),
        user in "[a-z]{6}\\.[a-z]{8}",
        recipient in "Registry of [A-Z][a-z]{8}",
    ) {
        let mut said = Said { canary, all: 0 };
        names(&mut said);
        let whole = Agent::human(ActorId::new("n.nurse").unwrap());
        let patient = SubjectPseudonym::from_parts(1, [5; 16]);
        let record = Entity::record(Term::new("Patient").unwrap()).fields([Term::new("Patient.name").unwrap()]);
        let event = pattern::read(whole, patient, record, Purpose::Treatment)
            .finish(TenantId::new("north").unwrap(), START, &OsEntropy)
            .unwrap();
        for offset in 0..40 {
            readers(&mut said, &event, usize::from(at) + offset * 37);
        }
        through_the_gate(&mut said, &user, &recipient);
        prop_assert!(said.all > 1000, "{}", said.all);
    }
}
