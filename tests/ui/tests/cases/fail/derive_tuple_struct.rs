//! A record has named fields: the names go into the log.

use phi_types::{Phi, PhiRecord, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Visit")]
struct Visit(#[phi(subject)] SubjectId, #[phi(free_text)] Phi<Text>);

fn main() {}
