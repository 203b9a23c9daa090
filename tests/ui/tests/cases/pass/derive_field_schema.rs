//! Any other name is free.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    scheme: Phi<Text>,
}

fn main() {}
