//! An index is over fields that there are.

use phi_types::{Mrn, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn, index(folded, bits = 64, with(seen = iso_date)))]
    mrn: Mrn,
}

fn main() {}
