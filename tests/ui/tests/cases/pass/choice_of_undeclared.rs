//! A choice is of a declared list.

use phi_types::{Choice, PhiChoice, PhiRecord, SubjectId};

#[derive(Clone, Copy, PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
    #[phi(code = "current")]
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
