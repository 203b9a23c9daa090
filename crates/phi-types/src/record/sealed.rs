//! A sealed row: the only form in which a record can be stored.

use alloc::{boxed::Box, vec::Vec};
use core::{fmt, marker::PhantomData};

use crate::party::{RecordId, SubjectId};

/// A record of type `R`, sealed: what goes into databases.
///
/// The bytes are ciphertext. Subject, row and version stand beside them in the clear, so that a store can find the row; all
/// three are authenticated, as is the tenant, so a row moved to another subject, row or tenant does not open. A whole old
/// row that is put back *does* open unless the host keeps the version in a place that the attacker cannot reach and passes
/// it to [`from_stored`](Self::from_stored).
pub struct SealedRecord<R> {
    subject: SubjectId,
    record: RecordId,
    version: u64,
    bytes: Box<[u8]>,
    of: PhantomData<fn() -> R>,
}

impl<R> SealedRecord<R> {
    /// A row as the store returned it. Nothing is checked here; opening checks everything.
    #[must_use]
    pub fn from_stored(subject: SubjectId, record: RecordId, version: u64, bytes: Vec<u8>) -> Self {
        Self { subject, record, version, bytes: bytes.into_boxed_slice(), of: PhantomData }
    }

    /// The subject whom the row is about.
    #[must_use]
    pub const fn subject(&self) -> SubjectId {
        self.subject
    }

    /// The row.
    #[must_use]
    pub const fn record(&self) -> RecordId {
        self.record
    }

    /// The version that the host expects the row to have.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The sealed bytes, for the store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl<R> Clone for SealedRecord<R> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), ..*self }
    }
}

impl<R> fmt::Debug for SealedRecord<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sealed record]")
    }
}
