//! Rotation: nothing is rewritten, nothing is unreadable at any moment, and what was interrupted is taken up.

use core::{cell::RefCell, ops::ControlFlow};

use phi_envelope::{KeyEvent, KeyState, KeyStore, KeyringError, Shelf, StoredKey, testing::Moment};
use phi_types::{
    Purpose, TenantId,
    gate::{Administration, Ask},
};
use time::Duration;

use crate::world::{Patient, PatientPatch, World, row_id, subject, who, world};

#[test]
fn rotation_rewrites_no_data_and_everything_opens() {
    let world = world();
    let rows: Vec<_> = (1..=5).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    let south = who("south");
    let theirs = world.seal(&south, subject(1), row_id(1));
    let rotation = world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).unwrap();
    assert_eq!((rotation.version, rotation.rewrapped, rotation.left), (2, 5, 0));
    world.clock.advance(Duration::minutes(6)); // past the cache: from the store alone
    assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()));
    assert!(world.name(&south, &theirs).is_ok());
    let tenant = TenantId::new("south").unwrap();
    assert_eq!(world.store.shelf(&tenant, Shelf::Subject(subject(1))).unwrap().keys[0].wrapped_under, 1, "not theirs");
    // Rows that were sealed before and after open alike.
    assert!(world.name(&world.north, &world.seal(&world.north, subject(9), row_id(9))).is_ok());
}

/// Runs an act against a store that dies at each of its calls in turn, before and after doing what it was asked, and hands the world
/// over for inspection. Answers how many deaths there were.
pub(crate) fn killed_at_every_step(
    prepare: impl Fn() -> World,
    act: impl Fn(&World) -> Result<(), KeyringError>,
    inspect: impl Fn(&World, u64, Moment),
) -> u64 {
    let mut deaths = 0;
    for moment in [Moment::Before, Moment::After] {
        for step in 0.. {
            let world = prepare();
            world.store.fail_from(step, moment);
            let answer = act(&world);
            world.store.mend();
            if answer.is_ok() {
                break;
            }
            assert_eq!(answer, Err(KeyringError::Unavailable), "step {step}");
            deaths += 1;
            // The process is gone, and its cache with it.
            world.keys.invalidate(&TenantId::new("north").unwrap(), None);
            inspect(&world, step, moment);
        }
    }
    deaths
}

const SUBJECTS: std::ops::RangeInclusive<u8> = 1..=5;

#[test]
fn a_rotation_killed_at_any_point_leaves_everything_readable_and_can_be_taken_up_again() {
    let rows = RefCell::new(Vec::new());
    let deaths = killed_at_every_step(
        || {
            let world = world();
            *rows.borrow_mut() =
                SUBJECTS.map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
            world
        },
        |world| world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).map(|_| ()),
        |world, step, moment| {
            let all_open = || rows.borrow().iter().all(|row| world.name(&world.north, row).is_ok());
            assert!(all_open(), "step {step}, {moment:?}");
            assert!(world.try_seal(&world.north, subject(9), row_id(9)).is_ok(), "and new ones are sealed");
            let authority = world.authority(&world.north, Administration::RotateKey);
            let done = world.keys.rewrap(&authority, &mut |_| ControlFlow::Continue(())).unwrap();
            assert_eq!((done.left, done.broken, done.set_aside), (0, 0, 0));
            let hanging = world.keys.hanging(&authority).unwrap();
            assert_eq!(hanging.into_iter().collect::<Vec<_>>(), [(done.version, 6)], "step {step}, {moment:?}");
            world.keys.invalidate(&TenantId::new("north").unwrap(), None);
            assert!(all_open());
        },
    );
    println!("killed {deaths} times");
    assert!(deaths > 20);
}

#[test]
fn rewrapping_is_idempotent_tells_how_far_it_is_and_can_be_broken_off() {
    let world = world();
    for number in 0..=255 {
        for tens in 0..6 {
            let mut id = [number; 16];
            id[0] = tens;
            world.seal(&world.north, phi_types::SubjectId::from_bytes(id), row_id(number));
        }
    }
    let authority = world.authority(&world.north, Administration::RotateKey);
    let mut seen = Vec::new();
    let broken_off = world.keys.rotate_watched(&authority, &mut |progress| {
        seen.push((progress.to_do, progress.seen, progress.rewrapped));
        ControlFlow::Break(())
    });
    let broken_off = broken_off.unwrap();
    assert_eq!(seen, [(1536, 511, 511)], "a page of 512 shelves, of which one is the tenant's");
    assert_eq!((broken_off.rewrapped, broken_off.left), (511, 1025));
    assert_eq!(world.keys.hanging(&authority).unwrap().into_iter().collect::<Vec<_>>(), [(1, 1025), (2, 511)]);
    assert_eq!(world.keys.retire(&authority, 1), Err(KeyringError::TooSoon));
    let mut last = None;
    let taken_up = world.keys.rewrap(&authority, &mut |progress| {
        last = Some(*progress);
        ControlFlow::Continue(())
    });
    assert_eq!((taken_up.unwrap().rewrapped, last.unwrap().seen, last.unwrap().to_do), (1025, 1025, 1025));
    let again = world.keys.rewrap(&authority, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((again.version, again.rewrapped, again.left), (2, 0, 0), "idempotent");
    let rewrapped =
        world.journal.entries().into_iter().filter(|entry| matches!(entry.event, KeyEvent::Rewrapped { .. }));
    assert_eq!(rewrapped.count(), 3);
}

#[test]
fn a_version_is_prepared_before_it_is_used_and_retired_when_nothing_hangs_on_it() {
    let world = world();
    let (tenant, row) = (TenantId::new("north").unwrap(), world.seal(&world.north, subject(1), row_id(1)));
    let authority = || world.authority(&world.north, Administration::RotateKey);
    assert_eq!(world.keys.prepare_rotation(&authority()), Ok(2));
    assert_eq!(world.keys.prepare_rotation(&authority()), Ok(2), "once");
    world.seal(&world.north, subject(2), row_id(2));
    assert_eq!(world.keys.hanging(&authority()).unwrap().keys().copied().collect::<Vec<_>>(), [1], "not used yet");
    assert_eq!(world.keys.rotate(&authority()).unwrap().version, 2);
    let states = || world.keys.states(&tenant, Shelf::Tenant).unwrap();
    assert_eq!(states(), [(1, KeyState::Deactivated), (2, KeyState::Active)]);
    assert_eq!(world.keys.retire(&authority(), 2), Err(KeyringError::State), "active");
    assert_eq!(world.keys.retire(&authority(), 1), Err(KeyringError::TooSoon));
    assert_eq!(world.keys.retire(&authority(), 7), Err(KeyringError::Absent));
    world.clock.advance(Duration::minutes(20));
    // A writer with an old cache hung one on it after all.
    let shelf = Shelf::Subject(subject(2));
    let late = world.store.shelf(&tenant, shelf).unwrap().keys.remove(0);
    world.store.add(&tenant, shelf, StoredKey { version: 2, wrapped_under: 1, ..late }).unwrap();
    assert_eq!(world.keys.retire(&authority(), 1), Err(KeyringError::InUse(1)));
    world.store.inner().destroy(&tenant, shelf, 0).unwrap();
    world.keys.retire(&authority(), 1).unwrap();
    let stored = world.store.shelf(&tenant, Shelf::Tenant).unwrap().keys.remove(0);
    assert!(stored.wrapped.is_empty() && stored.recovery.is_empty());
    assert_eq!(states(), [(1, KeyState::Destroyed), (2, KeyState::Active)]);
    assert!(world.name(&world.north, &row).is_ok());
    assert_eq!(world.keys.rotate(&authority()).unwrap().version, 3, "and on it goes");
    assert!(world.name(&world.north, &row).is_ok());
}

#[test]
fn sealing_opening_and_rotating_at_once_disturb_nobody() {
    let world = world();
    let rows: Vec<_> = SUBJECTS.map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    std::thread::scope(|scope| {
        for row in &rows {
            let world = &world;
            scope.spawn(move || {
                for _ in 0..60 {
                    world.name(&world.north, row).unwrap();
                    let again = world.seal(&world.north, row.subject(), row.record());
                    world.keys.invalidate(&TenantId::new("north").unwrap(), None);
                    world.name(&world.north, &again).unwrap();
                }
            });
        }
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..20 {
                    world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).unwrap();
                }
            });
        }
    });
    world.keys.invalidate(&TenantId::new("north").unwrap(), None);
    assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()));
}

/// Re-encryption is another thing than rotation: new data keys, and rows written anew through the gate.
#[test]
fn a_renewed_data_key_seals_and_the_old_rows_are_written_anew_one_by_one() {
    let world = world();
    let (tenant, shelf) = (TenantId::new("north").unwrap(), Shelf::Subject(subject(1)));
    let row = world.seal(&world.north, subject(1), row_id(1));
    let custody = || world.authority(&world.north, Administration::KeyCustody(subject(1)));
    assert_eq!(world.keys.is_current(&tenant, shelf, row.as_bytes()), Ok(true));
    assert_eq!(world.keys.renew(&custody(), subject(1)), Ok(2));
    assert_eq!(world.keys.states(&tenant, shelf).unwrap(), [(1, KeyState::Deactivated), (2, KeyState::Active)]);
    assert_eq!(world.keys.is_current(&tenant, shelf, row.as_bytes()), Ok(false));
    assert!(world.name(&world.north, &row).is_ok(), "the old row opens under its old key");
    let grant =
        world.gate.update_blocking(&world.north, Ask::<Patient>::about(subject(1), Purpose::Treatment)).unwrap();
    let anew = grant.amend(&row, &PatientPatch::default(), &world.keys).unwrap();
    assert_eq!(world.keys.is_current(&tenant, shelf, anew.as_bytes()), Ok(true));
    world.keys.set_state(&custody(), shelf, 1, KeyState::Destroyed).unwrap();
    assert!(world.name(&world.north, &row).is_err() && world.name(&world.north, &anew).is_ok());
    assert_eq!(
        world.keys.renew(&world.authority(&world.north, Administration::KeyCustody(subject(2))), subject(2)),
        Err(KeyringError::Absent)
    );
}

#[test]
fn a_renewal_killed_at_any_point_leaves_everything_readable() {
    let row = RefCell::new(None);
    let deaths = killed_at_every_step(
        || {
            let world = world();
            *row.borrow_mut() = Some(world.seal(&world.north, subject(1), row_id(1)));
            world
        },
        |world| {
            world
                .keys
                .renew(&world.authority(&world.north, Administration::KeyCustody(subject(1))), subject(1))
                .map(|_| ())
        },
        |world, step, moment| {
            assert!(world.name(&world.north, row.borrow().as_ref().unwrap()).is_ok(), "step {step}, {moment:?}");
            let again = world.seal(&world.north, subject(1), row_id(2));
            let custody = world.authority(&world.north, Administration::KeyCustody(subject(1)));
            world.keys.renew(&custody, subject(1)).unwrap();
            world.keys.invalidate(&TenantId::new("north").unwrap(), None);
            assert!(world.name(&world.north, row.borrow().as_ref().unwrap()).is_ok());
            assert!(world.name(&world.north, &again).is_ok());
            let states = world.keys.states(&TenantId::new("north").unwrap(), Shelf::Subject(subject(1))).unwrap();
            let active = states.iter().filter(|(_, state)| *state == KeyState::Active).count();
            assert_eq!(active, 1, "step {step}, {moment:?}: {states:?}");
        },
    );
    assert!(deaths > 5, "{deaths}");
}

#[test]
fn one_rotten_wrap_holds_up_nothing_but_itself() {
    let world = world();
    let rows: Vec<_> = (1..=4).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    let tenant = TenantId::new("north").unwrap();
    let mut rotten = world.store.shelf(&tenant, Shelf::Subject(subject(2))).unwrap().keys.remove(0);
    rotten.wrapped[30] ^= 1;
    world.store.replace(&tenant, Shelf::Subject(subject(2)), StoredKey { revision: 1, ..rotten }).unwrap();
    let rotation = world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).unwrap();
    assert_eq!((rotation.rewrapped, rotation.left, rotation.broken), (3, 0, 1));
    world.clock.advance(Duration::minutes(6));
    let opens: Vec<_> = rows.iter().map(|row| world.name(&world.north, row).is_ok()).collect();
    assert_eq!(opens, [true, false, true, true]);
}
