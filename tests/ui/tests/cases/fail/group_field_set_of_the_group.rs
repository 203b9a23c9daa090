//! A group's constants are of the group: a record's set goes through the record's constant.

use phi_types::{City, PhiGroup, PhiRecord, SubjectId, Zip, record::FieldSet};

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
}

fn main() {
    let _: FieldSet<Contact> = Address::CITY;
}
