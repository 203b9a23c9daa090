//! A copy can be returned, in the open: it is the host's to keep safe.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn copy(grant: &Grant<Patient, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.reveal(row, keys, |view| view.name.granted().map(str::to_owned));
}

fn main() {}
