//! The medical record number stands beside the subject.

use phi_types::{Mrn, Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
