//! The composition root: which policy, which log, which keys, which clock. The library trusts what is wired here.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use hipaa::{
    access::{AccessControl, Register, Role, Session, SessionLimits},
    audit::{
        AuditRecorder, PseudonymKey,
        checkpoint::SignedCheckpoint,
        event::AuditEvent,
        log::{FileStorage, Log, Reader, verify_file},
        note::{NoteSigner, NoteVerifier},
    },
    deid::SafeHarborEngine,
    envelope::{EnvelopeKeyring, FileKeyStore, LocalKeyring},
    intake::IntakePatient,
    types::{
        Actor, ActorId, Clock, Entropy, OsEntropy, PhiRecord, Purpose, SubjectId, SystemClock, TenantId,
        gate::{Ask, Gate, GateSeed, Grant, Outcome, Reads},
    },
};

use crate::{
    Failed,
    page::Page,
    record::{Patient, policy},
    store::Rows,
};

type Keys = Arc<EnvelopeKeyring<LocalKeyring, FileKeyStore>>;

/// The composition root: which policy, which log, which keys, which clock.
pub(crate) struct Clinic {
    pub(crate) gate: Gate<AccessControl<Arc<Register>>, Arc<AuditRecorder<FileStorage>>>,
    pub(crate) log: Arc<AuditRecorder<FileStorage>>,
    pub(crate) keys: Keys,
    pub(crate) register: Arc<Register>,
    pub(crate) rows: Rows,
    pub(crate) deid: SafeHarborEngine,
    pub(crate) tenant: TenantId,
    verifier: NoteVerifier,
    pub(crate) folder: PathBuf,
}

impl Clinic {
    pub(crate) fn open(folder: &Path) -> Result<Self, Failed> {
        let mut secret = [0; 48];
        OsEntropy.fill(&mut secret)?;
        let (seed, passphrase) = secret.split_at(32);
        let passphrase: String = passphrase.iter().map(|byte| format!("{byte:02x}")).collect();
        LocalKeyring::create(folder.join("root.keyring"), &passphrase.clone().into())?;
        let provider = LocalKeyring::open(folder.join("root.keyring"), &passphrase.into())?;
        let gate_seed = GateSeed::generate(&OsEntropy)?;
        let keys =
            Arc::new(EnvelopeKeyring::new(gate_seed.brand(), provider, FileKeyStore::open(folder.join("keys.store"))?));
        let signer = NoteSigner::new("clinic.example/audit", seed.try_into()?)?;
        let verifier = signer.verifier().clone();
        let log = Log::create(FileStorage::create(folder.join("audit.log"))?, signer, OsEntropy)?;
        let log = Arc::new(AuditRecorder::new(log, PseudonymKey::random(&OsEntropy)?, Arc::clone(&keys) as _));
        let register = Arc::new(Register::new());
        let deid = SafeHarborEngine::new(gate_seed.brand())?;
        let gate =
            Gate::new(gate_seed, AccessControl::new(policy()?, Arc::clone(&register)), Arc::clone(&log), SystemClock);
        let rows = Rows::open(&folder.join("clinic.db"))?;
        Ok(Self {
            gate,
            log,
            keys,
            register,
            rows,
            deid,
            tenant: TenantId::new("north-clinic")?,
            verifier,
            folder: folder.into(),
        })
    }

    pub(crate) fn sign_in(&self, tenant: &TenantId, user: &str, role: &str) -> Result<Session, Failed> {
        let actor = Actor::Human(ActorId::new(user)?);
        Ok(Session::open(
            tenant.clone(),
            actor,
            [Role::new(role)],
            SessionLimits::CLINICAL,
            SystemClock.now(),
            &OsEntropy,
        )?)
    }

    pub(crate) fn admit(&self, clerk: &Session, patient: IntakePatient) -> Result<SubjectId, Failed> {
        let subject = SubjectId::random(&OsEntropy)?;
        self.register.admit(&self.tenant, subject);
        let grant = self.gate.create_blocking(clerk, Ask::about(subject, Purpose::Treatment))?;
        self.rows.put(&grant.seal(&Patient::from_intake(subject, patient), self.rows.new_id()?, 1, &*self.keys)?)?;
        grant.finish(Outcome::Completed).wait()?;
        Ok(subject)
    }

    /// Shows what a grant covers: the values on the terminal, on the page only which fields they are.
    pub(crate) fn reveal(
        &self,
        grant: Grant<Patient, Reads>,
        subject: SubjectId,
        page: &mut Page,
    ) -> Result<(), Failed> {
        let Some(row) = self.rows.of(subject)? else { return Err(grant.not_found().into()) };
        let schema = Patient::SCHEMA;
        let fields: Vec<_> = schema.names(grant.fields()).collect();
        let shown = grant.reveal(&row, &*self.keys, |view| {
            page.say(format!("{} of {} fields: {}", fields.len(), schema.fields.len(), fields.join(", ")));
            page.show(serde_json::to_string(view).unwrap_or_default());
            self.at_rest(&serde_json::to_value(view).unwrap_or_default())
        });
        grant.finish(if shown.is_ok() { Outcome::Completed } else { Outcome::Failed }).wait()?;
        page.say(shown??);
        Ok(())
    }

    /// Looks for each granted value in the files of the clinic: all that rests there is sealed.
    fn at_rest(&self, view: &serde_json::Value) -> Result<String, Failed> {
        let (mut texts, mut rest) = (Vec::new(), vec![view]);
        while let Some(value) = rest.pop() {
            match value {
                serde_json::Value::String(text) if text.len() > 5 => texts.push(text.as_bytes()),
                serde_json::Value::Array(items) => rest.extend(items),
                serde_json::Value::Object(items) => rest.extend(items.values()),
                _ => {}
            }
        }
        let mut found = 0;
        for file in ["clinic.db", "audit.log", "keys.store", "root.keyring"] {
            let bytes = fs::read(self.folder.join(file))?;
            found += texts.iter().filter(|text| bytes.windows(text.len()).any(|window| window == **text)).count();
        }
        Ok(format!("of {} values longer than five bytes, {found} stand in the clinic's files", texts.len()))
    }

    /// The log as people read it; for the demonstration's reader, who is no caller.
    pub(crate) fn listed(&self) -> Result<Vec<String>, Failed> {
        let entries = Reader::open(self.folder.join("audit.log"))?;
        entries
            .map(|entry| {
                let entry = entry?;
                Ok(format!("{:>3} {}", entry.index(), AuditEvent::decode(entry.payload())?))
            })
            .collect()
    }

    /// Verifies a copy of the log with some bytes changed or cut off.
    pub(crate) fn verify_copy(
        &self,
        change: impl FnOnce(&mut Vec<u8>),
        kept: Option<&SignedCheckpoint>,
    ) -> Result<String, Failed> {
        let mut bytes = fs::read(self.folder.join("audit.log"))?;
        change(&mut bytes);
        let copy = self.folder.join("copy.log");
        fs::write(&copy, bytes)?;
        Ok(verify_file(&copy, &self.verifier, kept)
            .map_or_else(|error| error.to_string(), |good| format!("good, {} entries", good.size)))
    }
}
