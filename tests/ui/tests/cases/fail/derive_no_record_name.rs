//! The name under which rows are sealed is written, so that renaming the type loses none.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {}
