//! The sealed method that shows a value wants a witness, which nobody outside has.

use phi_types::{Ssn, Value};

fn read(ssn: &Ssn) -> &str {
    ssn.show(())
}

fn main() {}
