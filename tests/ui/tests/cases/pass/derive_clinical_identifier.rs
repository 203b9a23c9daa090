//! An identifier is declared as what it is.

use phi_types::{PersonName, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: Option<PersonName>,
}

fn main() {}
