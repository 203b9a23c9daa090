//! A group is about whom its record is about.

use phi_types::{City, PhiGroup};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
}

fn main() {}
