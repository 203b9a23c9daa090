//! The letter follows from the type.

use phi_types::{PhiRecord, Ssn, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(ssn)]
    ssn: Ssn,
}

fn main() {}
