//! Instants as documents write them: `2026-03-01T08:00:00Z`.

use alloc::{format, string::String};

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time};

/// Reads an instant in UTC, to the second.
pub(super) fn parse(text: &str) -> Option<OffsetDateTime> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let number = |text: &str, digits: usize| {
        (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse::<u16>().ok())?
    };
    let mut date = date.split('-');
    let (year, month, day) = (date.next()?, date.next()?, date.next()?);
    let mut time = time.split(':');
    let (hour, minute, second) = (time.next()?, time.next()?, time.next()?);
    if date.next().is_some() || time.next().is_some() {
        return None;
    }
    let small = |text| number(text, 2).and_then(|number| u8::try_from(number).ok());
    let month = Month::try_from(small(month)?).ok()?;
    let date = Date::from_calendar_date(i32::from(number(year, 4)?), month, small(day)?).ok()?;
    let time = Time::from_hms(small(hour)?, small(minute)?, small(second)?).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_utc())
}

pub(super) fn print(unix: i64) -> Option<String> {
    let at = OffsetDateTime::from_unix_timestamp(unix).ok()?;
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    Some(format!("{year:04}-{:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z", u8::from(month)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back_and_nothing_else_is() {
        for unix in [0, 1_772_352_000, 951_782_400, 253_402_300_799] {
            assert_eq!(parse(&print(unix).unwrap()).unwrap().unix_timestamp(), unix);
        }
        for wrong in [
            "",
            "2026-03-01",
            "2026-03-01T08:00Z",
            "2026-02-30T08:00:00Z",
            "2026-3-01T08:00:00Z",
            "2026-03-01T08:00:00",
        ] {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
