//! A group has no length; its fields have.

use phi_types::{City, PhiGroup, PhiRecord, SubjectId};

#[derive(PhiGroup)]
struct Address {
    #[phi(city, pad)]
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
