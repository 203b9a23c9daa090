//! Key stores: where wrapped keys are kept. They hold nothing that opens without the provider.

mod codec;
mod file;
mod memory;
mod shelf;

pub use file::FileKeyStore;
pub use memory::MemoryKeyStore;
pub use shelf::{Shelf, ShelfCode, Shelved, StoredKey, Tombstone};

use alloc::{collections::BTreeMap, sync::Arc, vec::Vec};

use phi_types::{SubjectId, TenantId};

/// Keeps wrapped keys by tenant and shelf.
///
/// # Implementing
/// Each call is atomic and durable when it returns. `add` must refuse a version that is there already, so that two writers
/// cannot both create "the first" key of a subject. `replace` must compare revisions and write in one step, so that no writer
/// undoes what another did. `destroy` must remove the bytes, not only hide them, leave the tombstone, and refuse under a hold in
/// the same step. Backups of the store are copies that `destroy` does not reach. Run
/// [`testing::key_store`](crate::testing::key_store) over it.
pub trait KeyStore: Send + Sync {
    /// What stands on a shelf; an empty answer where there is none.
    ///
    /// # Errors
    /// When the store cannot answer.
    fn shelf(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, StoreError>;

    /// Up to `most` shelves of a tenant that hold keys, in the order of [`Shelf`], beginning behind `after`.
    ///
    /// # Errors
    /// When the store cannot answer.
    fn page(
        &self,
        tenant: &TenantId,
        after: Option<Shelf>,
        most: usize,
    ) -> Result<Vec<(Shelf, Vec<StoredKey>)>, StoreError>;

    /// How many data keys hang on each version of the tenant key: those with wrapped bytes on all shelves but the tenant's own.
    ///
    /// # Errors
    /// When the store cannot answer.
    fn hanging(&self, tenant: &TenantId) -> Result<BTreeMap<u32, usize>, StoreError> {
        let (mut counts, mut after) = (BTreeMap::new(), None);
        loop {
            let page = self.page(tenant, after, 512)?;
            let Some((last, _)) = page.last() else { return Ok(counts) };
            after = Some(*last);
            page.iter().for_each(|(shelf, keys)| count(&mut counts, *shelf, keys));
        }
    }

    /// Adds a key.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when the version is there already, [`StoreError::Destroyed`] on a destroyed shelf.
    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError>;

    /// Replaces a key of the same version, if the revision that is there is the one before `key.revision`.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when it is not there, or has another revision; [`StoreError::Destroyed`] on a destroyed shelf;
    /// [`StoreError::Held`] when the new one has no wrapped bytes and a legal hold stands.
    fn replace(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError>;

    /// Replaces many keys, each by itself as [`replace`](Self::replace) does; in one transaction where the store can. Answers for
    /// each in turn.
    ///
    /// # Errors
    /// When the store cannot do it; each key is then either replaced or as it was.
    fn replace_many(
        &self,
        tenant: &TenantId,
        keys: Vec<(Shelf, StoredKey)>,
    ) -> Result<Vec<Result<(), StoreError>>, StoreError> {
        let mut answers = Vec::with_capacity(keys.len());
        for (shelf, key) in keys {
            match self.replace(tenant, shelf, key) {
                Err(StoreError::Unavailable) => return Err(StoreError::Unavailable),
                answer => answers.push(answer),
            }
        }
        Ok(answers)
    }

    /// Removes all keys of a shelf and leaves its tombstone; on a destroyed shelf, answers the tombstone that is there.
    ///
    /// # Errors
    /// [`StoreError::Held`] under a legal hold. When the store cannot do it, or cannot say that it will last: call again until it
    /// succeeds.
    fn destroy(&self, tenant: &TenantId, shelf: Shelf, at: i64) -> Result<Tombstone, StoreError>;

    /// Sets or lifts a legal hold on a shelf, whether or not keys stand on it.
    ///
    /// # Errors
    /// [`StoreError::Destroyed`] on a destroyed shelf; when the store cannot do it.
    fn hold(&self, tenant: &TenantId, shelf: Shelf, held: bool) -> Result<(), StoreError>;

    /// Notes that one subject was merged into another, or no longer is, if what is noted now is `expected`.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when something else is noted; when the store cannot do it.
    fn set_merged(
        &self,
        tenant: &TenantId,
        subject: SubjectId,
        expected: Option<SubjectId>,
        into: Option<SubjectId>,
    ) -> Result<(), StoreError>;

    /// The subjects that were merged into this one directly, ascending.
    ///
    /// # Errors
    /// When the store cannot answer.
    fn merged_into(&self, tenant: &TenantId, subject: SubjectId) -> Result<Vec<SubjectId>, StoreError>;
}

/// Counts what hangs on which version.
fn count(counts: &mut BTreeMap<u32, usize>, shelf: Shelf, keys: &[StoredKey]) {
    for key in keys.iter().filter(|key| shelf != Shelf::Tenant && !key.wrapped.is_empty()) {
        let count = counts.entry(key.wrapped_under).or_default();
        *count = count.saturating_add(1);
    }
}

/// Why a store did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// It cannot be reached, read or written, or is damaged.
    #[error("the key store cannot be reached, read or written, or is damaged")]
    Unavailable,
    /// Another writer was first, or has the store open for itself.
    #[error("another writer changed the key first, or has the key store open")]
    Taken,
    /// The shelf was destroyed.
    #[error("the keys were destroyed")]
    Destroyed,
    /// A legal hold stands on the shelf.
    #[error("the keys are under a legal hold")]
    Held,
}

impl<S: KeyStore + ?Sized> KeyStore for Arc<S> {
    fn shelf(&self, tenant: &TenantId, shelf: Shelf) -> Result<Shelved, StoreError> {
        (**self).shelf(tenant, shelf)
    }

    fn page(
        &self,
        tenant: &TenantId,
        after: Option<Shelf>,
        most: usize,
    ) -> Result<Vec<(Shelf, Vec<StoredKey>)>, StoreError> {
        (**self).page(tenant, after, most)
    }

    fn hanging(&self, tenant: &TenantId) -> Result<BTreeMap<u32, usize>, StoreError> {
        (**self).hanging(tenant)
    }

    fn add(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        (**self).add(tenant, shelf, key)
    }

    fn replace(&self, tenant: &TenantId, shelf: Shelf, key: StoredKey) -> Result<(), StoreError> {
        (**self).replace(tenant, shelf, key)
    }

    fn replace_many(
        &self,
        tenant: &TenantId,
        keys: Vec<(Shelf, StoredKey)>,
    ) -> Result<Vec<Result<(), StoreError>>, StoreError> {
        (**self).replace_many(tenant, keys)
    }

    fn destroy(&self, tenant: &TenantId, shelf: Shelf, at: i64) -> Result<Tombstone, StoreError> {
        (**self).destroy(tenant, shelf, at)
    }

    fn hold(&self, tenant: &TenantId, shelf: Shelf, held: bool) -> Result<(), StoreError> {
        (**self).hold(tenant, shelf, held)
    }

    fn set_merged(
        &self,
        tenant: &TenantId,
        subject: SubjectId,
        expected: Option<SubjectId>,
        into: Option<SubjectId>,
    ) -> Result<(), StoreError> {
        (**self).set_merged(tenant, subject, expected, into)
    }

    fn merged_into(&self, tenant: &TenantId, subject: SubjectId) -> Result<Vec<SubjectId>, StoreError> {
        (**self).merged_into(tenant, subject)
    }
}
