//! One unknown type in a group is one error.

use phi_types::{City, PhiGroup};

struct Plain;

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(zip)]
    zip: Plain,
}

fn main() {}
