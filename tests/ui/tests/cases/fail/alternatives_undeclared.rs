//! A field of an alternative is declared like any other.

use phi_types::{MemberId, PhiGroup};

#[derive(PhiGroup)]
#[phi(demographic)]
enum Coverage {
    #[phi(code = "none")]
    None,
    #[phi(code = "medicare")]
    Medicare(MemberId),
}

fn main() {}
