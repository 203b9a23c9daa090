//! Every field of a group is declared; each that is not is named.

use phi_types::{City, PhiGroup, Zip};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(zip)]
    zip: Zip,
}

fn main() {}
