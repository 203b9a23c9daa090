//! Two fields of one stored name would open as each other.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical, stored_as = "note")]
    reason: Phi<Text>,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
