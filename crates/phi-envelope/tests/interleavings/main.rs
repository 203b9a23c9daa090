//! The cache under a scheduler that tries interleavings of its locks: the very file of the crate, with shuttle's locks beneath it.
//!
//! Random and systematic schedules (PCT) of three threads. What holds in each: no limit is exceeded by one, no key is loaded twice at
//! a time, what was forgotten is not served again, and nobody waits for ever (shuttle finds a deadlock by itself).

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a failed test is a panic by design")]

mod sync {
    pub(crate) use shuttle::{
        sync::{Condvar, Mutex, MutexGuard},
        thread,
    };
}

mod crew;

#[path = "../../src/cache/flight.rs"]
#[allow(dead_code, reason = "what the crate uses and these tests do not")]
mod flight;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use flight::{Cost, Failure, FlightCache, Limits, Loaded};
use shuttle::thread;
use time::{Duration, OffsetDateTime};

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

/// How often this value was handed out, and the generation in which it was made.
struct Value {
    uses: AtomicUsize,
    generation: usize,
}

type Cache = FlightCache<u8, Value, Lost>;

const LIMITS: Limits = Limits {
    entries: 2,
    lifetime: Duration::minutes(5),
    messages: 2,
    bytes: 100,
    outage: Duration::ZERO,
    retry: Duration::ZERO,
};
const ONE: Cost = Cost { messages: 1, bytes: 1 };

fn now() -> OffsetDateTime {
    OffsetDateTime::UNIX_EPOCH
}

/// Random schedules, and those of a scheduler that is certain to find defects of small depth with some probability.
fn explore(test: impl Fn() + Send + Sync + Clone + 'static) {
    shuttle::check_random(test.clone(), 4000);
    shuttle::check_pct(test, 4000, 3);
}

/// Loads with a place in the middle where others may come in, and sees to it that nobody else loads the same key.
fn load(loading: &[AtomicUsize; 3], key: u8, generation: usize) -> Result<Loaded<Value>, Lost> {
    let loading = &loading[usize::from(key)];
    assert_eq!(loading.fetch_add(1, SeqCst), 0, "one caller at a time loads a key");
    thread::yield_now();
    loading.fetch_sub(1, SeqCst);
    Ok(Loaded { value: Value { uses: AtomicUsize::new(0), generation }, in_outage: false, keep: true })
}

#[test]
fn limits_hold_and_one_caller_loads() {
    explore(|| {
        let (cache, loading) = (Arc::new(Cache::new()), Arc::new([const { AtomicUsize::new(0) }; 3]));
        let threads: Vec<_> = (0..3_u8)
            .map(|number| {
                let (cache, loading) = (Arc::clone(&cache), Arc::clone(&loading));
                thread::spawn(move || {
                    for key in [0, number, 1] {
                        let served = cache.fetch(&key, ONE, &LIMITS, &now, &|| load(&loading, key, 0));
                        let uses = served.unwrap().value.uses.fetch_add(1, SeqCst) + 1;
                        assert!(uses <= 2, "over by {}", uses - 2);
                        assert!(cache.counts().entries <= LIMITS.entries);
                    }
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
}

#[test]
fn what_was_forgotten_is_not_served_again() {
    explore(|| {
        let limits = Limits { messages: 100, ..LIMITS };
        let (cache, generation) = (Arc::new(Cache::new()), Arc::new(AtomicUsize::new(0)));
        let fetch = move |cache: &Cache, generation: &AtomicUsize| {
            let served = cache.fetch(&0, ONE, &limits, &now, &|| {
                let generation = generation.load(SeqCst);
                thread::yield_now();
                Ok(Loaded { value: Value { uses: AtomicUsize::new(0), generation }, in_outage: false, keep: true })
            });
            served.unwrap().value.generation
        };
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (cache, generation) = (Arc::clone(&cache), Arc::clone(&generation));
                thread::spawn(move || fetch(&cache, &generation))
            })
            .collect();
        let shredder = {
            let (cache, generation) = (Arc::clone(&cache), Arc::clone(&generation));
            thread::spawn(move || {
                generation.store(1, SeqCst);
                cache.forget_one(&0);
                assert_eq!(fetch(&cache, &generation), 1, "asked after the shredding");
            })
        };
        for reader in readers {
            reader.join().unwrap();
        }
        shredder.join().unwrap();
        assert_eq!(fetch(&cache, &generation), 1);
    });
}

#[test]
fn a_failure_is_shared_not_kept_and_one_who_would_make_the_key_tries() {
    explore(|| {
        let cache = Arc::new(Cache::new());
        let reader = {
            let cache = Arc::clone(&cache);
            thread::spawn(move || {
                let served = cache.fetch(&0, ONE, &LIMITS, &now, &|| {
                    thread::yield_now();
                    Err(Lost::Absent)
                });
                assert!(served.is_ok() || served.err() == Some(Lost::Absent));
            })
        };
        let writer = {
            let cache = Arc::clone(&cache);
            thread::spawn(move || {
                let made = cache.fetch(&0, ONE, &LIMITS, &now, &|| {
                    Ok(Loaded {
                        value: Value { uses: AtomicUsize::new(0), generation: 0 },
                        in_outage: false,
                        keep: true,
                    })
                });
                assert!(made.is_ok(), "it does not inherit that there is nothing");
            })
        };
        reader.join().unwrap();
        writer.join().unwrap();
    });
}

#[test]
fn a_loader_that_panics_leaves_nobody_waiting() {
    // Shuttle ends a test at a panic of any thread, so the panic is caught inside of its thread.
    explore(|| {
        let cache = Arc::new(Cache::new());
        let breaks = {
            let cache = Arc::clone(&cache);
            thread::spawn(move || {
                let fetch = || cache.fetch(&0, ONE, &LIMITS, &now, &|| Ok(load_or_unwind())).map(drop);
                drop(std::panic::catch_unwind(std::panic::AssertUnwindSafe(fetch)));
            })
        };
        let waits = {
            let cache = Arc::clone(&cache);
            thread::spawn(move || {
                let served = cache.fetch(&0, ONE, &LIMITS, &now, &|| {
                    Ok(Loaded {
                        value: Value { uses: AtomicUsize::new(0), generation: 0 },
                        in_outage: false,
                        keep: true,
                    })
                });
                assert!(served.is_ok());
            })
        };
        breaks.join().unwrap();
        waits.join().unwrap();
    });
}

fn load_or_unwind() -> Loaded<Value> {
    thread::yield_now();
    std::panic::resume_unwind(Box::new("a defect of the provider"))
}
