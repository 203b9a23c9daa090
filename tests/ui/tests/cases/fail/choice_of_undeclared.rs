//! A choice is of a declared list.

use phi_types::{Choice, PhiRecord, SubjectId};

#[derive(Clone, Copy)]
enum Smoking {
    Never,
    Current,
}

#[derive(PhiRecord)]
#[phi(record = "Intake")]
struct Intake {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    smoking: Choice<Smoking>,
}

fn main() {}
