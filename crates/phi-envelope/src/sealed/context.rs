//! What a value that is sealed by itself is bound to.

use phi_types::{RecordId, TenantId, port::frame};

use crate::joined::Joined;

/// What a single sealed value is bound to: tenant, record type, record, field and schema version. Whoever opens it must name the
/// same, or it does not open.
///
/// Sealing and opening take different types, so that code which may write cannot be handed what is needed to read by mistake:
///
/// ```
/// # use phi_types::{OsEntropy, RecordId, TenantId};
/// use phi_envelope::ValueContext;
/// let tenant = TenantId::new("north").unwrap();
/// let context = ValueContext::new(&tenant, "Attachment", RecordId::random(&OsEntropy)?, "scan", 1);
/// let (for_writing, for_reading) = (context.sealing(), context.opening());
/// # let _ = (for_writing, for_reading);
/// # Ok::<(), phi_types::EntropyUnavailable>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueContext<'a> {
    tenant: &'a TenantId,
    record_type: &'a str,
    record: RecordId,
    field: &'a str,
    schema_version: u16,
}

/// The context in which a value is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealingContext<'a>(ValueContext<'a>);

/// The context in which a value is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningContext<'a>(ValueContext<'a>);

impl<'a> ValueContext<'a> {
    /// A context. None of its parts may be PHI: they are not secret, and the record's number is random.
    #[must_use]
    pub const fn new(
        tenant: &'a TenantId,
        record_type: &'a str,
        record: RecordId,
        field: &'a str,
        schema_version: u16,
    ) -> Self {
        Self { tenant, record_type, record, field, schema_version }
    }

    /// For sealing.
    #[must_use]
    pub const fn sealing(self) -> SealingContext<'a> {
        SealingContext(self)
    }

    /// For opening.
    #[must_use]
    pub const fn opening(self) -> OpeningContext<'a> {
        OpeningContext(self)
    }

    /// The associated data in their one encoding: each part framed by its length, so that no two contexts share one.
    #[inline]
    fn associated_data<T>(&self, header: &[u8], act: impl FnOnce(&[u8]) -> T) -> T {
        let mut data = Joined::<320>::new();
        let parts = [
            b"phi-value-1",
            self.tenant.as_str().as_bytes(),
            self.record_type.as_bytes(),
            &self.record.to_bytes(),
            self.field.as_bytes(),
            &self.schema_version.to_be_bytes(),
            header,
        ];
        frame(&parts, |piece| data.push(piece));
        act(data.as_slice())
    }
}

impl SealingContext<'_> {
    pub(crate) fn with_associated_data<T>(&self, header: &[u8], act: impl FnOnce(&[u8]) -> T) -> T {
        self.0.associated_data(header, act)
    }
}

impl OpeningContext<'_> {
    pub(crate) fn with_associated_data<T>(&self, header: &[u8], act: impl FnOnce(&[u8]) -> T) -> T {
        self.0.associated_data(header, act)
    }
}
