//! A view's text cannot be returned from the closure either.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn keep(grant: &Grant<Patient, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.reveal(row, keys, |view| view.name.granted());
}

fn main() {}
