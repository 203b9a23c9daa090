//! Envelope encryption for protected health information: every ciphertext is bound to its tenant, subject, row and field.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;

mod cache;
mod frame;
mod header;
mod hierarchy;
mod key;
mod keyring;
mod provider;
mod row;
mod store;
mod suite;

pub use cache::CacheLimits;
pub use key::{KeyId, KeyMaterial};
pub use keyring::{DestructionRecord, EnvelopeKeyring, KeyringError, Rotation};
pub use provider::{
    EphemeralProvider, KeyLocation, KeyProvider, LocalKeyring, LocalKeyringError, ProviderDescription, ProviderError,
    WrapContext,
};
pub use store::{FileKeyStore, KeyStore, MemoryKeyStore, Shelf, Shelved, StoreError, StoredKey};
pub use suite::Suite;
