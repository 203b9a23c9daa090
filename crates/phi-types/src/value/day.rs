//! A calendar date that wipes itself.

use core::fmt;

use time::Date;
use zeroize::Zeroize;

/// A calendar date kept as a Julian day number, wiped when it is dropped.
///
/// Being small it lives inline: a move, and a `Vec` of them that grows, may leave its four bytes behind. Text and bytes are boxed
/// and do not have that gap; a box for four bytes would cost an allocation for each date.
#[derive(Clone)]
pub(crate) struct Day(i32);

impl Day {
    pub(crate) const fn of(date: Date) -> Self {
        Self(date.to_julian_day())
    }

    pub(crate) fn expose(&self) -> Date {
        // INVARIANT: only `of` and the checked decoder build a `Day`, so the fallback is never taken.
        Date::from_julian_day(self.0).unwrap_or(Date::MIN)
    }

    pub(crate) fn number(&self) -> i32 {
        self.0
    }
}

impl Drop for Day {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[protected date]")
    }
}

/// Reads the shapes in which records write whole dates: `1961-06-15`, `19610615`, and both with a time behind them
/// (`19610615173619`, `1961-06-15T17:36:19Z`), of which the date is taken. Anything else behind it is no date: a range or a name would be
/// lost silently.
pub(crate) fn parse_whole_date(raw: &str) -> Option<Date> {
    let raw = raw.trim();
    let (date, time) = raw.split_once(['T', ' ']).map_or((raw, None), |(date, time)| (date, Some(time)));
    let mut digits = [0_u8; 14];
    let mut seen = 0_usize;
    for (at, byte) in date.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                *digits.get_mut(seen)? = byte - b'0';
                seen += 1;
            }
            b'-' if matches!(at, 4 | 7) && date.len() == 10 => {}
            _ => return None,
        }
    }
    let number = |range: core::ops::Range<usize>| -> Option<u16> {
        let mut value = 0_u16;
        for digit in digits.get(range)? {
            value = value.checked_mul(10)?.checked_add(u16::from(*digit))?;
        }
        Some(value)
    };
    let whole = match date.len() {
        8 | 10 => seen == 8 && time.is_none_or(is_time),
        // An HL7 time stamp: hours and minutes, and seconds; what is not there is zero.
        12 | 14 => seen == date.len() && time.is_none() && on_clock([number(8..10)?, number(10..12)?, number(12..14)?]),
        _ => false,
    };
    let (year, month) = (number(0..4)?, time::Month::try_from(u8::try_from(number(4..6)?).ok()?).ok()?);
    if !whole || year == 0 {
        return None;
    }
    Date::from_calendar_date(i32::from(year), month, u8::try_from(number(6..8)?).ok()?).ok()
}

/// `17`, `17:36`, `17:36:19.5`, with `Z` or a distance from Greenwich behind it (RFC 3339, ISO 8601).
fn is_time(text: &str) -> bool {
    let (clock, zone) = text.split_once(['Z', '+', '-']).unwrap_or((text, ""));
    let two = |part: &str| (part.len() == 2).then(|| part.parse::<u16>().ok()).flatten();
    let zone_fits =
        matches!(zone.len(), 0 | 2 | 4 | 5) && zone.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let mut parts = clock.splitn(3, ':');
    let (hours, minutes, seconds) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let (seconds, fraction) = seconds.map_or(("00", "0"), |part| part.split_once('.').unwrap_or((part, "0")));
    let clock_fits = match (two(hours), two(minutes.unwrap_or("00")), two(seconds)) {
        (Some(hours), Some(minutes), Some(seconds)) => on_clock([hours, minutes, seconds]),
        _ => false,
    };
    zone_fits && clock_fits && !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

/// With midnight as 24 and a leap second.
const fn on_clock([hours, minutes, seconds]: [u16; 3]) -> bool {
    hours <= 24 && minutes < 60 && seconds <= 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn reads_what_records_write_and_refuses_the_rest() {
        for good in [
            "1961-06-15",
            "19610615",
            "19610615173619",
            "196106151736",
            "1961-06-15T17:36:19Z",
            " 19610615 ",
            "1961-06-15 17:36",
            "1961-06-15T17:36:19.25-05:00",
            "1961-06-15T24:00:00+0000",
        ] {
            assert_eq!(parse_whole_date(good), Some(date!(1961 - 06 - 15)), "{good}");
        }
        for bad in [
            "",
            "1961",
            "1961-06",
            "196106",
            "1961-13-01",
            "19610230",
            "06/15/1961",
            "1961-0615",
            "19610615-0",
            "é961-06-1",
            "1961-06-15 Testpatient, Ana",
            "1961-06-15 to 1962-01-01",
            "19610615176199",
            "1961061599",
            "0000-01-01",
            "1961-06-15T",
            "1961-06-15T25:00",
            "1961-06-15T17:60",
            "1961-06-15T17:36:19Zulu",
            "1961-06-15T17:36:",
            "19610615 19610616",
        ] {
            assert_eq!(parse_whole_date(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_day_survives_the_round_trip() {
        for date in [Date::MIN, date!(1880 - 01 - 01), date!(2000 - 02 - 29), Date::MAX] {
            assert_eq!(Day::of(date).expose(), date);
        }
    }
}
