//! A grant shows the rows of its own record type.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::{Patient, Visit};

fn show(grant: &Grant<Visit, Reads>, row: &SealedRecord<Visit>, keys: &dyn Keyring) {
    let _ = grant.reveal(row, keys, |_| ());
}

fn show_patient(grant: &Grant<Patient, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.reveal(row, keys, |_| ());
}

fn main() {}
