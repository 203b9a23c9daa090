//! Sets of fields are anybody's to make: they grant nothing.

#[path = "../record.rs"]
mod record;

use phi_types::{Purpose, SubjectId, gate::Ask, record::FieldSet};
use record::Patient;

fn everything(subject: SubjectId) -> Ask<Patient> {
    Ask::about(subject, Purpose::Treatment).only(FieldSet::ALL)
}

fn main() {}
