//! A keyring is given its context, and checks whose gate it is.

use phi_types::{
    gate::Brand,
    port::{AmendContext, Keyring, OpenContext, OpenError, OpenedFields, PlainField, SealContext, SealError},
};

struct Keys(Brand);

impl Keyring for Keys {
    fn brand(&self) -> Brand {
        self.0
    }

    fn seal_row(&self, _: &SealContext<'_>, _: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        Err(SealError::KeysUnavailable)
    }

    fn open_row(&self, context: &OpenContext<'_>, _: &[u8]) -> Result<OpenedFields, OpenError> {
        if context.row().brand() == self.0 { Ok(OpenedFields::new()) } else { Err(OpenError::ForeignGate) }
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
