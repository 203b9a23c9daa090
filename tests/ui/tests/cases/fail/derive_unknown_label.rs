//! A misspelt label protects nothing.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical, label = "hiv")]
    serology: Phi<Text>,
}

fn main() {}
