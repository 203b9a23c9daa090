//! Protected values do not compare: `==` leaks by its time.

use phi_types::{Phi, Text};

fn same(one: &Phi<Text>, other: &Phi<Text>) -> bool {
    one == other
}

fn guess(note: &Phi<Text>) -> bool {
    *note == *"guess"
}

fn main() {}
