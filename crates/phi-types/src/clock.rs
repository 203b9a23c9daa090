//! What time it is: injected, so that tests can move it.

use core::sync::atomic::{AtomicI64, Ordering};

use time::{Duration, OffsetDateTime};

/// A wall clock in UTC.
///
/// # Implementing
/// The clock may step. A grant that sees a time before the one at which it was made refuses, so a step back closes and
/// never opens.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> OffsetDateTime;
}

impl<C: Clock + ?Sized> Clock for alloc::sync::Arc<C> {
    fn now(&self) -> OffsetDateTime {
        (**self).now()
    }
}

/// The system's clock.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[cfg(feature = "std")]
impl Clock for SystemClock {
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

/// A clock that stands until it is moved: for tests and demonstrations.
///
/// ```
/// use phi_types::{Clock, ManualClock};
/// use time::{Duration, OffsetDateTime};
/// let clock = ManualClock::at(OffsetDateTime::UNIX_EPOCH);
/// clock.advance(Duration::minutes(5));
/// assert_eq!(clock.now(), OffsetDateTime::UNIX_EPOCH + Duration::minutes(5));
/// ```
#[derive(Debug)]
pub struct ManualClock {
    seconds: AtomicI64,
}

impl ManualClock {
    /// A clock that shows `instant`, to the second.
    #[must_use]
    pub const fn at(instant: OffsetDateTime) -> Self {
        Self { seconds: AtomicI64::new(instant.unix_timestamp()) }
    }

    /// Moves the clock, backwards too.
    pub fn advance(&self, by: Duration) {
        self.seconds.fetch_add(by.whole_seconds(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> OffsetDateTime {
        // A time that the calendar does not hold is shown as the epoch: far in the past, where nothing is granted.
        OffsetDateTime::from_unix_timestamp(self.seconds.load(Ordering::SeqCst)).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}
