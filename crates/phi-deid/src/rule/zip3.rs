//! Three digits of a ZIP code: 45 CFR 164.514(b)(2)(i)(B)(1) and (2).

use core::{fmt, str};

use super::{Generalised, zip3_2020::POPULATION_2020};

/// The census whose figures decide; it belongs in every report.
///
/// The paragraph asks for "the current publicly available data from the Bureau of the Census". The list of seventeen
/// prefixes that is often copied comes from the census of 2000.
pub const CENSUS_VINTAGE: &str = "US Census 2020 (ZCTA)";

/// A prefix stays only with *more* people than this.
pub const MIN_POPULATION_EXCLUSIVE: u32 = 20_000;

/// The first three digits of a ZIP code that may be released, or `000`.
///
/// ```
/// # use phi_deid::rule::{Generalised, Zip3};
/// assert_eq!(Zip3::of("57601-0001").to_string(), "576");
/// assert_eq!(Zip3::of("03601").to_string(), "000"); // 13 153 people
/// assert_eq!(Zip3::of("00001").to_string(), "000"); // no such prefix
/// assert_eq!(Zip3::of("A1A 1A1"), Generalised::Removed); // not of the United States
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zip3([u8; 3]);

impl Zip3 {
    /// What stands for a prefix of 20 000 people or fewer.
    pub const WITHHELD: Self = Self(*b"000");

    /// Reads a ZIP code (`12345`, `12345-6789`, `123456789` or the three digits alone) and keeps what may stay.
    ///
    /// It is an allow list: a prefix that the census does not list (unassigned, military) becomes `000`. What has not
    /// the form of a ZIP code of the United States is removed, a foreign postal code above all: it is a geographic
    /// subdivision without exception.
    #[must_use]
    pub fn of(zip: &str) -> Generalised {
        let mut digits = [0_u8; 9];
        let (mut count, mut is_split) = (0_usize, false);
        for (at, byte) in zip.trim().bytes().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    let Some(slot) = digits.get_mut(count) else {
                        return Generalised::Removed;
                    };
                    *slot = byte;
                    count += 1;
                }
                b'-' | b' ' if at == 5 => is_split = true,
                _ => return Generalised::Removed,
            }
        }
        if !matches!((count, is_split), (3 | 5 | 9, false) | (9, true)) {
            return Generalised::Removed;
        }
        let [a, b, c, ..] = digits;
        let prefix = Self([a, b, c]);
        Generalised::Zip3(prefix.population().map_or(Self::WITHHELD, |people| prefix.for_population(people)))
    }

    /// The digits.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match str::from_utf8(&self.0) {
            Ok(digits) => digits,
            Err(_) => "000", // never: only ASCII digits are put in
        }
    }

    /// The prefixes that may be released, in order: 876 by the census of 2020.
    pub fn released() -> impl Iterator<Item = Self> {
        POPULATION_2020
            .iter()
            .filter(|(_, people)| *people > MIN_POPULATION_EXCLUSIVE)
            .map(|(prefix, _)| Self::from_number(*prefix))
    }

    /// The line itself: this prefix when more than 20 000 people live in it, `000` otherwise.
    #[must_use]
    pub const fn for_population(self, people: u32) -> Self {
        if people > MIN_POPULATION_EXCLUSIVE { self } else { Self::WITHHELD }
    }

    /// The people who live in all ZIP codes of this prefix; `None` when the census lists none of them.
    fn population(self) -> Option<u32> {
        let number = self.0.iter().fold(0_u16, |sum, digit| sum * 10 + u16::from(digit.wrapping_sub(b'0')));
        let at = POPULATION_2020.binary_search_by_key(&number, |(prefix, _)| *prefix).ok()?;
        POPULATION_2020.get(at).map(|(_, people)| *people)
    }

    fn from_number(number: u16) -> Self {
        let digit = |place: u16| b'0' + u8::try_from(number / place % 10).unwrap_or(0);
        Self([digit(100), digit(10), digit(1)])
    }
}

impl fmt::Debug for Zip3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zip3({})", self.as_str())
    }
}

impl fmt::Display for Zip3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn known_prefixes() {
        for (zip, expected) in [
            ("03601", "000"),
            ("05901", "000"),
            ("20201", "000"),
            ("36901", "000"),
            ("75301", "000"),
            ("77201", "000"),
            ("06301", "063"),
            ("79001", "790"),
            ("83001", "830"),
            ("57601", "576"),
            ("09001", "000"),
            ("00001", "000"),
            ("10201", "000"),
            (" 55397-1234 ", "553"),
            ("55397 1234", "553"),
            ("553971234", "553"),
            ("553", "553"),
        ] {
            assert_eq!(Zip3::of(zip).to_string(), expected, "{zip}");
        }
    }

    #[test]
    fn what_is_no_zip_code_is_removed() {
        for zip in [
            "A1A 1A1",
            "",
            "1",
            "2139",
            "123456",
            "12345-",
            "12345-678",
            "1234-56789",
            "５５３９７",
            "SW1A 1AA",
            "1234567890",
        ] {
            assert_eq!(Zip3::of(zip), Generalised::Removed, "{zip}");
        }
    }

    #[test]
    fn the_line_is_more_than_twenty_thousand() {
        let prefix = Zip3::from_number(123);
        assert_eq!(prefix.for_population(20_000), Zip3::WITHHELD);
        assert_eq!(prefix.for_population(20_001), prefix);
        assert_eq!(prefix.for_population(0), Zip3::WITHHELD);
    }

    #[test]
    fn the_table_is_sorted_and_releases_876_prefixes() {
        assert!(POPULATION_2020.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(Zip3::released().count(), 876);
        assert!(Zip3::released().all(|prefix| Zip3::of(prefix.as_str()) == Generalised::Zip3(prefix)));
    }

    /// Runs where the census file lies beside the sources: `PHI_SHARED` names its folder's parent.
    #[test]
    fn all_thousand_prefixes_agree_with_the_census_file() {
        let Ok(shared) = std::env::var("PHI_SHARED") else {
            return;
        };
        let file = std::fs::read_to_string(format!("{shared}/data/zip3_population.csv")).unwrap();
        let people: BTreeMap<&str, u32> = file
            .lines()
            .skip(1)
            .filter_map(|line| {
                let mut cells = line.split(',');
                Some((cells.next()?, cells.next()?.parse().ok()?))
            })
            .collect();
        for prefix in 0..1000 {
            let prefix = format!("{prefix:03}");
            let expected =
                if people.get(prefix.as_str()).is_some_and(|n| *n > 20_000) { prefix.as_str() } else { "000" };
            assert_eq!(Zip3::of(&format!("{prefix}01")).to_string(), expected);
        }
    }
}
