//! The constructor of a grant is the gate's own.
#![allow(unreachable_code)]

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Reads};
use record::Patient;

fn forge() -> Grant<Patient, Reads> {
    Grant::new(unreachable!())
}

fn main() {}
