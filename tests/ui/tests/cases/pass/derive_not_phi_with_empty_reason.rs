//! The reason is written.

use phi_types::{PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(not_phi = "optimistic-lock counter")]
    version: u64,
}

fn main() {}
