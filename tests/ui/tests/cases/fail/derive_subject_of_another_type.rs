//! The subject is an opaque id: a medical record number names somebody.

use phi_types::{Mrn, Phi, PhiRecord, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    mrn: Mrn,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
