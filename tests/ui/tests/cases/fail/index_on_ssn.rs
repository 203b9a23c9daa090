//! An index on a Social Security number says why it must be.

use phi_types::{Ssn, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(ssn, index(digits, bits = 64))]
    ssn: Ssn,
}

fn main() {}
