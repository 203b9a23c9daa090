//! A grant for one record type shows no row of another.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::{Patient, Visit};

fn show(grant: &Grant<Visit, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.reveal(row, keys, |_| ());
}

fn main() {}
