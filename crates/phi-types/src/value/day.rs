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
/// (`19610615173619`, `1961-06-15T17:36:19Z`), of which the date is taken.
pub(crate) fn parse_whole_date(raw: &str) -> Option<Date> {
    let raw = raw.trim();
    let date = raw.split(['T', ' ']).next()?;
    let mut digits = [0_u8; 8];
    let mut seen = 0_usize;
    for (at, byte) in date.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => {
                if let Some(slot) = digits.get_mut(seen) {
                    *slot = byte - b'0';
                }
                seen += 1;
            }
            b'-' if matches!(at, 4 | 7) && date.len() == 10 => {}
            _ => return None,
        }
    }
    let whole = match date.len() {
        8 | 10 => seen == 8,
        // An HL7 time stamp is longer; FHIR's is cut at the T above.
        12 | 14 => seen == date.len() && raw.len() == date.len(),
        _ => false,
    };
    if !whole {
        return None;
    }
    let number = |range: core::ops::Range<usize>| -> Option<u16> {
        let mut value = 0_u16;
        for digit in digits.get(range)? {
            value = value.checked_mul(10)?.checked_add(u16::from(*digit))?;
        }
        Some(value)
    };
    let month = time::Month::try_from(u8::try_from(number(4..6)?).ok()?).ok()?;
    Date::from_calendar_date(i32::from(number(0..4)?), month, u8::try_from(number(6..8)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn reads_what_records_write_and_refuses_the_rest() {
        for good in ["1961-06-15", "19610615", "19610615173619", "196106151736", "1961-06-15T17:36:19Z", " 19610615 "] {
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
