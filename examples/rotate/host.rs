//! The composition root: gate, policy, keyring. The log is one that counts: what a durable one is like shows the example `clinic`.

use std::{
    collections::BTreeMap,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use hipaa::{
    access::{AccessControl, Policy, Register, Role, Rule, Session, SessionLimits},
    envelope::{EnvelopeKeyring, KeyState, LocalKeyring, Rotation, Shelf},
    types::{
        Action, Actor, ActorId, Clock, Entropy, Mrn, OsEntropy, PersonName, Phi, PhiRecord, Purpose, RecordId,
        SubjectId, SystemClock, TenantId, Text,
        gate::{AccessEntry, Administration, Ask, AuditRef, Authority, Gate, GateSeed, Outcome, Receipt, Recorder},
        record::FieldSet,
    },
};

use crate::{
    Failed,
    store::{Keys, Rows},
};

/// How many patients are admitted with one commit.
const BATCH: u32 = 1000;

#[derive(PhiRecord)]
#[phi(record = "Patient")]
pub(crate) struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(free_text)]
    note: Phi<Text>,
}

/// Counts entries and forgets them.
#[derive(Default)]
struct Counts(AtomicU64);

impl Recorder for Counts {
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        let index = self.0.fetch_add(entries.len() as u64, Ordering::Relaxed);
        Receipt::Done(Ok(AuditRef { log: [0; 16], index }))
    }
}

pub(crate) struct Host {
    gate: Gate<AccessControl<Arc<Register>>, Counts>,
    keys: EnvelopeKeyring<LocalKeyring, Arc<Keys>>,
    store: Arc<Keys>,
    pub(crate) rows: Rows,
    register: Arc<Register>,
    tenant: TenantId,
}

impl Host {
    pub(crate) fn open(folder: &Path, passphrase: &str) -> Result<Self, Failed> {
        let root = LocalKeyring::open(folder.join("root.keyring"), &passphrase.into())?;
        // In earnest the wrapped keys lie on another host than the rows; here they are at least in another file.
        let store = Arc::new(Keys::open(&folder.join("keys.db"))?);
        let rows = Rows::open(&folder.join("rows.db"))?;
        let seed = GateSeed::generate(&OsEntropy)?;
        let keys = EnvelopeKeyring::new(seed.brand(), root, Arc::clone(&store));
        let register = Arc::new(Register::new());
        let gate =
            Gate::new(seed, AccessControl::new(policy()?, Arc::clone(&register)), Counts::default(), SystemClock);
        Ok(Self { gate, keys, store, rows, register, tenant: TenantId::new("north-clinic")? })
    }

    /// Admits patients in batches: first their keys are durable, then their rows.
    pub(crate) fn admit(&self, patients: u32, mut tell: impl FnMut(u32)) -> Result<(), Failed> {
        let clerk = self.sign_in("clerk")?;
        let mut done = 0;
        while done < patients {
            let batch = BATCH.min(patients.saturating_sub(done));
            let sealed = self.store.in_one_commit(|| {
                (0..batch).map(|number| self.seal(&clerk, done.saturating_add(number))).collect::<Result<Vec<_>, _>>()
            })?;
            self.rows.put_all(&sealed)?;
            done = done.saturating_add(batch);
            tell(done);
        }
        Ok(())
    }

    fn seal(&self, clerk: &Session, number: u32) -> Result<hipaa::types::record::SealedRecord<Patient>, Failed> {
        let subject = SubjectId::random(&OsEntropy)?;
        self.register.admit(&self.tenant, subject);
        let patient = Patient {
            subject,
            name: PersonName::parse(format!("Testpatient, Number {number}")).map_err(|_| "a made-up name")?,
            mrn: Mrn::parse(format!("MRN-000-{number}")).map_err(|_| "a made-up number")?,
            note: Phi::from("Seen for a cough. Synthetic."),
        };
        let grant = self.gate.create_blocking(clerk, Ask::about(subject, Purpose::Treatment))?;
        let row = grant.seal(&patient, RecordId::random(&OsEntropy)?, 1, &self.keys)?;
        grant.finish(Outcome::Completed).wait()?;
        Ok(row)
    }

    /// Reads up to `most` rows, each under a grant of its own. The first that does not open is an error.
    pub(crate) fn read(&self, most: usize) -> Result<usize, Failed> {
        let nurse = self.sign_in("nurse")?;
        let mut read = 0_usize;
        self.rows.each::<Patient>(most, |row| {
            self.register.admit(&self.tenant, row.subject());
            let grant = self.gate.read_blocking(&nurse, Ask::about(row.subject(), Purpose::Treatment))?;
            let opened = grant.reveal(&row, &self.keys, |view| {
                view.name.granted().is_some_and(|name| name.starts_with("Testpatient"))
            });
            if !opened? {
                return Err("a row holds another name".into());
            }
            grant.finish(Outcome::Completed).wait()?;
            read = read.saturating_add(1);
            Ok(())
        })?;
        Ok(read)
    }

    pub(crate) fn rotate(&self, resume: bool, mut tell: impl FnMut(usize, usize)) -> Result<Rotation, Failed> {
        let authority = self.authority()?;
        let mut watch = |progress: &hipaa::envelope::RewrapProgress| {
            tell(progress.seen, progress.to_do);
            ControlFlow::Continue(())
        };
        let rotation = if resume {
            self.keys.rewrap(&authority, &mut watch)
        } else {
            self.keys.rotate_watched(&authority, &mut watch)
        }?;
        authority.finish(Outcome::Completed).wait()?;
        Ok(rotation)
    }

    pub(crate) fn hanging(&self) -> Result<BTreeMap<u32, usize>, Failed> {
        Ok(self.keys.hanging(&self.authority()?)?)
    }

    pub(crate) fn states(&self) -> Result<Vec<(u32, KeyState)>, Failed> {
        Ok(self.keys.states(&self.tenant, Shelf::Tenant)?)
    }

    pub(crate) fn retire(&self, version: u32) -> String {
        let retired = self.authority().and_then(|authority| Ok(self.keys.retire(&authority, version)?));
        retired.map_or_else(|refused| refused.to_string(), |()| "retired".into())
    }

    fn authority(&self) -> Result<Authority, Failed> {
        let custodian = self.sign_in("custodian")?;
        Ok(self.gate.administer_blocking(&custodian, Administration::RotateKey, Phi::from("yearly rotation"))?)
    }

    fn sign_in(&self, role: &'static str) -> Result<Session, Failed> {
        let actor = Actor::Human(ActorId::new(role)?);
        let (now, limits) = (SystemClock.now(), SessionLimits::CLINICAL);
        Ok(Session::open(self.tenant.clone(), actor, [Role::new(role)], limits, now, &OsEntropy)?)
    }
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
        .rule(Rule::permit("care").role("nurse").action(Action::Read).purpose(Purpose::Treatment).fields(Patient::NAME))
        .rule(
            Rule::permit("key-custody")
                .role("custodian")
                .action(Action::RotateKey)
                .purpose(Purpose::SystemAdministration)
                .administration(),
        )
        .build()?)
}

/// Makes the root key, and answers the passphrase that opens it.
pub(crate) fn create_root(folder: &Path) -> Result<String, Failed> {
    let passphrase = hex(&random()?);
    LocalKeyring::create(folder.join("root.keyring"), &passphrase.clone().into())?;
    Ok(passphrase)
}

pub(crate) fn scratch_folder() -> Result<PathBuf, Failed> {
    let folder = std::env::temp_dir().join(format!("rotate-{}", hex(&random()?)));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder)?;
    Ok(folder)
}

fn random() -> Result<[u8; 16], Failed> {
    let mut bytes = [0; 16];
    OsEntropy.fill(&mut bytes)?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
