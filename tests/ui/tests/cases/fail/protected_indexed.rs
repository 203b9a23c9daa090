//! Protected values cannot be sliced.

use phi_types::{Phi, Ssn, Text};

fn last_four(ssn: &Ssn) -> &str {
    &ssn[5..]
}

fn first(note: &Phi<Text>) -> &str {
    &note[..1]
}

fn main() {}
