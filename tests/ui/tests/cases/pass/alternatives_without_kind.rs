//! Which alternative it is is a field too, and is declared.

use phi_types::{MemberId, PhiGroup};

#[derive(PhiGroup)]
#[phi(demographic)]
enum Coverage {
    #[phi(code = "none")]
    None,
    #[phi(code = "medicare")]
    Medicare(#[phi(health_plan)] MemberId),
}

fn main() {}
