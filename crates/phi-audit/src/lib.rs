//! A tamper-evident, durable log of every access to protected health information.
//!
//! ```
//! use std::sync::Arc;
//! use phi_audit::{Setup, anchor::FileAnchor, log::verify_file, note::NoteSigner, sink::{AuditSink, Event}};
//!
//! # let scratch = std::env::temp_dir().join(format!("phi-audit-front-{}", std::process::id()));
//! # std::fs::create_dir_all(scratch.join("elsewhere"))?;
//! # let seed = [7; 32];
//! let signer = NoteSigner::new("audit.example/clinic", &seed)?; // the seed is kept with the other keys
//! let elsewhere = FileAnchor::new(scratch.join("elsewhere"))?; // a mount of another machine
//! let setup = Setup::new(scratch.join("audit"), signer, elsewhere).on_alarm(|alarm| eprintln!("{alarm}"));
//! let (log, opened) = setup.open_or_create()?; // goes into a `SinkRecorder`, which the gate asks
//! assert!(opened.quarantined.is_none());
//! log.append(&[Event::new([1; 16], b"an event".to_vec())])?; // durable, or an error
//!
//! let kept = log.checkpoint()?; // within a second this happens by itself
//! assert_eq!(verify_file(log.folder(), log.verifier(), Some(&kept))?.size, 1);
//! # drop(log);
//! # std::fs::remove_dir_all(scratch)?;
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
//! **Where next.** [`AuditLog`] is the log as it is run, [`SinkRecorder`] the gate's recorder over it. [`sink`] says when an
//! event may be relied upon and what happens when it may not, [`anchor`] what to keep elsewhere, [`event`] what an entry holds,
//! [`search`] how something is found in it, [`report`] what is handed out,
//! [`log`] how it is written, verified and recovered, [`InclusionProof`] how an entry is proved without the log, [`testing`] what
//! every sink must do. `docs/audit.md` has the tables of faults and of tampering.
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
#[cfg(feature = "exchange")]
#[cfg_attr(docsrs, doc(cfg(feature = "exchange")))]
pub mod exchange;
mod head_signer;
pub mod log;
pub mod merkle;
pub mod note;
pub mod notice;
mod proof_file;
mod pseudonym;
mod recorder;
pub mod report;
pub mod search;
pub mod sink;
pub mod testing;
pub mod watch;

pub use audit_log::{
    AuditLog, ForwardError, Hold, Monotonic, OpenError, Opened, ProveError, Prover, PruneError, Pruning, Quarantine,
    RetentionRule, SIX_YEARS, Setup, VouchError,
};
pub use head_signer::{HeadError, HeadSigner};
pub use proof_file::{ConsistencyProof, InclusionProof, ProofFileError};
pub use pseudonym::{SubjectPseudonym, SubjectPseudonymKey};
pub use recorder::{AuditRecorder, LogSink, SinkRecorder};
