//! A record is a struct. Alternatives are a group of it.

use phi_types::{Phi, PhiGroup, PhiRecord, SubjectId, Text};

#[derive(PhiGroup)]
#[phi(clinical)]
enum Reason {
    #[phi(code = "planned")]
    Planned(#[phi(free_text)] Phi<Text>),
}

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(group)]
    reason: Reason,
}

fn main() {}
