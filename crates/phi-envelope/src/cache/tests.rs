//! The cache under threads: limits are exact, one caller loads, and no lock is held meanwhile.

use std::{
    sync::{
        Arc, Barrier,
        atomic::{AtomicU64, AtomicUsize, Ordering::SeqCst},
    },
    thread,
};

use time::{Duration, OffsetDateTime};

use super::flight::{Cost, Failure, FlightCache, Limits, Loaded};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lost {
    Down,
    Absent,
    OverLimit,
}

impl Failure for Lost {
    fn is_outage(&self) -> bool {
        *self == Self::Down
    }
    fn is_absent(&self) -> bool {
        *self == Self::Absent
    }
    fn over_limit() -> Self {
        Self::OverLimit
    }
}

/// A value that knows how often it was handed out, and how much for.
#[derive(Default)]
struct Value {
    messages: AtomicU64,
    bytes: AtomicU64,
}

const LIMITS: Limits = Limits {
    entries: 3,
    lifetime: Duration::minutes(5),
    messages: 7,
    bytes: 100,
    outage: Duration::minutes(5),
    retry: Duration::seconds(5),
};

const ONE: Cost = Cost { messages: 1, bytes: 1 };

fn epoch() -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH
}

fn loaded(value: Value) -> Result<Loaded<Value>, Lost> {
    Ok(Loaded { value, in_outage: false, keep: true })
}

#[test]
fn limits_are_never_exceeded_by_threads_and_each_load_serves_as_much_as_it_may() {
    let cache = FlightCache::<u8, Value, Lost>::new();
    let (loads, most_entries) = (AtomicU64::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for number in 0..8_u8 {
            let (cache, loads, most_entries) = (&cache, &loads, &most_entries);
            scope.spawn(move || {
                for round in 0..4000_u64 {
                    // Five keys for three places, and uses of different size.
                    let (key, cost) =
                        ((number + u8::try_from(round % 5).unwrap()) % 5, Cost { messages: 1, bytes: 1 + round % 40 });
                    let served = cache.fetch(&key, cost, &LIMITS, &epoch, &|| {
                        loads.fetch_add(1, SeqCst);
                        loaded(Value::default())
                    });
                    let value = served.unwrap().value;
                    assert!(value.messages.fetch_add(cost.messages, SeqCst) + cost.messages <= LIMITS.messages);
                    assert!(value.bytes.fetch_add(cost.bytes, SeqCst) + cost.bytes <= LIMITS.bytes);
                    most_entries.fetch_max(cache.counts().entries, SeqCst);
                }
            });
        }
    });
    assert_eq!(most_entries.load(SeqCst), LIMITS.entries);
    let counts = cache.counts();
    assert_eq!(counts.served + counts.loaded, 8 * 4000);
    assert_eq!(counts.loaded, loads.load(SeqCst));
}

#[test]
fn a_budget_that_fits_is_used_up_to_the_last_message() {
    let cache = FlightCache::<u8, Value, Lost>::new();
    for _ in 0..70 {
        cache.fetch(&1, ONE, &LIMITS, &epoch, &|| loaded(Value::default())).map(drop).unwrap();
    }
    assert_eq!(cache.counts().loaded, 10);
    let whole = Cost { messages: 7, bytes: 100 };
    assert!(cache.fetch(&2, whole, &LIMITS, &epoch, &|| loaded(Value::default())).is_ok());
    for over in [Cost { messages: 8, bytes: 1 }, Cost { messages: 1, bytes: 101 }] {
        let refused = cache.fetch(&2, over, &LIMITS, &epoch, &|| panic!("nothing is loaded for it"));
        assert_eq!(refused.err(), Some(Lost::OverLimit));
    }
}

/// Each thread waits inside of its loader until all are there: with a lock held over loading, none would get on.
#[test]
fn no_lock_is_held_while_loading() {
    let cache = FlightCache::<u8, Value, Lost>::new();
    let meeting = Barrier::new(4);
    thread::scope(|scope| {
        for key in 0..4_u8 {
            let (cache, meeting) = (&cache, &meeting);
            scope.spawn(move || {
                let served = cache.fetch(&key, ONE, &LIMITS, &epoch, &|| {
                    meeting.wait();
                    cache.counts();
                    loaded(Value::default())
                });
                assert!(served.is_ok());
            });
        }
    });
}

#[test]
fn whoever_meets_a_flight_waits_for_it_and_shares_what_it_brings() {
    for brings in [Ok(()), Err(Lost::Down)] {
        let cache = FlightCache::<u8, Value, Lost>::new();
        let limits = Limits { messages: 100, ..LIMITS };
        let (loads, waiting) = (AtomicU64::new(0), AtomicU64::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                let (cache, loads, waiting) = (&cache, &loads, &waiting);
                scope.spawn(move || {
                    waiting.fetch_add(1, SeqCst);
                    let served = cache.fetch(&1, ONE, &limits, &epoch, &|| {
                        loads.fetch_add(1, SeqCst);
                        // Until all others had the time to arrive. If one comes late it loads by itself when this one failed.
                        while waiting.load(SeqCst) < 8 {
                            thread::yield_now();
                        }
                        thread::sleep(std::time::Duration::from_millis(50));
                        brings.and_then(|()| loaded(Value::default()))
                    });
                    assert_eq!(served.map(drop), brings);
                });
            }
        });
        if brings.is_ok() {
            assert_eq!(loads.load(SeqCst), 1);
        }
    }
}

#[test]
fn a_failure_is_not_remembered() {
    let cache = FlightCache::<u8, Value, Lost>::new();
    for lost in [Lost::Down, Lost::Absent] {
        assert_eq!(cache.fetch(&1, ONE, &LIMITS, &epoch, &|| Err(lost)).err(), Some(lost));
    }
    assert!(cache.fetch(&1, ONE, &LIMITS, &epoch, &|| loaded(Value::default())).is_ok());
    assert_eq!((cache.counts().failed, cache.counts().loaded), (2, 1));
}

#[test]
fn a_loader_that_panics_keeps_nobody_waiting() {
    let cache = FlightCache::<u8, Value, Lost>::new();
    // The one who panics is the first to load, however busy the machine is.
    let loads = std::sync::Barrier::new(2);
    thread::scope(|scope| {
        let panics = scope.spawn(|| {
            cache.fetch(&1, ONE, &LIMITS, &epoch, &|| {
                loads.wait();
                thread::sleep(std::time::Duration::from_millis(20));
                panic!("a defect of the provider")
            })
        });
        let waits = scope.spawn(|| {
            loads.wait();
            cache.fetch(&1, ONE, &LIMITS, &epoch, &|| loaded(Value::default())).is_ok()
        });
        assert!(panics.join().is_err());
        assert!(waits.join().unwrap());
    });
}

#[test]
fn what_is_forgotten_while_it_is_loaded_does_not_come_back() {
    let cache = FlightCache::<u8, Value, Lost>::new();
    let old = cache.fetch(&1, ONE, &LIMITS, &epoch, &|| {
        cache.forget(|key| *key == 1);
        loaded(Value::default())
    });
    assert!(old.is_ok(), "who asked before may have it");
    assert_eq!(cache.counts().entries, 0);
}

#[test]
fn what_leaves_the_cache_is_dropped_at_once() {
    let cache = FlightCache::<u8, Arc<()>, Lost>::new();
    let load = |value: &Arc<()>| Ok(Loaded { value: Arc::clone(value), in_outage: false, keep: true });
    let values: Vec<_> = (0..6).map(|_| Arc::new(())).collect();
    for (key, value) in (0..).zip(&values) {
        cache.fetch(&key, ONE, &LIMITS, &epoch, &|| load(value)).map(drop).unwrap();
    }
    let alive = || values.iter().map(|value| Arc::strong_count(value) - 1).collect::<Vec<_>>();
    assert_eq!(alive(), [0, 0, 0, 1, 1, 1], "the oldest went, and with them the keys, which wipe themselves");
    cache.forget_one(&3);
    assert_eq!(alive(), [0, 0, 0, 0, 1, 1]);
    cache.sweep(epoch() + Duration::minutes(9), &LIMITS);
    assert_eq!(alive(), [0, 0, 0, 0, 1, 1], "they might serve in an outage");
    cache.sweep(epoch() + Duration::minutes(10), &LIMITS);
    assert_eq!(alive(), [0; 6]);
}

#[test]
fn a_clock_that_steps_back_serves_nothing_from_the_future() {
    let cache = FlightCache::<u8, Value, Lost>::new();
    let later = || epoch() + Duration::hours(1);
    cache.fetch(&1, ONE, &LIMITS, &later, &|| loaded(Value::default())).map(drop).unwrap();
    assert_eq!(cache.fetch(&1, ONE, &LIMITS, &epoch, &|| Err(Lost::Down)).err(), Some(Lost::Down));
}
