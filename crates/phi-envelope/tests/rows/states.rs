//! The states of SP 800-57, enforced for data keys and tenant keys, whatever the provider does.

use std::sync::Arc;

use phi_envelope::{
    JournalEntry, JournalUnavailable, KeyEvent, KeyJournal, KeyRecord, KeyState, KeyStore, KeyringError,
    LONGEST_OVERRIDE, Shelf, StoredKey,
};
use phi_types::{
    Purpose, TenantId,
    gate::{Administration, Ask, GrantError},
    port::{OpenError, SealError},
};
use time::Duration;

use crate::world::{PatientPatch, World, row_id, subject, world};

const REFUSED: GrantError = GrantError::Open(OpenError::Refused);
const KEY_STATE: GrantError = GrantError::Seal(SealError::KeyState);

fn shelf() -> Shelf {
    Shelf::Subject(subject(1))
}

fn set(world: &World, shelf: Shelf, version: u32, to: KeyState) -> Result<(), KeyringError> {
    let act = match shelf {
        Shelf::Subject(subject) => Administration::KeyCustody(subject),
        _ => Administration::RotateKey,
    };
    world.keys.set_state(&world.authority(&world.north, act), shelf, version, to)
}

/// Ways from active to each state, and what the key does there.
#[test]
fn a_data_key_does_in_each_state_what_the_table_says() {
    use KeyState::{Active, Compromised, Deactivated, Destroyed, Suspended};
    let ways: [(&[KeyState], bool, bool); 8] = [
        (&[], true, true),
        (&[Suspended], false, false),
        (&[Suspended, Active], true, true),
        (&[Suspended, Deactivated], false, true),
        (&[Deactivated], false, true),
        (&[Compromised], false, false),
        (&[Deactivated, Compromised], false, false),
        (&[Deactivated, Destroyed], false, false),
    ];
    for (way, seals, opens) in ways {
        let world = world();
        let row = world.seal(&world.north, subject(1), row_id(1));
        for to in way {
            set(&world, shelf(), 1, *to).unwrap();
        }
        let sealed = world.try_seal(&world.north, subject(1), row_id(2)).map(|_| ());
        assert_eq!(sealed, if seals { Ok(()) } else { Err(KEY_STATE) }, "{way:?}");
        assert_eq!(world.name(&world.north, &row).is_ok(), opens, "{way:?}");
        let noted = world.journal.entries().into_iter().filter(|it| matches!(it.event, KeyEvent::StateChanges { .. }));
        assert_eq!(noted.count(), way.len());
    }
}

#[test]
fn a_tenant_key_does_in_each_state_what_the_table_says() {
    use KeyState::{Active, Compromised, Deactivated, Suspended};
    for (way, wraps, unwraps) in [
        (&[][..], true, true),
        (&[Suspended], false, false),
        (&[Suspended, Active], true, true),
        (&[Deactivated], false, true),
        (&[Compromised], false, false),
    ] {
        let world = world();
        let row = world.seal(&world.north, subject(1), row_id(1));
        for to in way {
            set(&world, Shelf::Tenant, 1, *to).unwrap();
        }
        assert_eq!(world.name(&world.north, &row).is_ok(), unwraps, "{way:?}");
        assert_eq!(
            world.try_seal(&world.north, subject(1), row_id(3)).is_ok(),
            unwraps,
            "{way:?}: its data key is its own"
        );
        assert_eq!(world.try_seal(&world.north, subject(2), row_id(2)).is_ok(), wraps, "{way:?}: a new data key");
    }
}

#[test]
fn no_way_leads_back() {
    let world = world();
    world.seal(&world.north, subject(1), row_id(1));
    assert_eq!(set(&world, shelf(), 1, KeyState::Destroyed), Err(KeyringError::State), "deactivate it first");
    assert_eq!(set(&world, shelf(), 2, KeyState::Suspended), Err(KeyringError::Absent));
    set(&world, shelf(), 1, KeyState::Compromised).unwrap();
    for to in [KeyState::Active, KeyState::Deactivated, KeyState::Suspended, KeyState::PreActive] {
        assert_eq!(set(&world, shelf(), 1, to), Err(KeyringError::State));
    }
    set(&world, Shelf::Tenant, 1, KeyState::Deactivated).unwrap();
    assert_eq!(set(&world, Shelf::Tenant, 1, KeyState::Destroyed), Err(KeyringError::State), "by `retire` alone");
    let wrong = world.authority(&world.north, Administration::KeyCustody(subject(2)));
    let refused = world.keys.set_state(&wrong, shelf(), 1, KeyState::Destroyed);
    assert_eq!(refused, Err(KeyringError::Authority(GrantError::OtherAction)));
}

#[test]
fn a_compromised_key_opens_under_a_recorded_override_alone_and_for_its_time() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    set(&world, shelf(), 1, KeyState::Compromised).unwrap();
    assert_eq!(world.name(&world.north, &row), Err(REFUSED));
    let permit = |time| {
        let custody = world.authority(&world.north, Administration::KeyCustody(subject(1)));
        world.keys.permit_compromised(&custody, shelf(), time)
    };
    permit(Duration::minutes(3)).unwrap();
    assert!(world.name(&world.north, &row).is_ok());
    assert_eq!(world.try_seal(&world.north, subject(1), row_id(2)).unwrap_err(), KEY_STATE, "it never seals");
    let events: Vec<_> = world.journal.entries().into_iter().map(|entry| entry.event).collect();
    assert!(events.iter().any(|event| matches!(event, KeyEvent::CompromisedPermitted { .. })));
    assert!(events.contains(&KeyEvent::CompromisedUsed { shelf: shelf() }));
    world.clock.advance(Duration::minutes(3));
    assert_eq!(world.name(&world.north, &row), Err(REFUSED), "its time is over, though the key is cached");
    permit(Duration::days(365)).unwrap();
    world.clock.advance(LONGEST_OVERRIDE);
    assert_eq!(world.name(&world.north, &row), Err(REFUSED), "no override is longer than the longest");
}

struct Full;

impl KeyJournal for Full {
    fn record(&self, _: &JournalEntry) -> Result<(), JournalUnavailable> {
        Err(JournalUnavailable)
    }
}

#[test]
fn what_cannot_be_recorded_does_not_happen() {
    let mut world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    world.keys = world.keys.with_journal(Full);
    let custody = |world: &World| world.authority(&world.north, Administration::KeyCustody(subject(1)));
    assert_eq!(set(&world, shelf(), 1, KeyState::Deactivated), Err(KeyringError::Journal));
    assert_eq!(world.keys.hold(&custody(&world), subject(1), true), Err(KeyringError::Journal));
    assert_eq!(world.keys.merge(&custody(&world), subject(1), subject(2)), Err(KeyringError::Journal));
    let shred = world.authority(&world.north, Administration::ShredSubject(subject(1)));
    assert_eq!(world.keys.shred(&shred, subject(1)), Err(KeyringError::Journal));
    assert!(world.name(&world.north, &row).is_ok(), "care goes on");
    world.keys = world.keys.with_journal(Arc::clone(&world.journal));
    set(&world, shelf(), 1, KeyState::Compromised).unwrap();
    world.keys = world.keys.with_journal(Full);
    let permitted = world.keys.permit_compromised(&custody(&world), shelf(), Duration::minutes(1));
    assert_eq!(permitted, Err(KeyringError::Journal));
    assert_eq!(world.name(&world.north, &row), Err(REFUSED));
}

#[test]
fn a_key_is_set_aside_at_once_though_nobody_can_unwrap_it() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let tenant = TenantId::new("north").unwrap();
    world.provider.down.store(true, std::sync::atomic::Ordering::SeqCst);
    world.keys.invalidate(&tenant, None);
    set(&world, shelf(), 1, KeyState::Suspended).unwrap();
    assert_eq!(set(&world, shelf(), 1, KeyState::Active), Err(KeyringError::Unavailable), "but not taken back");
    world.provider.down.store(false, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(world.name(&world.north, &row), Err(REFUSED));
    set(&world, shelf(), 1, KeyState::Active).unwrap();
    assert!(world.name(&world.north, &row).is_ok());
}

/// Somebody who can write the key store, and has no key, tries every record but the true one.
#[test]
fn a_state_that_somebody_wrote_into_the_store_does_not_hold() {
    let world = world();
    let tenant = TenantId::new("north").unwrap();
    for (shelf, version) in [(shelf(), 1), (Shelf::Tenant, 1)] {
        let row = world.seal(&world.north, subject(1), row_id(1));
        let good = world.store.shelf(&tenant, shelf).unwrap().keys.remove(0);
        set(&world, shelf, version, KeyState::Suspended).unwrap();
        let aside = world.store.shelf(&tenant, shelf).unwrap().keys.remove(0);
        let mut revision = aside.revision;
        for state in [KeyState::PreActive, KeyState::Active, KeyState::Deactivated] {
            for since in [aside.record.since, aside.record.since + 1, 0] {
                for made in [aside.record.made, 0] {
                    if (state, since, made) == (KeyState::Active, good.record.since, good.record.made) {
                        continue; // The true one of before, put back: found only against a copy kept elsewhere.
                    }
                    revision += 1;
                    let record = KeyRecord { state, since, made, ..aside.record.clone() };
                    world.store.replace(&tenant, shelf, StoredKey { revision, record, ..aside.clone() }).unwrap();
                    world.keys.invalidate(&tenant, None);
                    assert_eq!(world.name(&world.north, &row), Err(REFUSED), "{state:?} {since} {made}");
                    assert!(world.try_seal(&world.north, subject(1), row_id(2)).is_err());
                }
            }
        }
        world.store.replace(&tenant, shelf, StoredKey { revision: revision + 1, ..good }).unwrap();
        world.keys.invalidate(&tenant, None);
        assert!(world.name(&world.north, &row).is_ok());
    }
}

#[test]
fn the_way_out_of_a_compromised_tenant_key() {
    let world = world();
    let rows: Vec<_> = (1..=3).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    let authority = || world.authority(&world.north, Administration::RotateKey);
    set(&world, Shelf::Tenant, 1, KeyState::Compromised).unwrap();
    let stuck = world.keys.rotate(&authority()).unwrap();
    assert_eq!((stuck.version, stuck.rewrapped, stuck.set_aside), (2, 0, 3), "not without an override");
    world.keys.permit_compromised(&authority(), Shelf::Tenant, Duration::minutes(5)).unwrap();
    assert!(world.name(&world.north, &rows[0]).is_ok());
    let sealed = world.try_seal(&world.north, subject(1), row_id(9)).map(|_| ());
    assert_eq!(sealed, Err(KEY_STATE), "what hangs on a compromised key seals no more");
    let out = world.keys.rewrap(&authority(), &mut |_| core::ops::ControlFlow::Continue(())).unwrap();
    assert_eq!((out.rewrapped, out.set_aside), (3, 0));
    world.clock.advance(Duration::minutes(6));
    assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()), "they hang on the new one");
    assert!(world.try_seal(&world.north, subject(1), row_id(9)).is_ok());
}

#[test]
fn the_way_out_of_a_compromised_data_key() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let custody = || world.authority(&world.north, Administration::KeyCustody(subject(1)));
    set(&world, shelf(), 1, KeyState::Compromised).unwrap();
    assert_eq!(world.keys.renew(&custody(), subject(1)), Ok(2));
    assert!(world.try_seal(&world.north, subject(1), row_id(2)).is_ok(), "new rows at once");
    assert_eq!(world.name(&world.north, &row), Err(REFUSED));
    world.keys.permit_compromised(&custody(), shelf(), Duration::minutes(5)).unwrap();
    let grant = world.gate.update_blocking(&world.north, Ask::about(subject(1), Purpose::Treatment)).unwrap();
    let anew = grant.amend(&row, &PatientPatch::default(), &world.keys).unwrap();
    world.clock.advance(Duration::minutes(5));
    set(&world, shelf(), 1, KeyState::Destroyed).unwrap();
    assert!(world.name(&world.north, &anew).is_ok());
    assert_eq!(world.name(&world.north, &row), Err(REFUSED));
}
