//! A macro of the host does not switch a check off.

use phi_types::{PhiRecord, Ssn, SubjectId};

// A host's macro of the same name.
#[allow(unused_macros)]
macro_rules! assert {
    ($($anything:tt)*) => {
        ()
    };
}

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(ssn)]
    ssn: Ssn,
}

fn main() {}
