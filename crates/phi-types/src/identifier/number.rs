//! Numbers that name a person: (G), (H), (I), (J), (K) and (R).

use super::define::{Flaw, ParseReason, exact, text_identifiers, tidy};
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
    Ssn, Ssn, |raw| {
        let digits = digits_of(raw, &['-', ' '], 9..=9)?;
        let part = |from: usize, count: usize| digits.expose().get(from..from.saturating_add(count)).unwrap_or("");
        let area = part(0, 3);
        if area == "000" || area == "666" || area.starts_with('9') || part(3, 2) == "00" || part(5, 4) == "0000" {
            return Err(ParseReason::Range.into());
        }
        Ok(digits)
    };

    /// A medical record number, up to 64 characters of whatever its authority uses. (H)
    Mrn, MedicalRecordNumber, |raw| tidy(raw, 64).map(Text::from);

    /// A health plan's number for a member. (I)
    MemberId, HealthPlanBeneficiary, |raw| tidy(raw, 64).map(Text::from);

    /// An account number: patient account, bank account, invoice. (J)
    AccountNumber, Account, |raw| tidy(raw, 64).map(Text::from);

    /// A National Provider Identifier: ten digits whose last is Luhn's check digit over `80840` and the number. (K)
    ///
    /// ```
    /// use phi_types::{Npi, ParseReason};
    /// assert!(Npi::parse("1234567893").is_ok());
    /// assert_eq!(Npi::parse("1234567890").unwrap_err().reason(), ParseReason::CheckDigit);
    /// ```
    Npi, CertificateOrLicense, |raw| {
        let digits = digits_of(raw, &[], 10..=10)?;
        // 24 is what the constant prefix 80840 contributes to Luhn's sum (45 CFR 162.406, ISO/IEC 7812-1).
        if luhn_sum(digits.expose()).saturating_add(24).is_multiple_of(10) { Ok(digits) } else { Err(ParseReason::CheckDigit.into()) }
    };

    /// Any other number, characteristic or code that names one person. (R)
    OtherId, Other, |raw| tidy(raw, 128).map(Text::from);
}

/// Collects the digits of `raw`, passing over `separators`; anything else is refused at its offset.
pub(super) fn digits_of(
    raw: &str,
    separators: &[char],
    lengths: core::ops::RangeInclusive<usize>,
) -> Result<Text, Flaw> {
    let raw = tidy(raw, 64)?;
    let mut count = 0_usize;
    for (at, c) in raw.char_indices() {
        match c {
            '0'..='9' => count = count.saturating_add(1),
            c if separators.contains(&c) => {}
            _ => return Err(Flaw { reason: ParseReason::Character, offset: Some(at) }),
        }
    }
    if !lengths.contains(&count) {
        return Err(ParseReason::Length.into());
    }
    Ok(exact(count, raw.chars().filter(char::is_ascii_digit)))
}

/// Luhn's sum (ISO/IEC 7812-1), the last digit counted once.
pub(super) fn luhn_sum(digits: &str) -> u32 {
    digits.bytes().rev().enumerate().fold(0, |sum: u32, (at, byte)| {
        let digit = u32::from(byte.saturating_sub(b'0'));
        let doubled = digit.saturating_mul(2);
        let counted = if at % 2 == 0 {
            digit
        } else if doubled > 9 {
            doubled.saturating_sub(9)
        } else {
            doubled
        };
        sum.saturating_add(counted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_luhn_would_reject_a_valid_npi() {
        assert_ne!(luhn_sum("1234567893") % 10, 0);
        assert!(Npi::parse("1234567893").is_ok());
        assert_eq!(luhn_sum("4111111111111111") % 10, 0);
    }

    #[test]
    fn a_refusal_names_the_offset_and_not_the_input() {
        let refused = Ssn::parse("219-0x-9999").unwrap_err();
        assert_eq!((refused.reason(), refused.offset()), (ParseReason::Character, Some(5)));
        assert_eq!(format!("{refused:?}"), "not a well-formed Ssn: a character is not allowed (at byte 5)");
    }
}
