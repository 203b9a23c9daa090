//! A type that is no field is one error, however much the record is used.

use phi_types::{PhiRecord, Phi, Purpose, SubjectId, Text, gate::Ask, record::FieldSet};

#[derive(PhiRecord)]
#[phi(record = "Reading")]
struct Reading {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical)]
    comment: Option<Phi<Text>>,
    #[phi(clinical)]
    value: f32,
}

fn all<R: PhiRecord>() -> FieldSet<R> {
    FieldSet::ALL
}

fn page(view: &ReadingView) -> String {
    format!("{view:?}{:?}", view.comment)
}

fn main() {
    let subject = SubjectId::from_bytes([1; 16]);
    let _ = Ask::<Reading>::about(subject, Purpose::Treatment).only(Reading::VALUE | Reading::COMMENT);
    let _ = (all::<Reading>(), Reading::SCHEMA.fields.len(), ReadingPatch::default());
    let _ = page;
}
