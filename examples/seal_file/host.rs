//! The composition root: a local keyring, a key store in a file, a policy of two rules. The log is one that counts: what a durable one is
//! like shows the example `clinic`.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use hipaa::{
    access::{AccessControl, Policy, Register, Role, Rule, Session, SessionLimits},
    envelope::{EnvelopeKeyring, FileKeyStore, LocalKeyring, file::FileReader},
    types::{
        Action, Actor, ActorId, Clock, Entropy, OsEntropy, Phi, PhiRecord, Purpose, RecordId, SubjectId, SystemClock,
        TenantId, Text,
        gate::{AccessEntry, Ask, AuditRef, Gate, GateSeed, Outcome, Receipt, Recorder},
    },
};

use crate::{Failed, MIB};

/// The row to which the file belongs, and one to which it does not.
pub(crate) const ROW: RecordId = RecordId::from_bytes([0x11; 16]);
pub(crate) const OTHER_ROW: RecordId = RecordId::from_bytes([0x22; 16]);

#[derive(PhiRecord)]
#[phi(record = "Study")]
struct Study {
    #[phi(subject)]
    subject: SubjectId,
    /// The finding is a value of the row; the scan is a file that belongs to this field of it.
    #[phi(clinical)]
    scan: Phi<Text>,
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
    keys: EnvelopeKeyring<LocalKeyring, FileKeyStore>,
    technician: Session,
    subject: SubjectId,
}

impl Host {
    pub(crate) fn start(folder: &Path) -> Result<Self, Failed> {
        let passphrase = hex(&random()?);
        let (path, passphrase) = (folder.join("root.keyring"), passphrase.into());
        LocalKeyring::create(&path, &passphrase)?;
        let root = LocalKeyring::open(&path, &passphrase)?;
        // In earnest the wrapped keys lie on another host than the files.
        let seed = GateSeed::generate(&OsEntropy)?;
        let keys = EnvelopeKeyring::new(seed.brand(), root, FileKeyStore::open(folder.join("keys"))?);
        let (register, tenant) = (Arc::new(Register::new()), TenantId::new("north-clinic")?);
        let subject = SubjectId::random(&OsEntropy)?;
        register.admit(&tenant, subject);
        let gate = Gate::new(seed, AccessControl::new(policy()?, register), Counts::default(), SystemClock);
        let actor = Actor::Human(ActorId::new("technician")?);
        let (now, limits) = (SystemClock.now(), SessionLimits::CLINICAL);
        let technician = Session::open(tenant, actor, [Role::new("technician")], limits, now, &OsEntropy)?;
        Ok(Self { gate, keys, technician, subject })
    }

    /// Seals what is read, and answers how many bytes it was. Only `finish` makes it a file that opens, and only `sync_all` one that lasts.
    pub(crate) fn seal(&self, mut from: impl Read, to: &Path) -> Result<u64, Failed> {
        let grant = self.gate.create_blocking(&self.technician, self.ask())?;
        let mut writer = self.keys.seal_file(grant.file(ROW, Study::SCAN)?, File::create(to)?)?;
        let (mut piece, mut length) = (vec![0; MIB], 0_u64);
        loop {
            let count = match from.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            writer.write_all(piece.get(..count).unwrap_or_default())?;
            length = length.saturating_add(count as u64);
        }
        writer.finish()?.sync_all()?;
        grant.finish(Outcome::Completed).wait()?;
        Ok(length)
    }

    /// Opens the file as if it belonged to this row, and lets it be read.
    pub(crate) fn open<T>(
        &self,
        path: &Path,
        row: RecordId,
        read: impl FnOnce(FileReader<'_, File>) -> io::Result<T>,
    ) -> Result<T, Failed> {
        let grant = self.gate.read_blocking(&self.technician, self.ask())?;
        let read = self
            .keys
            .open_file(grant.file(row, Study::SCAN)?, File::open(path)?)
            .map_err(Failed::from)
            .and_then(|reader| Ok(read(reader)?));
        grant.finish(if read.is_ok() { Outcome::Completed } else { Outcome::Failed }).wait()?;
        read
    }

    pub(crate) fn read_at(&self, path: &Path, at: u64, count: usize) -> Result<Vec<u8>, Failed> {
        let grant = self.gate.read_blocking(&self.technician, self.ask())?;
        let mut file = self.keys.open_seekable_file(grant.file(ROW, Study::SCAN)?, File::open(path)?)?;
        let mut part = Vec::new();
        file.seek(SeekFrom::Start(at))?;
        file.take(count as u64).read_to_end(&mut part)?;
        grant.finish(Outcome::Completed).wait()?;
        Ok(part)
    }

    /// Begins a file in this place and drops it, as a program that fails half-way does.
    pub(crate) fn unfinished(&self, path: &Path) -> Result<(), Failed> {
        let grant = self.gate.create_blocking(&self.technician, self.ask())?;
        let mut writer = self.keys.seal_file(grant.file(ROW, Study::SCAN)?, File::create(path)?)?;
        writer.write_all(&[0; 3 * 16 * 1024])?;
        writer.flush()?;
        drop(writer);
        Ok(grant.finish(Outcome::Failed).wait().map(drop)?)
    }

    /// A place in a file of this length, and up to 64 KiB from there on.
    pub(crate) fn anywhere(&self, length: u64) -> Result<(u64, usize), Failed> {
        let at = u128::from_be_bytes(random()?).checked_rem(length.max(1).into()).unwrap_or(0);
        Ok((u64::try_from(at)?, 64 * 1024))
    }

    fn ask(&self) -> Ask<Study> {
        Ask::about(self.subject, Purpose::Treatment)
    }
}

fn policy() -> Result<Policy, Failed> {
    let rule = |name: &'static str, action| {
        Rule::permit(name).role("technician").action(action).purpose(Purpose::Treatment).fields(Study::SCAN)
    };
    Ok(Policy::builder().rule(rule("store-scans", Action::Create)).rule(rule("show-scans", Action::Read)).build()?)
}

pub(crate) fn scratch_folder() -> Result<PathBuf, Failed> {
    let folder = std::env::temp_dir().join(format!("seal-file-{}", hex(&random()?)));
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
