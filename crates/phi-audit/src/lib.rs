//! A tamper-evident, durable log of every access to protected health information.
//!
//! ```
//! use phi_audit::{event::AuditEvent, log::{Log, MemoryDisk, Reader, verify}, note::NoteSigner};
//! use phi_types::OsEntropy;
//!
//! let signer = NoteSigner::new("audit.example/clinic", &[7; 32])?;
//! let verifier = signer.verifier().clone();
//! let disk = MemoryDisk::new(); // `FileStorage::create(path)?` in earnest
//! let log = Log::create(disk.writer()?, signer, OsEntropy)?; // goes into an `AuditRecorder`, which the gate asks
//! log.append(&[([1; 16], b"an event")])?;
//!
//! let kept_elsewhere = log.checkpoint()?;
//! assert_eq!(verify(disk.reader(), &verifier, Some(&kept_elsewhere))?.size, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! After a restart the log is opened with the checkpoint that was kept, so that one that lost its end is refused:
//!
//! ```no_run
//! # use phi_audit::{checkpoint::SignedCheckpoint, log::{FileStorage, Log}, note::NoteSigner};
//! # use phi_types::OsEntropy;
//! # let seed = [7; 32];
//! let signer = NoteSigner::new("audit.example/clinic", &seed)?; // the seed and the pseudonym key are kept with the other keys
//! let kept = std::fs::read_to_string("/media/elsewhere/checkpoint")?;
//! let kept = SignedCheckpoint::parse(&kept)?.verify(signer.verifier())?;
//! let (log, recovery) = Log::open(FileStorage::open("/var/log/clinic/audit.log")?, signer, OsEntropy, Some(&kept))?;
//! if recovery.cut.is_some() {
//!     // A crash left half a batch that nobody was told about; it is gone.
//! }
//! # let _ = log;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Goals.** What is acknowledged survives a power cut, as far as the disk keeps its word. A changed, dropped, reordered, replayed or
//! cut-off entry is found, up to the last checkpoint that an attacker could not reach. Events name fields and never their values;
//! subjects are pseudonyms; free notes are sealed. Without a durable entry there is no grant.
//!
//! **Non-goals.** Whoever controls the host goes unseen after the last checkpoint kept elsewhere. The log is PHI all the same: keep it
//! as such. How long is the entity's decision; the rule names no number for logs.
//!
//! **Where next.** [`AuditRecorder`] is the gate's recorder. [`event`] says what an entry holds, [`log`] how it is written, verified
//! and recovered, [`checkpoint`] and [`note`] what to keep elsewhere, [`merkle`] how proofs work.
//!
//! Helps implement 45 CFR 164.312(b) and 164.308(a)(1)(ii)(D).
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod alarm;
pub mod anchor;
mod audit_log;
pub mod checkpoint;
pub mod event;
mod head_signer;
pub mod log;
pub mod merkle;
pub mod note;
pub mod notice;
mod proof_file;
mod pseudonym;
mod recorder;
pub mod sink;
pub mod testing;

pub use audit_log::{
    AuditLog, ForwardError, Hold, Monotonic, OpenError, Opened, ProveError, Prover, PruneError, Pruning, Quarantine,
    RetentionRule, SIX_YEARS, Setup, VouchError,
};
pub use head_signer::{HeadError, HeadSigner};
pub use proof_file::{ConsistencyProof, InclusionProof, ProofFileError};
pub use pseudonym::{SubjectPseudonym, SubjectPseudonymKey};
pub use recorder::{AuditRecorder, LogSink, SinkRecorder};
