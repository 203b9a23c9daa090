//! Key stores: where wrapped keys are kept. They hold nothing that opens without the provider.

mod file;
mod memory;

pub use file::FileKeyStore;
pub use memory::MemoryKeyStore;

use alloc::{sync::Arc, vec::Vec};

use phi_types::{SubjectId, TenantId};

/// Whose keys: a shelf of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// The tenant's own keys, wrapped by the provider.
    Tenant,
    /// The data keys for the notes of a tenant's audit log.
    Notes,
    /// The keys of one blind index of a record type, by a digest of their names.
    Index([u8; 16]),
    /// The data keys of one subject.
    Subject(SubjectId),
}

/// One wrapped key.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// The key's version on its shelf, from 1.
    pub version: u32,
    /// The version of the tenant key under which it is wrapped; 0 for a tenant key, which the provider wraps.
    pub wrapped_under: u32,
    /// The wrapped bytes.
    pub wrapped: Vec<u8>,
}

impl core::fmt::Debug for StoredKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "[wrapped key, version {} under {}]", self.version, self.wrapped_under)
    }
}

/// What stands on a shelf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelved {
    /// The keys, ascending by version.
    pub keys: Vec<StoredKey>,
    /// Whether the shelf was destroyed: its tombstone. No key ever stands on it again.
    pub destroyed: bool,
}

/// Keeps wrapped keys by tenant and shelf.
///
/// # Implementing
/// Each call is atomic and durable when it returns. `add` must refuse a version that is there already, so that two writers
/// cannot both create "the first" key of a subject. `destroy` must remove the bytes, not only hide them, and leave the
/// tombstone. Backups of the store are copies that `destroy` does not reach.
pub trait KeyStore: Send + Sync {
    /// What stands on a shelf; an empty answer where there is none.
    ///
    /// # Errors
    /// When the store cannot answer.
    fn shelf(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, StoreError>;

    /// Adds a key.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the version is there already, [`StoreError::Destroyed`] on a destroyed shelf.
    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError>;

    /// Replaces the wrap of a key that is there, if it is still wrapped under `expected`.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when it is not there, or wrapped under another version by now.
    fn rewrap(&self, tenant: &TenantId, shelf: Shelf, expected: u32, key: StoredKey) -> Result<(), StoreError>;

    /// Removes all keys of a shelf and leaves its tombstone. Answers how many there were.
    ///
    /// # Errors
    /// When the store cannot do it, or cannot say that it will last: call again until it succeeds.
    fn destroy(&self, tenant: &TenantId, shelf: Shelf) -> Result<usize, StoreError>;

    /// The shelves of a tenant that hold keys.
    ///
    /// # Errors
    /// When the store cannot answer.
    fn shelves(&self, tenant: &TenantId) -> Result<Vec<Shelf>, StoreError>;
}

/// Why a store did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It cannot be reached, read or written.
    #[error("the key store is unavailable")]
    Unavailable,
    /// Another writer was first.
    #[error("another writer changed the key first")]
    Taken,
    /// The shelf was destroyed.
    #[error("the keys were destroyed")]
    Destroyed,
}

impl<S: KeyStore + ?Sized> KeyStore for Arc<S> {
    fn shelf(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, StoreError> {
        (**self).shelf(tenant, shelf)
    }

    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        (**self).add(tenant, shelf, key)
    }

    fn rewrap(&self, tenant: &TenantId, shelf: Shelf, expected: u32, key: StoredKey) -> Result<(), StoreError> {
        (**self).rewrap(tenant, shelf, expected, key)
    }

    fn destroy(&self, tenant: &TenantId, shelf: Shelf) -> Result<usize, StoreError> {
        (**self).destroy(tenant, shelf)
    }

    fn shelves(&self, tenant: &TenantId) -> Result<Vec<Shelf>, StoreError> {
        (**self).shelves(tenant)
    }
}
