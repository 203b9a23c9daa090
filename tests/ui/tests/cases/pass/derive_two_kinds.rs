//! One kind, with what goes along with it.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical, pad, label = "HIV")]
    note: Phi<Text>,
}

fn main() {}
