//! Keys: created once, cached, rotated, destroyed, unavailable.

use std::sync::atomic::Ordering::SeqCst;

use phi_envelope::{CacheLimits, KeyStore, KeyringError, Shelf};
use phi_types::{
    Entropy, EntropyUnavailable, TenantId,
    gate::{Administration, GrantError},
    port::{OpenError, SealError},
};
use time::Duration;

use crate::world::{row_id, subject, who, world};

const REFUSED: GrantError = GrantError::Open(OpenError::Refused);

#[test]
fn a_warm_cache_asks_the_provider_nothing() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let before = world.provider.calls.load(SeqCst);
    for number in 0..100 {
        world.name(&world.north, &row).unwrap();
        world.seal(&world.north, subject(1), row_id(number));
    }
    assert_eq!(world.provider.calls.load(SeqCst), before);
}

#[test]
fn a_provider_that_is_down_is_a_clear_error_and_what_is_cached_serves_for_its_time() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    world.provider.down.store(true, SeqCst);
    assert!(world.name(&world.north, &row).is_ok());
    assert!(
        world.try_seal(&world.north, subject(2), row_id(2)).is_ok(),
        "a new patient too: the tenant's key is cached"
    );
    world.clock.advance(Duration::minutes(5));
    assert_eq!(world.name(&world.north, &row), Err(GrantError::Open(OpenError::KeysUnavailable)));
    let sealed = world.try_seal(&world.north, subject(3), row_id(3)).unwrap_err();
    assert_eq!(sealed, GrantError::Seal(SealError::KeysUnavailable));
    world.provider.down.store(false, SeqCst);
    assert!(world.name(&world.north, &row).is_ok());
}

#[test]
fn a_provider_is_asked_once_for_a_tenant_however_many_subjects() {
    let world = world();
    for number in 1..50 {
        world.seal(&world.north, subject(number), row_id(number));
    }
    assert_eq!(world.provider.calls.load(SeqCst), 2, "one wrap, one unwrap");
}

#[test]
fn a_small_cache_forgets_and_still_opens_everything() {
    let mut world = world();
    world.keys = world.keys.with_cache(CacheLimits { subjects: 2, lifetime: Duration::minutes(5) });
    let rows: Vec<_> = (1..10).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()));
}

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

#[test]
fn a_rotation_killed_at_any_point_leaves_everything_readable_and_can_be_taken_up_again() {
    for killed_after in 0..5 {
        let world = world();
        let rows: Vec<_> = (1..=5).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
        let authority = world.authority(&world.north, Administration::RotateKey);
        world.store.rewraps_left.store(killed_after, SeqCst);
        assert_eq!(world.keys.rotate(&authority), Err(KeyringError::Unavailable));
        world.clock.advance(Duration::minutes(6));
        assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()), "killed after {killed_after}");
        world.store.rewraps_left.store(usize::MAX, SeqCst);
        let authority = world.authority(&world.north, Administration::RotateKey);
        assert_eq!(world.keys.rotate(&authority).unwrap().rewrapped, 5);
        world.clock.advance(Duration::minutes(6));
        assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()));
    }
}

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

#[test]
fn a_wrapped_key_moved_to_another_subject_does_not_open() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    world.seal(&world.north, subject(2), row_id(2));
    let tenant = TenantId::new("north").unwrap();
    let shelf = |number| Shelf::Subject(subject(number));
    let stolen = world.store.shelf(&tenant, shelf(1)).unwrap().keys.remove(0);
    world.store.inner.rewrap(&tenant, shelf(2), 1, stolen).unwrap();
    world.clock.advance(Duration::minutes(6));
    let theirs = phi_types::record::SealedRecord::from_stored(subject(2), row_id(1), 1, row.as_bytes().to_vec());
    assert_eq!(world.name(&world.north, &theirs), Err(REFUSED));
}

#[test]
fn one_rotten_wrap_holds_up_nothing_but_itself() {
    let world = world();
    let rows: Vec<_> = (1..=4).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    let tenant = TenantId::new("north").unwrap();
    let mut rotten = world.store.shelf(&tenant, Shelf::Subject(subject(2))).unwrap().keys.remove(0);
    rotten.wrapped[30] ^= 1;
    world.store.inner.rewrap(&tenant, Shelf::Subject(subject(2)), 1, rotten).unwrap();
    let rotation = world.keys.rotate(&world.authority(&world.north, Administration::RotateKey)).unwrap();
    assert_eq!((rotation.rewrapped, rotation.left, rotation.broken), (3, 0, 1));
    world.clock.advance(Duration::minutes(6));
    let opens: Vec<_> = rows.iter().map(|row| world.name(&world.north, row).is_ok()).collect();
    assert_eq!(opens, [true, false, true, true]);
}

struct Fails;

impl Entropy for Fails {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyUnavailable> {
        Err(EntropyUnavailable)
    }
}

#[test]
fn a_failing_source_of_randomness_seals_nothing() {
    let mut world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    world.keys = world.keys.with_entropy(Fails);
    for number in [1, 2] {
        let failed = world.try_seal(&world.north, subject(number), row_id(5)).unwrap_err();
        assert_eq!(failed, GrantError::Seal(SealError::Entropy));
    }
    assert!(world.name(&world.north, &row).is_ok(), "opening needs none");
}

#[test]
fn threads_that_meet_at_a_new_subject_agree_on_its_key() {
    let world = world();
    let rows: Vec<_> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..8)
            .map(|number| {
                scope.spawn({
                    let world = &world;
                    move || world.seal(&world.north, subject(1), row_id(number))
                })
            })
            .collect();
        handles.into_iter().map(|handle| handle.join().unwrap()).collect()
    });
    assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()));
    let tenant = TenantId::new("north").unwrap();
    assert_eq!(world.store.shelf(&tenant, Shelf::Subject(subject(1))).unwrap().keys.len(), 1);
}
