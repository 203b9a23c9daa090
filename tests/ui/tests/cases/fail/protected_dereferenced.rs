//! Protected values have no `Deref`.

use phi_types::{Phi, Ssn, Text};

fn read(note: &Phi<Text>, ssn: &Ssn) -> usize {
    (**note).len() + ssn.len()
}

fn main() {}
