//! A number that is PHI is kept as text.

use phi_types::{Phi, Text};

struct Lab {
    cd4: Phi<Text>,
}

fn main() {
    assert_eq!(Lab { cd4: Phi::from("500") }.cd4.to_string(), "[PHI]");
}
