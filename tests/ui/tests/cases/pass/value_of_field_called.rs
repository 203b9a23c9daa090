//! Whether a view has a value can be asked.

use phi_types::{Shown, Value};

fn there<T: Value>(field: &Shown<T>) -> bool {
    field.granted().is_some()
}

fn main() {}
