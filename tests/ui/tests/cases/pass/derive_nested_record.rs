//! A record inside a record has rows and grants of its own: the outer one holds its text or its row, not the record.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Inner")]
struct Inner {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: Phi<Text>,
}

#[derive(PhiRecord)]
#[phi(record = "Outer")]
struct Outer {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    inner: Phi<Text>,
}

fn main() {}
