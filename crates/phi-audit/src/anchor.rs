//! Anchors: where checkpoints are kept, out of reach of whoever can write the log.
//!
//! Verification against an anchor finds truncation, rollback, fork and wipe of everything that the anchor's checkpoint
//! vouches for. What was appended after it is the *window*: an attacker on the host can cut it off or write it anew, unseen.
//! [`AuditLog`](crate::AuditLog) makes a checkpoint at most one second after an entry, so the window is that second and the
//! time that the anchor takes. After the last anchor that the attacker could not reach, whoever has the host goes unseen.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::checkpoint::SignedCheckpoint;
use crate::log::sync_folder_of;
use crate::merkle::Hash;

/// The anchor did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the anchor does not answer, or did not take the checkpoint")]
pub struct AnchorUnavailable;

/// Proves that the log has only grown since it held so many entries: the hashes of RFC 6962, section 2.1.2, that lead from
/// there to the checkpoint that is being published. An error if the log cannot prove it.
pub type ProofFrom<'a> = dyn Fn(u64) -> Result<Vec<Hash>, AnchorUnavailable> + 'a;

/// Keeps the latest checkpoint of each log.
///
/// # Implementing
/// * Keep it where whoever can write the log cannot: another machine, another account, a write-once medium.
/// * `publish` returns when the checkpoint is durable there. One that is smaller than what is held already is refused.
/// * `latest` tells "nothing yet" (`None`) from "no answer" (an error). Never return `None` for want of an answer.
/// * Blocking is expected.
pub trait Anchor: Send + Sync {
    /// A name for alarms.
    fn name(&self) -> &str;

    /// Takes a checkpoint.
    ///
    /// # Errors
    /// [`AnchorUnavailable`].
    fn publish(&self, checkpoint: &SignedCheckpoint) -> Result<(), AnchorUnavailable>;

    /// Takes a checkpoint and may ask for the proof that the log has only grown since a size that the anchor knows.
    /// [`AuditLog`](crate::AuditLog) calls this one; an anchor that checks growth, such as a witness, overrides it.
    ///
    /// # Errors
    /// [`AnchorUnavailable`].
    fn publish_grown(
        &self,
        checkpoint: &SignedCheckpoint,
        proof_from: &ProofFrom<'_>,
    ) -> Result<(), AnchorUnavailable> {
        let _ = proof_from;
        self.publish(checkpoint)
    }

    /// The latest checkpoint of the log of this name.
    ///
    /// # Errors
    /// [`AnchorUnavailable`].
    fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, AnchorUnavailable>;
}

impl<A: Anchor + ?Sized> Anchor for Arc<A> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn publish(&self, checkpoint: &SignedCheckpoint) -> Result<(), AnchorUnavailable> {
        (**self).publish(checkpoint)
    }

    fn publish_grown(
        &self,
        checkpoint: &SignedCheckpoint,
        proof_from: &ProofFrom<'_>,
    ) -> Result<(), AnchorUnavailable> {
        (**self).publish_grown(checkpoint, proof_from)
    }

    fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, AnchorUnavailable> {
        (**self).latest(origin)
    }
}

/// A name for the files about a log: a different one for each log, and safe in any file system.
#[must_use]
pub fn file_stem(origin: &str) -> String {
    // A name may hold anything but spaces: only what is safe in a file name stays as it is.
    origin.bytes().fold(String::new(), |mut name, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            name.push(char::from(byte));
        } else {
            name.push_str(&format!("_{byte:02x}"));
        }
        name
    })
}

/// Keeps checkpoints in a folder elsewhere: a mount of another machine, a disk that only this account may write.
///
/// One file for each log, replaced at once, and a history to which each is appended.
#[derive(Debug)]
pub struct FileAnchor {
    folder: PathBuf,
    name: String,
    taking: Mutex<()>,
}

impl FileAnchor {
    /// Keeps them in this folder, which must exist.
    ///
    /// # Errors
    /// [`AnchorUnavailable`] if it does not.
    pub fn new(folder: impl Into<PathBuf>) -> Result<Self, AnchorUnavailable> {
        let folder = folder.into();
        if !folder.is_dir() {
            return Err(AnchorUnavailable);
        }
        Ok(Self { folder, name: "file".to_owned(), taking: Mutex::new(()) })
    }

    fn path(&self, origin: &str) -> PathBuf {
        self.folder.join(format!("{}.checkpoint", file_stem(origin)))
    }

    fn read(&self, origin: &str) -> io::Result<Option<SignedCheckpoint>> {
        match fs::read_to_string(self.path(origin)) {
            Ok(text) => SignedCheckpoint::parse(&text).map(Some).map_err(|_| io::ErrorKind::InvalidData.into()),
            // Gone with its folder is no answer; gone from it is.
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.folder.is_dir() => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, origin: &str, checkpoint: &SignedCheckpoint) -> io::Result<()> {
        let path = self.path(origin);
        let beside = path.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(checkpoint.as_str().as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        sync_folder_of(&path)?;
        let mut history = OpenOptions::new().create(true).append(true).open(path.with_extension("history"))?;
        history.write_all(format!("{checkpoint}\n").as_bytes())
    }
}

impl Anchor for FileAnchor {
    fn name(&self) -> &str {
        &self.name
    }

    fn publish(&self, checkpoint: &SignedCheckpoint) -> Result<(), AnchorUnavailable> {
        let _taking = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        let (origin, size) = checkpoint.claims().ok_or(AnchorUnavailable)?;
        let held = self.read(origin).map_err(|_| AnchorUnavailable)?;
        if held.as_ref().and_then(SignedCheckpoint::claims).is_some_and(|(_, held)| held > size) {
            return Err(AnchorUnavailable);
        }
        self.write(origin, checkpoint).map_err(|_| AnchorUnavailable)
    }

    fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, AnchorUnavailable> {
        self.read(origin).map_err(|_| AnchorUnavailable)
    }
}

/// Keeps checkpoints in memory, and can be told not to answer: for tests.
#[derive(Debug, Default)]
pub struct MemoryAnchor {
    state: Mutex<MemoryState>,
}

#[derive(Debug, Default)]
struct MemoryState {
    held: Vec<SignedCheckpoint>,
    down: bool,
}

impl MemoryAnchor {
    /// One that holds nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether it answers from now on.
    pub fn answers(&self, answers: bool) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).down = !answers;
    }

    /// Everything that it was given, the oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<SignedCheckpoint> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).held.clone()
    }
}

impl Anchor for MemoryAnchor {
    fn name(&self) -> &'static str {
        "memory"
    }

    fn publish(&self, checkpoint: &SignedCheckpoint) -> Result<(), AnchorUnavailable> {
        let (origin, size) = checkpoint.claims().ok_or(AnchorUnavailable)?;
        let held = self.latest(origin)?;
        if held.as_ref().and_then(SignedCheckpoint::claims).is_some_and(|(_, held)| held > size) {
            return Err(AnchorUnavailable);
        }
        self.state.lock().unwrap_or_else(PoisonError::into_inner).held.push(checkpoint.clone());
        Ok(())
    }

    fn latest(&self, origin: &str) -> Result<Option<SignedCheckpoint>, AnchorUnavailable> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.down {
            return Err(AnchorUnavailable);
        }
        Ok(state.held.iter().rev().find(|held| held.claims().is_some_and(|(name, _)| name == origin)).cloned())
    }
}
