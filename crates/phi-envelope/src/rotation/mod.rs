//! Rotating a tenant's key: a new version, every data key re-wrapped under it, the old version retired. No data are rewritten.
//!
//! ```text
//! prepare (pre-active) ─▶ rotate: activate, deactivate the older ─▶ rewrap, page by page ─▶ retire the old version
//!                                                                    └─ killed? rewrap again: it takes up what is left
//! ```
//! At any moment each data key hangs on exactly one version, and its wrap names which, so that nothing is ever unreadable.

mod renewal;

use alloc::{collections::BTreeMap, sync::Arc, vec, vec::Vec};
use core::ops::ControlFlow;

use phi_types::{
    TenantId,
    gate::{Administration, Authority},
};

use crate::{
    hierarchy::{KeyFailure, TenantKey, data_key_context},
    journal::KeyEvent,
    key::{KeyState, Place},
    keyring::{EnvelopeKeyring, KeyringError},
    provider::KeyProvider,
    store::{KeyStore, Shelf, StoreError, StoredKey},
    suite::NONCE,
};

/// How many shelves are read and written at a time.
const PAGE: usize = 512;

/// What a rotation or a re-wrapping did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rotation {
    /// The version that the tenant key has now.
    pub version: u32,
    /// How many data keys were re-wrapped under it. No data was touched.
    pub rewrapped: usize,
    /// How many still hang on an older version: another writer was at them, or the work was broken off. Re-wrap again.
    pub left: usize,
    /// How many wraps did not open and were passed over: damaged, or of another root key. Restore them from a backup.
    pub broken: usize,
    /// How many hang on a version that may not unwrap: suspended, or compromised without an override.
    pub set_aside: usize,
}

/// How far a re-wrapping has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RewrapProgress {
    /// How many data keys hung on older versions when it began.
    pub to_do: usize,
    /// How many of them were looked at.
    pub seen: usize,
    /// How many were re-wrapped.
    pub rewrapped: usize,
}

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Makes the next version of the tenant key without using it, so that replicas and backups have it before anything hangs on
    /// it. Answers the version; one that was prepared before is answered again.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn prepare_rotation(&self, authority: &Authority) -> Result<u32, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::RotateKey)?;
        let keys = self.tenant_keys(tenant)?;
        if let Some(prepared) = keys.iter().rev().find(|key| key.record.state == KeyState::PreActive) {
            return Ok(prepared.version);
        }
        let version = next_version(&keys)?;
        self.keys.add_tenant_key(tenant, version, KeyState::PreActive)?;
        Ok(version)
    }

    /// Rotates the tenant's key: activates the version that was prepared or makes one, deactivates the older, and re-wraps every
    /// data key. Everything opens throughout. Killed half-way, or with something `left`, [`rewrap`](Self::rewrap).
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn rotate(&self, authority: &Authority) -> Result<Rotation, KeyringError> {
        self.rotate_watched(authority, &mut |_| ControlFlow::Continue(()))
    }

    /// [`rotate`](Self::rotate), telling how far it has come. The watcher may break it off.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn rotate_watched(
        &self,
        authority: &Authority,
        watch: &mut dyn FnMut(&RewrapProgress) -> ControlFlow<()>,
    ) -> Result<Rotation, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::RotateKey)?;
        let keys = self.tenant_keys(tenant)?;
        match keys.last() {
            Some(prepared) if prepared.record.state == KeyState::PreActive => {
                let place = Place { tenant, shelf: Shelf::Tenant, version: prepared.version };
                self.keys.change_state(place, KeyState::Active)?;
            }
            _ => self.keys.add_tenant_key(tenant, next_version(&keys)?, KeyState::Active)?,
        }
        self.rewrap_tenant(tenant, watch)
    }

    /// Re-wraps what still hangs on older versions under the newest active one. Idempotent, and takes up what an interrupted
    /// rotation left: what is done is passed over.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn rewrap(
        &self,
        authority: &Authority,
        watch: &mut dyn FnMut(&RewrapProgress) -> ControlFlow<()>,
    ) -> Result<Rotation, KeyringError> {
        self.rewrap_tenant(authority.confirm(self.brand, Administration::RotateKey)?, watch)
    }

    /// How many data keys hang on each version of the tenant key.
    ///
    /// # Errors
    /// See [`KeyringError`].
    pub fn hanging(&self, authority: &Authority) -> Result<BTreeMap<u32, usize>, KeyringError> {
        self.count(authority.confirm(self.brand, Administration::RotateKey)?)
    }

    /// Destroys an old version of the tenant key, both of its wraps, once nothing hangs on it. Backups of the key store keep theirs,
    /// and what hangs on them.
    ///
    /// # Errors
    /// [`KeyringError::InUse`] while data keys hang on it. [`KeyringError::TooSoon`] before it has been deactivated for as long as
    /// caches serve, since another process might hang a new data key on it. [`KeyringError::State`] when it is active.
    pub fn retire(&self, authority: &Authority, version: u32) -> Result<(), KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::RotateKey)?;
        let keys = self.tenant_keys(tenant)?;
        let stored = keys.iter().find(|key| key.version == version).ok_or(KeyringError::Absent)?;
        if !stored.record.state.may_become(KeyState::Destroyed) {
            return Err(KeyringError::State);
        }
        let settles = self.keys.limits.lifetime.saturating_add(self.keys.limits.outage).whole_seconds();
        if self.keys.now().saturating_sub(stored.record.since) < settles {
            return Err(KeyringError::TooSoon);
        }
        match self.count(tenant)?.get(&version) {
            Some(left) if *left > 0 => Err(KeyringError::InUse(*left)),
            _ => Ok(self.keys.change_state(Place { tenant, shelf: Shelf::Tenant, version }, KeyState::Destroyed)?),
        }
    }

    fn rewrap_tenant(
        &self,
        tenant: &TenantId,
        watch: &mut dyn FnMut(&RewrapProgress) -> ControlFlow<()>,
    ) -> Result<Rotation, KeyringError> {
        let keys = self.tenant_keys(tenant)?;
        let newest = keys.iter().rev().find(|key| key.record.state.may_protect());
        let to = newest.map(|key| key.version).ok_or(KeyringError::State)?;
        for older in keys.iter().filter(|key| key.version < to && key.record.state.may_protect()) {
            let place = Place { tenant, shelf: Shelf::Tenant, version: older.version };
            match self.keys.change_state(place, KeyState::Deactivated) {
                // One that does not open protects nothing either, nor does one that another rotation was quicker to deactivate.
                Ok(()) | Err(KeyFailure::Refused | KeyFailure::State) => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        let under = self.keys.tenant_key(tenant, to)?.key;
        let to_do = self.count(tenant)?.range(..to).map(|(_, count)| count).sum();
        let mut work = Work {
            tenant,
            to,
            under,
            older: BTreeMap::new(),
            done: Rotation { version: to, rewrapped: 0, left: 0, broken: 0, set_aside: 0 },
        };
        let (mut after, mut seen) = (None, 0_usize);
        loop {
            let page = self.keys.store.page(tenant, after, PAGE).map_err(KeyFailure::from)?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            seen = seen.saturating_add(self.rewrap_page(&mut work, page)?);
            let progress = RewrapProgress { to_do, seen, rewrapped: work.done.rewrapped };
            if watch(&progress).is_break() {
                work.done.left = work.done.left.saturating_add(to_do.saturating_sub(seen));
                break;
            }
        }
        let done = work.done;
        let (left, broken) = (done.left.saturating_add(done.set_aside) as u64, done.broken as u64);
        let event = KeyEvent::Rewrapped { version: to, done: done.rewrapped as u64, left, broken };
        self.keys.record(tenant, event)?;
        Ok(done)
    }

    /// Re-wraps one page. Answers how many of its keys hung on older versions.
    fn rewrap_page(&self, work: &mut Work<'_>, page: Vec<(Shelf, Vec<StoredKey>)>) -> Result<usize, KeyringError> {
        let old: Vec<_> = page
            .into_iter()
            .filter(|(shelf, _)| *shelf != Shelf::Tenant)
            .flat_map(|(shelf, keys)| keys.into_iter().map(move |key| (shelf, key)))
            .filter(|(_, key)| key.wrapped_under < work.to && !key.wrapped.is_empty())
            .collect();
        // One draw for all nonces of the page: a call to the system for each would cost more than the wrap.
        let mut nonces = vec![[0; NONCE]; old.len()];
        self.keys.entropy.fill(nonces.as_flattened_mut()).map_err(|_| KeyFailure::Entropy)?;
        let seen = old.len();
        let mut changed = Vec::with_capacity(old.len());
        for ((shelf, stored), nonce) in old.into_iter().zip(nonces) {
            let place = Place { tenant: work.tenant, shelf, version: stored.version };
            let from = work.older(self, stored.wrapped_under);
            let material = match from {
                Ok(from) => from.wrapping.open(&data_key_context(place, stored.wrapped_under), &stored.wrapped),
                Err(KeyFailure::State) => {
                    work.done.set_aside = work.done.set_aside.saturating_add(1);
                    continue;
                }
                Err(KeyFailure::Refused | KeyFailure::Absent) => None,
                Err(failure) => return Err(failure.into()),
            };
            // One rotten wrap must not keep all the others under the old key.
            let Some(material) = material else {
                work.done.broken = work.done.broken.saturating_add(1);
                continue;
            };
            let context = data_key_context(place, work.to);
            let wrapped = work.under.wrapping.seal_with(nonce, &context, &material).map_err(|_| KeyFailure::Entropy)?;
            let revision = stored.revision.wrapping_add(1);
            changed.push((shelf, StoredKey { wrapped_under: work.to, wrapped, revision, ..stored }));
        }
        if changed.is_empty() {
            return Ok(seen);
        }
        for answer in self.keys.store.replace_many(work.tenant, changed).map_err(KeyFailure::from)? {
            match answer {
                Ok(()) => work.done.rewrapped = work.done.rewrapped.saturating_add(1),
                // Shredded meanwhile: nothing hangs on any key.
                Err(StoreError::Destroyed) => {}
                Err(StoreError::Taken | StoreError::Held) => work.done.left = work.done.left.saturating_add(1),
                Err(error) => return Err(KeyFailure::from(error).into()),
            }
        }
        Ok(seen)
    }

    fn count(&self, tenant: &TenantId) -> Result<BTreeMap<u32, usize>, KeyringError> {
        Ok(self.keys.store.hanging(tenant).map_err(KeyFailure::from)?)
    }

    fn tenant_keys(&self, tenant: &TenantId) -> Result<Vec<StoredKey>, KeyringError> {
        Ok(self.keys.store.shelf(tenant, Shelf::Tenant).map_err(KeyFailure::from)?.keys)
    }
}

/// One re-wrapping under way.
struct Work<'a> {
    tenant: &'a TenantId,
    to: u32,
    under: Arc<TenantKey>,
    /// The older versions, asked for once each.
    older: BTreeMap<u32, Result<Arc<TenantKey>, KeyFailure>>,
    done: Rotation,
}

impl Work<'_> {
    fn older<P: KeyProvider, S: KeyStore>(
        &mut self,
        keyring: &EnvelopeKeyring<P, S>,
        version: u32,
    ) -> Result<Arc<TenantKey>, KeyFailure> {
        let (tenant, ask) = (self.tenant, &keyring.keys);
        self.older.entry(version).or_insert_with(|| ask.tenant_key(tenant, version).map(|handed| handed.key)).clone()
    }
}

fn next_version(keys: &[StoredKey]) -> Result<u32, KeyringError> {
    keys.last().map_or(0, |key| key.version).checked_add(1).ok_or(KeyringError::State)
}
