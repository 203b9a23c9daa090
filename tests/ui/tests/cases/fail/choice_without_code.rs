//! The code of a variant is a literal of its own, so that renaming it leaves stored rows readable.

use phi_types::PhiChoice;

#[derive(Clone, Copy, PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
    Current,
}

fn main() {}
