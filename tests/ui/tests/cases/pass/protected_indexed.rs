//! A granted value is sliced by the host.

use phi_types::{Shown, Ssn};

fn last_four(ssn: &Shown<Ssn>) -> Option<&str> {
    ssn.granted().and_then(|digits| digits.get(5..))
}

fn main() {}
