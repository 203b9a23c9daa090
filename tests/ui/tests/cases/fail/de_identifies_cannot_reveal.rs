//! A grant to de-identify shows nothing.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{DeIdentifies, Grant},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn show(grant: &Grant<Patient, DeIdentifies>, row: &SealedRecord<Patient>, keys: &dyn Keyring) {
    let _ = grant.reveal(row, keys, |_| ());
}

fn main() {}
