//! A key store in memory: for tests, and the state behind the file store.

use alloc::{collections::BTreeMap, vec::Vec};
use core::ops::Bound;
use std::sync::{Mutex, MutexGuard};

use phi_types::{SubjectId, TenantId};

use super::{KeyStore, Shelf, Shelved, StoreError, StoredKey, Tombstone};

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
        Ok(self.lock()?.get(tenant, shelf))
    }

    fn page(
        &self,
        tenant: &TenantId,
        after: Option<Shelf>,
        most: usize,
    ) -> Result<Vec<(Shelf, Vec<StoredKey>)>, StoreError> {
        Ok(self.lock()?.page(tenant, after, most))
    }

    fn hanging(&self, tenant: &TenantId) -> Result<BTreeMap<u32, usize>, StoreError> {
        Ok(self.lock()?.hanging(tenant))
    }

    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.lock()?.add(tenant, shelf, key)
    }

    fn replace(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.lock()?.replace(tenant, shelf, key)
    }

    fn replace_many(
        &self,
        tenant: &TenantId,
        keys: Vec<(Shelf, StoredKey)>,
    ) -> Result<Vec<Result<(), StoreError>>, StoreError> {
        let mut all = self.lock()?;
        Ok(keys.into_iter().map(|(shelf, key)| all.replace(tenant, shelf, key)).collect())
    }

    fn destroy(&self, tenant: &TenantId, shelf: Shelf, at: i64) -> Result<Tombstone, StoreError> {
        self.lock()?.destroy(tenant, shelf, at)
    }

    fn hold(&self, tenant: &TenantId, shelf: Shelf, held: bool) -> Result<(), StoreError> {
        self.lock()?.hold(tenant, shelf, held)
    }

    fn set_merged(
        &self,
        tenant: &TenantId,
        subject: SubjectId,
        expected: Option<SubjectId>,
        into: Option<SubjectId>,
    ) -> Result<(), StoreError> {
        self.lock()?.set_merged(tenant, subject, expected, into)
    }

    fn merged_into(&self, tenant: &TenantId, subject: SubjectId) -> Result<Vec<SubjectId>, StoreError> {
        Ok(self.lock()?.merged_into(tenant, subject))
    }
}

/// The shelves of all tenants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shelves(BTreeMap<TenantId, BTreeMap<Shelf, Shelved>>);

impl Shelves {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&TenantId, Shelf, &Shelved)> {
        self.0
            .iter()
            .flat_map(|(tenant, shelves)| shelves.iter().map(move |(shelf, shelved)| (tenant, *shelf, shelved)))
    }

    /// Puts a shelf in place as it is. Answers whether the place was free.
    pub(super) fn put(&mut self, tenant: TenantId, shelf: Shelf, shelved: Shelved) -> bool {
        self.0.entry(tenant).or_default().insert(shelf, shelved).is_none()
    }

    pub(super) fn get(&self, tenant: &TenantId, shelf: Shelf) -> Shelved {
        self.0.get(tenant).and_then(|shelves| shelves.get(&shelf)).cloned().unwrap_or_default()
    }

    pub(super) fn page(&self, tenant: &TenantId, after: Option<Shelf>, most: usize) -> Vec<(Shelf, Vec<StoredKey>)> {
        let Some(shelves) = self.0.get(tenant) else { return Vec::new() };
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        shelves
            .range((from, Bound::Unbounded))
            .filter(|(_, shelved)| !shelved.keys.is_empty())
            .take(most)
            .map(|(shelf, shelved)| (*shelf, shelved.keys.clone()))
            .collect()
    }

    pub(super) fn hanging(&self, tenant: &TenantId) -> BTreeMap<u32, usize> {
        let mut counts = BTreeMap::new();
        let shelves = self.0.get(tenant).into_iter().flatten();
        shelves.for_each(|(shelf, shelved)| super::count(&mut counts, *shelf, &shelved.keys));
        counts
    }

    pub(super) fn add(&mut self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        let shelved = self.standing(tenant, shelf)?;
        match shelved.keys.binary_search_by_key(&key.version, |stored| stored.version) {
            Ok(_) => Err(StoreError::Taken),
            Err(at) => {
                shelved.keys.insert(at, key);
                Ok(())
            }
        }
    }

    pub(super) fn replace(&mut self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        // Nothing is made on the way: a shelf that is not there stays so.
        let shelved = self.0.get_mut(tenant).and_then(|shelves| shelves.get_mut(&shelf)).ok_or(StoreError::Taken)?;
        if shelved.destroyed.is_some() {
            return Err(StoreError::Destroyed);
        }
        if shelved.held && key.wrapped.is_empty() {
            return Err(StoreError::Held);
        }
        match shelved.keys.iter_mut().find(|stored| stored.version == key.version) {
            Some(stored) if stored.revision.wrapping_add(1) == key.revision => {
                *stored = key;
                Ok(())
            }
            _ => Err(StoreError::Taken),
        }
    }

    pub(super) fn destroy(&mut self, tenant: &TenantId, shelf: Shelf, at: i64) -> Result<Tombstone, StoreError> {
        let shelved = self.0.entry(tenant.clone()).or_default().entry(shelf).or_default();
        if let Some(tombstone) = shelved.destroyed {
            return Ok(tombstone);
        }
        if shelved.held {
            return Err(StoreError::Held);
        }
        let keys = core::mem::take(&mut shelved.keys);
        let tombstone = Tombstone { at, keys: u32::try_from(keys.len()).unwrap_or(u32::MAX) };
        shelved.destroyed = Some(tombstone);
        Ok(tombstone)
    }

    pub(super) fn hold(&mut self, tenant: &TenantId, shelf: Shelf, held: bool) -> Result<(), StoreError> {
        self.standing(tenant, shelf)?.held = held;
        Ok(())
    }

    pub(super) fn set_merged(
        &mut self,
        tenant: &TenantId,
        subject: SubjectId,
        expected: Option<SubjectId>,
        into: Option<SubjectId>,
    ) -> Result<(), StoreError> {
        let shelved = self.0.entry(tenant.clone()).or_default().entry(Shelf::Subject(subject)).or_default();
        if shelved.merged_into != expected {
            return Err(StoreError::Taken);
        }
        shelved.merged_into = into;
        Ok(())
    }

    pub(super) fn merged_into(&self, tenant: &TenantId, subject: SubjectId) -> Vec<SubjectId> {
        let Some(shelves) = self.0.get(tenant) else { return Vec::new() };
        let merged = shelves.iter().filter(|(_, shelved)| shelved.merged_into == Some(subject));
        merged.filter_map(|(shelf, _)| if let Shelf::Subject(from) = shelf { Some(*from) } else { None }).collect()
    }

    fn standing(&mut self, tenant: &TenantId, shelf: Shelf) -> Result<&mut Shelved, StoreError> {
        let shelved = self.0.entry(tenant.clone()).or_default().entry(shelf).or_default();
        if shelved.destroyed.is_some() { Err(StoreError::Destroyed) } else { Ok(shelved) }
    }
}
