//! A grant to write writes.

#[path = "../record.rs"]
mod record;

use phi_types::{
    RecordId,
    gate::{Grant, Writes},
    port::Keyring,
};
use record::Patient;

fn write(grant: &Grant<Patient, Writes>, patient: &Patient, row: RecordId, keys: &dyn Keyring) {
    let _ = grant.seal(patient, row, 1, keys);
}

fn main() {}
