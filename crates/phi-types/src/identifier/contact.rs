//! Ways to reach a person: (D), (E) and (F).

use super::{
    define::{synthetic, text_identifiers},
    read::{digits_of, exact, part},
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// A telephone number: ten digits of the North American plan, with or without a leading 1 or +1, or E.164 with a `+`. (D)
    ///
    /// Kept as ten digits for the North American plan, else as `+` and 7 to 15 digits (ITU-T E.164). Extensions are refused:
    /// they belong in a field of their own.
    ///
    /// ```
    /// use phi_types::Phone;
    /// assert!(Phone::parse("(555) 555-0142")?.matches(&Phone::parse("+1 555 555 0142")?));
    /// assert!(Phone::parse("+44 20 7946 0018").is_ok());
    /// assert!(Phone::parse("555-0142").is_err()); // no area code
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Phone] Phone, 40, phone;

    /// A fax number, of the same shapes as [`Phone`]. (E)
    ///
    /// ```
    /// use phi_types::{Fax, Identifier};
    /// assert!(Fax::parse("555-555-0143").is_ok());
    /// assert_eq!(Fax::IDENTIFIER_CLASS.letter(), 'E');
    /// ```
    [Fax] Fax, 40, phone;

    /// An e-mail address: something before the last `@`, a host with a dot behind it, no white space. (F)
    ///
    /// The host is kept in lower case; what stands before the `@` is kept as it is (RFC 5321, 2.4).
    ///
    /// ```
    /// use phi_types::Email;
    /// assert!(Email::parse("ana@Example.org")?.matches(&Email::parse("ana@example.org")?));
    /// assert!(Email::parse("ana at example.org").is_err());
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Email] Email, 254, email;
}

synthetic! {
    /// A number of the range 555-0100 to 555-0199, which is reserved for fiction, for fixtures.
    ///
    /// # Errors
    /// Any other number is refused.
    ///
    /// ```
    /// use phi_types::Phone;
    /// assert!(Phone::synthetic("202-555-0142").is_ok());
    /// assert!(Phone::synthetic("202-555-1212").is_err());
    /// ```
    Phone, fictitious
}

synthetic! {
    /// A number of the range 555-0100 to 555-0199, which is reserved for fiction, for fixtures.
    ///
    /// # Errors
    /// Any other number is refused.
    Fax, fictitious
}

synthetic! {
    /// An address at a host that is reserved for examples (RFC 2606, RFC 6761), for fixtures.
    ///
    /// # Errors
    /// Any other host is refused.
    ///
    /// ```
    /// use phi_types::Email;
    /// assert!(Email::synthetic("ana@example.org").is_ok());
    /// assert!(Email::synthetic("ana@clinic.test").is_ok());
    /// assert!(Email::synthetic("ana@example.co").is_err());
    /// ```
    Email, |raw| {
        let text = email(raw)?;
        match text.expose().rsplit_once('@') {
            Some((_, host)) if is_example_host(host) => Ok(text),
            _ => Err(ParseReason::NotReserved.into()),
        }
    }
}

/// Whether a host, in lower case, is reserved for examples and tests (RFC 2606, RFC 6761).
pub(super) fn is_example_host(host: &str) -> bool {
    ["example.com", "example.net", "example.org", "example", "test", "invalid"]
        .iter()
        .any(|reserved| host.strip_suffix(reserved).is_some_and(|before| before.is_empty() || before.ends_with('.')))
}

fn phone(raw: &str) -> Result<Text, Flaw> {
    let separators = [' ', '-', '.', '(', ')'];
    match raw.strip_prefix('+') {
        Some(rest) => {
            let digits = digits_of(rest, &separators, 7..=15).map_err(|flaw| flaw.shifted(1))?;
            match digits.expose().strip_prefix('1') {
                Some(national) => american(national),
                None => Ok(exact(16, core::iter::once('+').chain(digits.expose().chars()))),
            }
        }
        None => {
            let digits = digits_of(raw, &separators, 10..=11)?;
            match (digits.expose().len(), digits.expose().strip_prefix('1')) {
                (11, Some(national)) => american(national),
                (10, _) => american(digits.expose()),
                _ => Err(ParseReason::Shape.into()),
            }
        }
    }
}

/// NXX-NXX-XXXX, where N is 2 to 9 (North American Numbering Plan).
fn american(national: &str) -> Result<Text, Flaw> {
    if national.len() != 10 {
        return Err(ParseReason::Length.into());
    }
    let dialled = |at| part(national, at, 1) >= "2";
    if dialled(0) && dialled(3) { Ok(Text::from(national)) } else { Err(ParseReason::Range.into()) }
}

fn fictitious(raw: &str) -> Result<Text, Flaw> {
    let text = phone(raw)?;
    let reserved = !text.expose().starts_with('+') && part(text.expose(), 3, 5) == "55501";
    if reserved { Ok(text) } else { Err(ParseReason::NotReserved.into()) }
}

fn email(raw: &str) -> Result<Text, Flaw> {
    if let Some((at, _)) = raw.char_indices().find(|(_, c)| c.is_whitespace()) {
        return Err(Flaw::character(at));
    }
    match raw.rsplit_once('@') {
        Some((local, host))
            if !local.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') =>
        {
            let host = host.chars().map(|c| c.to_ascii_lowercase());
            Ok(exact(raw.len(), local.chars().chain(core::iter::once('@')).chain(host)))
        }
        _ => Err(ParseReason::Shape.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers() {
        for (raw, canonical) in [
            ("(202) 555-0142", "2025550142"),
            ("1-202-555-0142", "2025550142"),
            ("+12025550142", "2025550142"),
            ("+44 20 7946 0018", "+442079460018"),
        ] {
            assert_eq!(Phone::parse(raw).unwrap().0.expose(), canonical);
            assert_eq!(Fax::parse(raw).unwrap().0.expose(), canonical);
        }
        for (raw, reason) in [
            ("102-555-0142", ParseReason::Range),
            ("202-155-0142", ParseReason::Range),
            ("20255501423", ParseReason::Shape),
            ("+1 202 555 014", ParseReason::Length),
            ("+123456", ParseReason::Length),
            ("202-555-0142 x3", ParseReason::Character),
        ] {
            assert_eq!(Phone::parse(raw).unwrap_err().reason(), reason, "{raw}");
        }
        assert_eq!(Phone::parse(" +44x").unwrap_err().offset(), Some(4));
    }

    #[test]
    fn hosts_for_examples() {
        assert!(is_example_host("example.org") && is_example_host("mail.example.org") && is_example_host("a.test"));
        assert!(!is_example_host("notexample.org") && !is_example_host("example.org.attacker.net"));
    }
}
