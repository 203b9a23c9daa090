//! Records: declared once with `#[derive(PhiRecord)]`, and everything else follows from the declaration.

mod check;
mod field_set;
#[doc(hidden)]
pub mod flat;
mod group;
mod index;
mod label;
mod schema;
mod sealed;
mod walk;

pub use check::{Fit, detail, ids_are_unique};
pub use field_set::{FieldMask, FieldSet};
pub use group::{Declared, FieldGroup, GroupField, GroupView, OptionalPatch, PhiGroup};
pub use index::{IndexFit, IndexPart, IndexSpec, Normaliser};
pub use label::{Label, Labels};
pub use schema::{Detail, FieldKind, FieldSpec, RecordType, Schema, field_id};
pub use sealed::SealedRecord;
pub use walk::{Source, Walk};

// The derive writes the view's `Serialize` against the serde of this crate, so that a host needs none of its own.
#[doc(hidden)]
pub use serde;

#[doc(hidden)]
pub use crate::value::{FieldTraits, Slot};

use crate::{party::SubjectId, value::DecodeError};

/// A field that says whom a record is about. Sealed: it is [`SubjectId`] alone.
#[diagnostic::on_unimplemented(
    message = "the subject of a record is a `SubjectId`, not a `{Self}`",
    label = "an opaque random id is expected here",
    note = "a medical record number or a name is a field of its own: identifiers change, get merged, and are PHI"
)]
pub trait SubjectField: subject::Sealed {
    /// The subject.
    fn subject_id(&self) -> SubjectId;
}

impl SubjectField for SubjectId {
    fn subject_id(&self) -> SubjectId {
        *self
    }
}

mod subject {
    pub trait Sealed {}
    impl Sealed for super::SubjectId {}
}

/// A record of protected health information. Implemented by `#[derive(PhiRecord)]`, never by hand.
///
/// The derive writes the schema, a [`FieldSet`] constant for each field, the view in which granted fields show, the patch
/// with which fields are amended, and the walks of sealing and opening. The walks take types that only the gate can make,
/// so that having a record, or the trait, is not having its plaintext.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a PHI record",
    note = "declare it: `#[derive(PhiRecord)]` on the struct and `#[phi(…)]` on each of its fields"
)]
pub trait PhiRecord: Declared {
    /// The declaration.
    const SCHEMA: &'static Schema;

    /// How a granted record looks: each field is granted, absent or withheld.
    type View: 'static;

    /// A change to some fields.
    type Patch;

    /// Whom the record is about.
    fn subject(&self) -> SubjectId;

    /// Walks over every field, towards the sealer.
    fn walk(&self, walk: &mut Walk);

    /// Walks over the fields that a patch sets.
    fn walk_patch(patch: &Self::Patch, walk: &mut Walk);

    /// Builds the view from opened fields.
    ///
    /// # Errors
    /// When the opened bytes are no values of the declared types.
    fn view(subject: SubjectId, source: &mut Source) -> Result<Self::View, DecodeError>;
}
