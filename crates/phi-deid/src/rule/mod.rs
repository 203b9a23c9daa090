//! What may stay of a value under Safe Harbor, rule by rule.
//!
//! These are the exceptions that 45 CFR 164.514(b)(2)(i) itself grants: the year of a date, three digits of a ZIP
//! code, an age up to 89 (and one pool for all above). Everything else on the list is removed whole.

pub mod age;
pub mod date;
pub mod zip3;
#[path = "zip3_2020.rs"]
mod zip3_2020;

use core::fmt;

pub use zip3::{CENSUS_VINTAGE, Zip3};

/// The year against which ages are reckoned.
///
/// Take the later of the last event in the record and the release (or the year of death, where it is known): a record
/// of 2015 about a person of 85 shows, when it is released in 2026, the birth year of somebody who may be 96.
///
/// ```
/// # use phi_deid::rule::{Reference, date};
/// let release = Reference { year: 2026 };
/// assert!(date::year(1937, release).is_kept());
/// assert!(!date::year(1936, release).is_kept());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The calendar year.
    pub year: i32,
}

/// What a rule leaves of a value. The value itself is never in here.
///
/// `Display` writes what may be released: the year, the age, the three digits, `90 or older`, or nothing for a
/// removed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Generalised {
    /// Nothing stays.
    Removed,
    /// The year of a date (letter C).
    Year(i32),
    /// An age of 89 or less (letter C).
    Age(u16),
    /// The pool for every age over 89 (letter C).
    Age90OrOlder,
    /// Three digits of a ZIP code, or `000` (letter B).
    Zip3(Zip3),
}

impl Generalised {
    /// Whether anything stays of the value.
    #[must_use]
    pub const fn is_kept(self) -> bool {
        !matches!(self, Self::Removed)
    }
}

impl fmt::Display for Generalised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Removed => Ok(()),
            Self::Year(year) => write!(f, "{year}"),
            Self::Age(age) => write!(f, "{age}"),
            Self::Age90OrOlder => f.write_str("90 or older"),
            Self::Zip3(zip) => f.write_str(zip.as_str()),
        }
    }
}
