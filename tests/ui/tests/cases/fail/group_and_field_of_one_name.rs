//! A field of a group is stored under both names together, and no other field under that.

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
    #[phi(group)]
    home: Address,
    #[phi(zip, stored_as = "home.zip")]
    zip: Zip,
}

fn main() {}
