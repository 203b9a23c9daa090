//! `Phi` does not wrap a number.

use phi_types::Phi;

struct Lab {
    cd4: Phi<u32>,
}

fn main() {}
