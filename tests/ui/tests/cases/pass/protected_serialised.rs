//! A granted value serialises.

use phi_types::{Shown, Ssn};

fn send(ssn: &Shown<Ssn>) -> serde_json::Result<String> {
    serde_json::to_string(ssn)
}

fn main() {}
