//! A protected value is never made up.

use phi_types::{Phi, Text};

fn nobody() -> (Phi<Text>, Text) {
    (Phi::default(), Text::default())
}

fn main() {}
