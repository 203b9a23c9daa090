//! A refused input comes back, still protected.

use phi_types::{Phi, Ssn, Text};

fn quarantine(raw: String) -> Option<Phi<Text>> {
    Ssn::parse(raw).err().map(|refused| refused.into_input())
}

fn main() {
    assert!(quarantine(String::from("666-12-3456")).is_some());
}
