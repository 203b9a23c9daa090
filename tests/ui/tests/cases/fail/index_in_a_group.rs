//! A grouped field has no index.

use phi_types::{City, Mrn, PhiGroup};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(mrn, index(folded, bits = 64))]
    mrn: Mrn,
}

fn main() {}
