//! Every field of a group is declared; each that is not is named.

use phi_types::{City, PhiGroup, Zip};

#[derive(PhiGroup)]
struct Address {
    city: City,
    zip: Zip,
}

fn main() {}
