//! A date is made alike as a date.

use phi_types::{Mrn, ServiceDate, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn, index(folded, bits = 64, with(seen = folded)))]
    mrn: Mrn,
    #[phi(date)]
    seen: ServiceDate,
}

fn main() {}
