//! A `String` becomes a protected value, and stays one.

use phi_types::{Phi, Text};

fn take(note: String) -> Phi<Text> {
    note.into()
}

fn main() {}
