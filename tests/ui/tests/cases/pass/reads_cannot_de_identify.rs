//! A grant to de-identify goes through the de-identifier.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{DeIdentifies, Grant},
    port::{DeIdentifier, Keyring},
    record::SealedRecord,
};
use record::Patient;

fn release<D: DeIdentifier>(
    grant: &Grant<Patient, DeIdentifies>,
    row: &SealedRecord<Patient>,
    keys: &dyn Keyring,
    by: &D,
) {
    let _ = grant.de_identify(row, keys, by);
}

fn main() {}
