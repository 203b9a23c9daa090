//! The labels are HL7's codes.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical, label = "HIV", label = "STD")]
    serology: Phi<Text>,
}

fn main() {}
