//! What a row is bound to.

use phi_envelope::Suite;
use phi_types::{
    PersonName, Phi, PhiRecord, Purpose, SubjectId, Text,
    gate::{Ask, GrantError},
    port::{OpenError, SealError},
    record::{FieldSet, SealedRecord},
};

use crate::world::{Patient, PatientPatch, row_id, subject, who, world};

const REFUSED: GrantError = GrantError::Open(OpenError::Refused);

#[test]
fn a_row_opens_as_it_was_sealed_and_shows_nothing_at_rest() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    assert_eq!(world.name(&world.north, &row).unwrap(), "Testpatient, Ana");
    for secret in [&b"Testpatient"[..], b"MRN-000-17", b"latex"] {
        assert!(!row.as_bytes().windows(secret.len()).any(|window| window == secret));
    }
    // version, suite, form; key id; nonce; schema version, row version, labels, fields; four fields with id, length and tag.
    let plain = [1 + 16, 1 + 10, 32, 1].iter().sum::<usize>();
    assert_eq!(row.as_bytes().len(), 3 + 32 + 24 + 2 + 8 + 4 + 1 + 4 * 8 + 4 * 16 + plain);
}

#[test]
fn every_bit_flip_truncation_and_extension_is_refused_with_one_error() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let again = |bytes: Vec<u8>| world.name(&world.north, &SealedRecord::from_stored(subject(1), row_id(1), 1, bytes));
    for bit in 0..row.as_bytes().len() * 8 {
        let mut bytes = row.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(again(bytes), Err(REFUSED), "bit {bit}");
    }
    for cut in 0..row.as_bytes().len() {
        assert_eq!(again(row.as_bytes()[..cut].to_vec()), Err(REFUSED), "cut at {cut}");
    }
    assert_eq!(again([row.as_bytes(), &[0]].concat()), Err(REFUSED));
}

#[test]
fn a_row_moved_to_another_tenant_subject_row_or_version_does_not_open() {
    let world = world();
    let south = who("south");
    let row = world.seal(&world.north, subject(1), row_id(1));
    world.seal(&world.north, subject(2), row_id(2));
    world.seal(&south, subject(1), row_id(1));
    let moved = |subject: SubjectId, record, version| {
        SealedRecord::from_stored(subject, record, version, row.as_bytes().to_vec())
    };
    assert_eq!(world.name(&south, &row), Err(REFUSED), "tenant");
    assert_eq!(world.name(&world.north, &moved(subject(2), row_id(1), 1)), Err(REFUSED), "subject");
    assert_eq!(world.name(&world.north, &moved(subject(1), row_id(2), 1)), Err(REFUSED), "row");
    assert_eq!(world.name(&world.north, &moved(subject(1), row_id(1), 2)), Err(REFUSED), "version");
    assert!(world.name(&world.north, &moved(subject(1), row_id(1), 1)).is_ok(), "and back again");
}

#[derive(PhiRecord)]
#[phi(record = "Relative")]
struct Relative {
    #[phi(subject)]
    subject: SubjectId,
    #[phi(name)]
    name: PersonName,
}

#[test]
fn a_row_of_one_record_type_does_not_open_as_another() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let ask = Ask::<Relative>::about(subject(1), Purpose::Treatment);
    let grant = world.gate.read_blocking(&world.north, ask).unwrap();
    let disguised = SealedRecord::<Relative>::from_stored(subject(1), row_id(1), 1, row.as_bytes().to_vec());
    assert_eq!(grant.reveal(&disguised, &world.keys, |_| ()), Err(REFUSED));
}

#[test]
fn fields_of_two_versions_of_a_row_cannot_be_mixed() {
    let world = world();
    let old = world.seal(&world.north, subject(1), row_id(1));
    let grant = world.gate.update_blocking(&world.north, Ask::about(subject(1), Purpose::Treatment)).unwrap();
    let patch = PatientPatch { note: Some(Some(Phi::<Text>::from("x"))), ..PatientPatch::default() };
    let new = grant.amend(&old, &patch, &world.keys).unwrap();
    assert_eq!(new.version(), 2);
    // The fields before the note have the same lengths, so their sealed bytes can be put in place of each other.
    let at = new.as_bytes().len() - 64;
    let mut mixed = new.as_bytes().to_vec();
    let tail = old.as_bytes().len() - (new.as_bytes().len() - at);
    mixed[at..].copy_from_slice(&old.as_bytes()[tail..]);
    let ask = Ask::<Patient>::about(subject(1), Purpose::Treatment);
    let reads = world.gate.read_blocking(&world.north, ask).unwrap();
    let mixed = SealedRecord::from_stored(subject(1), row_id(1), 2, mixed);
    assert_eq!(reads.reveal(&mixed, &world.keys, |_| ()), Err(REFUSED));
    let note = reads.reveal(&new, &world.keys, |view| view.note.granted().map(str::to_owned));
    assert_eq!(note, Ok(Some("x".to_owned())));
    assert_eq!(world.name(&world.north, &new).unwrap(), "Testpatient, Ana", "carried over");
}

#[test]
fn what_any_suite_sealed_opens() {
    let mut world = world();
    world.keys = world.keys.with_suite(Suite::XChaCha20Poly1305);
    let row = world.seal(&world.north, subject(1), row_id(1));
    assert_eq!(row.as_bytes()[1], 3);
    world.keys = world.keys.with_suite(Suite::Xaes256Gcm);
    assert!(world.name(&world.north, &row).is_ok());
    assert_eq!(world.seal(&world.north, subject(1), row_id(2)).as_bytes()[1], 1);
}

#[test]
fn padded_lists_of_different_length_look_alike() {
    let world = world();
    let grant = world.gate.update_blocking(&world.north, Ask::about(subject(1), Purpose::Treatment)).unwrap();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let with = |allergies: Vec<Phi<Text>>| {
        let patch = PatientPatch { allergies: Some(allergies), ..PatientPatch::default() };
        grant.amend(&row, &patch, &world.keys).unwrap().as_bytes().len()
    };
    assert_eq!(with(Vec::new()), with(vec![Phi::from("bee sting"), Phi::from("latex")]));
}

#[test]
fn equal_rows_never_look_equal() {
    let world = world();
    let one = world.seal(&world.north, subject(1), row_id(1));
    let two = world.seal(&world.north, subject(1), row_id(1));
    assert_ne!(one.as_bytes(), two.as_bytes());
}

/// A row whose header lists these fields alone, made by somebody without keys out of a row that was stored.
fn with_fewer_fields(row: &[u8], keep: &[usize]) -> Vec<u8> {
    let (start, count) = (3 + 32 + 24 + 2 + 8 + 4, 4);
    let entry = |at: usize| &row[start + 1 + 8 * at..start + 9 + 8 * at];
    let length = |at: usize| u32::from_be_bytes(entry(at)[4..].try_into().unwrap()) as usize;
    let offset = |at: usize| start + 1 + 8 * count + (0..at).map(length).sum::<usize>();
    let mut forged = row[..start].to_vec();
    forged.push(u8::try_from(keep.len()).unwrap());
    keep.iter().for_each(|at| forged.extend_from_slice(entry(*at)));
    keep.iter().for_each(|at| forged.extend_from_slice(&row[offset(*at)..offset(*at) + length(*at)]));
    forged
}

#[test]
fn fields_cannot_be_taken_off_the_list_to_read_as_absent() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    assert_eq!(with_fewer_fields(row.as_bytes(), &[0, 1, 2, 3]), row.as_bytes(), "the forger knows the layout");
    for bits in 0..15_usize {
        let keep: Vec<_> = (0..4).filter(|at| bits & 1 << at != 0).collect();
        let forged = with_fewer_fields(row.as_bytes(), &keep);
        let forged = SealedRecord::<Patient>::from_stored(subject(1), row_id(1), 1, forged);
        for position in 0..4 {
            let ask = Ask::<Patient>::about(subject(1), Purpose::Treatment).only(FieldSet::at(position));
            let grant = world.gate.read_blocking(&world.north, ask).unwrap();
            assert_eq!(grant.reveal(&forged, &world.keys, |_| ()), Err(REFUSED), "kept {keep:?}, asked {position}");
        }
        let grant = world.gate.update_blocking(&world.north, Ask::about(subject(1), Purpose::Treatment)).unwrap();
        let patch = PatientPatch { note: Some(None), ..PatientPatch::default() };
        let amended = grant.amend(&forged, &patch, &world.keys).unwrap_err();
        assert_eq!(amended, GrantError::Seal(SealError::Refused), "kept {keep:?}");
    }
}
