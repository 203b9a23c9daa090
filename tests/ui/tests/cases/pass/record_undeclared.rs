//! A declared record passes.

#[path = "../record.rs"]
mod record;

use phi_types::{Purpose, SubjectId, gate::Ask};
use record::Visit;

fn ask(subject: SubjectId) -> Ask<Visit> {
    Ask::about(subject, Purpose::Treatment)
}

fn main() {}
