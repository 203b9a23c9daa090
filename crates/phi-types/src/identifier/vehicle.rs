//! Vehicles: (L).

use super::{
    define::text_identifiers,
    read::{kept, letters_and_digits},
};

text_identifiers! {
    /// A vehicle identification number: 17 letters and digits without I, O and Q (49 CFR 565.13, ISO 3779). (L)
    ///
    /// The check digit is a separate question, [`check_digit_fits`](Self::check_digit_fits): only North America asks for it, and
    /// a vehicle from elsewhere names its owner just as well.
    ///
    /// ```
    /// use phi_types::Vin;
    /// assert!(Vin::parse("1M8GDM9AXKP042788")?.check_digit_fits());
    /// assert!(!Vin::parse("1M8GDM9A1KP042788")?.check_digit_fits()); // well-formed all the same
    /// assert!(Vin::parse("1M8GDM9AXKPO42788").is_err()); // O for 0
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Vehicle] Vin, 17, |raw| kept(raw, &[], 17..=17, |c| c.is_ascii_alphanumeric() && !matches!(c, 'I' | 'O' | 'Q'));

    /// A licence plate: 1 to 10 letters and digits, with or without spaces and hyphens. (L)
    ///
    /// ```
    /// use phi_types::LicensePlate;
    /// assert!(LicensePlate::parse("TEST-000")?.matches(&LicensePlate::parse("test 000")?));
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Vehicle] LicensePlate, 20, |raw| letters_and_digits(raw, &[' ', '-', '.'], 1..=10);
}

impl Vin {
    /// Whether the ninth position is the check digit of 49 CFR 565.15(c): the weighted sum of all positions modulo 11, where 10
    /// is written X. Where it does not fit, the vehicle may be from outside North America, or the number mistyped.
    #[must_use]
    pub fn check_digit_fits(&self) -> bool {
        const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
        let vin = self.0.expose();
        let sum = vin
            .bytes()
            .zip(WEIGHTS)
            .fold(0_u32, |sum, (byte, weight)| sum.saturating_add(transliterated(byte).saturating_mul(weight)));
        let expected = match sum % 11 {
            10 => 'X',
            digit => char::from_digit(digit, 10).unwrap_or('X'),
        };
        vin.chars().nth(8) == Some(expected)
    }
}

/// The value of a character, 49 CFR 565.15, table IV.
const fn transliterated(byte: u8) -> u32 {
    (match byte {
        b'0'..=b'9' => byte - b'0',
        b'A'..=b'H' => byte - b'A' + 1,
        b'J'..=b'N' => byte - b'J' + 1,
        b'P' => 7,
        b'R' => 9,
        b'S'..=b'Z' => byte - b'S' + 2,
        _ => 0,
    }) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParseReason;

    #[test]
    fn check_digits_of_published_numbers() {
        for good in ["11111111111111111", "1M8GDM9AXKP042788", "5GZCZ43D13S812715"] {
            assert!(Vin::parse(good).unwrap().check_digit_fits(), "{good}");
        }
        assert!(!Vin::parse("11111111211111111").unwrap().check_digit_fits());
    }

    #[test]
    fn letters_that_look_like_digits_are_no_part_of_it() {
        for (at, bad) in [(0, "IM8GDM9AXKP042788"), (1, "1O8GDM9AXKP042788"), (2, "1MQGDM9AXKP042788")] {
            let refused = Vin::parse(bad).unwrap_err();
            assert_eq!((refused.reason(), refused.offset()), (ParseReason::Character, Some(at)));
        }
        assert_eq!(Vin::parse("1M8GDM9AXKP04278").unwrap_err().reason(), ParseReason::Length);
    }
}
