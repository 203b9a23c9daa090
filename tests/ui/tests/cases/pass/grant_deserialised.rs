//! PHI on its way in is read, and protected from then on.

use phi_types::PersonName;

fn read() -> PersonName {
    serde_json::from_str("\"Testpatient, Ana\"").unwrap()
}

fn main() {
    assert_eq!(read().to_string(), "[PersonName]");
}
