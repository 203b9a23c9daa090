//! A struct that holds a protected value cannot derive `Serialize`.

use phi_types::{Phi, Text};

#[derive(serde::Serialize)]
struct Row {
    note: Phi<Text>,
}

fn main() {}
