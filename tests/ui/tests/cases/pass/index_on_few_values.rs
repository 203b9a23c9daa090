//! A field of few values has no index of its own.

use phi_types::{PersonName, Phi, Text, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name, index(folded, bits = 32, with(sex = folded)))]
    name: PersonName,
    #[phi(demographic)]
    sex: Phi<Text>,
}

fn main() {
    let _ = Patient::BY_NAME;
}
