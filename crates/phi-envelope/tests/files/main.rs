//! Sealed files through the gate: what opens, what does not, and what a fault at each call leaves behind.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a failed test is a panic by design"
)]

#[cfg(feature = "async")]
mod async_seekable;
#[cfg(feature = "async")]
mod asynchronous;
mod backends;
mod binding;
mod changes;
mod faults;
mod reading;
mod ways;
mod whole;
#[path = "../rows/world.rs"]
#[allow(dead_code, reason = "the world of the rows, of which files need a part")]
mod world;

use std::io::{Cursor, Read, Write};

use phi_envelope::file::FileError;
use phi_types::{Purpose, RecordId, gate::Ask};
use world::{Patient, World, row_id, subject};

/// Bytes before the first chunk, of a whole sealed chunk, and of its text.
const BEFORE: usize = 42 + 24 + 32;
const SEALED: usize = CHUNK + 16;
const CHUNK: usize = 16 * 1024;

fn text(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8 ^ (at / CHUNK) as u8).collect()
}

fn ask() -> Ask<Patient> {
    Ask::about(subject(1), Purpose::Treatment)
}

fn seal_as(world: &World, row: RecordId, text: &[u8], workers: usize) -> Vec<u8> {
    let grant = world.gate.create_blocking(&world.north, ask()).unwrap();
    let file = grant.file(row, Patient::NOTE).unwrap();
    let mut writer = world.keys.seal_file(file, Vec::new()).unwrap().workers(workers);
    writer.write_all(text).unwrap();
    writer.finish().unwrap()
}

fn seal(world: &World, text: &[u8]) -> Vec<u8> {
    seal_as(world, row_id(1), text, 2)
}

fn open_with(world: &World, sealed: &[u8], workers: usize) -> Result<Vec<u8>, FileError> {
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let mut reader = world.keys.open_file(grant.file(row_id(1), Patient::NOTE)?, sealed)?.workers(workers);
    let mut opened = Vec::new();
    reader.read_to_end(&mut opened)?;
    Ok(opened)
}

fn open(world: &World, sealed: &[u8]) -> Result<Vec<u8>, FileError> {
    ways::open_in_all_ways(world, sealed)
}

fn open_seekable(world: &World, sealed: &[u8]) -> Result<Vec<u8>, FileError> {
    let grant = world.gate.read_blocking(&world.north, ask()).unwrap();
    let mut file = world.keys.open_seekable_file(grant.file(row_id(1), Patient::NOTE)?, Cursor::new(sealed))?;
    let mut opened = Vec::new();
    file.read_to_end(&mut opened)?;
    Ok(opened)
}
