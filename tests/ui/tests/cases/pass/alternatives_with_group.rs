//! A field of an alternative is a value.

use phi_types::{City, PhiGroup};

#[derive(PhiGroup)]
#[phi(demographic)]
enum Home {
    #[phi(code = "fixed")]
    Fixed(#[phi(city)] City),
}

fn main() {}
