//! A record's schema is static, so it has no parameters.

use phi_types::{PhiRecord, SubjectId};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit<T> {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: T,
}

fn main() {}
