//! Unwrapped keys, kept for a while, so that providers and stores are asked once for each tenant and subject in use.

use alloc::{collections::BTreeMap, sync::Arc, vec::Vec};

use phi_types::TenantId;
use time::{Duration, OffsetDateTime};

use crate::{
    key::{DataKey, KeyId, KeyMaterial},
    store::Shelf,
};

/// How much is kept, and for how long.
///
/// A key that is destroyed by another process opens here until its time is over: keep the time short where that matters.
#[derive(Clone, Copy, Debug)]
pub struct CacheLimits {
    /// The most subjects whose keys are kept.
    pub subjects: usize,
    /// How long they serve. They leave memory at the latest one such time later, with the next key that comes in.
    pub lifetime: Duration,
}

impl Default for CacheLimits {
    /// 4096 subjects, five minutes.
    fn default() -> Self {
        Self { subjects: 4096, lifetime: Duration::minutes(5) }
    }
}

/// The data keys of one shelf, the newest last.
pub(crate) struct Ring {
    pub(crate) keys: Vec<Arc<DataKey>>,
}

impl Ring {
    pub(crate) fn newest(&self) -> Option<&Arc<DataKey>> {
        self.keys.last()
    }

    pub(crate) fn find(&self, id: &KeyId) -> Option<Arc<DataKey>> {
        // Key ids stand in the clear in every header, so this comparison has nothing to hide.
        self.keys.iter().find(|key| key.id() == id).map(Arc::clone)
    }
}

#[derive(Default)]
pub(crate) struct Cache {
    rings: BTreeMap<(TenantId, Shelf), (OffsetDateTime, Arc<Ring>)>,
    tenants: BTreeMap<(TenantId, u32), (OffsetDateTime, Arc<KeyMaterial>)>,
    swept: Option<OffsetDateTime>,
}

impl Cache {
    pub(crate) fn get(
        &self,
        tenant: &TenantId,
        shelf: Shelf,
        now: OffsetDateTime,
        limits: CacheLimits,
    ) -> Option<Arc<Ring>> {
        let (since, ring) = self.rings.get(&(tenant.clone(), shelf))?;
        fresh(*since, now, limits).then(|| Arc::clone(ring))
    }

    pub(crate) fn put(
        &mut self,
        tenant: &TenantId,
        shelf: Shelf,
        now: OffsetDateTime,
        ring: Arc<Ring>,
        limits: CacheLimits,
    ) {
        self.sweep(now, limits);
        while self.rings.len() >= limits.subjects.max(1) {
            // All are fresh: the oldest goes.
            let oldest = self.rings.iter().min_by_key(|(_, (since, _))| *since).map(|(key, _)| key.clone());
            match oldest {
                Some(key) => drop(self.rings.remove(&key)),
                None => break,
            }
        }
        self.rings.insert((tenant.clone(), shelf), (now, ring));
    }

    /// A tenant key that was unwrapped not long ago.
    pub(crate) fn tenant_key(
        &self,
        tenant: &TenantId,
        version: u32,
        now: OffsetDateTime,
        limits: CacheLimits,
    ) -> Option<Arc<KeyMaterial>> {
        let (since, key) = self.tenants.get(&(tenant.clone(), version))?;
        fresh(*since, now, limits).then(|| Arc::clone(key))
    }

    pub(crate) fn put_tenant_key(
        &mut self,
        tenant: &TenantId,
        version: u32,
        now: OffsetDateTime,
        key: Arc<KeyMaterial>,
        limits: CacheLimits,
    ) {
        // Tenants are few beside subjects, so what is out of date goes whenever one comes in.
        self.tenants.retain(|_, (since, _)| fresh(*since, now, limits));
        if self.tenants.len() < limits.subjects.max(1) {
            self.tenants.insert((tenant.clone(), version), (now, key));
        }
    }

    /// Drops what is out of date, at most once in a lifetime: keys stay in memory for two lifetimes at the longest while there
    /// is any traffic, and no call pays for all of them.
    fn sweep(&mut self, now: OffsetDateTime, limits: CacheLimits) {
        if self.swept.is_some_and(|swept| fresh(swept, now, limits)) && self.rings.len() < limits.subjects {
            return;
        }
        self.swept = Some(now);
        self.rings.retain(|_, (since, _)| fresh(*since, now, limits));
        self.tenants.retain(|_, (since, _)| fresh(*since, now, limits));
    }

    pub(crate) fn forget(&mut self, tenant: &TenantId, shelf: Shelf) {
        self.rings.remove(&(tenant.clone(), shelf));
    }
}

/// A clock that steps back makes an entry younger than nothing: it is not used.
fn fresh(since: OffsetDateTime, now: OffsetDateTime, limits: CacheLimits) -> bool {
    let age = now - since;
    age >= Duration::ZERO && age < limits.lifetime
}
