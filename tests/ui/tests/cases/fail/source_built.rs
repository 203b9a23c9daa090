//! Only the gate makes the source from which a view is built.

#[path = "../record.rs"]
mod record;

use phi_types::{
    DecodeError, PhiRecord, SubjectId,
    record::{FieldMask, Source},
};
use record::{Patient, PatientView};

fn view(subject: SubjectId, opened: Vec<u8>) -> Result<PatientView, DecodeError> {
    let all = FieldMask::first(128);
    let mut source = Source::new(Patient::SCHEMA, all, [(0, opened)].into_iter().collect());
    Patient::view(subject, &mut source)
}

fn main() {}
