//! A grouped field has no index.

use phi_types::{City, Mrn, PhiGroup};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(mrn)]
    mrn: Mrn,
}

fn main() {}
