//! Crypto-shredding: a subject's keys are destroyed, so that its rows open for nobody.

mod certificate;

pub use certificate::{Backups, CertificateStatus, DestructionRecord};

use alloc::{sync::Arc, vec::Vec};

use phi_types::{
    SubjectId, TenantId,
    gate::{Administration, Authority},
};
use time::OffsetDateTime;

use crate::{
    hierarchy::KeyFailure,
    journal::KeyEvent,
    keyring::{EnvelopeKeyring, KeyringError},
    provider::KeyProvider,
    store::{KeyStore, Shelf, StoreError},
};

/// Deletes the rows of blind indexes, which lie in the host's database.
///
/// # Implementing
/// Delete every index row of the subject in every record type, durably, and answer how many there were. Called again after a
/// failure. It must not call the keyring.
pub trait IndexRows: Send + Sync {
    /// Deletes the index rows of a subject.
    ///
    /// # Errors
    /// When they could not all be deleted.
    fn delete(&self, tenant: &TenantId, subject: SubjectId) -> Result<usize, IndexUnavailable>;
}

impl<I: IndexRows + ?Sized> IndexRows for Arc<I> {
    fn delete(&self, tenant: &TenantId, subject: SubjectId) -> Result<usize, IndexUnavailable> {
        (**self).delete(tenant, subject)
    }
}

/// The index could not be reached or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the index is unavailable")]
pub struct IndexUnavailable;

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Destroys every wrapped key of a subject, and of all who were merged into it, so that its rows no longer open; deletes its
    /// index rows; drops what is cached; and leaves tombstones, so that nothing is sealed for it again. Failed half-way, call it
    /// again: what is done stays done, and the record says when it first was.
    ///
    /// Serves the disposal of 45 CFR 164.310(d)(2)(i), by cryptographic erase (NIST SP 800-88 Rev. 2).
    ///
    /// # Errors
    /// [`KeyringError::Held`] under a legal hold on any of them, and nothing is destroyed. [`KeyringError::Merged`] for a subject that
    /// was merged into another: shred that one, or unmerge. Others see [`KeyringError`].
    pub fn shred(&self, authority: &Authority, subject: SubjectId) -> Result<DestructionRecord, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::ShredSubject(subject))?;
        let shelved = self.keys.store.shelf(tenant, Shelf::Subject(subject)).map_err(KeyFailure::from)?;
        if shelved.merged_into.is_some() {
            return Err(KeyringError::Merged);
        }
        let mut subjects = self.members(tenant, subject)?;
        for member in &subjects {
            let shelved = self.keys.store.shelf(tenant, Shelf::Subject(*member)).map_err(KeyFailure::from)?;
            // All or none: what is held is found before anything is gone.
            if shelved.held && shelved.destroyed.is_none() {
                return Err(KeyringError::Held);
            }
        }
        let mut evidence = Vec::new();
        for member in &subjects {
            evidence.extend(self.evidence(tenant, *member)?);
        }
        self.keys.record(tenant, KeyEvent::Shreds { subject })?;
        // The subject itself last: while it stands, a call that is repeated finds the others through it.
        subjects.rotate_left(1);
        let (mut keys, mut at, mut index_rows) = (0_usize, None::<i64>, None::<usize>);
        for member in &subjects {
            let shelf = Shelf::Subject(*member);
            let destroyed = self.keys.store.destroy(tenant, shelf, self.keys.now());
            // After the store, not before: a reader in between would fill the cache again. And in any case: a store that cannot say
            // whether it lasts may have destroyed them.
            self.keys.forget(tenant, shelf);
            let tombstone = destroyed.map_err(|error| match error {
                StoreError::Held => KeyringError::Held,
                error => KeyFailure::from(error).into(),
            })?;
            keys = keys.saturating_add(tombstone.keys as usize);
            at = at.max(Some(tombstone.at));
            if let Some(index) = &self.index {
                let deleted = index.delete(tenant, *member).map_err(|_| KeyringError::Unavailable)?;
                index_rows = Some(index_rows.unwrap_or_default().saturating_add(deleted));
            }
        }
        let at =
            at.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()).unwrap_or_else(|| self.keys.clock.now());
        Ok(DestructionRecord::new(at, keys, subjects, index_rows, evidence))
    }
}
