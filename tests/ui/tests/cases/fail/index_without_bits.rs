//! An index says to how many bits its terms are cut.

use phi_types::{Mrn, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn, index(folded))]
    mrn: Mrn,
}

fn main() {}
