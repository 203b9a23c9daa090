//! A grant to read shows.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn show(grant: &Grant<Patient, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.reveal(row, keys, |_| ());
}

fn main() {}
