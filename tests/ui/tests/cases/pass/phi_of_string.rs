//! `Phi<Text>` takes a `String` over.

use phi_types::{Phi, Text};

struct Visit {
    note: Phi<Text>,
}

fn main() {
    assert_eq!(Visit { note: Phi::from(String::from("slipped on ice")) }.note.to_string(), "[PHI]");
}
