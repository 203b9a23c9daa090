//! A grant can be lent as often as one likes.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Reads};
use record::Patient;

fn twice(grant: &Grant<Patient, Reads>) -> [&Grant<Patient, Reads>; 2] {
    [grant, grant]
}

fn main() {}
