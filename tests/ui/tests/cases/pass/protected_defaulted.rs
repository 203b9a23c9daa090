//! What is not there is `None`.

use phi_types::{Phi, Ssn, Text};

fn nobody() -> (Option<Phi<Text>>, Option<Ssn>) {
    (Option::default(), Option::default())
}

fn main() {}
