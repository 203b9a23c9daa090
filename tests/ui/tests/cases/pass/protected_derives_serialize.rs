//! A struct that holds a protected value can be read.

use phi_types::{Phi, Text};

#[derive(serde::Deserialize)]
struct Row {
    note: Phi<Text>,
}

fn main() {
    let row: Row = serde_json::from_str(r#"{"note":"slipped on ice"}"#).unwrap();
    assert_eq!(row.note.to_string(), "[PHI]");
}
