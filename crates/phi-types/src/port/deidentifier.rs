//! The port through which records leave for analytics. `phi-deid` fills it.

use time::OffsetDateTime;

use crate::{
    gate::Brand,
    record::{FieldSpec, Schema},
};

pub use crate::value::Content;

/// One field of a record on its way through the de-identifier.
pub struct ContentField<'a> {
    pub(crate) spec: &'static FieldSpec,
    pub(crate) state: ContentState<'a>,
}

/// What there is of a field.
pub enum ContentState<'a> {
    /// The policy granted it and there is a value.
    Present(Content<'a>),
    /// There is no value.
    Absent,
    /// The policy did not grant it; it was not decrypted.
    Withheld,
}

impl<'a> ContentField<'a> {
    /// The field's declaration.
    #[must_use]
    pub const fn spec(&self) -> &'static FieldSpec {
        self.spec
    }

    /// What there is of it.
    #[must_use]
    pub const fn state(&self) -> &ContentState<'a> {
        &self.state
    }
}

/// The context of one record's de-identification. Only the gate makes one, inside a grant.
pub struct DeIdentifyContext {
    pub(crate) brand: Brand,
    pub(crate) schema: &'static Schema,
    pub(crate) now: OffsetDateTime,
}

impl DeIdentifyContext {
    /// The gate that stands behind the request.
    #[must_use]
    pub const fn brand(&self) -> Brand {
        self.brand
    }

    /// The record type's declaration.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The time of the release, from the gate's clock: ages are reckoned up to it.
    #[must_use]
    pub const fn now(&self) -> OffsetDateTime {
        self.now
    }
}

/// Takes a record's fields and returns what may leave.
///
/// # Implementing
/// An implementer is trusted code: plaintext passes through it. It must refuse a context whose brand is not the one it was
/// made for, and its output must hold nothing of the input that its method does not allow.
pub trait DeIdentifier: Send + Sync {
    /// What comes out: a candidate for release, never the release itself.
    type Output;

    /// The gate for which this de-identifier was made.
    fn brand(&self) -> Brand;

    /// De-identifies one record.
    ///
    /// # Errors
    /// See [`DeIdentifyError`].
    fn de_identify(
        &self,
        context: &DeIdentifyContext,
        fields: &[ContentField<'_>],
    ) -> Result<Self::Output, DeIdentifyError>;
}

/// Why a record was not de-identified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeIdentifyError {
    /// The grant comes from another gate than the one the de-identifier was made for.
    #[error("the grant comes from another gate than the de-identifier was made for")]
    ForeignGate,
    /// A free text could not be cleaned with confidence; the record is refused as a whole.
    #[error("the field `{field}` could not be de-identified")]
    Field {
        /// The field's name, which is part of the schema.
        field: &'static str,
    },
}
