//! A misspelt word on the struct is no declaration.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit", revision = 2)]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
