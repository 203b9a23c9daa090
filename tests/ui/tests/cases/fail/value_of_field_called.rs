//! A field gives its value to a witness alone.

use phi_types::Field;

fn read<T: Field>(field: &T) -> bool {
    field.value(Default::default()).is_some()
}

fn main() {}
