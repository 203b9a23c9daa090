//! A field is stored under one name.

use phi_types::{Mrn, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn, stored_as = "number", stored_as = "mrn")]
    mrn: Mrn,
}

fn main() {}
