//! A granted identifier can be used.

use phi_types::{Shown, Ssn};

fn open(ssn: &Shown<Ssn>) -> Option<String> {
    ssn.granted().map(str::to_owned)
}

fn main() {}
