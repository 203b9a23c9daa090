//! A grant cannot be read from anywhere: it has no `Deserialize`.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Reads};
use record::Patient;

fn forge() -> Grant<Patient, Reads> {
    serde_json::from_str("{}").unwrap()
}

fn main() {}
