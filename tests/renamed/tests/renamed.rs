//! The derive finds its types where `#[phi(crate = …)]` says, and names nothing else.

use phi::types::{
    BirthDate, Mrn, Phi, PhiRecord, Purpose, Shown, SubjectId, Text,
    gate::Ask,
    record::{FieldSet, Label},
};

#[derive(PhiRecord)]
#[phi(record = "Visit", version = 2, crate = phi::types)]
struct Visit {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(date, birth)]
    born: Option<BirthDate>,
    #[phi(clinical, label = "STD", pad)]
    findings: Vec<Phi<Text>>,
    #[phi(not_phi = "optimistic-lock counter", stored_as = "lock")]
    revision: u64,
}

#[test]
fn the_declaration_is_read_through_the_renamed_crate() {
    let schema = Visit::SCHEMA;
    assert_eq!((schema.name, schema.version), ("Visit", 2));
    let names: Vec<_> = FieldSet::<Visit>::ALL.names().collect();
    assert_eq!(names, ["mrn", "born", "findings", "lock"]);
    assert_eq!((Visit::MRN | Visit::REVISION).mask().len(), 2);
    assert!(schema.labels().contains(Label::Std) && schema.fields[2].padded);
}

#[test]
fn record_view_patch_and_ask_are_of_the_renamed_crate() {
    let subject = SubjectId::from_bytes([3; 16]);
    let visit = Visit {
        subject,
        mrn: Mrn::parse("MRN-000-17").unwrap(),
        born: BirthDate::parse("1961-06-15").ok(),
        findings: vec![Phi::from("none")],
        revision: 3,
    };
    assert!(PhiRecord::subject(&visit) == subject);
    let view = VisitView {
        subject,
        mrn: Shown::Withheld,
        born: Shown::Absent,
        findings: Shown::Withheld,
        revision: Shown::Absent,
    };
    assert_eq!(
        format!("{view:?}"),
        "VisitView { mrn: withheld, born: absent, findings: withheld, revision: absent, .. }"
    );
    let patch = VisitPatch { findings: Some(visit.findings), ..VisitPatch::default() };
    assert_eq!(format!("{patch:?}"), "[VisitPatch]");
    let _: Ask<Visit> = Ask::about(subject, Purpose::Treatment).only(Visit::BORN);
}
