//! A redaction marker is no code.

use phi_types::PhiChoice;

#[derive(Clone, Copy, PhiChoice)]
enum Smoking {
    #[phi(code = "choice")]
    Never,
}

fn main() {}
