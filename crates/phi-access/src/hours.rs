//! Working hours as a condition.

/// Days of the week and a time of day, half-open, at a fixed distance from UTC.
///
/// A window whose end is not after its beginning goes over midnight and belongs to the day on which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hours {
    days: u8,
    from: u16,
    to: u16,
    offset_minutes: i16,
}

const DAY: i64 = 86_400;

impl Hours {
    /// Monday to Friday, between two times of day given as hour and minute in UTC. `None` for a time that is not on the clock.
    #[must_use]
    pub fn weekdays(from: (u8, u8), to: (u8, u8)) -> Option<Self> {
        Self::new(0b001_1111, minutes(from)?, minutes(to)?, 0)
    }

    /// Every day, between two times of day.
    #[must_use]
    pub fn daily(from: (u8, u8), to: (u8, u8)) -> Option<Self> {
        Self::new(0b111_1111, minutes(from)?, minutes(to)?, 0)
    }

    /// The same hours at a place that is this many minutes ahead of UTC; at most 14 hours.
    #[must_use]
    pub fn ahead_of_utc(self, minutes: i16) -> Option<Self> {
        Self::new(self.days, self.from, self.to, minutes)
    }

    /// `days`: bit 0 is Monday. The times are minutes of the day.
    pub(crate) fn new(days: u8, from: u16, to: u16, offset_minutes: i16) -> Option<Self> {
        let fits = days != 0 && days < 128 && from < 1440 && to <= 1440 && offset_minutes.unsigned_abs() <= 14 * 60;
        fits.then_some(Self { days, from, to, offset_minutes })
    }

    pub(crate) const fn parts(self) -> (u8, u16, u16, i16) {
        (self.days, self.from, self.to, self.offset_minutes)
    }

    /// Whether the instant, in seconds since 1970, is within. Total over all of `i64`.
    #[must_use]
    pub fn contain(self, unix: i64) -> bool {
        let local = unix.saturating_add(i64::from(self.offset_minutes) * 60);
        // 1970-01-01 was a Thursday.
        let (day, second) = ((local.div_euclid(DAY) + 3).rem_euclid(7), local.rem_euclid(DAY));
        let (from, to) = (i64::from(self.from) * 60, i64::from(self.to) * 60);
        let on = |day: i64| self.days & 1 << day.rem_euclid(7) != 0;
        if from < to {
            on(day) && second >= from && second < to
        } else {
            (on(day) && second >= from) || (on(day - 1) && second < to)
        }
    }
}

fn minutes((hour, minute): (u8, u8)) -> Option<u16> {
    let fits = minute < 60 && (hour < 24 || (hour == 24 && minute == 0));
    fits.then_some(u16::from(hour) * 60 + u16::from(minute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::{Duration, OffsetDateTime, macros::datetime};

    fn at(instant: OffsetDateTime) -> i64 {
        instant.unix_timestamp()
    }

    #[test]
    fn half_open_and_by_the_day_of_the_week() {
        let office = Hours::weekdays((8, 0), (18, 0)).unwrap();
        let monday = datetime!(2026-03-02 08:00 UTC);
        assert!(office.contain(at(monday)) && !office.contain(at(monday - Duration::SECOND)));
        assert!(office.contain(at(datetime!(2026-03-02 17:59:59 UTC))));
        assert!(!office.contain(at(datetime!(2026-03-02 18:00 UTC))));
        assert!(!office.contain(at(datetime!(2026-03-01 12:00 UTC))), "a Sunday");
        let abroad = office.ahead_of_utc(-300).unwrap();
        assert!(!abroad.contain(at(monday)) && abroad.contain(at(monday + Duration::hours(5))));
    }

    #[test]
    fn a_night_shift_belongs_to_the_day_on_which_it_begins() {
        let friday = Hours::new(1 << 4, 22 * 60, 6 * 60, 0).unwrap();
        assert!(friday.contain(at(datetime!(2026-03-06 22:00 UTC))));
        assert!(friday.contain(at(datetime!(2026-03-07 05:59:59 UTC))));
        assert!(!friday.contain(at(datetime!(2026-03-07 06:00 UTC))));
        assert!(!friday.contain(at(datetime!(2026-03-06 05:00 UTC))));
        assert!(!friday.contain(at(datetime!(2026-03-07 22:00 UTC))));
    }

    #[test]
    fn total_at_both_ends_of_time() {
        let daily = Hours::daily((0, 0), (24, 0)).unwrap();
        for edge in [i64::MIN, i64::MIN + 1, -1, 0, i64::MAX - 1, i64::MAX] {
            for minutes in [-840, 0, 840] {
                assert!(daily.ahead_of_utc(minutes).unwrap().contain(edge));
            }
        }
        assert!(Hours::daily((25, 0), (8, 0)).is_none() && Hours::new(0, 0, 1, 0).is_none());
    }
}
