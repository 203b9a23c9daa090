//! A record walks when a grant asks it to.

#[path = "../record.rs"]
mod record;

use phi_types::{
    RecordId,
    gate::{Grant, GrantError, Writes},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn seal(
    grant: &Grant<Patient, Writes>,
    patient: &Patient,
    row: RecordId,
    keys: &dyn Keyring,
) -> Result<SealedRecord<Patient>, GrantError> {
    grant.seal(patient, row, 1, keys)
}

fn main() {}
