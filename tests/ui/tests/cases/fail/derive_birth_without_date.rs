//! A birth is a date.

use phi_types::{PersonName, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name, birth)]
    born: PersonName,
}

fn main() {}
