//! An age is PHI from 90 on: text that wipes itself.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(age)]
    age: Option<Phi<Text>>,
}

fn main() {}
