//! What leaves the closure is made inside it.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn count(grant: &Grant<Patient, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let mut letters = 0;
    let _ = grant.reveal(row, keys, |view| letters = view.name.granted().map_or(0, str::len));
}

fn main() {}
