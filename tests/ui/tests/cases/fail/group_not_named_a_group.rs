//! A field whose type is a group says so.

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
    #[phi(city)]
    home: Address,
}

fn main() {}
