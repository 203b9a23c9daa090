//! What someone with a hand in the file may do to it, and whether it is found.

use proptest::prelude::*;

use super::fixture::{self, checkpoint, verified};
use super::{AnchorError, Damage, DamageReason, Log, MemoryDisk, ReadError, VerifyError};

fn damage(bytes: &[u8]) -> Damage {
    match verified(bytes, None) {
        Err(VerifyError::Read(ReadError::Damaged(damage))) => damage,
        other => panic!("{other:?}"),
    }
}

/// The header of the log of twelve, and its entries.
fn pieces() -> (Vec<u8>, Vec<Vec<u8>>) {
    let bytes = fixture::twelve_entries().bytes();
    let mut offsets = fixture::offsets(&bytes);
    offsets.push(bytes.len());
    let entries = offsets.windows(2).map(|pair| bytes[pair[0]..pair[1]].to_vec()).collect();
    (bytes[..offsets[0]].to_vec(), entries)
}

/// What someone writes who has the file and this library, but not the key: every hash in it is right.
fn forged(entries: &[(u64, &[u8])]) -> Vec<u8> {
    let disk = MemoryDisk::new();
    let log = fixture::create(&disk);
    for (id, payload) in entries {
        log.append(&[(fixture::event_id(*id), payload)]).unwrap();
    }
    disk.bytes()
}

#[test]
fn every_flipped_bit_is_found_and_its_entry_named() {
    let bytes = fixture::twelve_entries().bytes();
    let offsets = fixture::offsets(&bytes);
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            if at < offsets[0] {
                assert!(matches!(verified(&changed, None), Err(VerifyError::Read(ReadError::Header(_)))));
                continue;
            }
            let index = offsets.iter().rposition(|offset| *offset <= at).unwrap();
            let found = damage(&changed);
            assert_eq!((found.index, found.offset), (index as u64, offsets[index] as u64), "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn every_overwritten_byte_is_found_by_the_checkpoint() {
    let bytes = fixture::twelve_entries().bytes();
    let kept = checkpoint(&bytes);
    for at in 0..bytes.len() {
        for value in [0x00, 0xFF] {
            let mut changed = bytes.clone();
            changed[at] = value;
            assert_eq!(verified(&changed, Some(&kept)).is_err(), changed != bytes, "byte {at}");
        }
    }
}

#[test]
fn removed_repeated_and_reordered_entries_are_found() {
    let (header, entries) = pieces();
    let log = |entries: &[Vec<u8>]| [header.clone(), entries.concat()].concat();
    let kept = checkpoint(&log(&entries));
    for one in 0..entries.len() {
        let mut removed = entries.clone();
        removed.remove(one);
        assert!(verified(&log(&removed), Some(&kept)).is_err(), "{one} removed");
        if one + 1 < entries.len() {
            assert_eq!(damage(&log(&removed)).index, one as u64);
        }
        for other in 0..entries.len() {
            let mut repeated = entries.clone();
            repeated.insert(other, entries[one].clone());
            // Put before itself, it is one too early; put after, it is the first that is one too many.
            let first_bad = if one > other {
                other
            } else if one == other {
                one + 1
            } else {
                other
            };
            assert_eq!(damage(&log(&repeated)).index, first_bad as u64, "{one} repeated at {other}");
            let mut swapped = entries.clone();
            swapped.swap(one, other);
            if one != other {
                assert_eq!(damage(&log(&swapped)).index, one.min(other) as u64, "{one} and {other} swapped");
            }
        }
        let mut appended = entries.clone();
        appended.push(entries[one].clone());
        assert_eq!(
            damage(&log(&appended)),
            Damage { index: 12, offset: log(&entries).len() as u64, reason: DamageReason::Order }
        );
    }
}

#[test]
fn a_removed_byte_and_an_inserted_one_are_found() {
    let bytes = fixture::twelve_entries().bytes();
    let kept = checkpoint(&bytes);
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        let removed = changed.remove(at);
        assert!(verified(&changed, Some(&kept)).is_err(), "byte {at} removed");
        changed.insert(at, removed ^ 0xFF);
        changed.insert(at, removed);
        // At the very end it might be the beginning of a batch that is being written.
        let found = verified(&changed, None);
        assert!(found.is_err() || found.is_ok_and(|found| found.unfinished == 1), "byte {at} inserted");
    }
}

#[test]
fn entries_of_another_log_are_found() {
    let (header, entries) = pieces();
    let disk = MemoryDisk::new();
    let other_entropy = fixture::entropy();
    phi_types::Entropy::fill(&other_entropy, &mut [0; 16]).unwrap();
    let log = Log::create(disk.writer().unwrap(), fixture::signer(), other_entropy).unwrap();
    fixture::append(&log, 0..1).unwrap();
    let other = disk.bytes()[header.len()..].to_vec();
    let mixed = [header, other, entries[1..].concat()].concat();
    assert_eq!((damage(&mixed).index, damage(&mixed).reason), (0, DamageReason::Header));
}

#[test]
fn a_log_that_was_cut_anywhere_is_found_by_the_checkpoint() {
    let bytes = fixture::twelve_entries().bytes();
    let offsets = fixture::offsets(&bytes);
    let kept = checkpoint(&bytes);
    for end in 0..bytes.len() {
        let found = verified(&bytes[..end], Some(&kept));
        if end < offsets[0] {
            assert!(matches!(found, Err(VerifyError::Read(ReadError::Header(_)))), "cut at {end}");
            continue;
        }
        let Err(VerifyError::Anchor(AnchorError::Missing { held, vouched: 12 })) = found else {
            panic!("cut at {end}: {found:?}");
        };
        let without = verified(&bytes[..end], None).unwrap();
        assert_eq!(without.size, held);
        let complete = offsets.get(held as usize).copied().unwrap_or(bytes.len());
        let written = bytes[..end].iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        assert_eq!(without.unfinished, written.saturating_sub(complete) as u64);
    }
}

#[test]
fn a_log_that_was_written_anew_is_found_by_the_checkpoint() {
    let payloads: Vec<_> = (0..12).map(fixture::payload).collect();
    let entries: Vec<(u64, &[u8])> = (0..).zip(payloads.iter().map(Vec::as_slice)).collect();
    let genuine = forged(&entries);
    let kept = checkpoint(&genuine);
    let found = |entries: &[(u64, &[u8])]| verified(&forged(entries), Some(&kept));
    let rewritten = Err(VerifyError::Anchor(AnchorError::Rewritten { vouched: 12 }));
    assert!(found(&entries).is_ok());
    for at in 0..entries.len() {
        let mut edited = entries.clone();
        edited[at].1 = b"nothing to see here";
        assert_eq!(found(&edited), rewritten, "payload {at}");
        edited[at] = (99, entries[at].1);
        assert_eq!(found(&edited), rewritten, "event id {at}");

        let mut removed = entries.clone();
        removed.remove(at);
        let missing = AnchorError::Missing { held: 11, vouched: 12 };
        assert_eq!(found(&removed), Err(VerifyError::Anchor(missing)), "{at} removed");
        removed.push((99, b"to make up for it"));
        assert_eq!(found(&removed), rewritten, "{at} replaced");

        let mut inserted = entries.clone();
        inserted.insert(at, (99, b"inserted"));
        assert_eq!(found(&inserted), rewritten, "inserted at {at}");
        for other in 0..at {
            let mut swapped = entries.clone();
            swapped.swap(at, other);
            assert_eq!(found(&swapped), rewritten, "{at} and {other} swapped");
        }
    }
}

#[test]
fn a_log_that_was_rolled_back_or_forked_is_found_by_the_checkpoint() {
    let disk = MemoryDisk::new();
    let log = fixture::create(&disk);
    let empty = log.checkpoint().unwrap();
    fixture::append(&log, 0..5).unwrap();
    let (old_copy, older) = (disk.bytes(), log.checkpoint().unwrap());
    fixture::append(&log, 5..9).unwrap();
    let newer = log.checkpoint().unwrap();
    drop(log);
    for kept in [&empty, &older, &newer] {
        assert_eq!(verified(&disk.bytes(), Some(kept)).unwrap().size, 9);
    }

    let missing = AnchorError::Missing { held: 5, vouched: 9 };
    assert_eq!(verified(&old_copy, Some(&newer)), Err(missing.into()));

    let fork = MemoryDisk::with_bytes(&old_copy);
    let (log, _) = Log::open(fork.writer().unwrap(), fixture::signer(), fixture::entropy(), None).unwrap();
    fixture::append(&log, 5..12).unwrap();
    assert!(verified(&fork.bytes(), Some(&older)).is_ok());
    assert_eq!(verified(&fork.bytes(), Some(&newer)), Err(AnchorError::Rewritten { vouched: 9 }.into()));
}

proptest! {
    #[test]
    fn any_bytes_after_the_header_are_read_without_a_panic(tail in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (header, _) = pieces();
        let found = verified(&[header, tail.clone()].concat(), None);
        prop_assert!(found.is_err() || found.is_ok_and(|found| found.size == 0));
        prop_assert!(verified(&tail, None).is_err());
    }

    #[test]
    fn whatever_is_moved_about_is_found_by_the_checkpoint(
        from in 0_usize..2200,
        len in 0_usize..300,
        to in 0_usize..2200,
        noise in proptest::collection::vec(any::<u8>(), 0..3),
    ) {
        let bytes = fixture::twelve_entries().bytes();
        let kept = checkpoint(&bytes);
        let mut changed = bytes.clone();
        let moved: Vec<u8> = changed.drain(from..(from + len).min(bytes.len())).collect();
        let to = to.min(changed.len());
        changed.splice(to..to, moved.into_iter().chain(noise));
        let found = verified(&changed, Some(&kept));
        prop_assert!(found.is_err() || changed.starts_with(&bytes));
    }
}
