//! Dates moved by a secret number of days, one for each patient.

use core::fmt;

use time::{Date, Duration};

use super::SecretKey;

/// The most days by which a date is moved, back or forth.
const MOST: u64 = 364;

/// Gives each patient an offset, from a secret key and a name for the patient that need not be secret.
///
/// One offset for all patients would be undone by one known date; so there is none. Intervals within a patient stay as they
/// were. It is no Safe Harbor method: the days are still elements of dates.
///
/// ```
/// use phi_deid::replace::{DateShift, SecretKey};
/// use time::{Date, Duration, Month};
/// # let key = SecretKey::new(&[7; 32]);
/// let shift = DateShift::new(&key).of_patient("subject 17");
/// let day = Date::from_calendar_date(2019, Month::March, 4).unwrap();
/// let (admitted, left) = (shift.moved(day).unwrap(), shift.moved(day + Duration::days(7)).unwrap());
/// assert_ne!(admitted, day);
/// assert_eq!((left - admitted).whole_days(), 7);
/// ```
#[derive(Clone, Debug)]
pub struct DateShift(SecretKey);

impl DateShift {
    /// Shifts under this key.
    #[must_use]
    pub fn new(key: &SecretKey) -> Self {
        Self(key.derive(b"date shift"))
    }

    /// The shift of one patient: the same for the same name and key.
    #[must_use]
    pub fn of_patient(&self, patient: &str) -> PatientShift {
        let [a, b, c, d, e, f, g, h, ..] = self.0.mac(&[patient.as_bytes()]);
        let draw = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
        // Never nought: -364 to -1 and 1 to 364. Sixty-four bits over 728 leave no bias to speak of.
        let days = i16::try_from(draw % (2 * MOST)).unwrap_or(0) - 364;
        PatientShift(if days >= 0 { days + 1 } else { days })
    }
}

/// The secret offset of one patient. `Debug` does not show it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PatientShift(i16);

impl PatientShift {
    /// The date as it may be shown; `None` at the end of the calendar.
    #[must_use]
    pub const fn moved(self, date: Date) -> Option<Date> {
        date.checked_add(Duration::days(self.0 as i64))
    }
}

impl fmt::Debug for PatientShift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[date shift]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn offsets_are_spread_and_never_nought() {
        let shift = DateShift::new(&SecretKey::new(&[7; 32]));
        let all: BTreeSet<i16> = (0..20_000).map(|at| shift.of_patient(&at.to_string()).0).collect();
        assert!(!all.contains(&0));
        assert_eq!((all.first(), all.last(), all.len()), (Some(&-364), Some(&364), 728));
    }

    #[test]
    fn key_and_patient_each_change_it() {
        let days = |key: u8| {
            let shift = DateShift::new(&SecretKey::new(&[key; 32]));
            (0..8).map(|at| shift.of_patient(&at.to_string()).0).collect::<Vec<_>>()
        };
        assert_eq!(days(7), days(7));
        assert_ne!(days(7), days(8));
        assert_eq!(format!("{:?}", PatientShift(3)), "[date shift]");
        assert_eq!(PatientShift(3).moved(Date::MAX), None);
    }
}
