//! Names and places: (A) and (B).

use super::define::{ParseReason, text_identifiers, tidy};
use crate::value::Text;

text_identifiers! {
    /// A person's name, as one text. (A)
    ///
    /// Names follow no grammar, so all that is asked is that there is one, of at most 256 bytes, without control characters.
    ///
    /// ```
    /// use phi_types::PersonName;
    /// let name = PersonName::parse("Testpatient, Ana")?;
    /// assert_eq!(name.to_string(), "[PersonName]");
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    PersonName, Name, |raw| tidy(raw, 256).map(Text::from);

    /// A street line. (B)
    Street, Geography, |raw| tidy(raw, 256).map(Text::from);

    /// A city, town or other place below a State. (B)
    City, Geography, |raw| tidy(raw, 128).map(Text::from);

    /// A United States ZIP code, five digits or ZIP+4. (B)
    ///
    /// Safe Harbor may keep its first three digits where they cover more than 20 000 people: that is `phi-deid`'s work.
    ///
    /// ```
    /// use phi_types::Zip;
    /// assert!(Zip::parse("00001").is_ok());
    /// assert!(Zip::parse("27401-1020").is_ok());
    /// assert!(Zip::parse("A1A 1A1").is_err());
    /// ```
    Zip, Geography, |raw| {
        let zip = tidy(raw, 10)?;
        let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        let good = match zip.split_once('-') {
            Some((five, four)) => digits(five, 5) && digits(four, 4),
            None => digits(zip, 5) || digits(zip, 9),
        };
        if good { Ok(Text::from(zip)) } else { Err(ParseReason::Shape.into()) }
    };
}
