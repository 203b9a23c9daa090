//! A granted value is text.

use phi_types::{Shown, Ssn};

fn read(ssn: &Shown<Ssn>) -> usize {
    ssn.granted().map_or(0, str::len)
}

fn main() {}
