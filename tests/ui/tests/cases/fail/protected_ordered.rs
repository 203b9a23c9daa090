//! Protected values have no order, so they sort nothing.

use phi_types::{Phi, Text};

fn before(one: &Phi<Text>, other: &Phi<Text>) -> bool {
    one < other
}

fn main() {}
