//! The port through which rows are sealed and opened. `phi-envelope` fills it.

use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::{AmendContext, NoteContext, OpenContext, OpenedFields, RowContext, SealContext};
use crate::{gate::Brand, party::SubjectId, record::FieldSpec};

/// One field's plaintext inside a port: its place in the schema and its encoded bytes.
pub struct PlainField<'a> {
    position: usize,
    spec: &'static FieldSpec,
    bytes: &'a [u8],
}

impl<'a> PlainField<'a> {
    pub(crate) const fn new(position: usize, spec: &'static FieldSpec, bytes: &'a [u8]) -> Self {
        Self { position, spec, bytes }
    }

    /// The field's place in the schema.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }

    /// The field's declaration.
    #[must_use]
    pub const fn spec(&self) -> &'static FieldSpec {
        self.spec
    }

    /// The encoded value. Plaintext: seal it and forget it.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

/// Seals and opens rows.
///
/// # Implementing
/// An implementer is trusted code: plaintext passes through it. It must bind each field to
/// [`RowContext::associated_data`](super::RowContext::associated_data), refuse a context whose brand is not the one it was
/// made for, open only the fields granted, and answer every failure of opening with the one opaque
/// [`OpenError::Refused`]. It must not log, cache or compare what it sees.
pub trait Keyring: Send + Sync {
    /// The gate for which this keyring was made.
    fn brand(&self) -> Brand;

    /// Seals a whole row.
    ///
    /// # Errors
    /// See [`SealError`].
    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError>;

    /// Opens the fields of a row that the [context grants](OpenContext::fields), and no other.
    ///
    /// # Errors
    /// See [`OpenError`]. A field that the row does not have is left out, without error.
    fn open_row(&self, context: &OpenContext<'_>, row: &[u8]) -> Result<OpenedFields, OpenError>;

    /// Writes a row anew with some fields replaced; the others are carried over inside, never returned.
    ///
    /// # Errors
    /// See [`SealError`]; a row that does not open is [`SealError::Refused`].
    fn amend_row(
        &self,
        context: &AmendContext<'_>,
        row: &[u8],
        fields: &[PlainField<'_>],
    ) -> Result<Vec<u8>, SealError>;

    /// Whether the row's subject was merged into this one, on record and however indirectly. Asked when a grant to read is about another
    /// subject than the row: on `true` the row is opened under the grant. A keyring that keeps no record of merges says `false`, as
    /// it must when the record cannot be read.
    fn is_merged_into(&self, row: &RowContext<'_>, survivor: SubjectId) -> bool {
        let _ = (row, survivor);
        false
    }
}

/// Seals the free notes of the audit log, in which PHI may stand. `phi-envelope`'s keyring fills it too.
pub trait NoteSealer: Send + Sync {
    /// Seals a note under the tenant's key.
    ///
    /// # Errors
    /// See [`SealError`].
    fn seal_note(&self, context: &NoteContext<'_>, note: &str) -> Result<Vec<u8>, SealError>;

    /// Opens a sealed note. Asked for only by an [`Authority`](crate::gate::Authority) to read the log.
    ///
    /// # Errors
    /// See [`OpenError`].
    fn open_note(&self, context: &NoteContext<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, OpenError>;
}

/// Why a row was not sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The grant comes from another gate than the one the keyring was made for.
    #[error("the grant comes from another gate than the keyring was made for")]
    ForeignGate,
    /// The source of randomness failed; nothing was sealed.
    #[error("the source of randomness is unavailable")]
    Entropy,
    /// The key provider or key store cannot be reached, and no cached key serves.
    #[error("the keys are unavailable")]
    KeysUnavailable,
    /// The key is in a state that does not allow sealing, or the subject's keys were destroyed.
    #[error("the key's state does not allow sealing")]
    KeyState,
    /// A field is larger than the sealer takes.
    #[error("a field is too large to seal")]
    TooLarge,
    /// The old row did not open. No detail: detail would be an oracle.
    #[error("the row does not open")]
    Refused,
}

/// Why a row was not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The grant comes from another gate than the one the keyring was made for.
    #[error("the grant comes from another gate than the keyring was made for")]
    ForeignGate,
    /// The key provider or key store cannot be reached, and no cached key serves.
    #[error("the keys are unavailable")]
    KeysUnavailable,
    /// The row does not open: changed, moved, of another version, or its keys were destroyed. No detail: detail would be an
    /// oracle.
    #[error("the row does not open")]
    Refused,
}

impl<K: Keyring + ?Sized> Keyring for alloc::sync::Arc<K> {
    fn brand(&self) -> Brand {
        (**self).brand()
    }

    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        (**self).seal_row(context, fields)
    }

    fn open_row(&self, context: &OpenContext<'_>, row: &[u8]) -> Result<OpenedFields, OpenError> {
        (**self).open_row(context, row)
    }

    fn amend_row(
        &self,
        context: &AmendContext<'_>,
        row: &[u8],
        fields: &[PlainField<'_>],
    ) -> Result<Vec<u8>, SealError> {
        (**self).amend_row(context, row, fields)
    }

    fn is_merged_into(&self, row: &RowContext<'_>, survivor: SubjectId) -> bool {
        (**self).is_merged_into(row, survivor)
    }
}
