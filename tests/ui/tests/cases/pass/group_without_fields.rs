//! A group of no fields is none.

use phi_types::{City, PhiGroup};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
}

fn main() {}
