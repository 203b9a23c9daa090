//! A record is no group: it has a subject and rows of its own.

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
    #[phi(group)]
    inner: Inner,
}

fn main() {}
