//! Blind indexes through the gate: written, searched, rotated.

use std::sync::Arc;

use phi_envelope::MemoryIndexRows;
use phi_types::{
    BirthDate, Mrn, Phi, PhiRecord, Purpose, Ssn, SubjectId, TenantId, Text,
    gate::{Administration, Ask, GrantError},
    port::IndexTerm,
    record::{FieldSet, IndexFit, IndexPart, IndexSpec, Normaliser, SealedRecord},
};

use crate::world::{World, row_id, subject, who, world};

#[derive(PhiRecord)]
#[phi(record = "Person")]
struct Person {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(mrn)]
    mrn: Mrn,
    #[phi(ssn)]
    ssn: Option<Ssn>,
    #[phi(date, birth)]
    born: BirthDate,
    #[phi(demographic)]
    sex: Phi<Text>,
}

static BY_MRN: IndexSpec = IndexSpec::on("mrn", Normaliser::Folded, 64);
static BY_SSN: IndexSpec =
    IndexSpec::on("ssn", Normaliser::Digits, 40).justified("matching across registries, synthetic here");
static BY_SEX: IndexSpec = IndexSpec::on("sex", Normaliser::Folded, 64);
static BY_BIRTH_AND_SEX: IndexSpec = IndexSpec::on("born", Normaliser::IsoDate, 64)
    .with(&[IndexPart { field: "sex", normaliser: Normaliser::Folded }])
    .justified("matching people without numbers");

const _: () = assert!(BY_MRN.check(Person::SCHEMA.fields).is(IndexFit::Fits));
const _: () = assert!(BY_SSN.check(Person::SCHEMA.fields).is(IndexFit::Fits));
const _: () = assert!(BY_SEX.check(Person::SCHEMA.fields).is(IndexFit::FewValues));
const _: () = assert!(BY_BIRTH_AND_SEX.check(Person::SCHEMA.fields).is(IndexFit::Fits));

fn person(number: u8, mrn: &str, ssn: Option<&str>) -> Person {
    Person {
        subject: subject(number),
        mrn: Mrn::parse(mrn).unwrap(),
        ssn: ssn.map(|ssn| Ssn::parse(ssn).unwrap()),
        born: BirthDate::parse("1980-02-29").unwrap(),
        sex: Phi::from("F"),
    }
}

fn written(world: &World, tenant: &str, person: &Person, index: &'static IndexSpec) -> Option<IndexTerm> {
    let ask = Ask::<Person>::about(person.subject, Purpose::Treatment);
    let grant = world.gate.create_blocking(&who(tenant), ask).unwrap();
    grant.index_term(person, index, &world.keys).unwrap()
}

fn searched(world: &World, tenant: &str, example: &PersonPatch, index: &'static IndexSpec) -> Vec<IndexTerm> {
    let who = who(tenant);
    let list = world.gate.list_blocking::<Person>(&who, Purpose::Treatment, FieldSet::ALL).unwrap();
    list.search_terms(example, index, &world.keys).unwrap()
}

fn by_mrn(mrn: &str) -> PersonPatch {
    PersonPatch { mrn: Some(Mrn::parse(mrn).unwrap()), ..PersonPatch::default() }
}

#[test]
fn a_row_is_found_by_what_it_was_written_with_however_it_is_spelt() {
    let world = world();
    let term = written(&world, "north", &person(1, "MRN-000-17", None), &BY_MRN).unwrap();
    assert_eq!(term.as_bytes().len(), 4 + 8);
    let finds = |tenant, mrn| searched(&world, tenant, &by_mrn(mrn), &BY_MRN).contains(&term);
    assert!(finds("north", "mrn-000-17"));
    assert!(!finds("north", "mrn-000-18"));
    assert!(!finds("south", "mrn-000-17"), "another tenant has another key");
}

#[test]
fn absent_values_are_in_no_index_and_compound_ones_are_searched_together() {
    let world = world();
    assert_eq!(written(&world, "north", &person(1, "MRN-1", None), &BY_SSN), None);
    let ssn = written(&world, "north", &person(1, "MRN-1", Some("219-09-9999")), &BY_SSN).unwrap();
    let example = PersonPatch { ssn: Some(Some(Ssn::parse("219 09 9999").unwrap())), ..PersonPatch::default() };
    assert_eq!(searched(&world, "north", &example, &BY_SSN), [ssn]);

    let both = written(&world, "north", &person(1, "MRN-1", None), &BY_BIRTH_AND_SEX).unwrap();
    let born = || Some(BirthDate::parse("1980-02-29").unwrap());
    let example = PersonPatch { born: born(), sex: Some(Phi::from("f")), ..PersonPatch::default() };
    assert_eq!(searched(&world, "north", &example, &BY_BIRTH_AND_SEX), [both]);
    let half = PersonPatch { born: born(), ..PersonPatch::default() };
    assert_eq!(searched(&world, "north", &half, &BY_BIRTH_AND_SEX), [], "half of it finds nothing");
}

#[test]
fn everything_is_found_throughout_a_rotation_of_the_index() {
    let world = world();
    let person = person(1, "MRN-000-17", None);
    let old = written(&world, "north", &person, &BY_MRN).unwrap();
    let ask = Ask::<Person>::about(person.subject, Purpose::Treatment);
    let row = world.gate.create_blocking(&who("north"), ask).unwrap();
    let row: SealedRecord<Person> = row.seal(&person, row_id(1), 1, &world.keys).unwrap();

    let rotate = || {
        let authority = world.authority(&world.north, Administration::RotateKey);
        world.keys.rotate_index::<Person>(&authority, &BY_MRN).unwrap()
    };
    assert_eq!(rotate(), 2);
    let terms = searched(&world, "north", &by_mrn("MRN-000-17"), &BY_MRN);
    assert_eq!(terms.len(), 2, "both versions are searched");
    assert_eq!(terms[1], old);
    // The row is indexed anew from what is stored, and its generation tells that it is done.
    let grant = world.gate.read_blocking(&world.north, Ask::about(person.subject, Purpose::Treatment)).unwrap();
    let new = grant.index_row(&row, &world.keys, &BY_MRN, &world.keys).unwrap().unwrap();
    assert_eq!(new, terms[0]);
    assert_ne!(new.generation(), old.generation());
    assert_eq!(written(&world, "north", &person, &BY_MRN), Some(new.clone()));

    assert_eq!(rotate(), 3);
    let terms = searched(&world, "north", &by_mrn("MRN-000-17"), &BY_MRN);
    assert_eq!(terms.len(), 2);
    assert!(terms.contains(&new) && !terms.contains(&old), "the oldest is not searched any more");
    // A rotation of the tenant key re-wraps index keys and changes no term.
    world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).unwrap();
    world.clock.advance(time::Duration::minutes(6));
    assert_eq!(searched(&world, "north", &by_mrn("MRN-000-17"), &BY_MRN), terms);
}

#[test]
fn an_index_that_does_not_fit_or_is_not_granted_is_refused() {
    let world = world();
    let person = person(1, "MRN-000-17", None);
    let ask = Ask::<Person>::about(person.subject, Purpose::Treatment);
    let grant = world.gate.create_blocking(&world.north, ask).unwrap();
    assert_eq!(grant.index_term(&person, &BY_SEX, &world.keys), Err(GrantError::NoSuchIndex));
    let list = world.gate.list_blocking::<Person>(&world.north, Purpose::Treatment, Person::SEX).unwrap();
    let searched = list.search_terms(&by_mrn("MRN-000-17"), &BY_MRN, &world.keys);
    assert_eq!(searched, Err(GrantError::UngrantedField), "to search a field is to learn of it");
    let other = crate::world::world();
    assert_eq!(grant.index_term(&person, &BY_MRN, &other.keys), Err(GrantError::ForeignGate));
}

#[test]
fn rows_in_memory_are_found_by_their_terms_stand_under_one_and_go_with_their_subject() {
    let mut world = world();
    let (north, rows) = (TenantId::new("north").unwrap(), Arc::new(MemoryIndexRows::new()));
    world.keys = world.keys.with_index_rows(Arc::clone(&rows));
    let put = |number: u8, mrn: &str| {
        let term = written(&world, "north", &person(number, mrn, None), &BY_MRN);
        rows.put::<Person>(&north, &BY_MRN, term, subject(number), row_id(number));
    };
    let finds = |tenant: &str, mrn: &str| {
        let terms = searched(&world, "north", &by_mrn(mrn), &BY_MRN);
        rows.find::<Person>(&TenantId::new(tenant).unwrap(), &BY_MRN, &terms)
    };
    [(1, "MRN-000-17"), (2, "MRN-000-18"), (3, "mrn-000-17")].into_iter().for_each(|(number, mrn)| put(number, mrn));
    assert_eq!(finds("north", "MRN-000-17"), [(subject(1), row_id(1)), (subject(3), row_id(3))]);
    assert_eq!(finds("south", "MRN-000-17"), []);
    let terms = searched(&world, "north", &by_mrn("MRN-000-17"), &BY_MRN);
    assert_eq!(rows.find::<Person>(&north, &BY_SSN, &terms), [], "another index");
    // Written anew, a record stands under its new value alone.
    put(3, "MRN-000-19");
    assert_eq!(finds("north", "MRN-000-17"), [(subject(1), row_id(1))]);
    assert_eq!(finds("north", "MRN-000-19"), [(subject(3), row_id(3))]);
    rows.put::<Person>(&north, &BY_MRN, None, subject(3), row_id(3));
    assert_eq!((finds("north", "MRN-000-19"), rows.len()), (vec![], 2));
    world.seal(&world.north, subject(1), row_id(1));
    let shred = world.authority(&world.north, Administration::ShredSubject(subject(1)));
    assert_eq!(world.keys.shred(&shred, subject(1)).unwrap().index_rows, Some(1));
    assert_eq!(finds("north", "MRN-000-17"), []);
    assert_eq!((rows.remove(&north, row_id(2)), rows.is_empty()), (1, true));
}
