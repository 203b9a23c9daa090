//! What the derive takes: parameters, maps, lists, options; and what a patch and a view do with each.

use std::collections::BTreeMap;

use phi_types::{
    BirthDate, Bytes, IdentifierClass, Phi, PhiRecord, Protected, Purpose, RecordId, SubjectId, Text, Zip,
    gate::{Ask, GrantError},
    record::{Detail, FieldKind},
};

use crate::world::{Patient, PatientPatch, World, permit, world};

#[derive(PhiRecord)]
#[phi(record = "Answers")]
struct Answers<T: Protected, const N: u8> {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(clinical, label = "SUD")]
    by_question: BTreeMap<String, Phi<Text>>,
    #[phi(clinical)]
    enclosure: Option<Phi<T>>,
    #[phi(date)]
    born: BirthDate,
    #[phi(zip)]
    zips: Vec<Zip>,
}

type Scanned = Answers<Bytes, 3>;

fn answers(subject: SubjectId) -> Scanned {
    Answers {
        subject,
        by_question: BTreeMap::from([("q1".to_owned(), Phi::from("daily")), ("q2".to_owned(), Phi::from("never"))]),
        enclosure: Some(Phi::from(vec![1, 2, 3])),
        born: BirthDate::parse("1961-06-15").unwrap(),
        zips: vec![Zip::parse("00001").unwrap(), Zip::parse("00002").unwrap()],
    }
}

#[test]
fn a_record_with_parameters_and_maps_goes_through_the_gate() {
    let world = World::everything();
    let ask = || Ask::<Scanned>::about(world.subject, Purpose::Treatment);
    let grant = world.gate.create_blocking(&world.who, ask()).unwrap();
    let row = grant.seal(&answers(world.subject), RecordId::from_bytes([4; 16]), 1, &world.keys).unwrap();
    let grant = world.gate.read_blocking(&world.who, ask()).unwrap();
    let (json, debug) =
        grant.reveal(&row, &world.keys, |view| (serde_json::to_string(view).unwrap(), format!("{view:?}"))).unwrap();
    assert_eq!(
        json,
        r#"{"by_question":{"q1":"daily","q2":"never"},"enclosure":[1,2,3],"born":"1961-06-15","zips":["00001","00002"]}"#
    );
    assert_eq!(debug, "AnswersView { by_question: granted, enclosure: granted, born: granted, zips: granted, .. }");
}

#[test]
fn the_type_says_what_the_declaration_forgot() {
    let kinds: Vec<_> = Scanned::SCHEMA.fields.iter().map(|field| field.kind).collect();
    assert_eq!(kinds[2], FieldKind::Identifier(IdentifierClass::Date, Detail::Birth));
    assert_eq!(kinds[3], FieldKind::Identifier(IdentifierClass::Geography, Detail::Zip));
    assert_eq!((Answers::<Text, 0>::BORN | Answers::<Text, 0>::ZIPS).mask().len(), 2);
}

#[test]
fn a_patch_sets_a_value_clears_one_and_leaves_the_rest() {
    let world = World::everything();
    let row = world.row();
    let grant = world.gate.update_blocking(&world.who, world.ask()).unwrap();
    let patch = PatientPatch { note: Some(Phi::from("healed")), born: Some(None), ..PatientPatch::default() };
    let row = grant.amend(&row, &patch, &world.keys).unwrap();
    assert_eq!(row.version(), 2);
    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    let json = grant.reveal(&row, &world.keys, |view| serde_json::to_value(view).unwrap()).unwrap();
    assert_eq!(json["note"], "healed");
    assert_eq!(json["born"], serde_json::Value::Null);
    assert_eq!(json["name"], "Testpatient, Ana");
    assert_eq!(format!("{patch:?}"), "[PatientPatch]");
}

#[test]
fn a_patch_or_a_record_beyond_the_grant_is_an_error_and_nothing_is_written() {
    let world = world(|request| permit(request.fields.intersection(Patient::NOTE.mask()), Vec::new()));
    let subject = world.subject;
    let grant = world.gate.create_blocking(&world.who, world.ask()).unwrap();
    let sealed = grant.seal(&crate::world::patient(subject), RecordId::from_bytes([5; 16]), 1, &world.keys);
    assert_eq!(sealed.err(), Some(GrantError::PartialGrant));
    let row = {
        let everything = World::everything();
        let grant = everything.gate.create_blocking(&everything.who, Ask::about(subject, Purpose::Treatment)).unwrap();
        grant.seal(&crate::world::patient(subject), RecordId::from_bytes([5; 16]), 1, &everything.keys).unwrap()
    };
    let grant = world.gate.update_blocking(&world.who, world.ask()).unwrap();
    let beyond = PatientPatch { note: Some(Phi::from("x")), serology: Some(None), ..PatientPatch::default() };
    assert_eq!(grant.amend(&row, &beyond, &world.keys).err(), Some(GrantError::UngrantedField));
    let within = PatientPatch { note: Some(Phi::from("x")), ..PatientPatch::default() };
    assert!(grant.amend(&row, &within, &world.keys).is_ok());
}
