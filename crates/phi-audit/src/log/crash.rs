//! What a crash, a failing disk or a flipped bit leaves behind, and what opening the log makes of it.

use super::fixture::{held, open};
use super::{CutTail, Damage, DamageReason, Fault, LogError, MemoryDisk, ReadError, fixture, verify};

#[test]
fn a_batch_torn_at_any_byte_is_cut_off_and_nothing_else() {
    let bytes = fixture::twelve_entries().bytes();
    let end = fixture::offsets(&bytes)[fixture::LAST_BATCH];
    for torn in end + 1..bytes.len() {
        // The file may end there; or zeros may follow, as in a file that was prepared.
        for zeros in [0, 1, 5000] {
            let mut left = bytes[..torn].to_vec();
            left.resize(torn + zeros, 0);
            let disk = MemoryDisk::with_bytes(&left);
            let (log, recovery) = open(&disk).unwrap();
            assert_eq!(recovery.entries, fixture::LAST_BATCH as u64);
            let written = left.iter().rposition(|byte| *byte != 0).unwrap() + 1;
            let cut = CutTail { offset: end as u64, bytes: (written - end) as u64 };
            assert_eq!(recovery.cut, Some(cut));
            assert_eq!(disk.bytes(), bytes[..end]);
            assert_eq!(fixture::append(&log, 8..12), Ok(8));
            assert_eq!(held(&disk), 12);
        }
    }
}

#[test]
fn a_damaged_log_is_refused_and_left_as_it_is() {
    let bytes = fixture::twelve_entries().bytes();
    let offsets = fixture::offsets(&bytes);
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let disk = MemoryDisk::with_bytes(&changed);
        match open(&disk).unwrap_err() {
            LogError::Read(ReadError::Damaged(Damage { index, .. })) => {
                assert_eq!(index, offsets.iter().rposition(|offset| *offset <= at).unwrap() as u64);
            }
            LogError::Read(ReadError::Header(_)) => assert!(at < offsets[0]),
            other => panic!("{other}"),
        }
        assert_eq!(disk.bytes(), changed);
    }
}

#[test]
fn a_write_that_fails_poisons_the_log_and_loses_nothing() {
    let batch_len = {
        let bytes = fixture::twelve_entries().bytes();
        bytes.len() - fixture::offsets(&bytes)[fixture::LAST_BATCH]
    };
    for after in 0..=batch_len {
        let disk = MemoryDisk::new();
        let log = fixture::create(&disk);
        fixture::append(&log, 0..8).unwrap();
        disk.fail_next(Fault::Write { after });
        assert!(matches!(fixture::append(&log, 8..12), Err(LogError::Storage(_))));
        assert_eq!(fixture::append(&log, 8..12), Err(LogError::Poisoned));
        assert_eq!(log.size(), Ok(8));
        let kept = log.checkpoint().unwrap();
        drop(log);

        let (log, recovery) = open(&disk).unwrap();
        assert_eq!(recovery.entries, if after == batch_len { 12 } else { 8 });
        assert_eq!(held(&disk), recovery.entries);
        assert_eq!(fixture::append(&log, recovery.entries..13), Ok(recovery.entries));
        assert_eq!(held(&disk.after_power_cut(|_| false)), 13);
        assert!(verify(disk.reader(), fixture::signer().verifier(), Some(&kept)).is_ok());
    }
}

#[test]
fn a_sync_that_fails_poisons_the_log_though_the_next_would_succeed() {
    let disk = MemoryDisk::new();
    let log = fixture::create(&disk);
    fixture::append(&log, 0..8).unwrap();
    disk.fail_next(Fault::Sync);
    assert!(matches!(fixture::append(&log, 8..12), Err(LogError::Storage(_))));
    for _ in 0..3 {
        assert_eq!(fixture::append(&log, 8..12), Err(LogError::Poisoned));
    }
    assert_eq!(held(&disk.after_power_cut(|_| false)), 8);
    drop(log);

    // What was read may never have reached the disk: it must be written again before anything is built on it.
    let (log, recovery) = open(&disk).unwrap();
    assert_eq!(recovery.entries, 12);
    assert_eq!(held(&disk.after_power_cut(|_| false)), 12);
    fixture::append(&log, 12..13).unwrap();
    assert_eq!(held(&disk.after_power_cut(|_| false)), 13);
}

#[test]
fn whatever_a_power_cut_leaves_of_a_batch_the_acknowledged_entries_are_there() {
    let disk = MemoryDisk::new();
    let log = fixture::create(&disk);
    fixture::append(&log, 0..8).unwrap();
    let acknowledged = disk.bytes().len();
    disk.fail_next(Fault::Sync);
    assert!(fixture::append(&log, 8..12).is_err());
    let (first, last) = (acknowledged / 512, disk.bytes().len() / 512);
    for kept in 0..1_u32 << (last - first + 1) {
        let after = disk.after_power_cut(|sector| kept >> (sector - first) & 1 == 1);
        let opened = open(&after);
        // The batch has a payload with a sector of zeros: a hole in that alone cannot be told from damage, and is
        // refused.
        if let Err(LogError::Read(ReadError::Damaged(Damage { index, reason, .. }))) = opened {
            assert_eq!((index, reason), (10, DamageReason::Content));
            continue;
        }
        let (_, recovery) = opened.unwrap();
        assert!(recovery.entries == 8 || (recovery.entries == 12 && recovery.cut.is_none()));
        assert_eq!(held(&after), recovery.entries);
    }
}

#[test]
fn faults_while_opening_are_reported_and_the_log_can_be_opened_later() {
    let bytes = fixture::twelve_entries().bytes();
    let torn = &bytes[..bytes.len() - 1];
    for fault in [Fault::Read, Fault::Truncate, Fault::Write { after: 5 }] {
        let disk = MemoryDisk::with_bytes(torn);
        disk.fail_next(fault);
        assert!(matches!(open(&disk), Err(LogError::Storage(_) | LogError::Read(ReadError::Storage(_)))));
        assert_eq!(open(&disk).unwrap().1.entries, 8);
    }
}

/// One step further at each call: a little generator for which sectors survive.
fn lots(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// The power fails before each sync in turn, in a file and in prepared parts; of what was not synced any sectors may have
/// reached the disk, in any order, and the last batch may have been written in part.
#[test]
fn at_every_cut_point_what_was_acknowledged_is_there_and_nothing_is_half_there() {
    let mut cuts = 0;
    let mut seed = 42;
    for stride in [u64::MAX, 4096] {
        for acknowledged in 0..16_u64 {
            for torn in [None, Some(0), Some(1), Some(95), Some(96), Some(300)] {
                let disk = if stride == u64::MAX { MemoryDisk::new() } else { MemoryDisk::in_parts_of(stride) };
                let log = fixture::create(&disk);
                for index in 0..acknowledged {
                    fixture::append(&log, index..index + 1).unwrap();
                }
                let kept = log.checkpoint().unwrap();
                disk.fail_next(torn.map_or(Fault::Sync, |after| Fault::Write { after }));
                assert!(fixture::append(&log, acknowledged..acknowledged + 3).is_err());
                drop(log);
                for round in 0..40 {
                    let after = disk.after_power_cut(|_| match round {
                        0 => false,
                        1 => true,
                        _ => lots(&mut seed) & 1 == 1,
                    });
                    cuts += 1;
                    let (log, recovery) = match open(&after) {
                        Ok(opened) => opened,
                        // A hole within a payload that has a sector of zeros itself: it cannot be told from damage.
                        Err(LogError::Read(ReadError::Damaged(damage))) => {
                            assert_eq!((damage.index, damage.reason), (10, DamageReason::Content));
                            continue;
                        }
                        Err(other) => panic!("{other}"),
                    };
                    let whole = acknowledged + 3;
                    assert!([acknowledged, whole].contains(&recovery.entries), "{} entries", recovery.entries);
                    assert_eq!(held(&after), recovery.entries);
                    assert!(verify(after.reader(), fixture::signer().verifier(), Some(&kept)).is_ok());
                    assert_eq!(fixture::append(&log, recovery.entries..whole + 1), Ok(recovery.entries));
                    assert_eq!(held(&after.after_power_cut(|_| false)), whole + 1);
                }
            }
        }
    }
    println!("{cuts} power cuts");
}

#[test]
fn whatever_is_appended_is_what_a_vector_would_hold() {
    let mut seed = 7;
    for stride in [u64::MAX, 8192] {
        let disk = if stride == u64::MAX { MemoryDisk::new() } else { MemoryDisk::in_parts_of(stride) };
        let mut log = fixture::create(&disk);
        let mut model: Vec<([u8; 16], Vec<u8>)> = Vec::new();
        for step in 0..300 {
            match lots(&mut seed) % 10 {
                0 => {
                    drop(log);
                    log = open(&disk).unwrap().0;
                }
                1 => disk.fail_next(Fault::Sync),
                _ => {}
            }
            let batch: Vec<_> = (0..1 + lots(&mut seed) % 4)
                .map(|_| (fixture::event_id(lots(&mut seed)), vec![step as u8; (lots(&mut seed) % 900) as usize]))
                .collect();
            let entries: Vec<_> = batch.iter().map(|(id, payload)| (*id, payload.as_slice())).collect();
            match log.append(&entries) {
                Ok(first) => {
                    assert_eq!(first, model.len() as u64);
                    model.extend(batch);
                }
                Err(_) => {
                    drop(log);
                    let (opened, recovery) = open(&disk).unwrap();
                    // Not acknowledged, and all there or not at all.
                    if recovery.entries > model.len() as u64 {
                        model.extend(batch);
                    }
                    log = opened;
                }
            }
            assert_eq!(log.size(), Ok(model.len() as u64));
        }
        let read: Vec<_> = super::Reader::new(disk.reader())
            .unwrap()
            .map(|entry| entry.map(|entry| (*entry.event_id(), entry.into_payload())).unwrap())
            .collect();
        assert!(read == model);
    }
}
