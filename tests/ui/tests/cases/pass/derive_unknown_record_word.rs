//! The words on the struct.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit", version = 2)]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
