//! A record on its way through the gate leaves nothing on the heap: sealed, shown, changed, or given up.

use std::{
    hint::black_box,
    panic::{AssertUnwindSafe, catch_unwind},
};

use phi_test_harness::{CANARIES, Cover, Patient, PatientPatch, SSN, Spy, TEXT, Watch, World, kin, patient, texts};
use phi_types::{
    Phi, RecordId, Ssn,
    gate::{Administration, GrantError, Outcome},
    record::{FieldSet, OptionalPatch, SealedRecord},
};

#[global_allocator]
static SPY: Spy = Spy;

/// The proof that the watch sees: what nobody protects is found. At the end of each test, so that it was on all along.
fn sees(watch: &Watch) {
    assert_eq!(watch.found(), 0, "a freed block held protected content");
    drop(black_box(TEXT.to_owned()));
    drop(black_box(Vec::from(SSN)));
    assert_eq!(watch.found(), 2, "the spy is blind");
    assert!(watch.searched() > 2);
}

fn sealed(world: &World) -> SealedRecord<Patient> {
    let grant = world.gate.create_blocking(&world.who, world.ask()).unwrap();
    let row = grant.seal(&patient(world.subject), RecordId::from_bytes([3; 16]), 1, &world.keys).unwrap();
    grant.finish(Outcome::Completed).wait().unwrap();
    row
}

#[test]
fn sealed_and_the_row_dropped() {
    let watch = Watch::for_canaries(CANARIES);
    let world = World::new();
    drop(black_box(sealed(&world)));
    sees(&watch);
}

#[test]
fn shown_and_the_view_dropped() {
    let watch = Watch::for_canaries(CANARIES);
    let world = World::new();
    let row = sealed(&world);
    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    let whole = grant.reveal(&row, &world.keys, |view| {
        // Every field is there, so every field was on the heap.
        view.name.granted().is_some_and(|name| name.starts_with(TEXT))
            && view.ssn.granted() == Some("219099999")
            && view.photo.granted() == Some(TEXT.as_bytes())
            && view.kin.name.granted().is_some_and(|name| name.starts_with(TEXT))
            && view.cover.other.granted() == Some(TEXT)
            && view.allergies.granted().is_some_and(|allergies| allergies.len() == 3)
    });
    assert_eq!(whole, Ok(true));
    drop(grant);
    let some = FieldSet::ALL.without(Patient::SSN);
    let grant = world.gate.read_blocking(&world.who, world.ask().only(some)).unwrap();
    assert_eq!(grant.reveal(&row, &world.keys, |view| view.ssn.is_withheld()), Ok(true));
    sees(&watch);
}

#[test]
fn what_the_host_copies_out_is_the_hosts() {
    let watch = Watch::for_canaries(CANARIES);
    let world = World::new();
    let row = sealed(&world);
    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    assert_eq!(watch.found(), 0);
    drop(black_box(grant.reveal(&row, &world.keys, |view| view.mrn.granted().map(str::to_owned)).unwrap()));
    assert_eq!(watch.found(), 1, "here the promise ends, and the spy sees it");
}

#[test]
fn shown_while_unwinding() {
    let watch = Watch::for_canaries(CANARIES);
    let world = World::new();
    let row = sealed(&world);
    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        grant.reveal(&row, &world.keys, |view| {
            assert!(view.note.granted().is_some());
            // Not `panic!`, which would print.
            std::panic::resume_unwind(Box::new(()))
        })
    }));
    assert!(unwound.is_err());
    drop(grant);
    sees(&watch);
}

#[test]
fn changed_and_the_patch_dropped() {
    let watch = Watch::for_canaries(CANARIES);
    let world = World::new();
    let row = sealed(&world);
    let patch = || PatientPatch {
        note: Some(Phi::from(TEXT)),
        ssn: Some(Some(Ssn::parse(SSN).unwrap())),
        allergies: Some(texts(20)),
        kin: OptionalPatch::Set(kin()),
        cover: Some(Cover::Other(Phi::from(TEXT))),
        ..PatientPatch::default()
    };
    let grant = world.gate.update_blocking(&world.who, world.ask()).unwrap();
    drop(black_box(grant.amend(&row, &patch(), &world.keys).unwrap()));
    drop(black_box(patch()));
    // Refused in the middle: the walk had taken the fields in.
    let narrow = world.gate.update_blocking(&world.who, world.ask().only(Patient::NOTE)).unwrap();
    assert_eq!(narrow.amend(&row, &patch(), &world.keys).unwrap_err(), GrantError::UngrantedField);
    sees(&watch);
}

#[test]
fn opened_bytes_that_are_no_record() {
    let watch = Watch::for_canaries(CANARIES);
    let world = World::new();
    let row = sealed(&world);
    // The last field cut short, and the first byte of a field's encoding spoilt: some fields are opened before one fails.
    let spoilt = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = row.as_bytes().to_vec();
        change(&mut bytes);
        SealedRecord::from_stored(row.subject(), row.record(), row.version(), bytes)
    };
    let grant = world.gate.read_blocking(&world.who, world.ask()).unwrap();
    let shorter = spoilt(&|bytes| bytes.truncate(bytes.len() - 1));
    assert!(matches!(grant.reveal(&shorter, &world.keys, |_| ()), Err(GrantError::Open(_))));
    let photo = 1 + TEXT.len();
    let spoilt = spoilt(&|bytes| {
        let at = bytes.len() - photo;
        bytes[at] ^= 0xFF;
    });
    assert!(matches!(grant.reveal(&spoilt, &world.keys, |_| ()), Err(GrantError::Decode(_))));
    sees(&watch);
}

#[test]
fn asked_with_a_note_and_given_up() {
    let watch = Watch::for_canaries(CANARIES);
    let world = World::new();
    drop(black_box(world.ask().noting(Phi::from(TEXT))));
    drop(world.gate.read_blocking(&world.who, world.ask().noting(Phi::from(TEXT))).unwrap());
    drop(world.gate.read(&world.who, world.ask().noting(Phi::from(TEXT))));
    let reason = Phi::from(["asked for by ", TEXT].concat());
    drop(world.gate.administer_blocking(&world.who, Administration::RotateKey, reason).unwrap());
    sees(&watch);
}

#[test]
fn a_record_that_is_never_sealed() {
    let watch = Watch::for_canaries(CANARIES);
    let world = World::new();
    let mut records = Vec::new();
    for _ in 0..20 {
        records.push(patient(world.subject));
    }
    drop(black_box(records));
    let other = World::new();
    let grant = world.gate.create_blocking(&world.who, world.ask()).unwrap();
    let refused = grant.seal(&patient(other.subject), RecordId::from_bytes([3; 16]), 1, &world.keys);
    assert_eq!(refused.unwrap_err(), GrantError::OtherSubject);
    sees(&watch);
}
