//! Protected values have no `Borrow<str>`.

use std::borrow::Borrow;

use phi_types::Ssn;

fn read(ssn: &Ssn) -> &str {
    ssn.borrow()
}

fn main() {}
