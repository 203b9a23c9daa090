//! A grant to write changes a row.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Writes},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn change(grant: &Grant<Patient, Writes>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.amend(row, &record::PatientPatch::default(), keys);
}

fn main() {}
