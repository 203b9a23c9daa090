//! Shredding: what is destroyed, what keeps it from being destroyed, and who else is touched.

use std::sync::{Arc, Mutex};

use phi_envelope::{
    Assessment, Backups, CertificateStatus, IndexRows, IndexUnavailable, KeyEvent, KeyStore, KeyringError, Shelf,
    testing::Moment,
};
use phi_types::{
    SubjectId, TenantId,
    gate::{Administration, GrantError},
    port::{OpenError, SealError},
};
use time::Duration;

use crate::world::{row_id, subject, world};

const REFUSED: GrantError = GrantError::Open(OpenError::Refused);

#[test]
fn a_shredded_subject_is_gone_and_nobody_else() {
    let world = world();
    let (one, two) = (world.seal(&world.north, subject(1), row_id(1)), world.seal(&world.north, subject(2), row_id(2)));
    let authority = world.authority(&world.north, Administration::ShredSubject(subject(1)));
    let foreign = world.keys.shred(&authority, subject(2));
    assert_eq!(foreign, Err(KeyringError::Authority(GrantError::OtherAction)));
    let record = world.keys.shred(&authority, subject(1)).unwrap();
    assert_eq!(record.keys, 1);
    assert!(record.out_of_reach.iter().any(|place| place.contains("backups")));
    assert_eq!(world.name(&world.north, &one), Err(REFUSED), "the cache does not keep it alive");
    assert!(world.name(&world.north, &two).is_ok());
    // And no new key is made for it behind the tombstone.
    let sealed = world.try_seal(&world.north, subject(1), row_id(3)).unwrap_err();
    assert_eq!(sealed, GrantError::Seal(SealError::KeyState));
    // A rotation passes the tombstone by.
    let rotation = world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).unwrap();
    assert_eq!(rotation.rewrapped, 1);
}

#[derive(Default)]
struct Index {
    deleted: Mutex<Vec<SubjectId>>,
    down: Mutex<bool>,
}

struct Shared(Arc<Index>);

impl IndexRows for Shared {
    fn delete(&self, tenant: &TenantId, subject: SubjectId) -> Result<usize, IndexUnavailable> {
        assert_eq!(tenant.as_str(), "north");
        if *self.0.down.lock().unwrap() {
            return Err(IndexUnavailable);
        }
        self.0.deleted.lock().unwrap().push(subject);
        Ok(3)
    }
}

#[test]
fn index_rows_go_as_well_and_a_shredding_that_failed_half_way_is_taken_up() {
    let mut world = world();
    let index = Arc::new(Index::default());
    world.keys = world.keys.with_index_rows(Shared(Arc::clone(&index)));
    let row = world.seal(&world.north, subject(1), row_id(1));
    let authority = || world.authority(&world.north, Administration::ShredSubject(subject(1)));
    *index.down.lock().unwrap() = true;
    assert_eq!(world.keys.shred(&authority(), subject(1)), Err(KeyringError::Unavailable));
    assert_eq!(world.name(&world.north, &row), Err(REFUSED), "the keys went first");
    world.clock.advance(Duration::hours(1));
    *index.down.lock().unwrap() = false;
    let record = world.keys.shred(&authority(), subject(1)).unwrap();
    assert_eq!((record.keys, record.index_rows), (1, Some(3)));
    assert_eq!(record.at, crate::world::T, "when the keys were destroyed, not when it was noticed");
    assert_eq!(*index.deleted.lock().unwrap(), [subject(1)]);
    assert!(!record.out_of_reach.iter().any(|place| place.contains("index")));
}

#[test]
fn the_certificate_says_what_was_destroyed_and_stays_provisional_while_older_backups_exist() {
    let world = world();
    world.seal(&world.north, subject(1), row_id(1));
    let authority = world.authority(&world.north, Administration::ShredSubject(subject(1)));
    let record = world.keys.shred(&authority, subject(1)).unwrap();
    assert_eq!(record.subjects, [subject(1)]);
    assert_eq!(record.evidence.len(), 1);
    assert_eq!(record.evidence[0].assess(), Assessment::Secured, "as it was while it stood");
    assert_eq!(record.status(Backups::Unknown), CertificateStatus::Provisional);
    assert_eq!(record.status(Backups::OldestFrom(record.at - Duration::days(30))), CertificateStatus::Provisional);
    assert_eq!(record.status(Backups::OldestFrom(record.at + Duration::days(1))), CertificateStatus::Final);
    let noted =
        world.journal.entries().into_iter().any(|entry| entry.event == KeyEvent::Shreds { subject: subject(1) });
    assert!(noted);
}

#[test]
fn a_legal_hold_keeps_all_of_it_until_it_is_lifted() {
    let world = world();
    let (one, two) = (world.seal(&world.north, subject(1), row_id(1)), world.seal(&world.north, subject(2), row_id(2)));
    let custody = |number| world.authority(&world.north, Administration::KeyCustody(subject(number)));
    world.keys.merge(&custody(2), subject(2), subject(1)).unwrap();
    world.keys.hold(&custody(2), subject(2), true).unwrap();
    let authority = || world.authority(&world.north, Administration::ShredSubject(subject(1)));
    assert_eq!(
        world.keys.shred(&authority(), subject(1)),
        Err(KeyringError::Held),
        "a hold on an alias holds the person"
    );
    assert!(world.name(&world.north, &one).is_ok() && world.name(&world.north, &two).is_ok(), "nothing is gone");
    world.keys.hold(&custody(2), subject(2), false).unwrap();
    let record = world.keys.shred(&authority(), subject(1)).unwrap();
    assert_eq!((record.keys, record.subjects.len()), (2, 2));
    assert!(world.name(&world.north, &one).is_err() && world.name(&world.north, &two).is_err());
    assert_eq!(world.keys.hold(&custody(1), subject(1), true), Err(KeyringError::Refused), "too late");
}

#[test]
fn shredding_follows_aliases_and_refuses_an_alias() {
    let world = world();
    let rows: Vec<_> = (1..=4).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    let custody = |number| world.authority(&world.north, Administration::KeyCustody(subject(number)));
    world.keys.merge(&custody(3), subject(3), subject(2)).unwrap();
    world.keys.merge(&custody(2), subject(2), subject(1)).unwrap();
    let shred = |number| {
        let authority = world.authority(&world.north, Administration::ShredSubject(subject(number)));
        world.keys.shred(&authority, subject(number))
    };
    assert_eq!(shred(2), Err(KeyringError::Merged));
    let record = shred(1).unwrap();
    assert_eq!((record.keys, record.subjects.last()), (3, Some(&subject(1))));
    let opens: Vec<_> = rows.iter().map(|row| world.name(&world.north, row).is_ok()).collect();
    assert_eq!(opens, [false, false, false, true]);
}

#[test]
fn a_shredding_killed_at_any_point_destroys_nothing_else_and_is_finished_by_the_next() {
    let rows = std::cell::RefCell::new(Vec::new());
    let deaths = crate::rotation::killed_at_every_step(
        || {
            let world = world();
            *rows.borrow_mut() =
                (1..=3).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
            let custody = world.authority(&world.north, Administration::KeyCustody(subject(2)));
            world.keys.merge(&custody, subject(2), subject(1)).unwrap();
            world
        },
        |world| {
            let authority = world.authority(&world.north, Administration::ShredSubject(subject(1)));
            world.keys.shred(&authority, subject(1)).map(|_| ())
        },
        |world, step, moment: Moment| {
            assert!(world.name(&world.north, &rows.borrow()[2]).is_ok(), "step {step}, {moment:?}");
            let authority = world.authority(&world.north, Administration::ShredSubject(subject(1)));
            assert_eq!(world.keys.shred(&authority, subject(1)).unwrap().keys, 2);
            let opens: Vec<_> = rows.borrow().iter().map(|row| world.name(&world.north, row).is_ok()).collect();
            assert_eq!(opens, [false, false, true], "step {step}, {moment:?}");
            let shelf = world.store.shelf(&TenantId::new("north").unwrap(), Shelf::Subject(subject(2))).unwrap();
            assert!(shelf.destroyed.is_some() && shelf.keys.is_empty());
        },
    );
    assert!(deaths > 10, "{deaths}");
}
