//! A group is declared like a record.

use phi_types::{City, PhiGroup, PhiRecord, SubjectId};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
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
