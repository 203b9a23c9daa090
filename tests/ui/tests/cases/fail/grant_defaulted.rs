//! There is no grant by default.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Reads};
use record::Patient;

fn forge() -> Grant<Patient, Reads> {
    Grant::default()
}

fn main() {}
