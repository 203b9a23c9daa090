//! Files that are in memory whole: the same form as a stream's, and all or nothing.

use std::io::{self, Write};

use phi_envelope::file::{FileError, sealed_length};
use phi_types::gate::{GrantError, Stale};
use time::Duration;

use crate::{
    BEFORE, CHUNK, SEALED, ask, open, seal, text,
    ways::in_place,
    world::{Patient, World, row_id, world},
};

fn seal_in_place(world: &World, text: &mut [u8], workers: usize) -> Vec<u8> {
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    world.keys.seal_file_in_place(file, text, Vec::new(), workers).unwrap()
}

fn seal_into(world: &World, text: &[u8], workers: usize) -> Vec<u8> {
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    let length = usize::try_from(sealed_length(text.len() as u64).unwrap()).unwrap();
    let mut out = vec![9; length + 5];
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    assert_eq!(world.keys.seal_file_into(file, text, &mut out, workers), Ok(length));
    assert_eq!(out.split_off(length), [9; 5], "what is behind it stays as it was");
    out
}

#[test]
fn it_is_the_form_of_a_stream_and_leaves_no_text() {
    let world = world();
    for length in
        [0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 15 * CHUNK + 9, 16 * CHUNK, 33 * CHUNK + 5, 80 * CHUNK]
    {
        let text = text(length);
        for workers in [1, 2, 8] {
            let mut place = text.clone();
            let sealed = seal_in_place(&world, &mut place, workers);
            assert!(open(&world, &sealed).unwrap() == text, "{length}");
            let left = sealed[BEFORE..].chunks(SEALED).zip(place.chunks(CHUNK));
            assert!(left.into_iter().all(|(sealed, place)| sealed.starts_with(place)), "its sealed form is there");
            assert!(open(&world, &seal_into(&world, &text, workers)).unwrap() == text, "{length}");
        }
        assert!(in_place(&world, &seal(&world, &text)).unwrap() == text, "{length}");
    }
}

#[test]
fn whatever_is_wrong_nothing_is_handed_out() {
    let world = world();
    let sealed = seal(&world, &text(35 * CHUNK + 7));
    for at in [0, 50, 97, 98, BEFORE + SEALED, BEFORE + 33 * SEALED, BEFORE + 35 * SEALED, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(open(&world, &changed), Err(FileError::Refused), "{at}");
        assert_eq!(open(&world, &sealed[..at]), Err(FileError::Refused), "{at}");
    }
    for more in [1, 16, SEALED] {
        assert_eq!(open(&world, &[&sealed[..], &vec![0; more]].concat()), Err(FileError::Refused));
    }
    for chunks in 0..=35 {
        assert_eq!(open(&world, &sealed[..BEFORE + chunks * SEALED]), Err(FileError::Refused));
    }
}

#[test]
fn a_place_that_is_too_small_is_an_error_and_left_alone() {
    let world = world();
    let (text, sealed) = (text(CHUNK + 7), seal(&world, &text(CHUNK + 7)));
    let writing = world.gate.create_blocking(&world.north, ask()).unwrap();
    let reading = world.gate.read_blocking(&world.north, ask()).unwrap();
    for missing in [1, 16, 17, CHUNK + 7] {
        let mut out = vec![9; sealed.len() - missing];
        let file = writing.file(row_id(1), Patient::NOTE).unwrap();
        assert_eq!(world.keys.seal_file_into(file, &text, &mut out, 1), Err(FileError::NoRoom));
        out.truncate(text.len() - missing);
        let file = reading.file(row_id(1), Patient::NOTE).unwrap();
        assert_eq!(world.keys.open_file_into(file, &sealed, &mut out, 1), Err(FileError::NoRoom));
        assert!(out.iter().all(|byte| *byte == 9));
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
    for (fails_at, workers) in (1..).zip([1, 2].into_iter().cycle()) {
        let mut place = text(17 * CHUNK + 3);
        let mut to = Stubborn(Vec::new(), fails_at, io::ErrorKind::StorageFull);
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        match world.keys.seal_file_in_place(file, &mut place, &mut to, workers).map(drop) {
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
        world.keys.seal_file_in_place(file, &mut text(17 * CHUNK + 3), &mut to, workers).unwrap();
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
    assert_eq!(world.keys.seal_file_in_place(file, &mut place, Vec::new(), 1).err(), over);
    let file = writing.file(row_id(1), Patient::NOTE).unwrap();
    let mut out = vec![9; sealed.len()];
    assert_eq!(world.keys.seal_file_into(file, &text(10), &mut out, 1).err(), over);
    assert!(out.iter().all(|byte| *byte == 0));
    let file = || reading.file(row_id(1), Patient::NOTE).unwrap();
    assert_eq!(world.keys.open_file_into(file(), &sealed, &mut out, 1).err(), over);
    assert_eq!(world.keys.open_file_in_pieces(file(), &mut sealed.clone(), 1).err(), over);
    assert_eq!(world.keys.open_file_in_place(file(), &mut sealed).err(), over);
    assert!(place.iter().chain(&sealed).all(|byte| *byte == 0));
}
