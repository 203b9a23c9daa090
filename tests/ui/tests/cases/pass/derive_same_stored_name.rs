//! Each stored name is one field's.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical, stored_as = "motive")]
    reason: Phi<Text>,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
