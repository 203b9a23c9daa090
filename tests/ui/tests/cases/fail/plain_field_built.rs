//! Only a walk makes the plaintext of a field.

use phi_types::{port::PlainField, record::FieldSpec};

fn forge(spec: &'static FieldSpec) -> PlainField<'static> {
    PlainField::new(0, spec, b"forged")
}

fn main() {}
