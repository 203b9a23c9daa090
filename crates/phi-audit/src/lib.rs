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

pub mod checkpoint;
pub mod event;
pub mod log;
pub mod merkle;
pub mod note;
mod pseudonym;
mod recorder;

pub use pseudonym::{PseudonymKey, SubjectPseudonym};
pub use recorder::AuditRecorder;
