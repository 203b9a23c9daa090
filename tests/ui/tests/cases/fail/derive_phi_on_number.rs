//! A number protects nothing, so it holds no PHI.

use phi_types::{PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(age)]
    age: Option<u8>,
}

fn main() {}
