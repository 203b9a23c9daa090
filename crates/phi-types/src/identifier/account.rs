//! Account numbers: (J).

use super::{
    define::text_identifiers,
    read::{anything, checked, digits_of, luhn_sum},
};

text_identifiers! {
    /// An account number: patient account, bank account, invoice; of at most 64 bytes. (J)
    ///
    /// ```
    /// use phi_types::AccountNumber;
    /// assert!(AccountNumber::parse("ACCT-000-1").is_ok());
    /// ```
    [Account] AccountNumber, 64, anything;

    /// The number of a payment card: 12 to 19 digits, Luhn's check digit (ISO/IEC 7812-1). (J)
    ///
    /// ```
    /// use phi_types::{ParseReason, PaymentCard};
    /// assert!(PaymentCard::parse("4111 1111 1111 1111").is_ok()); // a published test number
    /// assert_eq!(PaymentCard::parse("4111111111111112").unwrap_err().reason(), ParseReason::CheckDigit);
    /// ```
    [Account] PaymentCard, 40, |raw| {
        let digits = digits_of(raw, &[' ', '-'], 12..=19)?;
        checked(digits, |digits| luhn_sum(digits).is_multiple_of(10))
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParseReason;

    #[test]
    fn published_test_numbers_of_cards() {
        for good in ["4111111111111111", "5555-5555-5555-4444", "378282246310005", "6011 1111 1111 1117"] {
            assert!(PaymentCard::parse(good).is_ok(), "{good}");
        }
        assert_eq!(PaymentCard::parse("41111111111").unwrap_err().reason(), ParseReason::Length);
        assert_eq!(PaymentCard::parse("5555555555554445").unwrap_err().reason(), ParseReason::CheckDigit);
    }
}
