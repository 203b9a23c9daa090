//! Keys: created once, cached, rotated, destroyed, unavailable.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
};

use phi_envelope::{CacheLimits, EnvelopeKeyring, KeyEvent, KeyState, KeyStore, MemoryKeyStore, Shelf, StoredKey};
use phi_types::{
    Entropy, EntropyUnavailable, OsEntropy, Purpose, TenantId,
    gate::{Administration, Ask, Brand, Epoch, Gate, GateSeed, GrantError},
    port::{AmendContext, Keyring, OpenContext, OpenError, OpenedFields, PlainField, SealContext, SealError},
};
use time::Duration;

use crate::world::{Everything, Keys, Patient, Takes, patient, row_id, subject, world};

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
    assert_eq!(world.keys.cache_report().in_outage, 0);
    // Past its time, for as long again as the limits allow: counted, and on record once for each time that it was asked in vain.
    world.clock.advance(Duration::minutes(5));
    for _ in 0..10 {
        assert!(world.name(&world.north, &row).is_ok());
    }
    assert!(world.try_seal(&world.north, subject(3), row_id(3)).is_ok());
    assert_eq!(world.keys.cache_report().in_outage, 11);
    let noted =
        || world.journal.entries().into_iter().filter(|it| matches!(it.event, KeyEvent::ServesInOutage { .. })).count();
    assert!((1..=2).contains(&noted()), "{}", noted());
    let asked = world.provider.calls.load(SeqCst);
    for _ in 0..10 {
        assert!(world.name(&world.north, &row).is_ok());
    }
    assert!(world.provider.calls.load(SeqCst) <= asked + 1, "what is down is not asked for each row");
    // And then no longer.
    world.clock.advance(Duration::minutes(15));
    assert_eq!(world.name(&world.north, &row), Err(GrantError::Open(OpenError::KeysUnavailable)));
    let sealed = world.try_seal(&world.north, subject(3), row_id(3)).unwrap_err();
    assert_eq!(sealed, GrantError::Seal(SealError::KeysUnavailable));
    world.provider.down.store(false, SeqCst);
    assert!(world.name(&world.north, &row).is_ok(), "a failure is not remembered");
}

#[test]
fn an_outage_renews_no_budget_and_can_be_given_no_time() {
    let mut strict = world();
    strict.keys = strict.keys.with_cache(CacheLimits { outage: Duration::ZERO, ..CacheLimits::default() });
    let row = strict.seal(&strict.north, subject(1), row_id(1));
    strict.provider.down.store(true, SeqCst);
    strict.clock.advance(Duration::minutes(5));
    assert_eq!(strict.name(&strict.north, &row), Err(GrantError::Open(OpenError::KeysUnavailable)));

    let mut world = world();
    world.keys = world.keys.with_cache(CacheLimits { messages: 10, ..CacheLimits::default() });
    let row = world.seal(&world.north, subject(1), row_id(1));
    world.store.fail_from(0, phi_envelope::testing::Moment::Before);
    world.clock.advance(Duration::minutes(6));
    let served = (0..30).filter(|_| world.name(&world.north, &row).is_ok()).count();
    assert_eq!(served, 9, "one was used for sealing");
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
    world.keys = world.keys.with_cache(CacheLimits { subjects: 2, ..CacheLimits::default() });
    let rows: Vec<_> = (1..10).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    assert!(rows.iter().all(|row| world.name(&world.north, row).is_ok()));
    assert_eq!(world.keys.cache_report().subjects, 2);
}

#[test]
fn a_wrapped_key_moved_to_another_subject_does_not_open() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    world.seal(&world.north, subject(2), row_id(2));
    let tenant = TenantId::new("north").unwrap();
    let shelf = |number| Shelf::Subject(subject(number));
    let stolen = world.store.shelf(&tenant, shelf(1)).unwrap().keys.remove(0);
    world.store.replace(&tenant, shelf(2), StoredKey { revision: 1, ..stolen }).unwrap();
    world.clock.advance(Duration::minutes(6));
    let theirs = phi_types::record::SealedRecord::from_stored(subject(2), row_id(1), 1, row.as_bytes().to_vec());
    assert_eq!(world.name(&world.north, &theirs), Err(REFUSED));
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

/// The promise of the cache in one number: whoever has rows to seal and open with a warm cache asks nobody.
#[test]
fn threads_with_a_warm_cache_ask_provider_and_store_nothing() {
    let world = world();
    let rows: Vec<_> = (1..=8).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    let before = (world.provider.calls.load(SeqCst), world.store.calls());
    std::thread::scope(|scope| {
        for row in &rows {
            let world = &world;
            scope.spawn(move || {
                for _ in 0..200 {
                    world.name(&world.north, row).unwrap();
                    world.seal(&world.north, row.subject(), row.record());
                }
            });
        }
    });
    assert_eq!((world.provider.calls.load(SeqCst), world.store.calls()), before);
    assert_eq!(world.keys.cache_report().fetched, 8);
}

/// Hears whether a keyring says that it waited for nobody.
struct Heard<'a>(&'a Keys, AtomicBool);

impl Keyring for Heard<'_> {
    fn brand(&self) -> Brand {
        self.0.brand()
    }
    fn seal_row(&self, context: &SealContext<'_>, fields: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        self.0.seal_row(context, fields)
    }
    fn open_row(&self, context: &OpenContext<'_>, row: &[u8]) -> Result<OpenedFields, OpenError> {
        let opened = self.0.open_row(context, row)?;
        self.1.store(opened.were_opened_promptly(), SeqCst);
        Ok(opened)
    }
    fn amend_row(&self, _: &AmendContext<'_>, _: &[u8], _: &[PlainField<'_>]) -> Result<Vec<u8>, SealError> {
        Err(SealError::Refused)
    }
}

#[test]
fn opening_is_prompt_when_nobody_was_waited_for() {
    let world = world();
    let row = world.seal(&world.north, subject(1), row_id(1));
    let promptly = || {
        let heard = Heard(&world.keys, AtomicBool::new(false));
        let ask = Ask::<Patient>::about(row.subject(), Purpose::Treatment);
        world.gate.read_blocking(&world.north, ask).unwrap().reveal(&row, &heard, |_| ()).unwrap();
        heard.1.into_inner()
    };
    assert!(promptly());
    world.keys.invalidate(&TenantId::new("north").unwrap(), None);
    assert!(!promptly(), "store and provider were asked");
    assert!(promptly());
    // By the keyring's own clock, whatever the gate's shows.
    world.clock.advance(Duration::minutes(5));
    assert!(!promptly(), "asked anew after its time");
    world.clock.advance(Duration::minutes(5));
    world.provider.down.store(true, SeqCst);
    assert!(!promptly(), "asked in vain");
    world.provider.down.store(false, SeqCst);
    world.keys.invalidate(&TenantId::new("north").unwrap(), None);
    let custody = || world.authority(&world.north, Administration::KeyCustody(subject(1)));
    world.keys.set_state(&custody(), Shelf::Subject(subject(1)), 1, KeyState::Compromised).unwrap();
    world.keys.permit_compromised(&custody(), Shelf::Subject(subject(1)), Duration::HOUR).unwrap();
    assert!(!promptly() && !promptly(), "the journal was asked each time");
}

#[test]
fn a_keyring_without_a_clock_of_its_own_goes_by_the_gates() {
    let (world, seed) = (world(), GateSeed::generate(&OsEntropy).unwrap());
    let keys = EnvelopeKeyring::new(seed.brand(), Arc::clone(&world.provider), MemoryKeyStore::new());
    let gate = Gate::new(seed, Everything(Epoch::new()), Takes, Arc::clone(&world.clock));
    let ask = || Ask::<Patient>::about(subject(1), Purpose::Treatment);
    let writes = gate.create_blocking(&world.north, ask()).unwrap();
    let row = writes.seal(&patient(subject(1)), row_id(1), 1, &keys).unwrap();
    let show = || gate.read_blocking(&world.north, ask()).unwrap().reveal(&row, &keys, |_| ()).unwrap();
    show();
    let fetched = keys.cache_report().fetched;
    show();
    world.clock.advance(Duration::minutes(4));
    show();
    assert_eq!(keys.cache_report().fetched, fetched);
    world.clock.advance(Duration::minutes(1));
    show();
    assert_eq!(keys.cache_report().fetched, fetched + 1);
}

#[test]
fn invalidation_asks_anew_and_only_for_what_was_named() {
    let world = world();
    let rows: Vec<_> = (1..=3).map(|number| world.seal(&world.north, subject(number), row_id(number))).collect();
    let tenant = TenantId::new("north").unwrap();
    let fetched = || world.keys.cache_report().fetched;
    let before = fetched();
    world.keys.invalidate(&tenant, Some(Shelf::Subject(subject(1))));
    rows.iter().for_each(|row| drop(world.name(&world.north, row).unwrap()));
    assert_eq!(fetched(), before + 1);
    world.keys.invalidate(&TenantId::new("south").unwrap(), None);
    rows.iter().for_each(|row| drop(world.name(&world.north, row).unwrap()));
    assert_eq!(fetched(), before + 1);
    world.keys.invalidate(&tenant, None);
    let asked = world.provider.calls.load(SeqCst);
    rows.iter().for_each(|row| drop(world.name(&world.north, row).unwrap()));
    assert_eq!((fetched(), world.provider.calls.load(SeqCst)), (before + 4, asked + 1));
    world.clock.advance(Duration::hours(1));
    world.keys.sweep();
    assert_eq!((world.keys.cache_report().subjects, world.keys.cache_report().tenants), (0, 0));
}

#[test]
fn limits_of_messages_and_bytes_fetch_anew_and_refuse_what_fits_in_none() {
    let mut world = world();
    world.keys = world.keys.with_cache(CacheLimits { messages: 5, bytes: 5000, ..CacheLimits::default() });
    let row = world.seal(&world.north, subject(1), row_id(1));
    for _ in 0..24 {
        world.name(&world.north, &row).unwrap();
    }
    assert_eq!(world.keys.cache_report().fetched, 5, "25 messages, five to each");
    world.keys = world.keys.with_cache(CacheLimits { bytes: 20, ..CacheLimits::default() });
    let refused = world.try_seal(&world.north, subject(1), row_id(1)).unwrap_err();
    assert_eq!(refused, GrantError::Seal(SealError::TooLarge));
    assert_eq!(world.name(&world.north, &row), Err(REFUSED));
}
