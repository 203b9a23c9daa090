//! A keyring is given its context, and reads the associated data from it.

use phi_types::{
    gate::Brand,
    port::{AmendContext, Keyring, OpenContext, OpenError, OpenedFields, PlainField, SealContext, SealError},
};

struct Keys(Brand);

impl Keyring for Keys {
    fn brand(&self) -> Brand {
        self.0
    }

    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        Ok(fields.iter().flat_map(|field| context.row().associated_data(b"", field.spec())).collect())
    }

    fn open_row(&self, _: &OpenContext<'_>, _: &[u8]) -> Result<OpenedFields, OpenError> {
        Err(OpenError::Refused)
    }

    fn amend_row(
        &self,
        _: &AmendContext<'_>,
        _: &[u8],
        _: &[PlainField<'_>],
    ) -> Result<Vec<u8>, SealError> {
        Err(SealError::Refused)
    }
}

fn main() {}
