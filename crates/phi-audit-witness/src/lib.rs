//! Has phi-audit's checkpoints cosigned by a witness over HTTP ([C2SP tlog-witness](https://c2sp.org/tlog-witness)).
//!
//! ```no_run
//! use phi_audit::{Setup, note::NoteSigner};
//! use phi_audit_witness::{WitnessAnchor, WitnessKey};
//!
//! # let (seed, vkey) = ([7; 32], "");
//! let key = WitnessKey::from_vkey(vkey)?; // what the witness's operator has published
//! let witness = WitnessAnchor::new(key, "http://witness.example", "/var/lib/clinic/cosigned")?
//!     .on_finding(|finding| eprintln!("{finding}"));
//! let signer = NoteSigner::new("audit.example/clinic", &seed)?;
//! let (log, opened) = Setup::new("/var/lib/clinic/audit", signer, witness).open_or_create()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Goals.** A witness signs only what extends the largest tree that it has seen of the log, so whoever has the host and the
//! log's key can neither shorten the log nor write it anew without the witness's knowledge. Nothing that it answers is believed
//! before its signature over this very checkpoint and its time are verified. Every wait and every answer is bounded.
//!
//! **Non-goals.** A witness keeps the size and the root of the largest tree, no entries. Cosignatures of version 1 (Ed25519)
//! alone. The protocol has no way to fetch a checkpoint, so the last ones are kept in a folder here; whoever takes them away
//! is found out when the next checkpoint is published, see [`Finding::Ahead`].
//!
//! Helps implement 45 CFR 164.312(b) and (c)(1).
#![forbid(unsafe_code)]

mod anchor;
mod kept;
mod key;
mod protocol;
mod transport;

pub use anchor::{Finding, WitnessAnchor};
pub use key::{CosignatureError, WitnessKey, WitnessKeyError};
pub use transport::{Answer, HttpTransport, MAX_ANSWER, NoAnswer, Transport};
