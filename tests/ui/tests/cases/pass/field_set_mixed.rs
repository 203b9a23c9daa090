//! Fields of one record type make a set.

#[path = "../record.rs"]
mod record;

use phi_types::record::FieldSet;
use record::Patient;

fn some() -> FieldSet<Patient> {
    FieldSet::ALL.without(Patient::NOTE)
}

fn main() {}
