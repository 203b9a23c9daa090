//! A grant to write shows nothing.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Writes},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn show(grant: &Grant<Patient, Writes>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.reveal(row, keys, |_| ());
}

fn main() {}
