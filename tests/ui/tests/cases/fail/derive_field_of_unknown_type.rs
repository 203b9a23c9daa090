//! A field holds one of the values that wipe themselves.

use phi_types::{PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    weight: f64,
}

fn main() {}
