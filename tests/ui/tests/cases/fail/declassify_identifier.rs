//! An identifier is PHI by its type: it has no way out but the gate.

use phi_types::Ssn;

fn open(ssn: &Ssn) -> String {
    ssn.declassify("a form for the tax office", str::to_owned)
}

fn main() {}
