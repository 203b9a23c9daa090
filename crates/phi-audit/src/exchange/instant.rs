//! Times as the formats write them: `2026-11-26T08:15:00.123456789-05:00` (FHIR `instant`, XML `dateTime`, RFC 3339).

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// Writes a time with its offset, to the nanosecond. A whole second has three zeros, since some readers insist on them.
///
/// The formats know years 1 to 9999 and offsets of whole minutes up to 14 hours, and so does an event.
pub(super) fn write(out: &mut String, at: OffsetDateTime) {
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second, nanos) = at.to_hms_nano();
    digits(out, year.unsigned_abs(), 4);
    out.push('-');
    digits(out, u32::from(u8::from(month)), 2);
    out.push('-');
    digits(out, u32::from(day), 2);
    out.push('T');
    digits(out, u32::from(hour), 2);
    out.push(':');
    digits(out, u32::from(minute), 2);
    out.push(':');
    digits(out, u32::from(second), 2);
    out.push('.');
    match (nanos % 1_000_000, nanos % 1_000) {
        (0, _) => digits(out, nanos / 1_000_000, 3),
        (_, 0) => digits(out, nanos / 1_000, 6),
        _ => digits(out, nanos, 9),
    }
    let minutes = at.offset().whole_minutes();
    if minutes == 0 {
        out.push('Z');
    } else {
        out.push(if minutes < 0 { '-' } else { '+' });
        digits(out, u32::from(minutes.unsigned_abs()) / 60, 2);
        out.push(':');
        digits(out, u32::from(minutes.unsigned_abs()) % 60, 2);
    }
}

/// The same as a text of its own.
pub(super) fn text(at: OffsetDateTime) -> String {
    let mut out = String::with_capacity(35);
    write(&mut out, at);
    out
}

/// Reads a time: with seconds and an offset, a fraction of at most nine digits, and nothing more.
pub(super) fn read(text: &str) -> Option<OffsetDateTime> {
    let mut bytes = text.as_bytes();
    let year = number(&mut bytes, 4)?;
    literal(&mut bytes, b'-')?;
    let month = Month::try_from(u8::try_from(number(&mut bytes, 2)?).ok()?).ok()?;
    literal(&mut bytes, b'-')?;
    let day = number(&mut bytes, 2)?;
    literal(&mut bytes, b'T')?;
    let hour = number(&mut bytes, 2)?;
    literal(&mut bytes, b':')?;
    let minute = number(&mut bytes, 2)?;
    literal(&mut bytes, b':')?;
    let second = number(&mut bytes, 2)?;
    let nanos = if bytes.first() == Some(&b'.') {
        literal(&mut bytes, b'.')?;
        let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&count) {
            return None;
        }
        let scale = 10_u32.checked_pow(u32::try_from(9_usize.checked_sub(count)?).ok()?)?;
        number(&mut bytes, count)?.checked_mul(scale)?
    } else {
        0
    };
    let offset = if bytes == b"Z" {
        UtcOffset::UTC
    } else {
        let (sign, rest) = bytes.split_first()?;
        bytes = rest;
        let sign: i8 = match sign {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = i8::try_from(number(&mut bytes, 2)?).ok().filter(|hours| *hours <= 14)?;
        literal(&mut bytes, b':')?;
        let minutes = i8::try_from(number(&mut bytes, 2)?).ok().filter(|minutes| *minutes < 60)?;
        if !bytes.is_empty() {
            return None;
        }
        if hours == 14 && minutes > 0 {
            return None;
        }
        UtcOffset::from_hms(hours.checked_mul(sign)?, minutes.checked_mul(sign)?, 0).ok()?
    };
    let date = Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()?;
    let (hour, minute, second) = (u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, u8::try_from(second).ok()?);
    let time = Time::from_hms_nano(hour, minute, second, nanos).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_offset(offset))
}

fn digits(out: &mut String, number: u32, count: u32) {
    for place in (0..count).rev() {
        let digit = number / 10_u32.saturating_pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

fn number(bytes: &mut &[u8], count: usize) -> Option<u32> {
    let (digits, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    digits.iter().try_fold(0_u32, |number, digit| {
        let digit = char::from(*digit).to_digit(10)?;
        number.checked_mul(10)?.checked_add(digit)
    })
}

fn literal(bytes: &mut &[u8], wanted: u8) -> Option<()> {
    let (found, rest) = bytes.split_first()?;
    *bytes = rest;
    (*found == wanted).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_others_are_read_and_half_forms_are_not() {
        let at = read("2020-04-29T09:49:00.000Z").unwrap();
        assert_eq!(text(at), "2020-04-29T09:49:00.000Z");
        assert_eq!(read("2020-04-29T09:49:00Z"), Some(at));
        assert_eq!(read("2020-04-29T04:49:00.0-05:00"), Some(at));
        assert_eq!(text(read("2020-04-29T15:19:00.123456789+05:30").unwrap()), "2020-04-29T15:19:00.123456789+05:30");
        assert_eq!(text(read("2020-04-29T15:19:00.1234560-03:30").unwrap()), "2020-04-29T15:19:00.123456-03:30");
        for refused in [
            "",
            "2020",
            "2020-04-29",
            "2020-04-29T09:49Z",
            "2020-04-29T09:49:00",
            "2020-04-29T09:49:00.Z",
            "2020-04-29T09:49:00.0000000000Z",
            "2020-02-30T09:49:00Z",
            "2020-04-29T24:00:00Z",
            "2020-04-29T09:49:60Z",
            "2020-04-29T09:49:00+05:60",
            "2020-04-29T09:49:00+15:00",
            "2020-04-29T09:49:00Z ",
            "2020-04-29T09:49:00+05:30Z",
            "２020-04-29T09:49:00Z",
        ] {
            assert_eq!(read(refused), None, "{refused}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            seconds in -62_135_500_000_i64..253_402_200_000, nanos in prop_oneof![Just(0), 0..1_000_000_000_i64],
            minutes in -840..=840_i32,
        ) {
            let offset = UtcOffset::from_whole_seconds(minutes * 60).unwrap();
            let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap() + time::Duration::nanoseconds(nanos);
            let at = at.to_offset(offset);
            prop_assert_eq!(read(&text(at)), Some(at));
            prop_assert_eq!(read(&text(at)).unwrap().offset(), offset);
        }
    }
}
