//! A record is a struct: its fields are known.

use phi_types::{Phi, PhiRecord, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
enum Visit {
    Planned(Phi<Text>),
}

fn main() {}
