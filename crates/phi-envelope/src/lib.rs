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
//! error. Rotating a tenant's key rewrites no data, and killed at any moment leaves everything readable. Destroying a subject's keys
//! makes its rows unreadable. Providers are asked as often as there are tenants in use, not as often as there are rows, and with no
//! lock held. What a key may do follows its [state](KeyState), whatever the provider does.
//!
//! **Non-goals.** No negotiation of suites, no deterministic encryption, no searching but by equality through a blind index
//! that was declared. A whole old row that is put back opens unless the host keeps
//! its version elsewhere. Where the keys are is the adopter's choice, and decides whether stolen data count as secured.
//!
//! **Where next.** [`EnvelopeKeyring`] seals and opens; it also rotates, renews, restores, shreds, merges, and gives
//! [evidence](EncryptionEvidence). [`KeyProvider`] (or [`AsyncKeyProvider`]), [`KeyStore`], [`KeyJournal`] and [`IndexRows`] are the open
//! traits; [`testing`] has what implementers of the first two run. [`LocalKeyring`] is a root key in a file under a passphrase. Formats
//! are in `header.rs`, `key/wrap.rs`, `key/record.rs` and `store/codec.rs`. Which provider, which store, which limits:
//! `docs/which-suite-which-provider.md`. [`Sealed`] is what goes into databases, as bytes or as text; [`ValueKey`] seals single values that
//! are no records; [`mod@file`] what is too large for a row. [`Suite`] and [`Backend`] say how, and whose code does it: `docs/backends.md`.
//!
//! Helps implement 45 CFR 164.312(a)(2)(iv) and 164.312(c). RustCrypto's implementations are not FIPS-validated.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

pub mod file;

mod backend;
mod cache;
mod custody;
mod evidence;
mod frame;
mod header;
mod hierarchy;
mod index;
mod joined;
mod journal;
mod key;
mod keyring;
mod migration;
mod pool;
mod provider;
mod recovery;
mod rotation;
mod row;
mod sealed;
mod shred;
mod store;
mod subject;
mod suite;
mod sync;
pub mod testing;
#[cfg(test)]
mod testkit;
mod text;

pub use backend::{Backend, Primitive};
pub use cache::{CacheLimits, CacheReport};
pub use custody::LONGEST_OVERRIDE;
pub use evidence::{Assessment, EncryptionEvidence, UnsecuredReason};
pub use index::MemoryIndexRows;
pub use journal::{JournalEntry, JournalUnavailable, KeyEvent, KeyJournal, MemoryJournal};
pub use key::{KeyId, KeyMaterial, KeyOrigin, KeyRecord, KeyState};
pub use keyring::{EnvelopeKeyring, KeyringError};
pub use migration::{MigrationMode, MigrationReport, PlainValue, plain_row};
pub use pool::PooledEntropy;
pub use provider::{
    AsyncKeyProvider, BlockingProvider, EphemeralProvider, GeneratedKey, InsecureColocated, KeyLocation, KeyProvider,
    LocalKeyring, LocalKeyringError, ProviderDescription, ProviderError, ProviderFuture, ThreadedProvider, WrapContext,
    WrapRole, url,
};
pub use recovery::Drill;
pub use rotation::{RewrapProgress, Rotation};
pub use sealed::{NotOpened, NotSealed, OpeningContext, Sealed, SealingContext, ValueContext, ValueKey};
pub use shred::{Backups, CertificateStatus, DestructionRecord, IndexRows, IndexUnavailable};
pub use store::{FileKeyStore, KeyStore, MemoryKeyStore, Shelf, ShelfCode, Shelved, StoreError, StoredKey, Tombstone};
pub use suite::Suite;
