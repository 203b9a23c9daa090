//! A group is declared like a record.

use phi_types::{City, PhiRecord, SubjectId};

struct Address {
    city: City,
}

#[derive(PhiRecord)]
#[phi(record = "Contact")]
struct Contact {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(group)]
    home: Address,
}

fn main() {}
