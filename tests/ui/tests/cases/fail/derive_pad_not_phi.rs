//! Padding hides what is PHI; a counter has nothing to hide.

use phi_types::{PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(not_phi = "optimistic-lock counter", pad)]
    version: u64,
}

fn main() {}
