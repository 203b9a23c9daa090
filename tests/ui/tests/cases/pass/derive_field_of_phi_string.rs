//! `Phi<Text>` is.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    reason: Phi<Text>,
}

fn main() {}
