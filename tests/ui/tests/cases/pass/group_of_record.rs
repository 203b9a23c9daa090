//! A record is no group: it has a subject and rows of its own.

use phi_types::{Phi, PhiGroup, PhiRecord, SubjectId, Text};

#[derive(PhiGroup)]
struct Inner {
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
