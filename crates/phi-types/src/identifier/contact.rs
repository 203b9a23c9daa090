//! Ways to reach a person: (D) and (F).

use super::{
    define::{Flaw, ParseReason, text_identifiers, tidy},
    number::digits_of,
};
use crate::value::Text;

text_identifiers! {
    /// A telephone number: ten digits of the North American plan, with or without a leading 1, or E.164 with a `+`. (D)
    ///
    /// Kept as digits, with the `+` if it had one.
    ///
    /// ```
    /// use phi_types::Phone;
    /// assert!(Phone::parse("(555) 555-0142").is_ok());
    /// assert!(Phone::parse("+44 20 7946 0018").is_ok());
    /// assert!(Phone::parse("555-0142").is_err()); // no area code
    /// ```
    Phone, Phone, |raw| {
        let raw = tidy(raw, 40)?;
        let separators = [' ', '-', '.', '(', ')'];
        match raw.strip_prefix('+') {
            Some(rest) => {
                let digits = digits_of(rest, &separators, 7..=15)?;
                Ok(super::define::exact(16, core::iter::once('+').chain(digits.expose().chars())))
            }
            None => digits_of(raw, &separators, 10..=11).and_then(|digits| match digits.expose().strip_prefix('1') {
                Some(rest) if rest.len() == 10 => Ok(Text::from(rest)),
                _ if digits.expose().len() == 10 => Ok(digits),
                _ => Err(ParseReason::Shape.into()),
            }),
        }
    };

    /// An e-mail address: something before the last `@`, a host with a dot behind it, no white space. (F)
    Email, Email, |raw| {
        let email = tidy(raw, 254)?;
        if let Some((at, _)) = email.char_indices().find(|(_, c)| c.is_whitespace()) {
            return Err(Flaw { reason: ParseReason::Character, offset: Some(at) });
        }
        match email.rsplit_once('@') {
            Some((local, host)) if !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') => {
                Ok(Text::from(email))
            }
            _ => Err(ParseReason::Shape.into()),
        }
    };
}
