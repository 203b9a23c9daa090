//! A choice is protected like any other value: comparing is asked of the gate's view.

use phi_types::{Choice, PhiChoice, Shown};

#[derive(Clone, Copy, PartialEq, PhiChoice)]
enum Smoking {
    #[phi(code = "never")]
    Never,
}

fn never(granted: &Shown<Choice<Smoking>>) -> bool {
    granted.chosen() == Some(Smoking::Never)
}

fn main() {
    let _ = never;
}
