//! How a granted record looks, and that a declaration binds the type and not the name.

use phi_types::{
    IdentifierClass, Phi, PhiRecord, SubjectId, Text,
    record::{Detail, FieldKind, FieldSet, Label, RecordType},
};

use crate::world::{Patient, PatientView, World};

#[test]
fn a_view_shows_granted_absent_and_withheld() {
    let world = World::everything();
    let row = world.row();
    let asked = FieldSet::ALL.without(Patient::MRN);
    let grant = world.gate.read_blocking(&world.who, world.ask().only(asked)).unwrap();
    let (debug, json) =
        grant.reveal(&row, &world.keys, |view| (format!("{view:?}"), serde_json::to_string(view).unwrap())).unwrap();
    assert_eq!(
        debug,
        "PatientView { mrn: withheld, name: granted, born: granted, zip: granted, allergies: granted, note: granted, \
         serology: absent, revision: granted, .. }"
    );
    assert_eq!(
        json,
        r#"{"name":"Testpatient, Ana","born":"1961-06-15","zip":"00001","allergies":["penicillin","latex"],"note":"fell on ice","serology":null,"revision":7}"#
    );
    let year = grant.reveal(&row, &world.keys, |view| {
        let PatientView { born, mrn, .. } = view;
        assert!(mrn.is_withheld() && mrn.granted().is_none());
        born.granted().map(|born| born.date().year())
    });
    assert_eq!(year, Ok(Some(1961)));
}

#[test]
fn the_schema_says_what_was_declared() {
    let schema = Patient::SCHEMA;
    let names: Vec<_> = schema.fields.iter().map(|field| field.name).collect();
    assert_eq!(names, ["mrn", "name", "born", "zip", "allergies", "note", "serology", "revision"]);
    let kind = |at: usize| schema.fields[at].kind;
    assert_eq!(kind(2), FieldKind::Identifier(IdentifierClass::Date, Detail::Birth));
    assert_eq!(kind(3), FieldKind::Identifier(IdentifierClass::Geography, Detail::Zip));
    assert_eq!(kind(7), FieldKind::NotPhi("optimistic-lock counter"));
    assert!(schema.fields[6].labels.contains(Label::Hiv) && schema.labels().contains(Label::Hiv));
    assert_eq!(schema.labelled(schema.labels()), Patient::SEROLOGY.mask());
    assert_eq!(format!("{:?}", Patient::NAME | Patient::BORN), r#"{"name", "born"}"#);
}

mod impostor {
    use super::{Phi, PhiRecord, SubjectId, Text};

    #[derive(PhiRecord)]
    #[phi(record = "Patient")]
    pub(super) struct Patient {
        #[phi(subject)]
        pub(super) subject: SubjectId,
        #[phi(free_text)]
        pub(super) note: Phi<Text>,
    }
}

#[test]
fn a_second_type_of_the_same_name_gains_nothing() {
    assert_eq!(RecordType::of::<Patient>().schema().name, RecordType::of::<impostor::Patient>().schema().name);
    assert_ne!(RecordType::of::<Patient>(), RecordType::of::<impostor::Patient>());
}
