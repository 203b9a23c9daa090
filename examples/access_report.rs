//! A synthetic week of a clinic through the real gate and log, and the reports on it: everything on one patient, everything by one
//! user, the accounting of disclosures, and an HTML timeline.
//!
//! `cargo run --release --example access_report [FOLDER]`. Without a folder everything is written to a temporary one that is
//! removed at the end. All names are made up.

#![allow(clippy::print_stdout, reason = "a demonstration talks to its reader")]

use std::{path::Path, sync::Arc};

use hipaa::{
    access::{AccessControl, BreakGlassRule, Policy, Register, Relationship, Role, Rule, Session, SessionLimits},
    audit::{
        AuditLog, Setup, SinkRecorder, SubjectPseudonym, SubjectPseudonymKey,
        anchor::FileAnchor,
        event::{Agent, Term, pattern::SealedText},
        note::NoteSigner,
        report::{self, Accounting, Names, Period164},
        search::{Asking, Query, SortBy, Subjects},
    },
    envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore},
    types::{
        Action, Actor, ActorId, Clock, ManualClock, Network, OsEntropy, PersonName, Phi, PhiRecord, Purpose, Recipient,
        Request, RequestId, SubjectId, TenantId, Text,
        gate::{Administration, Ask, Gate, GateSeed, Outcome},
        record::FieldSet,
    },
};
use time::{Duration, OffsetDateTime};

type Failed = Box<dyn std::error::Error>;
type Keys = Arc<EnvelopeKeyring<EphemeralProvider, MemoryKeyStore>>;

/// Monday, 2 March 2026, at eight.
const MONDAY: i64 = 1_772_438_400;

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(free_text)]
    note: Phi<Text>,
}

struct Clinic {
    gate: Gate<AccessControl<Arc<Register>>, SinkRecorder<Arc<AuditLog>>>,
    log: Arc<AuditLog>,
    keys: Keys,
    register: Arc<Register>,
    clock: Arc<ManualClock>,
    pseudonyms: [SubjectPseudonymKey; 1],
    tenant: TenantId,
}

/// The host's own index of names, asked when a report is printed.
struct Index(Vec<(SubjectPseudonym, &'static str)>);

impl Names for Index {
    fn patient(&self, _: &TenantId, patient: SubjectPseudonym) -> Option<String> {
        self.0.iter().find(|(pseudonym, _)| *pseudonym == patient).map(|(_, name)| (*name).to_owned())
    }

    fn user(&self, _: &TenantId, user: &ActorId) -> Option<String> {
        (user.as_str() == "physician.one").then(|| "Dr. Example (physician.one)".to_owned())
    }
}

fn policy() -> Result<Policy, Failed> {
    let all = FieldSet::<Patient>::ALL;
    let write = Rule::permit("write").role("clerk").action(Action::Create).purpose(Purpose::Treatment).fields(all);
    let care = Rule::permit("care").role("physician").action(Action::Read).purpose(Purpose::Treatment);
    let registry = Rule::permit("registry").role("clerk").action(Action::Disclose).purpose(Purpose::PublicHealth);
    let custody = Rule::permit("custody").role("custodian").action(Action::ReadLog);
    Ok(Policy::builder()
        .rule(write)
        .rule(care.whole_record::<Patient>("treats the whole patient").when(Relationship::Treating))
        .rule(registry.fields(Patient::NAME).protocol("registry-reports"))
        .rule(custody.purpose(Purpose::SystemAdministration).administration())
        .break_glass(BreakGlassRule::new("emergency").role("physician").fields(all))
        .build()?)
}

impl Clinic {
    fn open(folder: &Path) -> Result<Self, Failed> {
        let start = OffsetDateTime::from_unix_timestamp(MONDAY)?;
        let clock = Arc::new(ManualClock::at(start));
        let elapsed = Arc::clone(&clock);
        let monotonic = Arc::new(move || (elapsed.now() - start).unsigned_abs());
        let signer = NoteSigner::new("clinic.example/audit", &[7; 32])?; // a demonstration; in earnest the seed is random
        std::fs::create_dir_all(folder.join("elsewhere"))?;
        let anchor = FileAnchor::new(folder.join("elsewhere"))?;
        // Segments of 16 KiB, so that a week fills some and the index is used; the default is 64 MiB.
        let setup = Setup::new(folder.join("audit"), signer, anchor).with_segments_of(16 << 10);
        let (log, _) = setup.with_clocks(Arc::clone(&clock), monotonic).open_or_create()?;
        let log = Arc::new(log);
        let seed = GateSeed::generate(&OsEntropy)?;
        let provider = EphemeralProvider::generate(&OsEntropy)?;
        let keys = EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()).with_clock(Arc::clone(&clock));
        let keys = Arc::new(keys);
        let recorder =
            SinkRecorder::over(Arc::clone(&log), SubjectPseudonymKey::from_bytes(&[3; 32]), Arc::clone(&keys) as _);
        let register = Arc::new(Register::new());
        let gate = Gate::new(seed, AccessControl::new(policy()?, Arc::clone(&register)), recorder, Arc::clone(&clock));
        let pseudonyms = [SubjectPseudonymKey::from_bytes(&[3; 32])];
        Ok(Self { gate, log, keys, register, clock, pseudonyms, tenant: TenantId::new("north-clinic")? })
    }

    fn sign_in(&self, role: &str) -> Result<Session, Failed> {
        let actor = Actor::Human(ActorId::new(&format!("{role}.one"))?);
        let roles = [Role::new(role)];
        let (now, limits) = (self.clock.now(), SessionLimits::CLINICAL);
        let session = Session::open(self.tenant.clone(), actor, roles, limits, now, &OsEntropy)?;
        // One request each, in earnest made where the host takes requests in: who connected, and what its own proxy says of them.
        let (proxy, client) = ("198.51.100.1".parse()?, "192.0.2.7".parse()?);
        let network = Network::behind(proxy, &[client], |ip| *ip == proxy);
        Ok(session.during(Request::new(RequestId::random(&OsEntropy)?).from(network)))
    }

    fn admit(&self, clerk: &Session) -> Result<SubjectId, Failed> {
        let subject = SubjectId::random(&OsEntropy)?;
        self.register.admit(&self.tenant, subject);
        let grant = self.gate.create_blocking::<Patient>(clerk, Ask::about(subject, Purpose::Treatment))?;
        grant.finish(Outcome::Completed).wait()?;
        Ok(subject)
    }

    /// Seven days: admissions and rounds, a reader who was not treating, an emergency, reports to a registry.
    fn week(&self) -> Result<Vec<SubjectId>, Failed> {
        let mut patients = Vec::new();
        for day in 0..7 {
            let clerk = self.sign_in("clerk")?;
            if day < 3 {
                patients.push(self.admit(&clerk)?);
            }
            for (number, subject) in patients.iter().enumerate() {
                // A session ends when it is idle: each round is one of its own.
                let physician = self.sign_in("physician")?;
                // Nobody treats the third patient: what is tried is denied.
                if number < 2 {
                    self.register.relate(&physician_id()?, *subject, Relationship::Treating);
                }
                for _ in 0..4 {
                    self.clock.advance(Duration::minutes(3));
                    let ask = Ask::<Patient>::about(*subject, Purpose::Treatment);
                    if let Ok(grant) = self.gate.read_blocking(&physician, ask) {
                        grant.finish(Outcome::Completed).wait()?;
                    }
                }
            }
            if let (1 | 4, Some(first)) = (day, patients.first()) {
                let clerk = self.sign_in("clerk")?;
                let to = Recipient::new("State Registry (example)")?;
                let ask = Ask::<Patient>::about(*first, Purpose::PublicHealth).only(Patient::NAME).to(to);
                self.gate.read_blocking(&clerk, ask)?.finish(Outcome::Completed).wait()?;
            }
            if let (5, Some(third)) = (day, patients.get(2)) {
                let physician = self.sign_in("physician")?;
                let reason = Phi::from("unconscious, allergies unknown");
                let access = self.gate.authorizer();
                let emergency = access.break_glass(&physician, *third, reason, self.clock.now())?;
                let ask = Ask::<Patient>::about(*third, Purpose::BreakGlass);
                self.gate.read_blocking(&emergency, ask)?.finish(Outcome::Completed).wait()?;
            }
            let day_end = OffsetDateTime::from_unix_timestamp(MONDAY)? + Duration::days(day + 1);
            self.clock.advance(day_end - self.clock.now());
        }
        Ok(patients)
    }
}

fn physician_id() -> Result<ActorId, Failed> {
    Ok(ActorId::new("physician.one")?)
}

fn main() -> Result<(), Failed> {
    let given = std::env::args().nth(1);
    let temporary = std::env::temp_dir().join(format!("access-report-{}", std::process::id()));
    let folder = given.as_ref().map_or(temporary.as_path(), Path::new);
    std::fs::create_dir_all(folder)?;
    let told = run(folder);
    if given.is_none() {
        std::fs::remove_dir_all(&temporary)?;
    }
    told
}

fn run(folder: &Path) -> Result<(), Failed> {
    let clinic = Clinic::open(folder)?;
    let patients = clinic.week()?;
    let names = ["Testpatient, Ana", "Testpatient, Ben", "Testpatient, Cleo"];
    let subjects = Subjects::new(&clinic.pseudonyms, &());
    let known = patients.iter().zip(names);
    let known = known.flat_map(|(subject, name)| {
        subjects.pseudonyms(&clinic.tenant, *subject).into_iter().map(move |pseudonym| (pseudonym, name))
    });
    let index = Index(known.collect());

    let custodian = clinic.sign_in("custodian")?;
    let why = Phi::from("requests of two patients");
    let authority = clinic.gate.administer_blocking(&custodian, Administration::ReadLog, why)?;
    let search = clinic.log.search()?;
    println!("{} entries, {} full segments with an index\n", clinic.log.size(), search.segments());
    let ask = |what: &str, query: Query| -> Result<_, Failed> {
        let who = Agent::of(&custodian);
        // In earnest the words are sealed by the keyring.
        let asking = Asking { who, words: SealedText::Lost, what: Term::new(what)? };
        Ok(search.ask(&authority, clinic.gate.brand(), asking, &query)?)
    };

    let of = |at: usize| patients.get(at).map(|subject| subjects.pseudonyms(&clinic.tenant, *subject));
    let first = ask("report-on-patient", Query::new().about(of(0).unwrap_or_default()))?;
    let third = ask("report-on-patient", Query::new().about(of(2).unwrap_or_default()))?;
    println!("{}", report::events("Everything on one patient", &third, &index).to_text());
    let now = clinic.clock.now();
    let accounting = Accounting::of(&first, Period164::before(now), &[], now, &index);
    println!("{}", accounting.table().to_text());
    let by = ask("report-on-user", Query::new().by_user(physician_id()?).sorted(SortBy::Patient))?;
    println!("by the physician: {} events", by.found.len());
    let denied = ask("report-on-period", Query::new().denied(true))?;
    println!("denied in the week: {}", denied.found.len());
    std::fs::write(folder.join("patient.csv"), report::events("Everything on one patient", &third, &index).to_csv())?;
    std::fs::write(folder.join("period.html"), report::events("Denied", &denied, &index).to_html())?;
    let page = report::timeline("A week of one user", &by, &index);
    std::fs::write(folder.join("timeline.html"), &page)?;
    println!("timeline.html: {} bytes, loads nothing", page.len());
    authority.finish(Outcome::Completed).wait()?;
    let _ = &clinic.keys;
    Ok(())
}
