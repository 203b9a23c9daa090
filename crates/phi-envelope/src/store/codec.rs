//! The encoding of stored keys and shelves: framed parts, one way to write each.

use alloc::{string::String, vec::Vec};

use phi_types::{SubjectId, port::framed};

use super::{Shelved, StoredKey, Tombstone};
use crate::{
    frame::take,
    key::{KeyOrigin, KeyRecord, KeyState},
};

pub(super) fn write_key(key: &StoredKey) -> Vec<u8> {
    let record = &key.record;
    let origin = record.origin.as_ref().map_or_else(Vec::new, |origin| {
        framed(&[origin.kind.as_bytes(), origin.root_key.as_bytes(), &[origin.location]])
    });
    framed(&[
        &key.version.to_be_bytes(),
        &key.revision.to_be_bytes(),
        &key.wrapped_under.to_be_bytes(),
        &key.wrapped,
        &key.recovery,
        &record.id,
        &[record.suite, record.state.byte()],
        &record.made.to_be_bytes(),
        &record.since.to_be_bytes(),
        &origin,
        &record.proof,
    ])
}

pub(super) fn read_key(mut bytes: &[u8]) -> Option<StoredKey> {
    let (most, rest) = (bytes.len(), &mut bytes);
    let key = StoredKey {
        version: number(rest)?,
        revision: number(rest)?,
        wrapped_under: number(rest)?,
        wrapped: take(rest, most)?.to_vec(),
        recovery: take(rest, most)?.to_vec(),
        record: {
            let id = take(rest, 32)?.try_into().ok()?;
            let &[suite, state] = take(rest, 2)? else { return None };
            KeyRecord {
                id,
                suite,
                state: KeyState::from_byte(state)?,
                made: time(rest)?,
                since: time(rest)?,
                origin: read_origin(take(rest, most)?)?,
                proof: take(rest, 16)?.try_into().ok()?,
            }
        },
    };
    rest.is_empty().then_some(key)
}

fn read_origin(mut bytes: &[u8]) -> Option<Option<KeyOrigin>> {
    if bytes.is_empty() {
        return Some(None);
    }
    let (most, rest) = (bytes.len(), &mut bytes);
    let kind = text(take(rest, most)?)?;
    let root_key = text(take(rest, most)?)?;
    let &[location] = take(rest, 1)? else { return None };
    rest.is_empty().then_some(Some(KeyOrigin { kind, root_key, location }))
}

pub(super) fn write_shelved(shelved: &Shelved) -> Vec<u8> {
    let tombstone =
        shelved.destroyed.map_or_else(Vec::new, |stone| framed(&[&stone.at.to_be_bytes(), &stone.keys.to_be_bytes()]));
    let merged = shelved.merged_into.map_or_else(Vec::new, |into| into.to_bytes().to_vec());
    let keys: Vec<_> = shelved.keys.iter().map(write_key).collect();
    let keys = framed(&keys.iter().map(Vec::as_slice).collect::<Vec<_>>());
    framed(&[&tombstone, &[u8::from(shelved.held)], &merged, &keys])
}

pub(super) fn read_shelved(mut bytes: &[u8]) -> Option<Shelved> {
    let (most, rest) = (bytes.len(), &mut bytes);
    let mut stone = take(rest, most)?;
    let destroyed = if stone.is_empty() {
        None
    } else {
        let tombstone = Tombstone { at: time(&mut stone)?, keys: number(&mut stone)? };
        stone.is_empty().then_some(Some(tombstone))?
    };
    let held = match take(rest, 1)? {
        [0] => false,
        [1] => true,
        _ => return None,
    };
    let merged_into = match take(rest, 16)? {
        [] => None,
        into => Some(SubjectId::from_bytes(into.try_into().ok()?)),
    };
    let mut listed = take(rest, most)?;
    let mut keys = Vec::new();
    while !listed.is_empty() {
        keys.push(read_key(take(&mut listed, most)?)?);
    }
    rest.is_empty().then_some(Shelved { keys, destroyed, held, merged_into })
}

fn number(rest: &mut &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(take(rest, 4)?.try_into().ok()?))
}

fn time(rest: &mut &[u8]) -> Option<i64> {
    Some(i64::from_be_bytes(take(rest, 8)?.try_into().ok()?))
}

fn text(bytes: &[u8]) -> Option<String> {
    core::str::from_utf8(bytes).ok().map(String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_key() -> impl Strategy<Value = StoredKey> {
        let numbers = (any::<[u32; 3]>(), any::<(u8, i64, i64)>(), 1..=6_u8);
        let blobs = (any::<Vec<u8>>(), any::<Vec<u8>>(), any::<[u8; 32]>(), any::<[u8; 16]>());
        let origin = proptest::option::of(("[a-z]{0,8}", "[a-z]{0,8}", any::<u8>()));
        (numbers, blobs, origin).prop_map(|((numbers, (suite, made, since), state), blobs, origin)| StoredKey {
            version: numbers[0],
            revision: numbers[1],
            wrapped_under: numbers[2],
            wrapped: blobs.0,
            recovery: blobs.1,
            record: KeyRecord {
                id: blobs.2,
                suite,
                state: KeyState::from_byte(state).unwrap(),
                made,
                since,
                origin: origin.map(|(kind, root_key, location)| KeyOrigin { kind, root_key, location }),
                proof: blobs.3,
            },
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_nothing_rides_along(key in any_key(), stone: Option<(i64, u32)>, held: bool, into: Option<[u8; 16]>) {
            let bytes = key.to_bytes();
            prop_assert_eq!(StoredKey::from_bytes(&bytes), Some(key.clone()));
            prop_assert_eq!(StoredKey::from_bytes(&[bytes.as_slice(), &[0]].concat()), None);
            for cut in 0..bytes.len() {
                prop_assert_eq!(StoredKey::from_bytes(&bytes[..cut]), None);
            }
            let shelved = Shelved {
                keys: vec![key.clone(), key],
                destroyed: stone.map(|(at, keys)| Tombstone { at, keys }),
                held,
                merged_into: into.map(SubjectId::from_bytes),
            };
            prop_assert_eq!(read_shelved(&write_shelved(&shelved)), Some(shelved));
        }

        #[test]
        fn any_bytes_are_read_as_they_would_be_written_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(key) = StoredKey::from_bytes(&bytes) {
                prop_assert_eq!(key.to_bytes(), bytes);
            }
        }
    }
}
