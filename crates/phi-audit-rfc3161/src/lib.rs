//! Has phi-audit's checkpoints time-stamped by a time-stamping authority ([RFC 3161](https://www.rfc-editor.org/rfc/rfc3161.html)).
//!
//! ```no_run
//! use phi_audit::{Setup, note::NoteSigner};
//! use phi_audit_rfc3161::{Authority, TimestampAnchor};
//!
//! # let seed = [7; 32];
//! let authority = Authority::from_der(&std::fs::read("/etc/clinic/tsa.der")?)?; // the certificate that is trusted
//! let stamped = TimestampAnchor::new(authority, "http://tsa.example", "/mnt/elsewhere/stamped")?;
//! let signer = NoteSigner::new("audit.example/clinic", &seed)?;
//! let (log, opened) = Setup::new("/var/lib/clinic/audit", signer, stamped).open_or_create()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! **Goals.** Each checkpoint is kept with the statement of somebody else that it existed at a time: whoever has the host and the
//! log's key can write a log anew, and cannot have it stamped in the past. A stamp counts when it is over this very checkpoint,
//! has the nonce and the policy that were asked for, a time near ours, and the signature of the pinned certificate.
//!
//! **Non-goals.** An authority remembers nothing: truncation, rollback, fork and wipe are found by what is kept, so keep it
//! elsewhere, and let a witness (`phi-audit-witness`) say what is the latest. No chains, no revocation; signatures by RSA PKCS #1
//! v1.5 and ECDSA on P-256 and P-384.
//!
//! Helps implement 45 CFR 164.312(b) and (c)(1).
#![forbid(unsafe_code)]

mod anchor;
mod transport;
mod tsa;

pub use anchor::TimestampAnchor;
pub use transport::{HttpTransport, MAX_ANSWER, NoAnswer, Transport};
pub use tsa::{Authority, Timestamp, TimestampError};
