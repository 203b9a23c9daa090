//! A file opens only where it belongs, and only as long as the grant behind it serves.

use std::io::{Read, Write};

use phi_envelope::file::FileError;
use phi_types::{
    Purpose,
    gate::{Administration, Ask, GrantError, Stale},
    record::FieldSet,
};
use time::Duration;

use crate::{
    CHUNK, ask, open, seal, text,
    world::{Patient, row_id, subject, who, world},
};

#[test]
fn swapping_any_part_of_where_it_belongs_fails() {
    let world = world();
    let sealed = seal(&world, &text(100));
    let read = |who: &_, about, row, field| -> Result<Vec<u8>, FileError> {
        let grant = world.gate.read_blocking(who, Ask::<Patient>::about(about, Purpose::Treatment)).unwrap();
        let mut opened = Vec::new();
        world.keys.open_file(grant.file(row, field)?, &sealed[..])?.read_to_end(&mut opened)?;
        Ok(opened)
    };
    // The others have keys of their own, so that it is not for want of keys that they fail.
    let south = who("south");
    drop(world.seal(&south, subject(1), row_id(1)));
    drop(world.seal(&world.north, subject(2), row_id(1)));
    assert_eq!(read(&world.north, subject(1), row_id(1), Patient::NOTE), Ok(text(100)));
    assert_eq!(read(&south, subject(1), row_id(1), Patient::NOTE), Err(FileError::Refused));
    assert_eq!(read(&world.north, subject(2), row_id(1), Patient::NOTE), Err(FileError::Refused));
    assert_eq!(read(&world.north, subject(1), row_id(2), Patient::NOTE), Err(FileError::Refused));
    assert_eq!(read(&world.north, subject(1), row_id(1), Patient::NAME), Err(FileError::Refused));
}

#[test]
fn it_belongs_to_exactly_one_granted_field() {
    let world = world();
    let grant = world.gate.read_blocking(&world.north, ask().only(Patient::NOTE)).unwrap();
    for field in [FieldSet::ALL, Patient::NAME, Patient::NOTE | Patient::NAME] {
        assert_eq!(grant.file(row_id(1), field).err(), Some(GrantError::UngrantedField));
    }
    assert!(grant.file(row_id(1), Patient::NOTE).is_ok());
}

#[test]
fn a_keyring_of_another_gate_does_nothing() {
    let (world, other) = (world(), crate::world::world());
    let sealed = seal(&world, &text(10));
    let foreign = Some(FileError::Grant(GrantError::ForeignGate));
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    assert_eq!(other.keys.open_file(grant.file(row_id(1), Patient::NOTE).unwrap(), &sealed[..]).err(), foreign);
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    assert_eq!(other.keys.seal_file(grant.file(row_id(1), Patient::NOTE).unwrap(), Vec::new()).err(), foreign);
}

#[test]
fn a_grant_that_ends_in_the_middle_ends_the_file() {
    let world = world();
    let sealed = seal(&world, &text(20 * CHUNK));
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let mut reader = world.keys.open_file(grant.file(row_id(1), Patient::NOTE).unwrap(), &sealed[..]).unwrap();
    reader.read_exact(&mut [0; 100]).unwrap();
    world.clock.advance(Duration::days(2));
    let over = FileError::Grant(GrantError::Stale(Stale::Expired));
    assert_eq!(FileError::from(reader.read(&mut [0; 100]).unwrap_err()), over, "also what was opened already");
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    let mut writer = world.keys.seal_file(grant.file(row_id(1), Patient::NOTE).unwrap(), Vec::new()).unwrap();
    writer.write_all(&text(CHUNK)).unwrap();
    world.clock.advance(Duration::days(2));
    assert_eq!(writer.finish().err(), Some(over));
}

#[test]
fn shredding_the_subject_makes_it_unreadable() {
    let world = world();
    let sealed = seal(&world, &text(100));
    assert!(open(&world, &sealed).is_ok());
    let authority = world.authority(&world.north, Administration::ShredSubject(subject(1)));
    world.keys.shred(&authority, subject(1)).unwrap();
    assert_eq!(open(&world, &sealed), Err(FileError::KeysUnavailable));
}

#[test]
fn rotation_rewrites_no_file() {
    let world = world();
    let sealed = seal(&world, &text(100));
    world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).unwrap();
    assert_eq!(open(&world, &sealed), Ok(text(100)));
}
