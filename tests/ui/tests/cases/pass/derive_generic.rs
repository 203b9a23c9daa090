//! A record owns what it holds: type parameters are taken, lifetimes are not.

use phi_types::{Phi, PhiRecord, Protected, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit<T: Protected> {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: Phi<T>,
}

fn main() {
    assert_eq!(Visit::<Text>::SCHEMA.fields.len(), 1);
}
