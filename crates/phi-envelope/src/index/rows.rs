//! Index rows in memory: which row stands under which term.

use alloc::{collections::BTreeSet, vec::Vec};
use std::sync::{Mutex, MutexGuard, PoisonError};

use phi_types::{
    RecordId, SubjectId, TenantId,
    port::IndexTerm,
    record::{IndexSpec, PhiRecord},
};

use super::number;
use crate::shred::{IndexRows, IndexUnavailable};

/// The rows of blind indexes in memory: for tests, and for a service that indexes anew when it starts. It shows what a table in a
/// database has to be: tenant, index, term, subject and record, of which none opens to anything. Over SQLite the example `index_rows`
/// does the same.
///
/// ```
/// use std::sync::Arc;
/// use phi_envelope::{EnvelopeKeyring, EphemeralProvider, MemoryIndexRows, MemoryKeyStore};
/// use phi_types::{OsEntropy, gate::GateSeed};
///
/// let rows = Arc::new(MemoryIndexRows::new());
/// let (seed, provider) = (GateSeed::generate(&OsEntropy)?, EphemeralProvider::generate(&OsEntropy)?);
/// // So shredding a subject deletes its index rows.
/// let keys = EnvelopeKeyring::new(seed.brand(), provider, MemoryKeyStore::new()).with_index_rows(Arc::clone(&rows));
/// # let _ = keys;
/// # Ok::<(), phi_types::EntropyUnavailable>(())
/// ```
#[derive(Debug, Default)]
pub struct MemoryIndexRows(Mutex<BTreeSet<IndexRow>>);

type IndexRow = (TenantId, [u8; 16], IndexTerm, SubjectId, RecordId);

impl MemoryIndexRows {
    /// No rows yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Mutex::new(BTreeSet::new()))
    }

    /// Lets a record stand under its term in an index, and under no other: without a term, under none.
    pub fn put<R: PhiRecord>(
        &self,
        tenant: &TenantId,
        index: &'static IndexSpec,
        term: Option<IndexTerm>,
        subject: SubjectId,
        record: RecordId,
    ) {
        let index = number(R::SCHEMA.name, index);
        let mut rows = self.lock();
        rows.retain(|(of, within, _, _, row)| (of, within, row) != (tenant, &index, &record));
        if let Some(term) = term {
            rows.insert((tenant.clone(), index, term, subject, record));
        }
    }

    /// The records under any of these terms, as [`search_terms`](phi_types::gate::ListGrant::search_terms) answered them.
    #[must_use]
    pub fn find<R: PhiRecord>(
        &self,
        tenant: &TenantId,
        index: &'static IndexSpec,
        terms: &[IndexTerm],
    ) -> Vec<(SubjectId, RecordId)> {
        let index = number(R::SCHEMA.name, index);
        let rows = self.lock();
        let found =
            rows.iter().filter(|(of, within, term, ..)| of == tenant && *within == index && terms.contains(term));
        found.map(|(_, _, _, subject, record)| (*subject, *record)).collect()
    }

    /// Takes a record out of every index, when its row is deleted. Answers out of how many.
    pub fn remove(&self, tenant: &TenantId, record: RecordId) -> usize {
        self.take_out(|row| row.0 == *tenant && row.4 == record)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn take_out(&self, gone: impl Fn(&IndexRow) -> bool) -> usize {
        let mut rows = self.lock();
        let before = rows.len();
        rows.retain(|row| !gone(row));
        before.saturating_sub(rows.len())
    }

    /// Whoever panicked cannot have left a row half-changed.
    fn lock(&self) -> MutexGuard<'_, BTreeSet<IndexRow>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl IndexRows for MemoryIndexRows {
    fn delete(&self, tenant: &TenantId, subject: SubjectId) -> Result<usize, IndexUnavailable> {
        Ok(self.take_out(|row| row.0 == *tenant && row.3 == subject))
    }
}
