//! Another person is content.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(other_id)]
    mother: Phi<Text>,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
