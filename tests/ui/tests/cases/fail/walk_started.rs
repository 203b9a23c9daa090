//! Only the gate starts a walk, so having a record is not having its plaintext.

#[path = "../record.rs"]
mod record;

use phi_types::{PhiRecord, record::Walk};
use record::Patient;

fn plaintext(patient: &Patient) {
    let mut walk = Walk::new(Patient::SCHEMA);
    patient.walk(&mut walk);
}

fn main() {}
