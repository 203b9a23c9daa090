//! Files that belong to a field of a row: scans, images, recordings, too large to be a value of it.

use alloc::vec::Vec;

use super::{
    Brand, GrantError,
    bound::Bound,
    grant::{Grant, Reads, Writes},
};
use crate::{
    party::{RecordId, SubjectId, TenantId},
    port::framed,
    record::{FieldMask, FieldSet, FieldSpec, PhiRecord, Schema},
};

impl<R: PhiRecord> Grant<R, Writes> {
    /// The context in which a file is sealed that belongs to one field of a row.
    ///
    /// # Errors
    /// [`GrantError::UngrantedField`], also unless it is exactly one field.
    pub fn file(&self, row: RecordId, field: FieldSet<R>) -> Result<SealFile<'_>, GrantError> {
        self.belonging(row, field).map(SealFile)
    }
}

impl<R: PhiRecord> Grant<R, Reads> {
    /// The context in which a file is opened that belongs to one field of a row. It borrows the grant, and the grant is asked again before
    /// each portion: a long file does not outlast a revocation.
    ///
    /// # Errors
    /// [`GrantError::UngrantedField`], also unless it is exactly one field.
    pub fn file(&self, row: RecordId, field: FieldSet<R>) -> Result<OpenFile<'_>, GrantError> {
        self.belonging(row, field).map(OpenFile)
    }
}

impl<R: PhiRecord, M> Grant<R, M> {
    fn belonging(&self, record: RecordId, field: FieldSet<R>) -> Result<FileContext<'_>, GrantError> {
        let mask = field.mask();
        let found = R::SCHEMA.fields.iter().enumerate().find(|(position, _)| mask == FieldMask::at(*position));
        let (Some((_, spec)), true, Some(subject)) = (found, mask.is_subset_of(self.bound.fields), self.subject())
        else {
            return Err(GrantError::UngrantedField);
        };
        Ok(FileContext { bound: &self.bound, schema: R::SCHEMA, spec, subject, record })
    }
}

/// What a file is bound to: tenant, record type, subject, row, field; and the grant behind it.
pub struct FileContext<'g> {
    bound: &'g Bound,
    schema: &'static Schema,
    spec: &'static FieldSpec,
    subject: SubjectId,
    record: RecordId,
}

/// The context in which a file is sealed. A type of its own, so that the two directions cannot be mixed up. Only a grant to write makes one.
pub struct SealFile<'g>(FileContext<'g>);

/// The context in which a file is opened. Only a grant to read makes one.
pub struct OpenFile<'g>(FileContext<'g>);

impl<'g> SealFile<'g> {
    /// What the file is bound to.
    #[must_use]
    pub const fn context(&self) -> &FileContext<'g> {
        &self.0
    }

    /// The same, kept for as long as the file is being sealed.
    #[must_use]
    pub fn into_context(self) -> FileContext<'g> {
        self.0
    }
}

impl<'g> OpenFile<'g> {
    /// What the file is bound to.
    #[must_use]
    pub const fn context(&self) -> &FileContext<'g> {
        &self.0
    }

    /// The same, kept for as long as the file is open.
    #[must_use]
    pub fn into_context(self) -> FileContext<'g> {
        self.0
    }
}

impl FileContext<'_> {
    /// Begins: the grant serves, this keyring is of its gate, and what comes before is discharged. Counts as a use.
    ///
    /// # Errors
    /// See [`GrantError`].
    pub fn begin(&self, brand: Brand) -> Result<(), GrantError> {
        self.bound.ready(brand)?;
        self.bound.used();
        Ok(())
    }

    /// Whether the grant still serves. A keyring asks before each portion.
    ///
    /// # Errors
    /// When it ended or was revoked.
    pub fn still_granted(&self) -> Result<(), GrantError> {
        self.bound.alive()?;
        Ok(())
    }

    /// The tenant, from the principal.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        &self.bound.question.tenant
    }

    /// The subject.
    #[must_use]
    pub const fn subject(&self) -> SubjectId {
        self.subject
    }

    /// The associated data of the file, given the header of its sealed form, in their one canonical encoding.
    #[must_use]
    pub fn associated_data(&self, header: &[u8]) -> Vec<u8> {
        framed(&[
            b"phi-file-1",
            self.tenant().as_str().as_bytes(),
            self.schema.name.as_bytes(),
            &self.subject.to_bytes(),
            &self.record.to_bytes(),
            self.spec.name.as_bytes(),
            header,
        ])
    }
}
