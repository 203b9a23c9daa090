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

    fn deadline(&self) -> Instant {
        let now = Instant::now();
        // A time that no clock can show is a day: long enough for whoever wanted it.
        let day = Duration::from_secs(86_400);
        now.checked_add(self.limits.deadline).or_else(|| now.checked_add(day)).unwrap_or(now)
    }

    /// Submits for a caller that will block with a timer of its own: no other thread needs to watch the time.
    fn submit_blocking(&self, events: &[Event]) -> Ticket {
        let deadline = self.deadline();
        match self.weigh(events).and_then(|weight| self.queue.push(events.to_vec(), weight)) {
            Some(slot) => Ticket::waiting(slot, deadline),
            None => Ticket::done(Err(AuditUnavailable)),
        }
    }
}

impl AuditSink for Committer {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        let deadline = self.deadline();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::block_on;
    use std::sync::mpsc;

    /// Commits when it is told to, or panics.
    struct Held(mpsc::Receiver<bool>, u64, Arc<Mutex<Vec<usize>>>);

    impl Store for Held {
        fn commit(&mut self, events: &[Event]) -> Result<AuditRef, AuditUnavailable> {
            assert!(self.0.recv().unwrap_or(false), "as the test wants it");
            let index = self.1;
            self.1 += events.len() as u64;
            self.2.lock().unwrap().push(events.len());
            Ok(AuditRef { log: [0; 16], index })
        }
    }

    fn held(limits: Limits) -> (mpsc::Sender<bool>, Committer, Arc<Mutex<Vec<usize>>>) {
        let (go, wait) = mpsc::channel();
        let groups = Arc::new(Mutex::new(Vec::new()));
        let committer = Committer::new(Held(wait, 0, Arc::clone(&groups)), limits);
        (go, committer, groups)
    }

    fn event() -> Event {
        Event::new([1; 16], vec![1; 100])
    }

    #[test]
    fn whoever_comes_while_a_group_is_written_shares_the_next() {
        let (go, committer, groups) = held(Limits::default());
        let tickets: Vec<_> = (0..20).map(|_| committer.submit(vec![event()])).collect();
        go.send(true).unwrap();
        go.send(true).unwrap();
        let mut indices: Vec<_> = tickets.into_iter().map(|ticket| ticket.wait().unwrap().index).collect();
        indices.sort_unstable();
        assert!(indices.into_iter().eq(0..20));
        assert!(groups.lock().unwrap().len() <= 2);
    }

    #[test]
    fn nobody_waits_beyond_the_deadline_and_what_is_late_is_written_all_the_same() {
        let (go, committer, groups) = held(Limits::default().with_deadline(Duration::from_millis(30)));
        let blocking = committer.append(&[event()]);
        let awaited = block_on(committer.append_async(vec![event()]));
        assert!(blocking.is_err() && awaited.is_err());
        go.send(true).unwrap();
        go.send(true).unwrap();
        drop(committer);
        assert_eq!(groups.lock().unwrap().iter().sum::<usize>(), 2);
    }

    #[test]
    fn the_queue_is_bounded_and_says_so_at_once() {
        let (go, committer, groups) = held(Limits::default().with_waiting(1000));
        let first = committer.submit(vec![event()]);
        std::thread::sleep(Duration::from_millis(50));
        let tickets: Vec<_> = (0..20).map(|_| committer.submit(vec![event()])).collect();
        let before = Instant::now();
        (0..10).for_each(|_| go.send(true).unwrap());
        let refused = tickets.into_iter().map(Ticket::wait).filter(Result::is_err).count();
        assert!(first.wait().is_ok() && refused > 5, "{refused}");
        assert!(before.elapsed() < Limits::default().deadline);
        drop(committer);
        assert_eq!(groups.lock().unwrap().iter().sum::<usize>(), 21 - refused, "refused or written, never neither");
    }

    #[test]
    fn a_future_that_is_dropped_leaves_the_writing_alone() {
        let (go, committer, groups) = held(Limits::default());
        let mut future = committer.append_async(vec![event()]);
        let waker = std::task::Waker::noop();
        assert!(future.as_mut().poll(&mut core::task::Context::from_waker(waker)).is_pending());
        drop(future);
        drop(committer.append_async(vec![event()]));
        (0..2).for_each(|_| go.send(true).unwrap());
        drop(committer);
        assert_eq!(groups.lock().unwrap().iter().sum::<usize>(), 2);
    }

    #[test]
    fn a_store_that_panics_is_used_no_more_and_everyone_is_told() {
        let (go, committer, _) = held(Limits::default());
        go.send(false).unwrap();
        let tickets: Vec<_> = (0..5).map(|_| committer.submit(vec![event()])).collect();
        assert!(tickets.into_iter().all(|ticket| ticket.wait().is_err()));
        assert!(committer.append(&[event()]).is_err());
    }

    #[test]
    fn a_caller_that_panics_harms_nobody() {
        let (go, committer, _) = held(Limits::default());
        let panicked = std::thread::scope(|scope| {
            let caller = scope.spawn(|| {
                let _ticket = committer.submit(vec![event()]);
                panic!("as the test wants it");
            });
            caller.join().is_err()
        });
        (0..2).for_each(|_| go.send(true).unwrap());
        assert!(panicked && committer.append(&[event()]).is_ok());
    }
}
