//! A date of birth is declared as both.

use phi_types::{BirthDate, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(date, birth)]
    born: BirthDate,
}

fn main() {}
