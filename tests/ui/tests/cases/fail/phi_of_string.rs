//! `Phi` does not wrap what would not wipe itself.

use phi_types::Phi;

struct Visit {
    note: Phi<String>,
}

fn main() {}
