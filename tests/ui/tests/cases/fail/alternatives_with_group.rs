//! A field of an alternative is a value.

use phi_types::{City, PhiGroup, Zip};

#[derive(PhiGroup)]
struct Address {
    #[phi(city)]
    city: City,
    #[phi(zip)]
    zip: Zip,
}

#[derive(PhiGroup)]
#[phi(demographic)]
enum Home {
    #[phi(code = "fixed")]
    Fixed(#[phi(group)] Address),
}

fn main() {}
