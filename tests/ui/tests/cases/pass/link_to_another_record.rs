//! A link to one record is none to another.

use phi_types::{Link, Phi, PhiRecord, RecordId, SubjectId, Text};

#[derive(PhiRecord)]
#[phi(record = "Inner")]
struct Inner {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(free_text)]
    note: Phi<Text>,
}

fn main() {
    let _: Link<Inner> = Link::<Inner>::to(RecordId::from_bytes([0; 16]));
}
