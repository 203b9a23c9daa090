//! The one committer: a thread that writes what many callers bring in one go.

use core::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use phi_types::gate::{AuditRef, AuditUnavailable};

use super::queue::{Job, Queue, Slot, Taken};
use super::{AuditSink, Event, Store, Ticket};
use crate::log::{FRAME_OVERHEAD, MAX_BATCH_LEN};

/// What a committer bears.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// How many bytes of events may wait. Beyond, callers are refused at once.
    pub waiting: usize,
    /// How many bytes are written in one go, at most.
    pub group: usize,
    /// How long a caller waits to hear that its events are durable.
    pub deadline: Duration,
}

impl Default for Limits {
    /// 8 MiB wait, 2 MiB go in one, and nobody waits longer than ten seconds.
    fn default() -> Self {
        Self { waiting: 8 << 20, group: 2 << 20, deadline: Duration::from_secs(10) }
    }
}

impl Limits {
    /// The same, with another deadline.
    #[must_use]
    pub const fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The same, with another bound on what waits, in bytes.
    #[must_use]
    pub const fn with_waiting(mut self, waiting: usize) -> Self {
        self.waiting = waiting;
        self
    }
}

/// Makes a sink of a store: a bounded queue, one thread that commits whatever waits as one group, and an answer for
/// everyone before the deadline.
///
/// Callers that come while a group is being written share the next: the more of them, the fewer syncs for each. A store
/// that panics is not used again.
pub struct Committer {
    queue: Arc<Queue<Event, AuditRef>>,
    watched: Arc<Watched>,
    limits: Limits,
    longest_event: usize,
    threads: Vec<JoinHandle<()>>,
}

/// Those who wait without a timer of their own, each with the end of its patience.
type Watched = Mutex<Vec<(Instant, Weak<Slot<AuditRef>>)>>;

impl Committer {
    /// Starts the committer. It ends when this value is dropped, after all that waits was written.
    pub fn new(store: impl Store, limits: Limits) -> Self {
        let queue = Arc::new(Queue::new(limits.waiting));
        let watched = Arc::new(Mutex::new(Vec::new()));
        let longest_event = store.longest_event();
        let most = limits.group.min(MAX_BATCH_LEN);
        let (jobs, watch) = (Arc::clone(&queue), Arc::downgrade(&watched));
        let committing = std::thread::Builder::new()
            .name("phi-audit commit".to_owned())
            .spawn(move || commit_all(store, &jobs, most));
        let watching = std::thread::Builder::new()
            .name("phi-audit deadline".to_owned())
            .spawn(move || expire_all(&watch, limits.deadline));
        if committing.is_err() {
            // Without a committer nothing is ever durable, and everyone is told so.
            queue.close();
        }
        let threads = committing.into_iter().chain(watching).collect();
        Self { queue, watched, limits, longest_event, threads }
    }

    fn weigh(&self, events: &[Event]) -> Option<usize> {
        let fits = events.iter().all(|event| event.bytes.len() <= self.longest_event) && !events.is_empty();
        let weight = events.iter().map(|event| event.bytes.len().saturating_add(FRAME_OVERHEAD)).sum();
        (fits && weight <= MAX_BATCH_LEN).then_some(weight)
    }

    /// Submits for a caller that will block with a timer of its own: no other thread needs to watch the time.
    fn submit_blocking(&self, events: &[Event]) -> Ticket {
        let deadline = Instant::now() + self.limits.deadline;
        match self.weigh(events).and_then(|weight| self.queue.push(events.to_vec(), weight)) {
            Some(slot) => Ticket::waiting(slot, deadline),
            None => Ticket::done(Err(AuditUnavailable)),
        }
    }
}

impl AuditSink for Committer {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        let deadline = Instant::now() + self.limits.deadline;
        match self.weigh(&events).and_then(|weight| self.queue.push(events, weight)) {
            Some(slot) => {
                let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
                watched.push((deadline, Arc::downgrade(&slot)));
                drop(watched);
                Ticket::waiting(slot, deadline)
            }
            None => Ticket::done(Err(AuditUnavailable)),
        }
    }

    fn append(&self, events: &[Event]) -> Result<Vec<AuditRef>, AuditUnavailable> {
        self.submit_blocking(events).wait().map(|first| super::refs(first, events.len()))
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        self.queue.close();
        // The watching thread holds on to this weakly, and ends when it is gone.
        self.watched = Arc::new(Mutex::new(Vec::new()));
        for thread in self.threads.drain(..) {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Committer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Committer(..)")
    }
}

fn commit_all(mut store: impl Store, queue: &Queue<Event, AuditRef>, most: usize) {
    let mut broken = false;
    loop {
        match queue.take(most, Duration::from_millis(100)) {
            Taken::Group(jobs) => {
                if broken {
                    for job in jobs {
                        job.slot.settle(Err(AuditUnavailable));
                    }
                } else {
                    broken = commit_group(&mut store, jobs).is_none();
                }
            }
            Taken::Nothing => {}
            Taken::Closed => return,
        }
        if !broken {
            broken = catch_unwind(AssertUnwindSafe(|| store.rest())).is_err();
        }
    }
}

/// Writes one group and answers everyone in it. `None` if the store panicked.
fn commit_group(store: &mut impl Store, jobs: Vec<Job<Event, AuditRef>>) -> Option<()> {
    // Whoever is still waiting when this ends early hears that nothing is durable.
    let mut waiting = Waiting(Vec::with_capacity(jobs.len()));
    let mut events = Vec::with_capacity(jobs.iter().map(|job| job.items.len()).sum());
    for job in jobs {
        waiting.0.push((events.len(), job.slot));
        events.extend(job.items);
    }
    let result = catch_unwind(AssertUnwindSafe(|| store.commit(&events))).ok()?;
    for (place, slot) in waiting.0.drain(..) {
        slot.settle(result.map(|first| first.nth(crate::log::wide(place))));
    }
    Some(())
}

struct Waiting(Vec<(usize, Arc<Slot<AuditRef>>)>);

impl Drop for Waiting {
    fn drop(&mut self) {
        for (_, slot) in self.0.drain(..) {
            slot.settle(Err(AuditUnavailable));
        }
    }
}

/// Tells those who wait without a timer of their own when their time is over.
fn expire_all(watched: &Weak<Watched>, deadline: Duration) {
    let pause = (deadline / 8).clamp(Duration::from_millis(1), Duration::from_millis(100));
    while let Some(watched) = watched.upgrade() {
        let now = Instant::now();
        let mut expired = Vec::new();
        watched.lock().unwrap_or_else(PoisonError::into_inner).retain(|(deadline, slot)| match slot.upgrade() {
            Some(slot) if *deadline <= now => {
                expired.push(slot);
                false
            }
            Some(_) => true,
            None => false,
        });
        drop(watched);
        for slot in expired {
            slot.settle(Err(AuditUnavailable));
        }
        std::thread::park_timeout(pause);
    }
}
