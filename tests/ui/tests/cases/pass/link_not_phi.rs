//! A link leads to one person: it is an identifier.

use phi_types::{Link, Phi, PhiRecord, SubjectId, Text};

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
    #[phi(other_id)]
    inner: Link<Inner>,
}

fn main() {}
