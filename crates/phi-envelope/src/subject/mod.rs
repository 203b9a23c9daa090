//! Subjects that turn out to be one person, and subjects that turn out not to be.
//!
//! A merge moves no key and rewrites no row: each id keeps its own, and the merged id becomes an alias. So unmerging is exact,
//! whatever was written meanwhile: each row stays bound to the id that it was sealed for. A grant to read about the survivor opens
//! the rows of its aliases as well; [`EnvelopeKeyring::members`] names the ids under which they are stored. A grant about an
//! alias opens that alias's rows alone, and a grant to write those of its own id alone.

use alloc::{vec, vec::Vec};

use phi_types::{
    SubjectId, TenantId,
    gate::{Administration, Authority},
};

use crate::{
    hierarchy::KeyFailure,
    journal::KeyEvent,
    keyring::{EnvelopeKeyring, KeyringError},
    provider::KeyProvider,
    store::{KeyStore, Shelf, StoreError},
};

/// The longest chain of merges that is followed.
const LONGEST_CHAIN: usize = 64;

impl<P: KeyProvider, S: KeyStore> EnvelopeKeyring<P, S> {
    /// Records that `from` is the same person as `into`, which survives. Repeated, it changes nothing.
    ///
    /// # Errors
    /// [`KeyringError::Merged`] when `from` was merged into somebody else, or when the two would become a circle;
    /// [`KeyringError::Refused`] when either was shredded; others see [`KeyringError`].
    pub fn merge(&self, authority: &Authority, from: SubjectId, into: SubjectId) -> Result<(), KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::KeyCustody(from))?;
        if self.survivor(tenant, into)? == from {
            return Err(KeyringError::Merged);
        }
        for subject in [from, into] {
            let shelved = self.keys.store.shelf(tenant, Shelf::Subject(subject)).map_err(KeyFailure::from)?;
            if shelved.destroyed.is_some() {
                return Err(KeyringError::Refused);
            }
            if subject == from && shelved.merged_into == Some(into) {
                return Ok(());
            }
        }
        self.keys.record(tenant, KeyEvent::Merges { from, into })?;
        self.note_merge(tenant, from, None, Some(into))
    }

    /// Records that `from` is not the person that it was merged into. Answers who that was. Rows that were sealed for the survivor
    /// meanwhile stay its own: which of them belong to `from` is for the host to say.
    ///
    /// # Errors
    /// [`KeyringError::Absent`] when it was merged into nobody; others see [`KeyringError`].
    pub fn unmerge(&self, authority: &Authority, from: SubjectId) -> Result<SubjectId, KeyringError> {
        let tenant = authority.confirm(self.brand, Administration::KeyCustody(from))?;
        let shelved = self.keys.store.shelf(tenant, Shelf::Subject(from)).map_err(KeyFailure::from)?;
        let into = shelved.merged_into.ok_or(KeyringError::Absent)?;
        self.keys.record(tenant, KeyEvent::Unmerges { from, into })?;
        self.note_merge(tenant, from, Some(into), None)?;
        Ok(into)
    }

    /// Follows aliases to the subject that survives; the subject itself where it was merged into nobody.
    ///
    /// # Errors
    /// When the store cannot be read, or the chain is longer than 64.
    pub fn survivor(&self, tenant: &TenantId, subject: SubjectId) -> Result<SubjectId, KeyringError> {
        let mut at = subject;
        for _ in 0..LONGEST_CHAIN {
            match self.keys.store.shelf(tenant, Shelf::Subject(at)).map_err(KeyFailure::from)?.merged_into {
                Some(into) => at = into,
                None => return Ok(at),
            }
        }
        Err(KeyringError::Merged)
    }

    /// Whether the chain of merges leads from the one to the other. Not when the record cannot be read.
    pub(crate) fn follows(&self, tenant: &TenantId, alias: SubjectId, survivor: SubjectId) -> bool {
        let mut at = alias;
        for _ in 0..LONGEST_CHAIN {
            let Ok(shelved) = self.keys.store.shelf(tenant, Shelf::Subject(at)) else { return false };
            match shelved.merged_into {
                Some(into) if into == survivor => return true,
                Some(into) => at = into,
                None => return false,
            }
        }
        false
    }

    /// The subject and all that were merged into it, however indirectly: under whose ids the person's rows are. The subject is first.
    ///
    /// # Errors
    /// When the store cannot be read, or the chain is longer than 64.
    pub fn members(&self, tenant: &TenantId, subject: SubjectId) -> Result<Vec<SubjectId>, KeyringError> {
        let (mut all, mut generation) = (vec![subject], vec![subject]);
        for _ in 0..LONGEST_CHAIN {
            let mut next = Vec::new();
            for parent in generation {
                next.extend(self.keys.store.merged_into(tenant, parent).map_err(KeyFailure::from)?);
            }
            // Two processes that merge against each other at once could close a circle: nobody is listed twice.
            next.retain(|member| !all.contains(member));
            if next.is_empty() {
                return Ok(all);
            }
            all.extend_from_slice(&next);
            generation = next;
        }
        Err(KeyringError::Merged)
    }

    fn note_merge(
        &self,
        tenant: &TenantId,
        from: SubjectId,
        expected: Option<SubjectId>,
        into: Option<SubjectId>,
    ) -> Result<(), KeyringError> {
        match self.keys.store.set_merged(tenant, from, expected, into) {
            Ok(()) => Ok(()),
            Err(StoreError::Taken) => Err(KeyringError::Merged),
            Err(error) => Err(KeyFailure::from(error).into()),
        }
    }
}
