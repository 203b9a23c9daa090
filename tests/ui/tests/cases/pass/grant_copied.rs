//! A grant ends once.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Outcome, Reads, Receipt};
use record::Patient;

fn end(grant: Grant<Patient, Reads>) -> Receipt {
    grant.finish(Outcome::Completed)
}

fn main() {}
