//! `Phi<String>` is no field.

use phi_types::{Phi, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    reason: Phi<String>,
}

fn main() {}
