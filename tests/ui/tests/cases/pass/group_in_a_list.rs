//! Of what there may be many, each is a record: a list of groups would have no names in the log.

use phi_types::{City, Link, PhiGroup, PhiRecord, SubjectId, Zip};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(zip)]
    zip: Zip,
}

#[derive(PhiRecord)]
#[phi(record = "Home")]
struct Home {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(group)]
    address: Address,
}

#[derive(PhiRecord)]
#[phi(record = "Contact")]
struct Contact {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(other_id)]
    homes: Vec<Link<Home>>,
}

fn main() {}
