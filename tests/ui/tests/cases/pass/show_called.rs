//! What a view has opened shows.

use phi_types::{Opened, Ssn};

fn read(ssn: &Opened<Ssn>) -> &str {
    ssn.get()
}

fn main() {}
