//! Sinks: where events go, and when they may be relied upon.
//!
//! An [`AuditSink`] answers only when an event is durable, or that it is not. [`Committer`] makes one of any [`Store`]: a
//! single thread that writes what many callers bring in one go. The log, SQLite and PostgreSQL are stores.
//!
//! What happens when a sink cannot take an event is a mode with a name:
//!
//! | mode | what happens | for |
//! |---|---|---|
//! | `Closed` | the caller is told so, and the gate grants nothing | every sink of itself |
//! | `Spill` | events of an emergency go into a preallocated journal, others are refused: [`SpillSink`] | the gate's recorder |
//! | `Open` | the event is forwarded later, or the sink stays behind: [`Fanout`] | further sinks alone, never the gate's recorder |

mod committer;
mod fanout;
mod ledger;
pub(crate) mod queue;
mod spill;
mod store;
mod ticket;

pub use committer::{Committer, Limits};
pub use fanout::{Fanout, FanoutError, FurtherSink};
pub use ledger::{Head, Ledger, OutOfOrder, Row};
pub use spill::{SpillSink, SpillState};
pub use store::Store;
pub use ticket::Ticket;

use phi_types::gate::{AuditRef, AuditUnavailable};

/// The primitives that the queue is made of; a test puts those of a scheduler in their place.
pub(crate) mod sync {
    pub(crate) use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
}

/// An event on its way into a sink.
#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id: random, or a UUID.
    pub id: [u8; 16],
    /// What is stored. It is stored as it is: whatever must be sealed is sealed before.
    pub bytes: Vec<u8>,
    /// Whether care waits for it in an emergency; see [`SpillSink`].
    pub emergency: bool,
}

impl Event {
    /// An event that is no emergency.
    #[must_use]
    pub const fn new(id: [u8; 16], bytes: Vec<u8>) -> Self {
        Self { id, bytes, emergency: false }
    }
}

/// Shows how long it is, and nothing of its content.
impl core::fmt::Debug for Event {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Event").field("len", &self.bytes.len()).finish_non_exhaustive()
    }
}

/// Takes events, and says when they are durable.
///
/// ```
/// use phi_audit::{log::{Log, MemoryDisk}, note::NoteSigner, sink::{AuditSink, Committer, Event, Limits}};
///
/// let disk = MemoryDisk::new();
/// let log = Log::create(disk.writer()?, NoteSigner::new("audit.example/clinic", &[7; 32])?, phi_types::OsEntropy)?;
/// let sink = Committer::new(log, Limits::default());
/// let places = sink.append(&[Event::new([1; 16], b"one".to_vec()), Event::new([2; 16], b"two".to_vec())])?;
/// assert_eq!((places[0].index, places[1].index), (0, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Implementing
/// * All events of one call are durable together or not at all, and consecutive. Calls may share a write.
/// * `Ok` means durable: it survives the loss of power. Anything less is an error, and no event is dropped without one.
/// * A ticket that is dropped leaves the writing alone.
/// * `submit` returns without waiting for a disk or a network. A queue has a bound and a deadline; beyond either the answer
///   is [`AuditUnavailable`]. An event that was refused for the deadline may still turn up.
/// * Run [`phi_audit::testing`](crate::testing) over it.
pub trait AuditSink: Send + Sync {
    /// Takes the events in. The ticket borrows nothing; await it, or [`wait`](Ticket::wait).
    #[must_use = "events are durable only once the ticket says so"]
    fn submit(&self, events: Vec<Event>) -> Ticket;

    /// Blocks until the events are durable, and says where each of them stands.
    ///
    /// # Errors
    /// [`AuditUnavailable`], if they were not made durable in time.
    #[must_use = "events are durable only if this is `Ok`"]
    fn append(&self, events: &[Event]) -> Result<Vec<AuditRef>, AuditUnavailable> {
        self.submit(events.to_vec()).wait().map(|first| refs(first, events.len()))
    }

    /// The same for asynchronous code.
    #[must_use = "a future does nothing unless it is awaited"]
    fn append_async(&self, events: Vec<Event>) -> AppendFuture {
        let count = events.len();
        let ticket = self.submit(events);
        Box::pin(async move { ticket.await.map(|first| refs(first, count)) })
    }
}

/// What [`AuditSink::append_async`] returns.
pub type AppendFuture = core::pin::Pin<Box<dyn Future<Output = Result<Vec<AuditRef>, AuditUnavailable>> + Send>>;

impl<S: AuditSink + ?Sized> AuditSink for std::sync::Arc<S> {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        (**self).submit(events)
    }
}

impl<S: AuditSink + ?Sized> AuditSink for Box<S> {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        (**self).submit(events)
    }
}

fn refs(first: AuditRef, count: usize) -> Vec<AuditRef> {
    (0_u64..).take(count).map(|place| first.nth(place)).collect()
}
