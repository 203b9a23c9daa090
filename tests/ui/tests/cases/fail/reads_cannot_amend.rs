//! A grant to read does not change a row.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn change(grant: &Grant<Patient, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.amend(row, &record::PatientPatch::default(), keys);
}

fn main() {}
