//! Certificate and licence numbers: (K).

use super::{
    define::text_identifiers,
    read::{checked, digits_of, kept, letters_and_digits, luhn_sum},
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// A National Provider Identifier: ten digits whose last is Luhn's check digit over `80840` and the number. (K)
    ///
    /// The source is 45 CFR 162.406. Plain Luhn over the ten digits rejects valid numbers.
    ///
    /// ```
    /// use phi_types::{Npi, ParseReason};
    /// assert!(Npi::parse("1234567893").is_ok());
    /// assert_eq!(Npi::parse("1234567890").unwrap_err().reason(), ParseReason::CheckDigit);
    /// ```
    [CertificateOrLicense] Npi, 64, |raw| {
        // 24 is what the constant prefix 80840 contributes to Luhn's sum.
        checked(digits_of(raw, &[], 10..=10)?, |digits| luhn_sum(digits).saturating_add(24).is_multiple_of(10))
    };

    /// A registration number of the Drug Enforcement Administration: two letters (or a letter and a 9), seven digits, of which the
    /// last is a check digit. (K)
    ///
    /// The check: the last digit of (d1+d3+d5) + 2(d2+d4+d6) is d7. The second character is the first letter of the
    /// registrant's name, or 9 for a business address.
    ///
    /// ```
    /// use phi_types::{DeaNumber, ParseReason};
    /// assert!(DeaNumber::parse("AB1234563").is_ok() && DeaNumber::parse("A91234563").is_ok());
    /// assert_eq!(DeaNumber::parse("AB1234567").unwrap_err().reason(), ParseReason::CheckDigit);
    /// ```
    [CertificateOrLicense] DeaNumber, 16, dea;

    /// A driver's licence number: 1 to 25 letters and digits, with or without hyphens, spaces or `*`. (K)
    ///
    /// Each State has a shape of its own, so no more is asked.
    ///
    /// ```
    /// use phi_types::DriverLicense;
    /// assert!(DriverLicense::parse("D000-0000-0000").is_ok());
    /// ```
    [CertificateOrLicense] DriverLicense, 40, |raw| {
        kept(raw, &[' ', '-'], 1..=25, |c| c.is_ascii_alphanumeric() || c == '*')
    };

    /// A passport number: 6 to 9 letters and digits (ICAO Doc 9303-3). (K)
    ///
    /// ```
    /// use phi_types::Passport;
    /// assert!(Passport::parse("X00000000").is_ok());
    /// assert!(Passport::parse("X0000000000").is_err());
    /// ```
    [CertificateOrLicense] Passport, 16, |raw| letters_and_digits(raw, &[' '], 6..=9);
}

fn dea(raw: &str) -> Result<Text, Flaw> {
    let text = letters_and_digits(raw, &[], 9..=9)?;
    let [first, second, digits @ ..] = text.expose().as_bytes() else { return Err(ParseReason::Length.into()) };
    let lettered = first.is_ascii_uppercase() && (second.is_ascii_uppercase() || *second == b'9');
    if !lettered || !digits.iter().all(u8::is_ascii_digit) {
        return Err(ParseReason::Shape.into());
    }
    let &[d1, d2, d3, d4, d5, d6, d7] = digits else { return Err(ParseReason::Length.into()) };
    let sum = |digits: [u8; 3]| digits.iter().fold(0_u8, |sum, digit| sum.saturating_add(digit.saturating_sub(b'0')));
    let total = sum([d1, d3, d5]).saturating_add(sum([d2, d4, d6]).saturating_mul(2));
    if total % 10 == d7.saturating_sub(b'0') { Ok(text) } else { Err(ParseReason::CheckDigit.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_luhn_would_reject_a_valid_npi() {
        assert_ne!(luhn_sum("1234567893") % 10, 0);
        assert!(Npi::parse("1234567893").is_ok());
        assert_eq!(luhn_sum("808401234567893") % 10, 0);
        let valid = (0..10).filter(|check| Npi::parse(format!("123456789{check}")).is_ok()).count();
        assert_eq!(valid, 1);
    }

    #[test]
    fn registrations_of_the_dea() {
        for good in ["AB1234563", "F91234563", "bb1388568", "XA0000000"] {
            assert!(DeaNumber::parse(good).is_ok(), "{good}");
        }
        for (bad, reason) in [
            ("1B1234563", ParseReason::Shape),
            ("A81234563", ParseReason::Shape),
            ("ABC234563", ParseReason::Shape),
            ("AB1234564", ParseReason::CheckDigit),
            ("AB123456", ParseReason::Length),
            ("AB-1234563", ParseReason::Character),
        ] {
            assert_eq!(DeaNumber::parse(bad).unwrap_err().reason(), reason, "{bad}");
        }
    }
}
