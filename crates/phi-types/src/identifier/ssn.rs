//! Social Security numbers: (G), and the taxpayer numbers that look like them.

use super::{
    define::{synthetic, text_identifiers},
    read::{digits_of, part},
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// A Social Security number: area not 000, 666 or 900-999, group not 00, serial not 0000. (G)
    ///
    /// Kept as nine digits. Well-formed only; nothing here says that it was assigned.
    ///
    /// ```
    /// use phi_types::Ssn;
    /// assert!(Ssn::parse("219-09-9999").is_ok()); // printed on a sample card, never valid
    /// for reserved in ["000-12-3456", "666-12-3456", "900-12-3456", "219-00-9999", "219-09-0000"] {
    ///     assert!(Ssn::parse(reserved).is_err());
    /// }
    /// ```
    [Ssn] Ssn, 64, |raw| {
        let digits = nine(raw)?;
        let never = is_unassigned_area(digits.expose())
            || part(digits.expose(), 3, 2) == "00"
            || part(digits.expose(), 5, 4) == "0000";
        if never { Err(ParseReason::Range.into()) } else { Ok(digits) }
    };

    /// An Individual Taxpayer Identification Number: it begins with 9, and its fourth and fifth digits are 50 to 65, 70 to 88,
    /// 90 to 92 or 94 to 99 (26 CFR 301.6109-1(d)(3), IRS Publication 1915). Treated like a Social Security number. (G)
    ///
    /// ```
    /// use phi_types::{Itin, Ssn};
    /// assert!(Itin::parse("900-70-0000").is_ok() && Ssn::parse("900-70-0000").is_err());
    /// assert!(Itin::parse("900-93-0000").is_err()); // 93 marks adoption taxpayer numbers
    /// ```
    [Ssn] Itin, 64, |raw| {
        let digits = nine(raw)?;
        let group: u8 = part(digits.expose(), 3, 2).parse().unwrap_or(0);
        let known = matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99);
        if digits.expose().starts_with('9') && known { Ok(digits) } else { Err(ParseReason::Range.into()) }
    };
}

synthetic! {
    /// A number that can be nobody's, for fixtures: area 000, 666 or 900-999. `parse` refuses what this admits.
    ///
    /// # Errors
    /// Any number that could be assigned is refused.
    ///
    /// ```
    /// use phi_types::Ssn;
    /// assert!(Ssn::synthetic("900-12-3456").is_ok() && Ssn::synthetic("000-12-3456").is_ok());
    /// assert!(Ssn::synthetic("219-09-9999").is_err());
    /// ```
    Ssn, |raw| {
        let digits = nine(raw)?;
        if is_unassigned_area(digits.expose()) { Ok(digits) } else { Err(ParseReason::NotReserved.into()) }
    }
}

fn nine(raw: &str) -> Result<Text, Flaw> {
    digits_of(raw, &['-', ' '], 9..=9)
}

/// The Social Security Administration assigns none of these areas (POMS RM 10201.035).
fn is_unassigned_area(digits: &str) -> bool {
    let area = part(digits, 0, 3);
    area == "000" || area == "666" || area.starts_with('9')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_offset_and_not_the_input() {
        let refused = Ssn::parse("219-0x-9999").unwrap_err();
        assert_eq!((refused.reason(), refused.offset()), (ParseReason::Character, Some(5)));
        assert_eq!(format!("{refused:?}"), "not a well-formed Ssn: a character is not allowed (at byte 5)");
    }

    #[test]
    fn the_edges_of_the_ranges() {
        for good in ["001-01-0001", "665-99-9999", "667-01-0001", "899-99-9999", "219 09 9999", "219099999"] {
            assert!(Ssn::parse(good).is_ok(), "{good}");
        }
        for bad in ["000-01-0001", "666-01-0001", "900-01-0001", "999-99-9999", "001-00-0001", "001-01-0000"] {
            assert_eq!(Ssn::parse(bad).unwrap_err().reason(), ParseReason::Range, "{bad}");
        }
        for (group, good) in [
            (49, false),
            (50, true),
            (65, true),
            (66, false),
            (69, false),
            (70, true),
            (88, true),
            (89, false),
            (90, true),
            (92, true),
            (93, false),
            (94, true),
            (99, true),
        ] {
            assert_eq!(Itin::parse(format!("912-{group}-3456")).is_ok(), good, "{group}");
            assert!(Itin::parse(format!("812-{group}-3456")).is_err());
        }
    }
}
