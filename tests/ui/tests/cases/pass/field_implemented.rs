//! A field that may be missing is an `Option`.

use phi_types::{Field, Phi, Text};

fn field<T: Field>(_: &T) {}

fn main() {
    field(&None::<Phi<Text>>);
}
