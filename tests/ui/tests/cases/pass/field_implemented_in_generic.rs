//! A list of protected texts is a field.

use phi_types::{Field, Phi, Text};

fn field<T: Field>(_: &T) {}

fn main() {
    field(&vec![Phi::<Text>::from("penicillin")]);
}
