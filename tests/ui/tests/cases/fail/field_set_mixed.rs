//! Fields of two record types make no set.

#[path = "../record.rs"]
mod record;

use phi_types::record::FieldSet;
use record::{Patient, Visit};

fn mixed() -> FieldSet<Patient> {
    Patient::NAME | Visit::REASON
}

fn main() {}
