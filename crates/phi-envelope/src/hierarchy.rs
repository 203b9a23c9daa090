//! From root to data key: fetching, creating and re-wrapping along the hierarchy.
//!
//! Root key in a provider → tenant key → data keys of a subject. Only the wraps are stored.

use alloc::{sync::Arc, vec::Vec};
use std::sync::{Mutex, MutexGuard, PoisonError};

use phi_types::{Clock, Entropy, TenantId, port::framed};

use crate::{
    cache::{Cache, CacheLimits, Ring},
    key::{DataKey, KeyMaterial, open_wrap, seal_wrap},
    provider::{KeyProvider, ProviderError, WrapContext},
    store::{KeyStore, Shelf, StoreError, StoredKey},
};

/// Why no key was to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyFailure {
    /// Provider or store is down.
    Unavailable,
    /// The source of randomness failed.
    Entropy,
    /// The shelf was destroyed.
    Destroyed,
    /// A wrap does not open: damaged, moved, or of another root key.
    Refused,
}

impl From<StoreError> for KeyFailure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Destroyed => Self::Destroyed,
            StoreError::Taken | StoreError::Unavailable => Self::Unavailable,
        }
    }
}

impl From<ProviderError> for KeyFailure {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::Refused => Self::Refused,
            ProviderError::Unavailable => Self::Unavailable,
        }
    }
}

pub(crate) struct Hierarchy<P, S> {
    pub(crate) provider: P,
    pub(crate) store: S,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: CacheLimits,
    pub(crate) cache: Mutex<Cache>,
}

/// What a re-wrapping did.
#[derive(Default)]
pub(crate) struct Rewrapped {
    pub(crate) done: usize,
    /// Changed by another writer meanwhile.
    pub(crate) left: usize,
    /// Wraps that do not open.
    pub(crate) broken: usize,
}

impl<P: KeyProvider, S: KeyStore> Hierarchy<P, S> {
    /// The data keys of a shelf. With `create`, a shelf without keys gets its first one.
    pub(crate) fn ring(&self, tenant: &TenantId, shelf: Shelf, create: bool) -> Result<Arc<Ring>, KeyFailure> {
        let now = self.clock.now();
        // One lock around look-up and filling: concurrent callers for one subject ask provider and store once.
        let mut cache = self.lock();
        if let Some(ring) = cache.get(tenant, shelf, now, self.limits) {
            return Ok(ring);
        }
        let mut shelved = self.store.shelf(tenant, shelf)?;
        if shelved.destroyed {
            return Err(KeyFailure::Destroyed);
        }
        if shelved.keys.is_empty() {
            if !create {
                return Err(KeyFailure::Refused);
            }
            self.make_data_key(&mut cache, tenant, shelf, 1)?;
            shelved = self.store.shelf(tenant, shelf)?;
        }
        let mut keys = Vec::with_capacity(shelved.keys.len());
        for stored in &shelved.keys {
            let material = self.unwrap_data_key(&mut cache, tenant, shelf, stored)?;
            keys.push(Arc::new(DataKey::new(&material).ok_or(KeyFailure::Refused)?));
        }
        let ring = Arc::new(Ring { keys });
        cache.put(tenant, shelf, now, Arc::clone(&ring), self.limits);
        Ok(ring)
    }

    pub(crate) fn forget(&self, tenant: &TenantId, shelf: Shelf) {
        self.lock().forget(tenant, shelf);
    }

    /// Makes a new version of the tenant key. Data keys stay under the old one until they are re-wrapped.
    pub(crate) fn new_tenant_key(&self, tenant: &TenantId) -> Result<u32, KeyFailure> {
        let shelved = self.store.shelf(tenant, Shelf::Tenant)?;
        let version = shelved.keys.last().map_or(0, |key| key.version).checked_add(1).ok_or(KeyFailure::Refused)?;
        let key = KeyMaterial::random(&*self.entropy).map_err(|_| KeyFailure::Entropy)?;
        let wrapped = self.provider.wrap(&WrapContext { tenant, version }, &key)?;
        match self.store.add(tenant, Shelf::Tenant, StoredKey { version, wrapped_under: 0, wrapped }) {
            // Another process rotated or began at the same time: its key serves as well.
            Ok(()) | Err(StoreError::Taken) => Ok(version),
            Err(error) => Err(error.into()),
        }
    }

    /// Re-wraps the tenant's data keys under version `to`. Idempotent: what is under it already is passed over; killed at any
    /// point, each key is readable under the version that its wrap names.
    pub(crate) fn rewrap_all(&self, tenant: &TenantId, to: u32) -> Result<Rewrapped, KeyFailure> {
        let under = self.tenant_key(&mut self.lock(), tenant, to)?;
        let mut counts = Rewrapped::default();
        for shelf in self.store.shelves(tenant)?.into_iter().filter(|shelf| *shelf != Shelf::Tenant) {
            for stored in self.store.shelf(tenant, shelf)?.keys.into_iter().filter(|stored| stored.wrapped_under < to) {
                let material = match self.unwrap_data_key(&mut self.lock(), tenant, shelf, &stored) {
                    Ok(material) => material,
                    // One rotten wrap must not keep all the others under the old key.
                    Err(KeyFailure::Refused) => {
                        counts.broken = counts.broken.saturating_add(1);
                        continue;
                    }
                    Err(failure) => return Err(failure),
                };
                let context = data_key_context(tenant, shelf, stored.version, to);
                let wrapped =
                    seal_wrap(&under, &context, &material, &*self.entropy).map_err(|_| KeyFailure::Entropy)?;
                let expected = stored.wrapped_under;
                match self.store.rewrap(tenant, shelf, expected, StoredKey { wrapped_under: to, wrapped, ..stored }) {
                    Ok(()) => counts.done = counts.done.saturating_add(1),
                    // Shredded meanwhile: nothing hangs on any key.
                    Err(StoreError::Destroyed) => {}
                    Err(StoreError::Taken) => counts.left = counts.left.saturating_add(1),
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(counts)
    }

    /// Makes a data key of this version on a shelf.
    pub(crate) fn add_data_key(&self, tenant: &TenantId, shelf: Shelf, version: u32) -> Result<(), KeyFailure> {
        self.make_data_key(&mut self.lock(), tenant, shelf, version)
    }

    fn make_data_key(
        &self,
        cache: &mut Cache,
        tenant: &TenantId,
        shelf: Shelf,
        version: u32,
    ) -> Result<(), KeyFailure> {
        let newest = self.store.shelf(tenant, Shelf::Tenant)?.keys.last().map(|key| key.version);
        let under = match newest {
            Some(version) => version,
            None => self.new_tenant_key(tenant)?,
        };
        let key = KeyMaterial::random(&*self.entropy).map_err(|_| KeyFailure::Entropy)?;
        let context = data_key_context(tenant, shelf, version, under);
        let tenant_key = self.tenant_key(cache, tenant, under)?;
        let wrapped = seal_wrap(&tenant_key, &context, &key, &*self.entropy).map_err(|_| KeyFailure::Entropy)?;
        match self.store.add(tenant, shelf, StoredKey { version, wrapped_under: under, wrapped }) {
            // Whoever was first, the key on the shelf is the key.
            Ok(()) | Err(StoreError::Taken) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn unwrap_data_key(
        &self,
        cache: &mut Cache,
        tenant: &TenantId,
        shelf: Shelf,
        stored: &StoredKey,
    ) -> Result<KeyMaterial, KeyFailure> {
        let under = self.tenant_key(cache, tenant, stored.wrapped_under)?;
        let context = data_key_context(tenant, shelf, stored.version, stored.wrapped_under);
        open_wrap(&under, &context, &stored.wrapped).ok_or(KeyFailure::Refused)
    }

    /// The tenant key, from the cache or from the provider.
    fn tenant_key(&self, cache: &mut Cache, tenant: &TenantId, version: u32) -> Result<Arc<KeyMaterial>, KeyFailure> {
        let now = self.clock.now();
        if let Some(key) = cache.tenant_key(tenant, version, now, self.limits) {
            return Ok(key);
        }
        let shelved = self.store.shelf(tenant, Shelf::Tenant)?;
        let stored = shelved.keys.iter().find(|key| key.version == version).ok_or(KeyFailure::Refused)?;
        let key = Arc::new(self.provider.unwrap(&WrapContext { tenant, version }, &stored.wrapped)?);
        cache.put_tenant_key(tenant, version, now, Arc::clone(&key), self.limits);
        Ok(key)
    }

    /// A caller that panicked cannot have left the maps half-changed, so a poisoned lock is taken over.
    fn lock(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a data key's wrap is bound to.
fn data_key_context(tenant: &TenantId, shelf: Shelf, version: u32, under: u32) -> Vec<u8> {
    let (kind, subject) = match shelf {
        Shelf::Tenant => (b"tenant".as_slice(), [0; 16]),
        Shelf::Notes => (b"notes".as_slice(), [0; 16]),
        Shelf::Index(index) => (b"index".as_slice(), index),
        Shelf::Subject(subject) => (b"subject".as_slice(), subject.to_bytes()),
    };
    let (version, under) = (version.to_be_bytes(), under.to_be_bytes());
    framed(&[b"phi-data-key-1", tenant.as_str().as_bytes(), kind, &subject, &version, &under])
}
