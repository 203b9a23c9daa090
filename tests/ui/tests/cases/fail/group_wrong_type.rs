//! One wrong type in a group is one error.

use phi_types::{City, Mrn, PhiGroup};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(zip)]
    zip: Mrn,
}

fn main() {}
