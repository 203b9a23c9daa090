//! A record is a struct. Alternatives are a group of it.

use phi_types::{Phi, PhiRecord, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
enum Visit {
    Planned(Phi<Text>),
}

fn main() {}
