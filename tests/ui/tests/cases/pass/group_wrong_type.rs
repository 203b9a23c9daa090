//! One wrong type in a group is one error.

use phi_types::{City, PhiGroup, Zip};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(zip)]
    zip: Zip,
}

fn main() {}
