//! Providers and stores that count their calls, and fail at the one that is named.

use alloc::{collections::BTreeMap, vec::Vec};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

use phi_types::{SubjectId, TenantId};

use crate::{
    key::KeyMaterial,
    provider::{GeneratedKey, KeyProvider, ProviderDescription, ProviderError, WrapContext},
    store::{KeyStore, Shelf, Shelved, StoreError, StoredKey, Tombstone},
};

/// When a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Nothing was done.
    Before,
    /// It was done, and the caller is not told: the answer was lost, or the process died.
    After,
}

/// A provider or a store that counts its calls, and from a call on fails them all, as if the process had died there or the line
/// had been cut.
///
/// ```
/// use phi_envelope::{KeyStore, MemoryKeyStore, Shelf, StoreError, testing::{Faulty, Moment}};
/// use phi_types::TenantId;
/// let (store, tenant) = (Faulty::new(MemoryKeyStore::new()), TenantId::new("north").unwrap());
/// assert!(store.shelf(&tenant, Shelf::Tenant).is_ok());
/// store.fail_from(0, Moment::Before);
/// assert_eq!(store.shelf(&tenant, Shelf::Tenant), Err(StoreError::Unavailable));
/// store.mend();
/// assert!(store.shelf(&tenant, Shelf::Tenant).is_ok());
/// assert_eq!(store.calls(), 3);
/// ```
#[derive(Debug, Default)]
pub struct Faulty<T> {
    inner: T,
    calls: AtomicU64,
    fails_at: AtomicU64,
    after: AtomicU8,
}

impl<T> Faulty<T> {
    /// One that does not fail yet.
    pub const fn new(inner: T) -> Self {
        Self { inner, calls: AtomicU64::new(0), fails_at: AtomicU64::new(u64::MAX), after: AtomicU8::new(0) }
    }

    /// What it stands in front of.
    pub const fn inner(&self) -> &T {
        &self.inner
    }

    /// How often it was called.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    /// Lets `more` calls pass and fails from then on. The first of the failing calls is carried out with [`Moment::After`].
    pub fn fail_from(&self, more: u64, moment: Moment) {
        self.after.store(u8::from(moment == Moment::After), Ordering::SeqCst);
        self.fails_at.store(self.calls().saturating_add(more), Ordering::SeqCst);
    }

    /// Fails no more.
    pub fn mend(&self) {
        self.fails_at.store(u64::MAX, Ordering::SeqCst);
    }

    fn call<A, E>(&self, down: E, act: impl FnOnce(&T) -> Result<A, E>) -> Result<A, E> {
        let (number, fails_at) = (self.calls.fetch_add(1, Ordering::SeqCst), self.fails_at.load(Ordering::SeqCst));
        if number < fails_at {
            return act(&self.inner);
        }
        if number == fails_at && self.after.load(Ordering::SeqCst) == 1 {
            let _ = act(&self.inner);
        }
        Err(down)
    }
}

impl<P: KeyProvider> KeyProvider for Faulty<P> {
    fn wrap(&self, context: &WrapContext<'_>, key: &KeyMaterial) -> Result<Vec<u8>, ProviderError> {
        self.call(ProviderError::Unavailable, |inner| inner.wrap(context, key))
    }

    fn unwrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<KeyMaterial, ProviderError> {
        self.call(ProviderError::Unavailable, |inner| inner.unwrap(context, wrapped))
    }

    fn generate(&self, context: &WrapContext<'_>) -> Result<Option<GeneratedKey>, ProviderError> {
        self.call(ProviderError::Unavailable, |inner| inner.generate(context))
    }

    fn rewrap(&self, context: &WrapContext<'_>, wrapped: &[u8]) -> Result<Vec<u8>, ProviderError> {
        self.call(ProviderError::Unavailable, |inner| inner.rewrap(context, wrapped))
    }

    fn describe(&self) -> ProviderDescription {
        self.inner.describe()
    }
}

impl<S: KeyStore> KeyStore for Faulty<S> {
    fn shelf(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.shelf(tenant, shelf))
    }

    fn page(
        &self,
        tenant: &TenantId,
        after: Option<Shelf>,
        most: usize,
    ) -> Result<Vec<(Shelf, Vec<StoredKey>)>, StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.page(tenant, after, most))
    }

    fn hanging(&self, tenant: &TenantId) -> Result<BTreeMap<u32, usize>, StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.hanging(tenant))
    }

    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.add(tenant, shelf, key))
    }

    fn replace(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.replace(tenant, shelf, key))
    }

    // `replace_many` as the trait has it: one call for each key, so that it can break in the middle.

    fn destroy(&self, tenant: &TenantId, shelf: Shelf, at: i64) -> Result<Tombstone, StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.destroy(tenant, shelf, at))
    }

    fn hold(&self, tenant: &TenantId, shelf: Shelf, held: bool) -> Result<(), StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.hold(tenant, shelf, held))
    }

    fn set_merged(
        &self,
        tenant: &TenantId,
        subject: SubjectId,
        expected: Option<SubjectId>,
        into: Option<SubjectId>,
    ) -> Result<(), StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.set_merged(tenant, subject, expected, into))
    }

    fn merged_into(&self, tenant: &TenantId, subject: SubjectId) -> Result<Vec<SubjectId>, StoreError> {
        self.call(StoreError::Unavailable, |inner| inner.merged_into(tenant, subject))
    }
}
