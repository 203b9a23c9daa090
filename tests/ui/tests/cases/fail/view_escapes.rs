//! A view is lent for the length of a closure; the reference cannot leave it.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn keep(grant: &Grant<Patient, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let mut kept = None;
    let _ = grant.reveal(row, keys, |view| kept = Some(view));
}

fn main() {}
