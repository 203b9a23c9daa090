//! What stands before the message in a sealed file.
//!
//! ```text
//! "phi-file" 8 | version 1 | suite 1 | data-key id 32 | Cobblestone-256 message (salt 24 | commitment 32 | chunks)
//! ```
//! Strict: any other bytes are refused. The header is part of the message's context, so it cannot be changed.

use crate::{
    file::message::{COMMITMENT, SALT},
    key::KeyId,
};

const MAGIC: [u8; 8] = *b"phi-file";
const VERSION: u8 = 1;
/// Cobblestone-256. A closed list, of files alone.
const SUITE: u8 = 1;
/// Bytes of our header.
pub(crate) const HEADER: usize = 42;
/// Bytes before the first chunk.
pub(crate) const BEFORE: usize = HEADER + SALT + COMMITMENT;

/// Our header for a file under this key.
pub(crate) fn write(key: &KeyId) -> Vec<u8> {
    let mut out = Vec::with_capacity(BEFORE);
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&[VERSION, SUITE]);
    out.extend_from_slice(key);
    out
}

/// Everything before the first chunk, taken apart.
pub(crate) struct Before<'a> {
    pub(crate) header: &'a [u8],
    pub(crate) key: KeyId,
    pub(crate) salt: [u8; SALT],
    pub(crate) commitment: [u8; COMMITMENT],
}

pub(crate) fn read(bytes: &[u8; BEFORE]) -> Option<Before<'_>> {
    let (header, message) = bytes.split_at_checked(HEADER)?;
    let (magic, rest) = header.split_first_chunk::<8>()?;
    let (&[version, suite], rest) = rest.split_first_chunk()?;
    let key = KeyId::try_from(rest).ok()?;
    let (salt, commitment) = message.split_first_chunk()?;
    let known = *magic == MAGIC && version == VERSION && suite == SUITE;
    known.then_some(Before { header, key, salt: *salt, commitment: commitment.try_into().ok()? })
}
