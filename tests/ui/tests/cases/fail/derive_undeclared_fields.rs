//! Every field is declared; all that are not are named at once.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    note: Phi<Text>,
    reason: Phi<Text>,
}

fn main() {}
