//! An identifier is declared as what it is.

use phi_types::{Mrn, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Mrn,
}

fn main() {}
