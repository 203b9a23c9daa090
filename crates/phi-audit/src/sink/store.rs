//! What a committer writes to.

use phi_types::gate::{AuditRef, AuditUnavailable};

use super::Event;
use crate::log::{Log, Storage};

/// Keeps events durably, one group at a time; [`Committer`](super::Committer) makes a sink of it.
///
/// # Implementing
/// * All events of a group are durable together or not at all, and consecutive; the reference names the first.
/// * After an error it is known, or found out before the next group, what became of the events. If it cannot be found out,
///   every later call fails too.
/// * Blocking is expected: a thread of its own calls this.
pub trait Store: Send + 'static {
    /// Writes a group. It is durable when this returns.
    ///
    /// # Errors
    /// [`AuditUnavailable`].
    fn commit(&mut self, events: &[Event]) -> Result<AuditRef, AuditUnavailable>;

    /// Called between groups, and about ten times a second when there are none.
    fn rest(&mut self) {}

    /// The most bytes that a single event may have.
    fn longest_event(&self) -> usize {
        crate::log::MAX_PAYLOAD_LEN
    }
}

impl<S: Storage + Send + 'static> Store for Log<S> {
    fn commit(&mut self, events: &[Event]) -> Result<AuditRef, AuditUnavailable> {
        let batch: Vec<_> = events.iter().map(|event| (event.id, event.bytes.as_slice())).collect();
        let index = self.append(&batch).map_err(|_| AuditUnavailable)?;
        Ok(AuditRef { log: self.id(), index })
    }
}

impl<S: Storage + Send + 'static> Store for std::sync::Arc<Log<S>> {
    fn commit(&mut self, events: &[Event]) -> Result<AuditRef, AuditUnavailable> {
        let batch: Vec<_> = events.iter().map(|event| (event.id, event.bytes.as_slice())).collect();
        let index = self.append(&batch).map_err(|_| AuditUnavailable)?;
        Ok(AuditRef { log: self.id(), index })
    }
}
