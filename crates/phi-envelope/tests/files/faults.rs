//! A fault at each read and each write.

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use phi_envelope::file::FileError;

use crate::{
    CHUNK, ask, open, seal, text,
    world::{Patient, row_id, world},
};

/// Fails at one call, and gives or takes little at the others.
struct Faulty<T> {
    inner: T,
    calls: usize,
    fails_at: usize,
    kind: io::ErrorKind,
    most: usize,
}

impl<T> Faulty<T> {
    fn call(&mut self) -> io::Result<()> {
        self.calls += 1;
        if self.calls == self.fails_at { Err(self.kind.into()) } else { Ok(()) }
    }
}

impl<T: Read> Read for Faulty<T> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.call()?;
        let most = self.most.min(out.len());
        self.inner.read(&mut out[..most])
    }
}

impl<T: Write> Write for Faulty<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.call()?;
        self.inner.write(&bytes[..self.most.min(bytes.len())])
    }
    fn flush(&mut self) -> io::Result<()> {
        self.call()?;
        self.inner.flush()
    }
}

impl<T: Seek> Seek for Faulty<T> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.call()?;
        self.inner.seek(to)
    }
}

const LENGTH: usize = 5 * CHUNK + 7;
const FULL: io::ErrorKind = io::ErrorKind::StorageFull;

#[test]
fn a_write_that_fails_leaves_nothing_that_opens_and_nothing_is_written_after() {
    let world = world();
    for fails_at in 1.. {
        let mut sealed = Vec::new();
        let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
        let to = Faulty { inner: &mut sealed, calls: 0, fails_at, kind: FULL, most: 9_000 };
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        let result = world.keys.seal_file(file, to).and_then(|mut writer| {
            let first = writer.write_all(&text(LENGTH)).map_err(FileError::from);
            // A host that goes on all the same.
            let second = writer.finish().map(drop);
            assert!(first.is_ok() || second.is_err());
            first.and(second)
        });
        match result {
            Ok(()) => {
                assert_eq!(open(&world, &sealed), Ok(text(LENGTH)));
                assert!(fails_at > 10, "more calls than that were made");
                return;
            }
            Err(error) => {
                assert_eq!(error, FileError::Io(FULL), "at {fails_at}");
                // The last call is the flush: there all was written, and it may well open.
                let opened = open(&world, &sealed);
                assert!(opened == Err(FileError::Refused) || opened == Ok(text(LENGTH)));
            }
        }
    }
}

#[test]
fn what_is_read_to_the_place_where_it_is_sealed_is_the_text_whatever_fails_in_between() {
    let world = world();
    let text = text(40 * CHUNK + 9);
    for (fails_at, workers) in (1..).zip([1, 2, 5].into_iter().cycle()) {
        let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        let mut writer = world.keys.seal_file(file, Vec::new()).unwrap().workers(workers);
        writer.write_all(&text[..100]).unwrap();
        let mut from = Faulty { inner: &text[100..], calls: 0, fails_at, kind: io::ErrorKind::TimedOut, most: 30_001 };
        let failed = writer.read_from(&mut from);
        if failed.is_err() {
            // The source recovers, and is read on.
            assert_eq!(failed, Err(FileError::Io(io::ErrorKind::TimedOut)));
            writer.read_from(&mut from).unwrap();
        }
        assert!(open(&world, &writer.finish().unwrap()).unwrap() == text, "{fails_at}");
        if failed == Ok(text.len() as u64 - 100) {
            assert!(fails_at > 20, "more calls than that were made");
            return;
        }
    }
}

#[test]
fn a_sink_that_fails_ends_it_also_when_it_reads_the_source_itself() {
    let world = world();
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    let to = Faulty { inner: Vec::new(), calls: 0, fails_at: 3, kind: FULL, most: 9_000 };
    let mut writer = world.keys.seal_file(file, to).unwrap();
    for _ in 0..2 {
        assert_eq!(writer.read_from(&text(40 * CHUNK)[..]), Err(FileError::Io(FULL)));
    }
    assert_eq!(writer.finish().err(), Some(FileError::Io(FULL)));
}

#[test]
fn a_read_that_fails_is_an_error_and_reading_on_goes_on() {
    let world = world();
    let sealed = seal(&world, &text(LENGTH));
    for fails_at in 1.. {
        let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
        let from = Faulty { inner: &sealed[..], calls: 0, fails_at, kind: io::ErrorKind::TimedOut, most: 9_000 };
        let mut reader = match world.keys.open_file(grant.file(row_id(1), Patient::NOTE).unwrap(), from) {
            Ok(reader) => reader,
            Err(error) => {
                assert_eq!(error, FileError::Io(io::ErrorKind::TimedOut));
                continue;
            }
        };
        let (mut opened, mut failures) = (Vec::new(), 0);
        while let Err(error) = reader.read_to_end(&mut opened) {
            assert_eq!(error.kind(), io::ErrorKind::TimedOut, "at {fails_at}");
            failures += 1;
        }
        assert!(opened == text(LENGTH), "at {fails_at}");
        if failures == 0 {
            assert!(fails_at > 8, "more calls than that were made");
            return;
        }
    }
}

#[test]
fn an_interrupted_call_is_made_again() {
    let world = world();
    let sealed = seal(&world, &text(LENGTH));
    for fails_at in 1..12 {
        let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
        let from = Faulty { inner: &sealed[..], calls: 0, fails_at, kind: io::ErrorKind::Interrupted, most: 9_000 };
        let mut opened = Vec::new();
        let file = grant.file(row_id(1), Patient::NOTE).unwrap();
        world.keys.open_file(file, from).unwrap().read_to_end(&mut opened).unwrap();
        assert!(opened == text(LENGTH));
    }
}

#[test]
fn a_seekable_file_with_a_fault_at_each_call() {
    let world = world();
    let sealed = seal(&world, &text(LENGTH));
    for fails_at in 1.. {
        let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
        let from =
            Faulty { inner: Cursor::new(&sealed), calls: 0, fails_at, kind: io::ErrorKind::TimedOut, most: 9_000 };
        let Ok(mut file) = world.keys.open_seekable_file(grant.file(row_id(1), Patient::NOTE).unwrap(), from) else {
            continue;
        };
        let (mut opened, mut failures) = (Vec::new(), 0);
        while file.read_to_end(&mut opened).is_err() {
            failures += 1;
        }
        assert!(opened == text(LENGTH), "at {fails_at}");
        if failures == 0 {
            assert!(fails_at > 8, "more calls than that were made");
            return;
        }
    }
}
