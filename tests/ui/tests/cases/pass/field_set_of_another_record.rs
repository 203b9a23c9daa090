//! The record's own fields.

#[path = "../record.rs"]
mod record;

use phi_types::{Purpose, SubjectId, gate::Ask};
use record::Patient;

fn ask(subject: SubjectId) -> Ask<Patient> {
    Ask::about(subject, Purpose::Treatment).only(Patient::NAME | Patient::NOTE)
}

fn main() {}
