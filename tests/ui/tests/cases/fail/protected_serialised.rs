//! Protected values have no `Serialize`.

use phi_types::Ssn;

fn send(ssn: &Ssn) -> serde_json::Result<String> {
    serde_json::to_string(ssn)
}

fn main() {}
