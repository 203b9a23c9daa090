//! A grant that has ended is gone: it has no `Copy`.

#[path = "../record.rs"]
mod record;

use phi_types::gate::{Grant, Outcome, Reads, Receipt};
use record::Patient;

fn end_twice(grant: Grant<Patient, Reads>) -> [Receipt; 2] {
    [grant.finish(Outcome::Completed), grant.finish(Outcome::Failed)]
}

fn main() {}
