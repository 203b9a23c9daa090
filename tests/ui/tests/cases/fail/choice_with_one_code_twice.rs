//! A code stands for one variant.

use phi_types::PhiChoice;

#[derive(Clone, Copy, PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
    #[phi(code = "never")]
    Current,
}

fn main() {}
