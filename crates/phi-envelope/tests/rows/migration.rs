//! Migration: plain rows open only where somebody said so, are counted, and are sealed by the next writing.

use phi_envelope::{MigrationMode, PlainValue, plain_row};
use phi_types::{
    Phi, Purpose, Text,
    gate::{Ask, GrantError},
    port::{OpenError, SealError},
    record::SealedRecord,
};

use crate::world::{Patient, PatientPatch, World, row_id, subject, world};

const REFUSED: GrantError = GrantError::Open(OpenError::Refused);

fn stored(bytes: &[u8]) -> SealedRecord<Patient> {
    SealedRecord::from_stored(subject(1), row_id(1), 1, bytes.to_vec())
}

fn old_row() -> SealedRecord<Patient> {
    let texts = PlainValue::Texts(&["latex", "bee sting"]);
    let (name, mrn) = (PlainValue::Text("Testpatient, Ana"), PlainValue::Text("MRN-000-17"));
    stored(&plain_row(&[("name", name), ("mrn", mrn), ("allergies", texts), ("note", PlainValue::Absent)]))
}

fn amend(world: &World, row: &SealedRecord<Patient>) -> Result<SealedRecord<Patient>, GrantError> {
    let grant = world.gate.update_blocking(&world.north, Ask::about(subject(1), Purpose::Treatment)).unwrap();
    let patch = PatientPatch { note: Some(Some(Phi::<Text>::from("sealed from now on"))), ..PatientPatch::default() };
    grant.amend(row, &patch, &world.keys)
}

#[test]
fn by_default_a_plain_row_does_not_open() {
    let world = world();
    assert_eq!(world.name(&world.north, &old_row()), Err(REFUSED));
    assert_eq!(amend(&world, &old_row()).unwrap_err(), GrantError::Seal(SealError::Refused));
    let report = world.keys.migration_report();
    assert_eq!((report.mode, report.plain_opened, report.plain_sealed), (MigrationMode::SealedOnly, 0, 0));
    assert_eq!(report.plain_refused, 2, "and it is counted");
}

#[test]
fn in_the_mode_it_opens_counted_and_the_next_writing_seals_it() {
    let mut world = world();
    world.keys = world.keys.with_migration(MigrationMode::AcceptPlain);
    assert_eq!(world.name(&world.north, &old_row()).unwrap(), "Testpatient, Ana");
    let sealed = amend(&world, &old_row()).unwrap();
    assert!(!sealed.as_bytes().windows(11).any(|window| window == b"Testpatient"));
    assert_eq!(world.name(&world.north, &sealed).unwrap(), "Testpatient, Ana", "carried over");
    let grant = world.gate.read_blocking(&world.north, Ask::<Patient>::about(subject(1), Purpose::Treatment)).unwrap();
    let all = grant.reveal(&sealed, &world.keys, |view| {
        let allergies =
            view.allergies.granted().map(|list| list.iter().map(|text| text.to_string()).collect::<Vec<_>>());
        (view.mrn.granted().map(str::to_owned), allergies, view.note.granted().map(str::to_owned))
    });
    let (mrn, allergies, note) = all.unwrap();
    assert_eq!((mrn.as_deref(), note.as_deref()), (Some("MRN-000-17"), Some("sealed from now on")));
    assert_eq!(allergies.unwrap(), ["latex", "bee sting"]);
    let report = world.keys.migration_report();
    assert_eq!((report.plain_opened, report.plain_sealed, report.plain_refused), (1, 1, 0));
    world.keys = world.keys.with_migration(MigrationMode::SealedOnly);
    assert_eq!(world.name(&world.north, &sealed).unwrap(), "Testpatient, Ana");
    assert_eq!(world.name(&world.north, &old_row()), Err(REFUSED), "the migration is over");
}

#[test]
fn a_malformed_plain_row_is_refused_and_no_sealed_row_is_taken_for_one() {
    let mut world = world();
    world.keys = world.keys.with_migration(MigrationMode::AcceptPlain);
    let good = old_row();
    for bad in [
        plain_row(&[("name", PlainValue::Text("A")), ("name", PlainValue::Text("B"))]).to_vec(),
        plain_row(&[("nickname", PlainValue::Text("A"))]).to_vec(),
        good.as_bytes()[..good.as_bytes().len() - 1].to_vec(),
        [good.as_bytes(), &[0]].concat(),
        b"Testpatient, Ana".to_vec(),
        Vec::new(),
    ] {
        assert_eq!(world.name(&world.north, &stored(&bad)), Err(REFUSED));
    }
    assert_eq!(world.keys.migration_report().plain_refused, 4);
    let sealed = world.seal(&world.north, subject(1), row_id(1));
    assert_ne!(sealed.as_bytes()[0], 0);
}
