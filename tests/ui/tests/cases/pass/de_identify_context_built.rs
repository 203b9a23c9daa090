//! A de-identifier is given its context and its fields.

use phi_types::{
    gate::Brand,
    port::{ContentField, DeIdentifier, DeIdentifyContext, DeIdentifyError},
};

struct Counts(Brand);

impl DeIdentifier for Counts {
    type Output = usize;

    fn brand(&self) -> Brand {
        self.0
    }

    fn de_identify(&self, context: &DeIdentifyContext, fields: &[ContentField<'_>]) -> Result<usize, DeIdentifyError> {
        if context.brand() == self.0 { Ok(fields.len()) } else { Err(DeIdentifyError::ForeignGate) }
    }
}

fn main() {}
