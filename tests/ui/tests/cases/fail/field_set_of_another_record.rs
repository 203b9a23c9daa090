//! A set of fields belongs to its record type.

#[path = "../record.rs"]
mod record;

use phi_types::{Purpose, SubjectId, gate::Ask};
use record::{Patient, Visit};

fn ask(subject: SubjectId) -> Ask<Patient> {
    Ask::about(subject, Purpose::Treatment).only(Visit::REASON)
}

fn main() {}
