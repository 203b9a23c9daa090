//! A choice is a code; alternatives with fields are a group.

use phi_types::{Phi, PhiChoice, Text};

#[derive(PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
    #[phi(code = "current")]
    Current(Phi<Text>),
}

fn main() {}
