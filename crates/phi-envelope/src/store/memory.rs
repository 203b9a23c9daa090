//! A key store in memory: for tests, and the state behind the file store.

use alloc::{collections::BTreeMap, vec::Vec};
use std::sync::{Mutex, MutexGuard};

use phi_types::TenantId;

use super::{KeyStore, Shelf, Shelved, StoreError, StoredKey};

pub(super) type Shelves = BTreeMap<(TenantId, Shelf), Shelved>;

/// Wrapped keys in memory. When the process ends they are gone, and with them the data: for tests and demonstrations.
#[derive(Debug, Default)]
pub struct MemoryKeyStore {
    shelves: Mutex<Shelves>,
}

impl MemoryKeyStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn lock(&self) -> Result<MutexGuard<'_, Shelves>, StoreError> {
        self.shelves.lock().map_err(|_| StoreError::Unavailable)
    }
}

impl KeyStore for MemoryKeyStore {
    fn shelf(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, StoreError> {
        Ok(self.lock()?.get(&(tenant.clone(), shelf)).cloned().unwrap_or_default())
    }

    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        add(&mut *self.lock()?, tenant, shelf, key)
    }

    fn rewrap(&self, tenant: &TenantId, shelf: Shelf, expected: u32, key: StoredKey) -> Result<(), StoreError> {
        rewrap(&mut *self.lock()?, tenant, shelf, expected, key)
    }

    fn destroy(&self, tenant: &TenantId, shelf: Shelf) -> Result<usize, StoreError> {
        Ok(destroy(&mut *self.lock()?, tenant, shelf))
    }

    fn shelves(&self, tenant: &TenantId) -> Result<Vec<Shelf>, StoreError> {
        Ok(shelves(&*self.lock()?, tenant))
    }
}

pub(super) fn add(all: &mut Shelves, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
    let shelved = all.entry((tenant.clone(), shelf)).or_default();
    if shelved.destroyed {
        return Err(StoreError::Destroyed);
    }
    match shelved.keys.binary_search_by_key(&key.version, |stored| stored.version) {
        Ok(_) => Err(StoreError::Taken),
        Err(at) => {
            shelved.keys.insert(at, key);
            Ok(())
        }
    }
}

pub(super) fn rewrap(
    all: &mut Shelves,
    tenant: &TenantId,
    shelf: Shelf,
    expected: u32,
    key: StoredKey,
) -> Result<(), StoreError> {
    let shelved = all.get_mut(&(tenant.clone(), shelf)).ok_or(StoreError::Taken)?;
    if shelved.destroyed {
        return Err(StoreError::Destroyed);
    }
    let stored = shelved.keys.iter_mut().find(|stored| stored.version == key.version);
    match stored {
        Some(stored) if stored.wrapped_under == expected => {
            *stored = key;
            Ok(())
        }
        _ => Err(StoreError::Taken),
    }
}

pub(super) fn destroy(all: &mut Shelves, tenant: &TenantId, shelf: Shelf) -> usize {
    let shelved = all.entry((tenant.clone(), shelf)).or_default();
    shelved.destroyed = true;
    core::mem::take(&mut shelved.keys).len()
}

pub(super) fn shelves(all: &Shelves, tenant: &TenantId) -> Vec<Shelf> {
    all.iter()
        .filter(|((of, _), shelved)| of == tenant && !shelved.keys.is_empty())
        .map(|((_, shelf), _)| *shelf)
        .collect()
}
