//! No grant by default can be said: `None`.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Reads};
use record::Patient;

fn nothing() -> Option<Grant<Patient, Reads>> {
    Option::default()
}

fn main() {}
