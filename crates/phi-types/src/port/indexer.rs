//! The port through which blind indexes are made. `phi-envelope` fills it.

use alloc::{boxed::Box, vec::Vec};

use super::{Content, SealError};
use crate::{
    gate::Brand,
    party::TenantId,
    record::{IndexSpec, Schema},
};

/// The context of an index term: tenant, record type, index. Only the gate makes one, inside a grant.
pub struct IndexContext<'a> {
    pub(crate) brand: Brand,
    pub(crate) tenant: &'a TenantId,
    pub(crate) schema: &'static Schema,
    pub(crate) index: &'static IndexSpec,
}

impl IndexContext<'_> {
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

    /// The index, which fits the record type.
    #[must_use]
    pub const fn index(&self) -> &'static IndexSpec {
        self.index
    }
}

/// One term of a blind index: what stands in the host's index column. It opens to nothing; equal terms mean equal values.
///
/// The first four bytes tell the generation of the index key. In a rotation the host finds by it which rows are still to be
/// indexed anew.
///
/// `Debug` does not show it: in a program's log it would tie the rows of one patient together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IndexTerm(Box<[u8]>);

impl core::fmt::Debug for IndexTerm {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("[index term]")
    }
}

impl IndexTerm {
    /// For implementers: the generation of the key, and the term cut to the declared bits.
    #[must_use]
    pub fn new(generation: [u8; 4], term: &[u8]) -> Self {
        Self([&generation, term].concat().into_boxed_slice())
    }

    /// The bytes, for a column of a database.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The generation of the key that made it.
    #[must_use]
    pub fn generation(&self) -> [u8; 4] {
        self.0.first_chunk().copied().unwrap_or_default()
    }
}

/// Makes index terms.
///
/// # Implementing
/// An implementer is trusted code: plaintext passes through it. It must refuse a context whose brand is not the one it was made
/// for, use a key of its own for each tenant, record type and index, and keep nothing of what it sees.
pub trait Indexer: Send + Sync {
    /// The gate for which this indexer was made.
    fn brand(&self) -> Brand;

    /// The term under which a row is stored: that of the newest key. `None` where the values cannot be normalised, as a text without
    /// a digit for an index of digits; such a row is not found through the index.
    ///
    /// # Errors
    /// See [`SealError`].
    fn term(&self, context: &IndexContext<'_>, values: &[Content<'_>]) -> Result<Option<IndexTerm>, SealError>;

    /// The terms under which rows with these values may be stored: one for each key that is still readable, the newest first.
    ///
    /// # Errors
    /// See [`SealError`].
    fn search(&self, context: &IndexContext<'_>, values: &[Content<'_>]) -> Result<Vec<IndexTerm>, SealError>;
}

impl<I: Indexer + ?Sized> Indexer for alloc::sync::Arc<I> {
    fn brand(&self) -> Brand {
        (**self).brand()
    }

    fn term(&self, context: &IndexContext<'_>, values: &[Content<'_>]) -> Result<Option<IndexTerm>, SealError> {
        (**self).term(context, values)
    }

    fn search(&self, context: &IndexContext<'_>, values: &[Content<'_>]) -> Result<Vec<IndexTerm>, SealError> {
        (**self).search(context, values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_not_printed() {
        let term = IndexTerm::new([0, 0, 0, 1], &[0x91, 0x20]);
        assert_eq!(alloc::format!("{term:?}"), "[index term]");
        assert_eq!(term.as_bytes(), [0, 0, 0, 1, 0x91, 0x20]);
    }
}
