//! Text that is wrapped as PHI cannot be called no PHI.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(not_phi = "name of the ward")]
    ward: Phi<Text>,
}

fn main() {}
