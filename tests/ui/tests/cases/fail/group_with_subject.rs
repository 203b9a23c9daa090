//! A group is about whom its record is about.

use phi_types::{City, PhiGroup, SubjectId};

#[derive(PhiGroup)]
struct Address {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(city)]
    city: City,
}

fn main() {}
