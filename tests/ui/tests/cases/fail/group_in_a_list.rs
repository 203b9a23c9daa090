//! Of what there may be many, each is a record: a list of groups would have no names in the log.

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
    homes: Vec<Address>,
}

fn main() {}
