//! All ways to open a file come to the same text, or all refuse it. The tests of changed files go through here, so that each change is tried on
//! each way.

use std::io::{BufRead, BufReader, Read};

use phi_envelope::file::{FileError, text_length};

use crate::{
    CHUNK, ask, open_seekable, open_with,
    world::{Patient, World, row_id},
};

type Way = fn(&World, &[u8]) -> Result<Vec<u8>, FileError>;

/// Each way but the stream, by name.
const WAYS: [(&str, Way); 9] = [
    ("anywhere", open_seekable),
    ("borrowing from memory", |world, sealed| borrowing(world, sealed, 3 * CHUNK + 5)),
    ("borrowing from a buffer", |world, sealed| borrowing(world, BufReader::with_capacity(50_000, sealed), 40_000)),
    ("seen where it was opened", |world, sealed| buffered(world, sealed, 2)),
    ("into another place", |world, sealed| into(world, sealed, 1)),
    ("into another place by three", |world, sealed| into(world, sealed, 3)),
    ("in place", in_place),
    ("in pieces", |world, sealed| pieces(world, sealed, 1)),
    ("in pieces by three", |world, sealed| pieces(world, sealed, 3)),
];

pub(crate) fn open_in_all_ways(world: &World, sealed: &[u8]) -> Result<Vec<u8>, FileError> {
    let streamed = open_with(world, sealed, 2);
    for (name, way) in WAYS {
        assert!(way(world, sealed) == streamed, "{name} and as a stream");
    }
    streamed
}

fn borrowing(world: &World, from: impl BufRead, piece: usize) -> Result<Vec<u8>, FileError> {
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let mut reader = world.keys.open_file(grant.file(row_id(1), Patient::NOTE)?, from)?.borrowing();
    let (mut opened, mut out) = (Vec::new(), vec![0; piece]);
    loop {
        out.fill(0);
        match reader.read(&mut out) {
            Ok(0) => return Ok(opened),
            Ok(count) => opened.extend_from_slice(&out[..count]),
            Err(error) => {
                assert!(out.iter().all(|byte| *byte == 0), "what was written into the hand is taken back");
                assert!(reader.read(&mut out).is_err(), "and nothing after");
                return Err(error.into());
            }
        }
    }
}

fn buffered(world: &World, sealed: &[u8], workers: usize) -> Result<Vec<u8>, FileError> {
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let mut reader = world.keys.open_file(grant.file(row_id(1), Patient::NOTE)?, sealed)?.workers(workers);
    let mut opened = Vec::new();
    loop {
        let text = reader.fill_buf()?;
        if text.is_empty() {
            return Ok(opened);
        }
        // Sometimes not all that is shown is taken.
        let now = text.len().min(if opened.len() % 3 == 0 { 10_001 } else { CHUNK });
        opened.extend_from_slice(&text[..now]);
        reader.consume(now);
    }
}

fn into(world: &World, sealed: &[u8], workers: usize) -> Result<Vec<u8>, FileError> {
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let room = text_length(sealed.len() as u64).unwrap_or(100_000);
    let mut out = vec![9; usize::try_from(room).unwrap()];
    let opened = world.keys.open_file_into(grant.file(row_id(1), Patient::NOTE)?, sealed, &mut out, workers);
    if opened.is_err() && text_length(sealed.len() as u64).is_some() {
        assert!(out.iter().all(|byte| *byte == 0), "nothing is left after an error");
    }
    opened.map(|length| out[..length].to_vec())
}

pub(crate) fn in_place(world: &World, sealed: &[u8]) -> Result<Vec<u8>, FileError> {
    let (mut sealed, grant) = (sealed.to_vec(), world.gate.read_blocking(&world.north, ask()).unwrap());
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    let opened = world.keys.open_file_in_place(file, &mut sealed).map(|text| text.to_vec());
    assert!(opened.is_ok() || sealed.iter().all(|byte| *byte == 0), "nothing is left after an error");
    opened
}

fn pieces(world: &World, sealed: &[u8], workers: usize) -> Result<Vec<u8>, FileError> {
    let (mut sealed, grant) = (sealed.to_vec(), world.gate.read_blocking(&world.north, ask()).unwrap());
    let file = grant.file(row_id(1), Patient::NOTE).unwrap();
    let opened = world.keys.open_file_in_pieces(file, &mut sealed, workers).map(|pieces| {
        let (least, most) = pieces.size_hint();
        let count = pieces.clone().count();
        assert!(least <= count && Some(count) <= most);
        assert!(pieces.clone().take(count.saturating_sub(1)).all(|piece| piece.len() == CHUNK));
        pieces.flatten().copied().collect()
    });
    assert!(opened.is_ok() || sealed.iter().all(|byte| *byte == 0), "nothing is left after an error");
    opened
}
