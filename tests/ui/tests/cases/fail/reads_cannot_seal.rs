//! A grant to read does not write.

#[path = "../record.rs"]
mod record;

use phi_types::{
    RecordId,
    gate::{Grant, Reads},
    port::Keyring,
};
use record::Patient;

fn write(grant: &Grant<Patient, Reads>, patient: &Patient, row: RecordId, keys: &dyn Keyring) {
    let _ = grant.seal(patient, row, 1, keys);
}

fn main() {}
