//! What a caller holds while its events are on their way.

use core::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};
use std::sync::Arc;
use std::time::Instant;

use phi_types::gate::{AuditRef, AuditUnavailable, PendingReceipt};

use super::queue::Slot;

/// Where the first of some events will stand, once they are durable. A future, and [`wait`](Self::wait) without one.
///
/// Dropping it changes nothing: the events are written all the same.
#[must_use = "events are durable only once the ticket says so"]
pub struct Ticket(Kind);

enum Kind {
    Done(Result<AuditRef, AuditUnavailable>),
    Pending(Arc<Slot<AuditRef>>, Instant),
    Mapped(Pin<Box<dyn PendingReceipt>>),
}

impl Ticket {
    /// Settled at once.
    pub const fn done(result: Result<AuditRef, AuditUnavailable>) -> Self {
        Self(Kind::Done(result))
    }

    /// Settled by something else that is on its way.
    pub fn pending(pending: impl PendingReceipt + 'static) -> Self {
        Self(Kind::Mapped(Box::pin(pending)))
    }

    pub(super) fn waiting(slot: Arc<Slot<AuditRef>>, deadline: Instant) -> Self {
        Self(Kind::Pending(slot, deadline))
    }

    /// Blocks until it is settled, at most until the sink's deadline.
    ///
    /// # Errors
    /// [`AuditUnavailable`], if the events were not made durable in time.
    pub fn wait(self) -> Result<AuditRef, AuditUnavailable> {
        match self.0 {
            Kind::Done(result) => result,
            Kind::Pending(slot, deadline) => slot.wait(|| deadline.saturating_duration_since(Instant::now())),
            Kind::Mapped(pending) => pending.wait(),
        }
    }
}

impl Future for Ticket {
    type Output = Result<AuditRef, AuditUnavailable>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.get_mut().0 {
            Kind::Done(result) => Poll::Ready(*result),
            Kind::Pending(slot, _) => slot.poll(cx.waker()).map_or(Poll::Pending, Poll::Ready),
            Kind::Mapped(pending) => pending.as_mut().poll(cx),
        }
    }
}

impl PendingReceipt for Ticket {
    fn wait(self: Pin<Box<Self>>) -> Result<AuditRef, AuditUnavailable> {
        (*Pin::into_inner(self)).wait()
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(..)")
    }
}
