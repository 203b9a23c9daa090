//! Three times: the wall clock's, the monotonic clock's and the one before. They tell a step of the clock from the passing of
//! time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use phi_types::Clock;

use crate::notice::Notice;

/// A monotonic clock: the time since some beginning.
pub type Monotonic = Arc<dyn Fn() -> Duration + Send + Sync>;

/// By how much the clocks may drift apart between two looks before it counts as a step: more than a clock that is being
/// slewed gains in a day.
const TOLERANCE_NANOS: i128 = 1_000_000_000;

pub(super) struct Timing {
    clock: Arc<dyn Clock>,
    monotonic: Monotonic,
    previous: Option<(i128, Option<Duration>)>,
}

impl Timing {
    pub(super) fn new(clock: Arc<dyn Clock>, monotonic: Monotonic) -> Self {
        Self { clock, monotonic, previous: None }
    }

    /// The latest time that the log held when it was opened: how long ago that was, no monotonic clock can tell.
    pub(super) fn resume(&mut self, latest: i128) {
        self.previous = Some((latest, None));
    }

    /// Looks at the clocks, and says if one was moved.
    pub(super) fn look(&mut self) -> Option<Notice> {
        let (now, monotonic) = (self.clock.now().unix_timestamp_nanos(), (self.monotonic)());
        let (previous, before) = self.previous.replace((now, Some(monotonic)))?;
        let elapsed = before.map(|before| monotonic.saturating_sub(before));
        let passed = now.saturating_sub(previous);
        let stepped = match elapsed {
            Some(elapsed) => {
                let elapsed = i128::try_from(elapsed.as_nanos()).unwrap_or(i128::MAX);
                passed.saturating_sub(elapsed).saturating_abs() > TOLERANCE_NANOS
            }
            // While the log was closed any time may have passed, but none can have come back.
            None => passed < 0,
        };
        let elapsed = elapsed.map(|elapsed| u64::try_from(elapsed.as_nanos()).unwrap_or(u64::MAX));
        stepped.then_some(Notice::ClockStepped { previous, now, elapsed })
    }
}

pub(super) fn instant() -> Monotonic {
    let beginning = Instant::now();
    Arc::new(move || beginning.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use phi_types::ManualClock;
    use std::sync::atomic::{AtomicU64, Ordering};
    use time::OffsetDateTime;

    #[test]
    fn a_step_is_told_from_the_passing_of_time() {
        let wall = Arc::new(ManualClock::at(OffsetDateTime::UNIX_EPOCH + time::Duration::days(20_000)));
        let seconds = Arc::new(AtomicU64::new(0));
        let monotonic = {
            let seconds = Arc::clone(&seconds);
            Arc::new(move || Duration::from_secs(seconds.load(Ordering::SeqCst)))
        };
        let mut timing = Timing::new(Arc::clone(&wall) as _, monotonic);
        let mut pass = |wall_by: i64, monotonic_by: u64| {
            wall.advance(time::Duration::seconds(wall_by));
            seconds.fetch_add(monotonic_by, Ordering::SeqCst);
            timing.look().is_some()
        };
        assert!(!pass(0, 0));
        assert!(!pass(500, 500) && !pass(10, 9) && !pass(9, 10));
        assert!(pass(-5, 0), "back");
        assert!(!pass(1, 1));
        assert!(pass(60, 1), "forward");
        assert!(pass(0, 60), "stood still");

        let now = wall.now().unix_timestamp_nanos();
        timing.resume(now - 1);
        assert!(timing.look().is_none());
        timing.resume(now + 1);
        assert!(timing.look().is_some(), "back while it was closed");
    }
}
