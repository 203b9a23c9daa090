//! What was sealed opens, from its beginning and anywhere in it.

use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use phi_envelope::file::FileError;
use proptest::prelude::*;

use crate::{
    BEFORE, CHUNK, SEALED, ask, open, open_seekable, open_with, seal, seal_as, text,
    world::{Patient, row_id, world},
};

#[test]
fn every_length_around_a_chunk_has_one_form() {
    let world = world();
    for length in
        [0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 4 * CHUNK, 5 * CHUNK + 3, 300 * CHUNK]
    {
        let text = text(length);
        let sealed = seal(&world, &text);
        assert_eq!(sealed.len(), BEFORE + length + 16 * (length / CHUNK + 1), "{length}");
        assert!(open(&world, &sealed).unwrap() == text, "{length}");
        assert!(open_seekable(&world, &sealed).unwrap() == text, "{length}");
    }
}

#[test]
fn the_number_of_threads_does_not_show() {
    let world = world();
    let text = text(400 * CHUNK + 77);
    for (sealing, opening) in [(1, 8), (8, 1), (3, 5), (0, usize::MAX)] {
        assert!(open_with(&world, &seal_as(&world, row_id(1), &text, sealing), opening).unwrap() == text);
    }
}

#[test]
fn two_files_of_one_text_share_nothing() {
    let world = world();
    let (one, other) = (seal(&world, &text(100)), seal(&world, &text(100)));
    assert_eq!(one[..42], other[..42], "the same key");
    assert!(one[42..].chunks(16).zip(other[42..].chunks(16)).all(|(one, other)| one != other));
}

#[test]
fn what_is_dropped_unfinished_does_not_open() {
    let world = world();
    for length in [0, 10, CHUNK, 4 * CHUNK, 9 * CHUNK + 5] {
        let mut sealed = Vec::new();
        let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        let mut writer = world.keys.seal_file(file, &mut sealed).unwrap();
        writer.write_all(&text(length)).unwrap();
        writer.flush().unwrap();
        drop(writer);
        assert_eq!(open(&world, &sealed), Err(FileError::Refused), "{length}");
        assert_eq!(open_seekable(&world, &sealed), Err(FileError::Refused), "{length}");
    }
}

#[test]
fn beyond_the_end_there_is_nothing_and_before_the_beginning_an_error() {
    let world = world();
    let sealed = seal(&world, &text(CHUNK + 5));
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    let mut file = world.keys.open_seekable_file(file, Cursor::new(&sealed)).unwrap();
    assert_eq!((file.len(), file.is_empty()), ((CHUNK + 5) as u64, false));
    assert!(file.seek(SeekFrom::Current(i64::MIN)).is_err());
    let mut out = [0; 8];
    for to in [SeekFrom::End(0), SeekFrom::End(1), SeekFrom::Start(u64::MAX), SeekFrom::Current(0)] {
        file.seek(to).unwrap();
        assert_eq!(file.read(&mut out).unwrap(), 0);
    }
    assert!(file.seek(SeekFrom::End(-(CHUNK as i64) - 6)).is_err());
    file.seek(SeekFrom::End(-3)).unwrap();
    assert_eq!(file.read(&mut out).unwrap(), 3);
    assert_eq!(out[..3], text(CHUNK + 5)[CHUNK + 2..]);
}

#[test]
fn no_text_is_handed_out_before_its_chunk_verified() {
    let world = world();
    let mut sealed = seal(&world, &text(10 * CHUNK));
    let at = BEFORE + 7 * SEALED + 100;
    sealed[at] ^= 1;
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let mut reader = world.keys.open_file(grant.file(row_id(1), Patient::NOTE).unwrap(), &sealed[..]).unwrap();
    let mut opened = Vec::new();
    let error = reader.read_to_end(&mut opened).unwrap_err();
    assert_eq!(FileError::from(error), FileError::Refused);
    assert!(opened.len() <= 7 * CHUNK && opened == text(opened.len()));
    assert_eq!(FileError::from(reader.read(&mut [0; 1]).unwrap_err()), FileError::Refused, "and none after");
}

#[test]
fn threads_that_open_ahead_hand_out_nothing_behind_what_is_wrong() {
    let world = world();
    let (text, sealed) = (text(300 * CHUNK + 5), seal(&world, &text(300 * CHUNK + 5)));
    for (wrong, workers, piece) in
        [(0, 8, 100_000), (1, 2, 7), (70, 2, 1 << 20), (150, 8, 5000), (299, 3, 1 << 20), (300, 8, CHUNK)]
    {
        let mut changed = sealed.clone();
        changed[BEFORE + wrong * SEALED] ^= 1;
        let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        let mut reader = world.keys.open_file(file, &changed[..]).unwrap().workers(workers);
        let (mut opened, mut out) = (Vec::new(), vec![0; piece]);
        let error = loop {
            match reader.read(&mut out) {
                Ok(count) => opened.extend_from_slice(&out[..count]),
                Err(error) => break error,
            }
        };
        assert_eq!(FileError::from(error), FileError::Refused, "{wrong}");
        assert!(out.iter().all(|byte| *byte == 0), "what was written into the hand is taken back");
        assert!(opened.len() <= wrong * CHUNK && opened == text[..opened.len()], "{wrong}");
        assert_eq!(FileError::from(reader.read(&mut [0; 1]).unwrap_err()), FileError::Refused);
    }
}

#[test]
fn a_reader_may_be_dropped_while_threads_open_ahead() {
    let world = world();
    let sealed = seal(&world, &text(200 * CHUNK));
    for pieces in 0..20 {
        let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        let mut reader = world.keys.open_file(file, &sealed[..]).unwrap().workers(4);
        reader.read_exact(&mut vec![0; pieces * 100_000]).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn how_it_is_cut_for_writing_and_reading_does_not_matter(
        length in 0..6 * CHUNK, writes in prop::collection::vec(1..40_000_usize, 1..8), reads in prop::collection::vec(1..40_000_usize, 1..8)
    ) {
        let world = world();
        let text = text(length);
        let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
        let mut writer = world.keys.seal_file(grant.file(row_id(1), Patient::NOTE).unwrap(), Vec::new()).unwrap();
        let (mut rest, mut sizes) = (&text[..], writes.iter().cycle());
        // The first half is written, the second read by the writer itself, as the source has it vectored or not.
        while rest.len() > length / 2 {
            let (now, later) = rest.split_at(rest.len().min(*sizes.next().unwrap()));
            writer.write_all(now).unwrap();
            rest = later;
        }
        if writes.len() % 2 == 0 {
            writer.read_from(rest).unwrap();
        } else {
            writer.read_from(rest.chain(&[][..])).unwrap();
        }
        let sealed = writer.finish().unwrap();
        prop_assert!(open(&world, &sealed).unwrap() == text);
        let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
        let mut reader = world.keys.open_file(grant.file(row_id(1), Patient::NOTE).unwrap(), &sealed[..]).unwrap();
        let (mut opened, mut sizes) = (Vec::new(), reads.iter().cycle());
        loop {
            let mut out = vec![0; *sizes.next().unwrap()];
            let count = reader.read(&mut out).unwrap();
            if count == 0 {
                break;
            }
            opened.extend_from_slice(&out[..count]);
        }
        prop_assert!(opened == text);
    }

    #[test]
    fn reading_anywhere_is_reading_there(length in 0..5 * CHUNK, places in prop::collection::vec((0..6 * CHUNK, 0..2 * CHUNK), 1..12)) {
        let world = world();
        let text = text(length);
        let sealed = seal(&world, &text);
        let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
        let mut file = world.keys.open_seekable_file(grant.file(row_id(1), Patient::NOTE).unwrap(), Cursor::new(&sealed)).unwrap();
        for (at, count) in places {
            file.seek(SeekFrom::Start(at as u64)).unwrap();
            let mut out = Vec::new();
            (&mut file).take(count as u64).read_to_end(&mut out).unwrap();
            prop_assert!(out == text.get(at..(at + count).min(length)).unwrap_or_default());
        }
    }
}
