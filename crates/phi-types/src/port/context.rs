//! The typed context of a sealed row: associated data and witness in one.
#![deny(clippy::arithmetic_side_effects)]

use alloc::vec::Vec;

use time::OffsetDateTime;

use crate::{
    gate::Brand,
    party::{RecordId, SubjectId, TenantId},
    record::{FieldMask, FieldSpec, Schema},
};

/// What a sealed row is bound to: tenant, record type, subject, row, row version.
///
/// Only the gate makes one, inside a grant. So to have one is also to be called by the gate.
pub struct RowContext<'a> {
    pub(crate) brand: Brand,
    pub(crate) tenant: &'a TenantId,
    pub(crate) schema: &'static Schema,
    pub(crate) subject: SubjectId,
    pub(crate) record: RecordId,
    pub(crate) version: u64,
    pub(crate) asked: OffsetDateTime,
}

/// The context in which a row is sealed. A type of its own, so that the two directions cannot be mixed up.
pub struct SealContext<'a>(pub(crate) RowContext<'a>);

/// The context in which a row is opened: what it is bound to, and which of its fields are granted.
pub struct OpenContext<'a> {
    pub(crate) row: RowContext<'a>,
    pub(crate) fields: FieldMask,
}

/// The context in which a row is written anew: the old row and the new. A type of its own, so that a grant to write cannot be
/// turned into one to open.
pub struct AmendContext<'a> {
    pub(crate) old: RowContext<'a>,
    pub(crate) new: SealContext<'a>,
}

/// The context in which a free note of the audit log is sealed or opened: the tenant. Only the gate makes one.
pub struct NoteContext<'a> {
    pub(crate) brand: Brand,
    pub(crate) tenant: &'a TenantId,
}

impl RowContext<'_> {
    /// The gate that stands behind the request.
    #[must_use]
    pub const fn brand(&self) -> Brand {
        self.brand
    }

    /// The tenant, from the principal.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        self.tenant
    }

    /// The record type's declaration.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The subject.
    #[must_use]
    pub const fn subject(&self) -> SubjectId {
        self.subject
    }

    /// The row version that the host expects or writes.
    #[must_use]
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// When the grant was asked whether it still serves, by the gate's clock: an instant ago. Nothing is bound to it. A keyring that
    /// has no clock of its own need not look at the time again.
    #[must_use]
    pub const fn asked(&self) -> OffsetDateTime {
        self.asked
    }

    /// The associated data of one field in this row, in their one canonical encoding.
    ///
    /// Each part is framed by its length, so that no two contexts share an encoding: `"phi-context-1"`, tenant, record
    /// type, subject, row, field name. The row version, the schema version and the list of fields are in the row's header,
    /// which `header` is.
    #[must_use]
    pub fn associated_data(&self, header: &[u8], field: &FieldSpec) -> Vec<u8> {
        self.with_parts(header, field, framed)
    }

    /// [`associated_data`](Self::associated_data), handed over piece by piece, for a place that is there already.
    #[inline]
    pub fn put_associated_data(&self, header: &[u8], field: &FieldSpec, put: impl FnMut(&[u8])) {
        self.with_parts(header, field, |parts| frame(parts, put));
    }

    #[inline]
    fn with_parts<T>(&self, header: &[u8], field: &FieldSpec, act: impl FnOnce(&[&[u8]]) -> T) -> T {
        let subject = self.subject.to_bytes();
        let record = self.record.to_bytes();
        act(&[
            b"phi-context-1",
            self.tenant.as_str().as_bytes(),
            self.schema.name.as_bytes(),
            &subject,
            &record,
            field.name.as_bytes(),
            header,
        ])
    }
}

impl<'a> SealContext<'a> {
    /// What the row is bound to.
    #[must_use]
    pub const fn row(&self) -> &RowContext<'a> {
        &self.0
    }
}

impl<'a> OpenContext<'a> {
    /// What the row is bound to.
    #[must_use]
    pub const fn row(&self) -> &RowContext<'a> {
        &self.row
    }

    /// The fields that are granted; no other may be opened.
    #[must_use]
    pub const fn fields(&self) -> FieldMask {
        self.fields
    }
}

impl<'a> AmendContext<'a> {
    /// What the row that is there is bound to.
    #[must_use]
    pub const fn old(&self) -> &RowContext<'a> {
        &self.old
    }

    /// What the new row is bound to.
    #[must_use]
    pub const fn new_row(&self) -> &SealContext<'a> {
        &self.new
    }
}

impl NoteContext<'_> {
    /// The gate that stands behind the note.
    #[must_use]
    pub const fn brand(&self) -> Brand {
        self.brand
    }

    /// The tenant, from the principal.
    #[must_use]
    pub const fn tenant(&self) -> &TenantId {
        self.tenant
    }

    /// The associated data of the note, given the header of its sealed form.
    #[must_use]
    pub fn associated_data(&self, header: &[u8]) -> Vec<u8> {
        framed(&[b"phi-note-1", self.tenant.as_str().as_bytes(), header])
    }
}

/// Parts joined so that no two lists of parts share an encoding: each is led by its length as eight big-endian bytes.
///
/// For the associated data of implementers, so that there is one way of framing and not one for each crate.
///
/// ```
/// use phi_types::port::framed;
/// assert_ne!(framed(&[b"ab", b"c"]), framed(&[b"a", b"bc"]));
/// ```
#[must_use]
pub fn framed(parts: &[&[u8]]) -> Vec<u8> {
    let total = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.len()).saturating_add(8));
    let mut out = Vec::with_capacity(total);
    frame(parts, |piece| out.extend_from_slice(piece));
    out
}

/// [`framed`], handed over piece by piece, for a place that is there already.
#[inline]
pub fn frame(parts: &[&[u8]], mut put: impl FnMut(&[u8])) {
    for part in parts {
        put(&(part.len() as u64).to_be_bytes());
        put(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn moving_a_boundary_changes_the_encoding(a in "[a-c]{0,4}", b in "[a-c]{0,4}", c in "[a-c]{0,4}", d in "[a-c]{0,4}") {
            let left = framed(&[a.as_bytes(), b.as_bytes()]);
            let right = framed(&[c.as_bytes(), d.as_bytes()]);
            prop_assert_eq!(left == right, a == c && b == d);
        }
    }
}
