//! A date of service is no date of birth: the de-identifier treats the two differently.

use phi_types::{BirthDate, PhiRecord, ServiceDate, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(date, birth)]
    born: BirthDate,
    #[phi(date)]
    seen: ServiceDate,
}

fn main() {}
