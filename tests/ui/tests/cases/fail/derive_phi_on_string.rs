//! A plain type protects nothing, so it holds no PHI.

use phi_types::{PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: String,
}

fn main() {}
