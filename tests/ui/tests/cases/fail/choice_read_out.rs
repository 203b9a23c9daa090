//! What a choice holds is reached through a grant.

use phi_types::{Choice, PhiChoice};

#[derive(Clone, Copy, PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
}

fn main() {
    let _ = Choice::new(Smoking::Never).0;
}
