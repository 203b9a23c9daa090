//! A field of few values has no index of its own.

use phi_types::{Phi, Text, PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Patient")]
struct Patient {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(demographic, index(folded, bits = 32))]
    sex: Phi<Text>,
}

fn main() {}
