//! A record owns what it holds: type parameters are taken, lifetimes are not.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit<'a> {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: &'a Phi<Text>,
}

fn main() {}
