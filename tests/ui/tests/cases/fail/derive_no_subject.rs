//! A record is about somebody.

use phi_types::{Phi, PhiRecord, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
