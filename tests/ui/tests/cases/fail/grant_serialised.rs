//! A grant cannot be stored or sent: it has no `Serialize`.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Reads};
use record::Patient;

fn send(grant: &Grant<Patient, Reads>) -> serde_json::Result<String> {
    serde_json::to_string(grant)
}

fn main() {}
