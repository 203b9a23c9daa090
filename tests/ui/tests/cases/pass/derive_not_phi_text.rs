//! What is no PHI has a plain type.

use phi_types::{PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(not_phi = "name of the ward")]
    ward: String,
}

fn main() {}
