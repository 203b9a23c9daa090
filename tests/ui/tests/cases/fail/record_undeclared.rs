//! Only a declared record passes the gate.

use phi_types::{Purpose, SubjectId, gate::Ask};

struct Visit;

fn ask(subject: SubjectId) -> Ask<Visit> {
    Ask::about(subject, Purpose::Treatment)
}

fn main() {}
