//! The shape of a field's encoding is no secret.

use phi_types::{Field, ValueKind};

fn shape<T: Field>() -> ValueKind {
    T::TRAITS.kind
}

fn main() {
    assert_eq!(shape::<phi_types::Ssn>(), ValueKind::Text);
}
