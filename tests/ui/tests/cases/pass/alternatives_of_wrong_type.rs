//! One wrong type in an alternative is one error.

use phi_types::{Mrn, PhiGroup};

#[derive(PhiGroup)]
#[phi(demographic)]
enum Coverage {
    #[phi(code = "none")]
    None,
    #[phi(code = "medicare")]
    Medicare(#[phi(mrn)] Mrn),
}

fn main() {}
