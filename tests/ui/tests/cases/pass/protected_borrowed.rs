//! A protected value can be borrowed as itself.

use std::borrow::Borrow;

use phi_types::Ssn;

fn lend(ssn: &Ssn) -> &Ssn {
    ssn.borrow()
}

fn main() {}
