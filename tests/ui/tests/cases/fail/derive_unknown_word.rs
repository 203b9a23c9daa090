//! A misspelt word is no declaration.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(freetext)]
    note: Phi<Text>,
}

fn main() {}
