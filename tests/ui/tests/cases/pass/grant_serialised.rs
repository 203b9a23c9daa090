//! What a grant shows can be sent: the view serialises what is granted.

#[path = "../record.rs"]
mod record;

use phi_types::{
    gate::{Grant, GrantError, Reads},
    port::Keyring,
    record::SealedRecord,
};
use record::Patient;

fn send(
    grant: &Grant<Patient, Reads>,
    row: &SealedRecord<Patient>,
    keys: &dyn Keyring,
) -> Result<serde_json::Result<String>, GrantError> {
    grant.reveal(row, keys, |view| serde_json::to_string(view))
}

fn main() {}
