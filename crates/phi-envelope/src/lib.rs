//! Envelope encryption for protected health information: every ciphertext is bound to its tenant, subject, row and field.
//!
//! ```
//! use phi_envelope::{EnvelopeKeyring, EphemeralProvider, MemoryKeyStore, Suite};
//! use phi_types::{OsEntropy, gate::GateSeed};
//!
//! let seed = GateSeed::generate(&OsEntropy)?; // goes into `Gate::new`; the keyring serves that gate alone
//! let keys = EnvelopeKeyring::new(seed.brand(), EphemeralProvider::generate(&OsEntropy)?, MemoryKeyStore::new());
//! assert_eq!(keys.provider().kind, "ephemeral"); // in earnest: `LocalKeyring` and `FileKeyStore`, or your own
//! # let _ = (keys, Suite::default());
//! # Ok::<(), phi_types::EntropyUnavailable>(())
//! ```
//!
//! ```text
//! root key in a provider ─▶ tenant key ─▶ data key of a subject ─▶ subkeys (HKDF-Expand) ─▶ key of a row ─▶ key of a field
//! ```
//!
//! **Goals.** A grant opens its fields and nothing else. A row that was changed, moved, mixed or cut does not open, with one opaque
//! error. Rotating a tenant's key rewrites no data. Destroying a subject's keys makes its rows unreadable. Providers are asked as
//! often as there are tenants in use, not as often as there are rows.
//!
//! **Non-goals.** No negotiation of suites, no deterministic encryption, no searching but by equality through a blind index that was
//! declared. A whole old row that is put back opens unless
//! the host keeps its version elsewhere. Where the keys are is the adopter's choice, and decides whether stolen data count as secured.
//!
//! **Where next.** [`EnvelopeKeyring`] seals, opens, rotates and shreds. [`KeyProvider`] and [`KeyStore`] are the two open traits.
//! [`LocalKeyring`] is a root key in a file under a passphrase. Formats are in `header.rs` and `key/wrap.rs`.
//! [`Sealed`] is what goes into databases, as bytes or as text; [`ValueKey`] seals single values that are no records. [`Suite`] and
//! [`Backend`] say how, and whose code does it: `docs/which-suite-which-provider.md`, `docs/backends.md`.
//!
//! Helps implement 45 CFR 164.312(a)(2)(iv) and 164.312(c). RustCrypto's implementations are not FIPS-validated.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod file;

mod backend;
mod cache;
mod frame;
mod header;
mod hierarchy;
mod index;
mod key;
mod keyring;
mod pool;
mod provider;
mod row;
mod sealed;
mod store;
mod suite;
#[cfg(test)]
mod testkit;
mod text;

pub use backend::{Backend, Primitive};
pub use cache::CacheLimits;
pub use key::{KeyId, KeyMaterial};
pub use keyring::{DestructionRecord, EnvelopeKeyring, KeyringError, Rotation};
pub use pool::PooledEntropy;
pub use provider::{
    EphemeralProvider, KeyLocation, KeyProvider, LocalKeyring, LocalKeyringError, ProviderDescription, ProviderError,
    WrapContext,
};
pub use sealed::{NotOpened, NotSealed, OpeningContext, Sealed, SealingContext, ValueContext, ValueKey};
pub use store::{FileKeyStore, KeyStore, MemoryKeyStore, Shelf, Shelved, StoreError, StoredKey};
pub use suite::Suite;
