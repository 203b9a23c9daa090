//! Dates: 45 CFR 164.514(b)(2)(i)(C), "all elements of dates (except year)".

use time::Date;

use super::{Generalised, Reference, age::MAX_REPORTABLE_AGE};

/// The year of an event in the life of the individual: admission, discharge, a laboratory test, a death.
///
/// The paragraph also removes the years "indicative of such age": what happened to somebody ninety years before the
/// reference year tells that this person is that old. So an event falls under the same line as a birth.
///
/// ```
/// # use phi_deid::rule::{Generalised, Reference, date};
/// use time::{Date, Month};
/// let release = Reference { year: 2026 };
/// let admitted = Date::from_calendar_date(2019, Month::March, 4).unwrap();
/// assert_eq!(date::event(admitted, release), Generalised::Year(2019));
/// ```
#[must_use]
pub const fn event(date: Date, reference: Reference) -> Generalised {
    year(date.year(), reference)
}

/// The year of birth, unless the person is 90 in the reference year or turns 90 in it.
///
/// Somebody born in 1936 may be 90 at any time in 2026: the day that would tell is not released, so the year must go.
/// Born in 1937 is at most 89.
#[must_use]
pub const fn birth(date: Date, reference: Reference) -> Generalised {
    year(date.year(), reference)
}

/// The same rule for a date of which only the year is known.
///
/// A year after the reference year stays: it implies no age.
#[must_use]
pub const fn year(year: i32, reference: Reference) -> Generalised {
    if reference.year.saturating_sub(year) > MAX_REPORTABLE_AGE as i32 {
        Generalised::Removed
    } else {
        Generalised::Year(year)
    }
}

/// What may stay of a year written with two digits.
///
/// An event is taken for the latest year that is not after the year following the reference (appointments). A birth
/// of `19` may be 2019 or 1919, so it stays only where a single reading is possible at all.
#[must_use]
pub(crate) const fn two_digit_year(two: i32, is_birth: bool, reference: Reference) -> Generalised {
    let near = reference.year.saturating_sub(reference.year.rem_euclid(100)).saturating_add(two.rem_euclid(100));
    let late = if near > reference.year.saturating_add(1) { near.saturating_sub(100) } else { near };
    let early = late.saturating_sub(100);
    // The oldest people on record reached 122; some margin costs little.
    let early_is_possible = reference.year.saturating_sub(early) <= 130;
    if (is_birth && early_is_possible) || late > reference.year {
        year(early, reference)
    } else {
        year(late, reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Month;

    const RELEASE: Reference = Reference { year: 2026 };

    fn day(year: i32) -> Date {
        Date::from_calendar_date(year, Month::June, 30).unwrap()
    }

    #[test]
    fn birth_years_of_ninety_and_above_go() {
        assert_eq!(birth(day(1936), RELEASE), Generalised::Removed);
        assert_eq!(birth(day(1937), RELEASE), Generalised::Year(1937));
        for year in 1880..=2100 {
            assert_eq!(birth(day(year), RELEASE).is_kept(), year >= 1937, "{year}");
            assert_eq!(event(day(year), RELEASE), birth(day(year), RELEASE));
        }
    }

    #[test]
    fn two_digits_stay_only_when_they_can_mean_one_year() {
        assert_eq!(two_digit_year(19, false, RELEASE), Generalised::Year(2019));
        assert_eq!(two_digit_year(58, false, RELEASE), Generalised::Year(1958));
        assert_eq!(two_digit_year(58, true, RELEASE), Generalised::Year(1958));
        assert_eq!(two_digit_year(31, true, RELEASE), Generalised::Removed);
        assert_eq!(two_digit_year(19, true, RELEASE), Generalised::Removed);
        assert_eq!(two_digit_year(0, true, RELEASE), Generalised::Removed);
        assert_eq!(two_digit_year(27, false, RELEASE), Generalised::Removed);
    }

    #[test]
    fn extreme_years_do_not_overflow() {
        assert_eq!(year(i32::MIN, RELEASE), Generalised::Removed);
        for extreme in [i32::MIN, i32::MAX] {
            let _ = two_digit_year(99, true, Reference { year: extreme });
        }
        assert_eq!(year(i32::MAX, Reference { year: i32::MIN }), Generalised::Year(i32::MAX));
    }
}
