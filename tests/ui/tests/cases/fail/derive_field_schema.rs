//! A field named `schema` would hide the record's own `SCHEMA`.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    schema: Phi<Text>,
}

fn main() {}
