//! The day that a written date means, to move it: year, month and day must all be there.

use time::{Date, Month};

use super::token::lists::is_month;
use crate::rule::Reference;

/// The day, where the form leaves no doubt about it: month first, as in the United States, unless it can only be the day.
pub(super) fn of(value: &str, reference: Reference) -> Option<Date> {
    let mut numbers: Vec<&str> = Vec::new();
    // The name of a month, and how many numbers stand before it.
    let mut month: Option<(Month, usize)> = None;
    for word in words(value) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            numbers.push(word);
        } else if let Some(named) = month_of(word) {
            if month.replace((named, numbers.len())).is_some() {
                return None;
            }
        } else if !SILENT.iter().chain(WEEKDAYS).any(|silent| silent.eq_ignore_ascii_case(word)) {
            return None;
        }
    }
    match (month, numbers.as_slice()) {
        (Some((month, 0 | 1)), [day, year]) => date(full_year(year, reference)?, month, day),
        (None, [year, month, day]) if year.len() == 4 => date(year.parse().ok()?, numbered(month)?, day),
        (None, [first, second, year]) => {
            let year = full_year(year, reference)?;
            match numbered(first) {
                Some(month) => date(year, month, second),
                None => date(year, numbered(second)?, first),
            }
        }
        (None, [joined]) if joined.len() == 8 => {
            let (year, rest) = joined.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            date(year.parse().ok().filter(|year| (1800..2200).contains(year))?, numbered(month)?, day)
        }
        _ => None,
    }
}

/// The month and the day that are written first, and the year where there is one: `3/21`, `March 21, 2019`, `2019-03-21`.
pub(super) fn in_part(value: &str) -> Option<((u8, u8), Option<i32>)> {
    let mut numbers = [""; 3];
    let mut count = 0;
    let mut named = None;
    for word in words(value) {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            if let Some(slot) = numbers.get_mut(count) {
                *slot = word;
                count += 1;
            }
        } else if let (None, Some(month)) = (named, month_of(word)) {
            named = Some(u8::from(month));
        }
    }
    let (month, day, year) = match (named, numbers) {
        (Some(month), [day, year, _]) => (month, day, year),
        (None, [year, month, day]) if year.len() == 4 => (month.parse().ok()?, day, year),
        (None, [month, day, year]) => (month.parse().ok()?, day, year),
    };
    let day = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let year = match (year.len(), year.parse::<i32>()) {
        (2, Ok(year)) => Some(year + if year <= 40 { 2000 } else { 1900 }),
        (4, Ok(year)) => Some(year),
        _ => None,
    };
    (1..=12).contains(&month).then_some(((month, day), year))
}

/// `2019-03-21`
pub(super) fn write(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// The weekdays, written out and cut short.
pub(super) const WEEKDAYS: &[&str] = &[
    "monday",
    "mié",
    "miércoles",
    "sáb",
    "sábado",
    "lun",
    "jue",
    "vie",
    "dom",
    "th",
    "tu",
    "domingo",
    "viernes",
    "martes",
    "lunes",
    "jueves",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "weds",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
];

/// Words beside a date that say no more than it, beside the weekdays.
const SILENT: &[&str] = &["st", "nd", "rd", "th", "of", "the", "de", "del"];

/// Runs of digits and runs of letters.
fn words(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = value;
    core::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let is_number = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(word)
    })
}

fn month_of(word: &str) -> Option<Month> {
    if !is_month(word) {
        return None;
    }
    let start: String = word.chars().take(3).flat_map(char::to_lowercase).collect();
    MONTHS.iter().find(|(name, _)| *name == start).map(|(_, month)| *month)
}

const MONTHS: &[(&str, Month)] = &[
    ("jan", Month::January),
    ("feb", Month::February),
    ("mar", Month::March),
    ("apr", Month::April),
    ("may", Month::May),
    ("jun", Month::June),
    ("jul", Month::July),
    ("aug", Month::August),
    ("sep", Month::September),
    ("oct", Month::October),
    ("nov", Month::November),
    ("dec", Month::December),
];

fn numbered(month: &str) -> Option<Month> {
    month.parse::<u8>().ok().and_then(|month| Month::try_from(month).ok())
}

/// Two digits are the latest year that is not after the one behind the reference.
fn full_year(year: &str, reference: Reference) -> Option<i32> {
    let number: i32 = year.parse().ok()?;
    match year.len() {
        4 => Some(number),
        2 => {
            let near = reference.year.checked_sub(reference.year.rem_euclid(100))?.checked_add(number)?;
            if near > reference.year.saturating_add(1) { near.checked_sub(100) } else { Some(near) }
        }
        _ => None,
    }
}

fn date(year: i32, month: Month, day: &str) -> Option<Date> {
    Date::from_calendar_date(year, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Option<String> {
        of(value, Reference { year: 2026 }).map(write)
    }

    #[test]
    fn complete_dates_are_read() {
        for value in [
            "Weds 3/4/2019",
            "3/4/2019",
            "03-04-2019",
            "3.4.19",
            "2019-03-04",
            "2019/3/4",
            "20190304",
            "March 4, 2019",
            "Mar. 4th, 2019",
            "4 March 2019",
            "04-MAR-19",
            "04MAR2019",
            "Monday, March 4 2019",
            "the 4th of March, 2019",
        ] {
            assert_eq!(read(value).as_deref(), Some("2019-03-04"), "{value}");
        }
        assert_eq!(read("25/12/2019").as_deref(), Some("2019-12-25"));
        assert_eq!(read("12/25/31").as_deref(), Some("1931-12-25"));
    }

    #[test]
    fn parts_of_dates_are_read() {
        assert_eq!(in_part("9/24"), Some(((9, 24), None)));
        assert_eq!(in_part("2026-02-16"), Some(((2, 16), Some(2026))));
        assert_eq!(in_part("3/4/26"), Some(((3, 4), Some(2026))));
        assert_eq!(in_part("March 9, 2026"), Some(((3, 9), Some(2026))));
        assert_eq!(in_part("12 Aug"), Some(((8, 12), None)));
        for value in ["Easter", "13/2", "3/32", "March", "2019", ""] {
            assert_eq!(in_part(value), None, "{value}");
        }
    }

    #[test]
    fn others_are_not_guessed() {
        for value in [
            "March 2019",
            "3/4",
            "March 4",
            "2019",
            "2/30/2019",
            "3/4/019",
            "Easter 2019",
            "2019-03-04T10:22",
            "",
            "4/5-6/7/2019",
        ] {
            assert_eq!(read(value), None, "{value}");
        }
    }
}
