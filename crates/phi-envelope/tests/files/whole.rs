//! Files that are in memory whole: the same form as a stream's, and all or nothing.

use std::io::{self, Write};

use phi_envelope::file::FileError;
use phi_types::gate::{GrantError, Stale};
use time::Duration;

use crate::{
    BEFORE, CHUNK, SEALED, ask, open, seal, text,
    world::{Patient, World, row_id, world},
};

fn seal_in_place(world: &World, text: &mut [u8]) -> Vec<u8> {
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    world.keys.seal_file_in_place(grant.file(row_id(1), Patient::NOTE).unwrap(), text, Vec::new()).unwrap()
}

fn open_in_place(world: &World, mut sealed: Vec<u8>) -> Result<Vec<u8>, FileError> {
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    let opened = world.keys.open_file_in_place(file, &mut sealed).map(|text| text.to_vec());
    assert!(opened.is_ok() || sealed.iter().all(|byte| *byte == 0), "nothing is left after an error");
    opened
}

#[test]
fn it_is_the_form_of_a_stream_and_leaves_no_text() {
    let world = world();
    for length in [0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 15 * CHUNK + 9, 16 * CHUNK, 33 * CHUNK + 5] {
        let text = text(length);
        let mut place = text.clone();
        let sealed = seal_in_place(&world, &mut place);
        assert!(open(&world, &sealed).unwrap() == text && open_in_place(&world, sealed.clone()).unwrap() == text);
        assert!(open_in_place(&world, seal(&world, &text)).unwrap() == text, "{length}");
        let left = sealed[BEFORE..].chunks(SEALED).zip(place.chunks(CHUNK));
        assert!(left.into_iter().all(|(sealed, place)| sealed.starts_with(place)), "its sealed form is there");
    }
}

#[test]
fn whatever_is_wrong_nothing_is_handed_out() {
    let world = world();
    let sealed = seal(&world, &text(3 * CHUNK + 7));
    for at in [0, 50, 97, 98, BEFORE + SEALED, BEFORE + 3 * SEALED, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(open_in_place(&world, changed), Err(FileError::Refused), "{at}");
        assert_eq!(open_in_place(&world, sealed[..at].to_vec()), Err(FileError::Refused), "{at}");
    }
    for more in [1, 16, SEALED] {
        assert_eq!(open_in_place(&world, [&sealed[..], &vec![0; more]].concat()), Err(FileError::Refused));
    }
    for chunks in 0..=3 {
        assert_eq!(open_in_place(&world, sealed[..BEFORE + chunks * SEALED].to_vec()), Err(FileError::Refused));
    }
}

/// Takes little at a time, and fails at one call.
struct Stubborn(Vec<u8>, usize, io::ErrorKind);

impl Write for Stubborn {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.1 = self.1.wrapping_sub(1);
        if self.1 == 0 {
            return Err(self.2.into());
        }
        let now = bytes.len().min(7000);
        self.0.extend_from_slice(&bytes[..now]);
        Ok(now)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_fault_at_each_write_leaves_no_text_and_nothing_that_opens() {
    let world = world();
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    for fails_at in 1.. {
        let mut place = text(17 * CHUNK + 3);
        let mut to = Stubborn(Vec::new(), fails_at, io::ErrorKind::StorageFull);
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        match world.keys.seal_file_in_place(file, &mut place, &mut to).map(drop) {
            Ok(()) => {
                assert!(fails_at > 50 && open(&world, &to.0).unwrap() == text(17 * CHUNK + 3));
                return;
            }
            Err(error) => {
                assert_eq!(error, FileError::Io(io::ErrorKind::StorageFull));
                assert!(place.iter().all(|byte| *byte == 0) && open(&world, &to.0).is_err());
            }
        }
        let mut to = Stubborn(Vec::new(), fails_at, io::ErrorKind::Interrupted);
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        world.keys.seal_file_in_place(file, &mut text(17 * CHUNK + 3), &mut to).unwrap();
        assert!(open(&world, &to.0).unwrap() == text(17 * CHUNK + 3), "an interrupted call is made again");
    }
}

#[test]
fn a_grant_that_has_ended_serves_neither() {
    let world = world();
    let sealed = seal(&world, &text(10));
    let (writing, reading) = (
        world.gate.create_blocking(&world.north, ask()).unwrap(),
        world.gate.read_blocking(&world.north, ask()).unwrap(),
    );
    world.clock.advance(Duration::days(2));
    let over = Some(FileError::Grant(GrantError::Stale(Stale::Expired)));
    let (mut place, mut sealed) = (text(10), sealed);
    let file = writing.file(row_id(1), Patient::NOTE).unwrap();
    assert_eq!(world.keys.seal_file_in_place(file, &mut place, Vec::new()).err(), over);
    let file = reading.file(row_id(1), Patient::NOTE).unwrap();
    assert_eq!(world.keys.open_file_in_place(file, &mut sealed).err(), over);
    assert!(place.iter().chain(&sealed).all(|byte| *byte == 0));
}
