//! A keyring reads the plaintext of the fields that it is given.

use phi_types::port::PlainField;

fn size(fields: &[PlainField<'_>]) -> usize {
    fields.iter().map(|field| field.bytes().len()).sum()
}

fn main() {}
