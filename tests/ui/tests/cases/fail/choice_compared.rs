//! A choice is protected like any other value: comparing is asked of the gate's view.

use phi_types::{Choice, PhiChoice};

#[derive(Clone, Copy, PartialEq, PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
}

fn main() {
    let _ = Choice::new(Smoking::Never) == Choice::new(Smoking::Never);
}
