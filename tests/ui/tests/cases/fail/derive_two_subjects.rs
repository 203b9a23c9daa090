//! A record is about one person.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(subject)]
    mother: SubjectId,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
