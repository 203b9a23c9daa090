//! A cache that loads outside its lock, one caller for each key, and never serves more than its limits allow.
//!
//! ```text
//! fetch ─ fresh entry with budget left? ─ yes ─▶ reserve and serve
//!           │ no
//!           ├ somebody is loading it ─ wait ─ landed: try again │ failed: the same failure
//!           └ nobody is ─ take off, load without the lock, land: insert, reserve and serve
//! ```
//! This file names its locks through `crate::sync` alone, so that the tests run it under a scheduler that tries interleavings.

use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{Arc, PoisonError},
};

use time::{Duration, OffsetDateTime};

use crate::sync::{Condvar, Mutex, MutexGuard};

/// What an entry may be used for, and how many there may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) entries: usize,
    pub(crate) lifetime: Duration,
    pub(crate) messages: u64,
    pub(crate) bytes: u64,
    /// How long past its lifetime an entry serves while its source is down.
    pub(crate) outage: Duration,
    /// How long a source that is down is not asked again for an entry that can serve meanwhile.
    pub(crate) retry: Duration,
}

/// What one use costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) messages: u64,
    pub(crate) bytes: u64,
}

impl Cost {
    pub(crate) const NOTHING: Self = Self { messages: 0, bytes: 0 };
}

/// A failure to load, as the cache has to tell them apart.
pub(crate) trait Failure: Clone {
    /// The source is down, which says nothing about the key.
    fn is_outage(&self) -> bool;
    /// There is nothing to load. Somebody who waits may be one who would make it.
    fn is_absent(&self) -> bool;
    /// One use costs more than any entry may serve.
    fn over_limit() -> Self;
}

/// What was loaded.
pub(crate) struct Loaded<V> {
    pub(crate) value: V,
    /// Made with the help of what serves past its lifetime.
    pub(crate) in_outage: bool,
    /// Whether it may be kept. What was made in an outage or under an override is not, so that neither is prolonged by it.
    pub(crate) keep: bool,
}

/// What was served, and whether past its lifetime because the source is down.
pub(crate) struct Served<V> {
    pub(crate) value: Arc<V>,
    pub(crate) in_outage: bool,
    /// Whether this call is the one that found the source down.
    pub(crate) found_outage: bool,
}

/// How the cache was used.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) entries: usize,
    pub(crate) served: u64,
    pub(crate) loaded: u64,
    pub(crate) failed: u64,
    pub(crate) in_outage: u64,
}

pub(crate) struct FlightCache<K, V, E> {
    inner: Mutex<Inner<K, V, E>>,
    landed: Condvar,
}

struct Inner<K, V, E> {
    entries: BTreeMap<K, Entry<V>>,
    /// The keys by age: who goes first when room is wanted.
    order: BTreeMap<u64, K>,
    next: u64,
    flights: BTreeMap<K, Arc<Flight<E>>>,
    counts: Counts,
}

struct Entry<V> {
    value: Arc<V>,
    since: OffsetDateTime,
    order: u64,
    left: Cost,
    /// Set when the source was found down.
    ask_again: Option<OffsetDateTime>,
}

/// The cache with its lock held.
type Held<'a, K, V, E> = MutexGuard<'a, Inner<K, V, E>>;

struct Flight<E>(Mutex<Outcome<E>>);

enum Outcome<E> {
    Flying,
    /// Landed, or given up: look again.
    Over,
    Failed(E),
}

impl<K: Ord + Clone, V, E: Failure> FlightCache<K, V, E> {
    pub(crate) fn new() -> Self {
        let inner = Inner {
            entries: BTreeMap::new(),
            order: BTreeMap::new(),
            next: 0,
            flights: BTreeMap::new(),
            counts: Counts::default(),
        };
        Self { inner: Mutex::new(inner), landed: Condvar::new() }
    }

    /// Serves the value of a key, loading it first where there is none that may serve. The cost is reserved before the value is
    /// handed out. `load` runs without a lock; others who want the same key wait for it, others who want another key do not.
    pub(crate) fn fetch(
        &self,
        key: &K,
        cost: Cost,
        limits: &Limits,
        clock: &dyn Fn() -> OffsetDateTime,
        load: &dyn Fn() -> Result<Loaded<V>, E>,
    ) -> Result<Served<V>, E> {
        if cost.messages > limits.messages || cost.bytes > limits.bytes {
            return Err(E::over_limit());
        }
        let mut inner = self.lock();
        loop {
            let now = clock();
            if let Some(value) = inner.reserve(key, cost, now, limits) {
                return Ok(Served { value, in_outage: false, found_outage: false });
            }
            if let Some(value) = inner.reserve_stale(key, cost, now, limits, true) {
                return Ok(Served { value, in_outage: true, found_outage: false });
            }
            if let Some(flight) = inner.flights.get(key).map(Arc::clone) {
                inner = self.wait(inner, &flight)?;
                continue;
            }
            let flight = Arc::new(Flight(Mutex::new(Outcome::Flying)));
            inner.flights.insert(key.clone(), Arc::clone(&flight));
            drop(inner);
            let mut landing = Landing { cache: self, key, flight: &flight, over: false };
            let loaded = load();
            landing.over = true;
            inner = self.lock();
            let attached = inner.land(key, &flight);
            let (outcome, answer) = inner.arrive(key, loaded, attached, cost, now, clock(), limits);
            flight.set(outcome);
            drop(inner);
            self.landed.notify_all();
            return answer;
        }
    }

    /// Drops what the test names, and lets no flight that is under way bring it back.
    pub(crate) fn forget(&self, gone: impl Fn(&K) -> bool) {
        let mut inner = self.lock();
        inner.flights.retain(|key, _| !gone(key));
        let keys: Vec<_> = inner.entries.keys().filter(|key| gone(key)).cloned().collect();
        keys.iter().for_each(|key| inner.remove(key));
    }

    /// Drops one key's entry.
    pub(crate) fn forget_one(&self, key: &K) {
        let mut inner = self.lock();
        inner.flights.remove(key);
        inner.remove(key);
    }

    /// Drops what may not serve any more, not even in an outage.
    pub(crate) fn sweep(&self, now: OffsetDateTime, limits: &Limits) {
        let mut inner = self.lock();
        let old: Vec<_> =
            inner.entries.iter().filter(|(_, entry)| !entry.kept(now, limits)).map(|(key, _)| key.clone()).collect();
        old.iter().for_each(|key| inner.remove(key));
    }

    pub(crate) fn counts(&self) -> Counts {
        let inner = self.lock();
        Counts { entries: inner.entries.len(), ..inner.counts }
    }

    /// Waits until the flight is over. Its failure is shared: whoever waited asked at the same time.
    fn wait<'a>(&'a self, mut inner: Held<'a, K, V, E>, flight: &Flight<E>) -> Result<Held<'a, K, V, E>, E> {
        loop {
            match &*flight.0.lock().unwrap_or_else(PoisonError::into_inner) {
                Outcome::Flying => {}
                Outcome::Failed(failure) if !failure.is_absent() => return Err(failure.clone()),
                Outcome::Failed(_) | Outcome::Over => return Ok(inner),
            }
            inner = self.landed.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Who panicked cannot have left the maps half-changed: no code of others runs under the lock.
    fn lock(&self) -> Held<'_, K, V, E> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a flight whose loader panicked, so that nobody waits for it for ever.
struct Landing<'a, K: Ord + Clone, V, E: Failure> {
    cache: &'a FlightCache<K, V, E>,
    key: &'a K,
    flight: &'a Arc<Flight<E>>,
    over: bool,
}

impl<K: Ord + Clone, V, E: Failure> Drop for Landing<'_, K, V, E> {
    fn drop(&mut self) {
        if !self.over {
            let mut inner = self.cache.lock();
            inner.land(self.key, self.flight);
            self.flight.set(Outcome::Over);
            drop(inner);
            self.cache.landed.notify_all();
        }
    }
}

impl<E> Flight<E> {
    fn set(&self, outcome: Outcome<E>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
    }
}

impl<K: Ord + Clone, V, E: Failure> Inner<K, V, E> {
    /// What becomes of a load: the outcome for those who wait, and the answer for the one who loaded.
    #[expect(clippy::too_many_arguments, reason = "one place where a flight and the cache meet")]
    fn arrive(
        &mut self,
        key: &K,
        loaded: Result<Loaded<V>, E>,
        attached: bool,
        cost: Cost,
        since: OffsetDateTime,
        now: OffsetDateTime,
        limits: &Limits,
    ) -> (Outcome<E>, Result<Served<V>, E>) {
        match loaded {
            Ok(Loaded { value, in_outage, keep }) => {
                let value = Arc::new(value);
                self.counts.loaded = self.counts.loaded.saturating_add(1);
                self.counts.in_outage = self.counts.in_outage.saturating_add(in_outage.into());
                // Forgotten meanwhile: this caller asked before that, the next one does not get it.
                if attached && keep {
                    self.insert(key, Arc::clone(&value), cost, since, now, limits);
                }
                (Outcome::Over, Ok(Served { value, in_outage, found_outage: false }))
            }
            Err(failure) => {
                self.counts.failed = self.counts.failed.saturating_add(1);
                if failure.is_outage() {
                    if let Some(value) = self.reserve_stale(key, cost, now, limits, false) {
                        if let Some(entry) = self.entries.get_mut(key) {
                            entry.ask_again = now.checked_add(limits.retry);
                        }
                        return (Outcome::Over, Ok(Served { value, in_outage: true, found_outage: true }));
                    }
                } else if attached {
                    // The source answered that there is no such key any more: what is left here serves in no outage either.
                    self.remove(key);
                }
                (Outcome::Failed(failure.clone()), Err(failure))
            }
        }
    }

    /// Takes the flight off the list, if it is still the one under way for this key.
    fn land(&mut self, key: &K, flight: &Arc<Flight<E>>) -> bool {
        let attached = self.flights.get(key).is_some_and(|under_way| Arc::ptr_eq(under_way, flight));
        if attached {
            self.flights.remove(key);
        }
        attached
    }

    fn reserve(&mut self, key: &K, cost: Cost, now: OffsetDateTime, limits: &Limits) -> Option<Arc<V>> {
        let entry = self.entries.get_mut(key)?;
        if !entry.younger_than(limits.lifetime, now) {
            return None;
        }
        let value = entry.take(cost)?;
        self.counts.served = self.counts.served.saturating_add(1);
        Some(value)
    }

    /// An entry past its lifetime. The budget of messages and bytes is not renewed by an outage.
    fn reserve_stale(
        &mut self,
        key: &K,
        cost: Cost,
        now: OffsetDateTime,
        limits: &Limits,
        only_while_not_asking: bool,
    ) -> Option<Arc<V>> {
        let entry = self.entries.get_mut(key)?;
        if only_while_not_asking && entry.ask_again.is_none_or(|again| now >= again) || !entry.kept(now, limits) {
            return None;
        }
        let value = entry.take(cost)?;
        self.counts.in_outage = self.counts.in_outage.saturating_add(1);
        Some(value)
    }

    fn insert(
        &mut self,
        key: &K,
        value: Arc<V>,
        cost: Cost,
        since: OffsetDateTime,
        now: OffsetDateTime,
        limits: &Limits,
    ) {
        self.remove(key);
        // Room first, then the entry: there is never one too many. The oldest goes, and whatever is too old.
        while let Some((_, oldest)) = self.order.iter().next() {
            let too_old = self.entries.get(oldest).is_none_or(|entry| !entry.kept(now, limits));
            if !too_old && self.entries.len() < limits.entries.max(1) {
                break;
            }
            let oldest = oldest.clone();
            self.remove(&oldest);
        }
        let (order, left) = (self.next, Cost { messages: limits.messages, bytes: limits.bytes });
        self.next = self.next.wrapping_add(1);
        let mut entry = Entry { value, since, order, left, ask_again: None };
        entry.take(cost);
        self.order.insert(order, key.clone());
        self.entries.insert(key.clone(), entry);
    }

    fn remove(&mut self, key: &K) {
        if let Some(entry) = self.entries.remove(key) {
            self.order.remove(&entry.order);
        }
    }
}

impl<V> Entry<V> {
    /// Reserves, all or nothing.
    fn take(&mut self, cost: Cost) -> Option<Arc<V>> {
        let messages = self.left.messages.checked_sub(cost.messages)?;
        let bytes = self.left.bytes.checked_sub(cost.bytes)?;
        self.left = Cost { messages, bytes };
        Some(Arc::clone(&self.value))
    }

    /// A clock that steps back makes an entry younger than nothing: it is not used.
    fn younger_than(&self, age: Duration, now: OffsetDateTime) -> bool {
        let (lower, upper) = (Bound::Included(Duration::ZERO), Bound::Excluded(age));
        std::ops::RangeBounds::contains(&(lower, upper), &(now - self.since))
    }

    fn kept(&self, now: OffsetDateTime, limits: &Limits) -> bool {
        self.younger_than(limits.lifetime.saturating_add(limits.outage), now)
    }
}
