//! A type that is PHI cannot be called no PHI.

use phi_types::{Mrn, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(not_phi = "we already know it")]
    mrn: Mrn,
}

fn main() {}
