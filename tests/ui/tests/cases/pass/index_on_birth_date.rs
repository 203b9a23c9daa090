//! An index on a date of birth says why it must be, also as a part of another.

use phi_types::{BirthDate, PersonName, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name, index(folded, bits = 48, with(born = iso_date), because = "finding duplicates at the desk"))]
    name: PersonName,
    #[phi(date, birth)]
    born: BirthDate,
}

fn main() {
    let _ = Patient::BY_NAME;
}
