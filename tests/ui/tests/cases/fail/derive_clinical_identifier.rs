//! An identifier does not hide among clinical content.

use phi_types::{PersonName, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    name: Option<PersonName>,
}

fn main() {}
