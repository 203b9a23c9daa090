//! One decision, one grant: it has no `Clone`.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Reads};
use record::Patient;

fn twice(grant: Grant<Patient, Reads>) -> [Grant<Patient, Reads>; 2] {
    [grant.clone(), grant]
}

fn main() {}
