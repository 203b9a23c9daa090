//! A grant to read takes nothing to analytics.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, Reads},
    port::{DeIdentifier, Keyring},
    record::SealedRecord,
};
use record::Patient;

fn release<D: DeIdentifier>(grant: &Grant<Patient, Reads>, row: &SealedRecord<Patient>, keys: &dyn Keyring, by: &D) {
    let _ = grant.de_identify(row, keys, by);
}

fn main() {}
