//! Which record types a document may name.

use alloc::vec::Vec;

use phi_types::{PhiRecord, record::RecordType};

/// The record types that a policy document may name. A document has names alone; the catalogue ties them to Rust types.
#[derive(Clone, Debug, Default)]
pub struct Catalogue(Vec<RecordType>);

impl Catalogue {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With this record type.
    #[must_use]
    pub fn with<R: PhiRecord>(mut self) -> Self {
        self.0.push(RecordType::of::<R>());
        self
    }

    pub(super) fn named(&self, name: &str) -> Option<RecordType> {
        self.0.iter().copied().find(|record| record.schema().name == name)
    }

    pub(crate) fn schema(&self, name: &str) -> Option<&'static phi_types::record::Schema> {
        self.named(name).map(|record| record.schema())
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|record| record.schema().name)
    }
}
