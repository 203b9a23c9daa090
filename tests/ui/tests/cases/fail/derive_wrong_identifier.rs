//! The declared identifier is the one of the type.

use phi_types::{PhiRecord, Ssn, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    ssn: Ssn,
}

fn main() {}
