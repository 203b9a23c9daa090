//! The shape of a field's encoding is no secret.

use phi_types::{Field, ValueKind, record::value_kind};

fn shape<T: Field>() -> ValueKind {
    value_kind::<T>()
}

fn main() {
    assert_eq!(shape::<phi_types::Ssn>(), ValueKind::Text);
}
