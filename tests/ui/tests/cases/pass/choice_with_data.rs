//! A choice is a code; alternatives with fields are a group.

use phi_types::PhiChoice;

#[derive(Clone, Copy, PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
    #[phi(code = "current")]
    Current,
}

fn main() {}
