//! A group has no length; its fields have.

use phi_types::{City, PhiGroup, PhiRecord, SubjectId, Zip};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(zip)]
    zip: Zip,
}

#[derive(PhiRecord)]
#[phi(record = "Contact")]
struct Contact {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(group, pad)]
    home: Address,
}

fn main() {}
