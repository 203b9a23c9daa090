//! Places below a State: (B).

use super::{
    define::{synthetic, text_identifiers},
    read::{anything, digits_of, exact, part},
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// A street line, of at most 256 bytes. (B)
    ///
    /// ```
    /// use phi_types::Street;
    /// assert_eq!(format!("{:?}", Street::parse("1 Example Road")?), "[Street]");
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Geography] Street, 256, anything;

    /// A city, town or other place below a State, of at most 128 bytes. (B)
    ///
    /// ```
    /// use phi_types::City;
    /// assert!(City::parse("Exampleton").is_ok());
    /// ```
    [Geography] City, 128, anything;

    /// A county or parish, by name or by FIPS code, of at most 128 bytes. (B)
    ///
    /// ```
    /// use phi_types::County;
    /// assert!(County::parse("Example County").is_ok());
    /// ```
    [Geography] County, 128, anything;

    /// A United States ZIP code, five digits or ZIP+4, kept as `12345` or `12345-6789`. (B)
    ///
    /// Safe Harbor may keep its first three digits where they cover more than 20 000 people: that is `phi-deid`'s work.
    ///
    /// ```
    /// use phi_types::Zip;
    /// assert!(Zip::parse("00001").is_ok());
    /// assert!(Zip::parse("27401-1020")?.matches(&Zip::parse("274011020")?));
    /// assert!(Zip::parse("A1A 1A1").is_err());
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Geography, Zip] Zip, 10, zip;
}

synthetic! {
    /// A ZIP code that the Postal Service has not assigned, for fixtures: it begins with 000.
    ///
    /// # Errors
    /// Any other is refused, well-formed or not.
    ///
    /// ```
    /// use phi_types::Zip;
    /// assert!(Zip::synthetic("00042").is_ok());
    /// assert!(Zip::synthetic("27401").is_err());
    /// ```
    Zip, |raw| if raw.starts_with("000") { zip(raw) } else { Err(ParseReason::NotReserved.into()) }
}

fn zip(raw: &str) -> Result<Text, Flaw> {
    // The hyphen stands behind five digits or nowhere.
    let lengths = if raw.contains('-') { 9..=9 } else { 5..=9 };
    let digits = digits_of(raw, &['-'], lengths)?;
    let digits = digits.expose();
    match digits.len() {
        5 => Ok(Text::from(digits)),
        9 if !raw.contains('-')
            || raw.split_once('-').is_some_and(|(five, four)| five.len() == 5 && four.len() == 4) =>
        {
            Ok(exact(10, part(digits, 0, 5).chars().chain(core::iter::once('-')).chain(part(digits, 5, 4).chars())))
        }
        9 => Err(ParseReason::Shape.into()),
        _ => Err(ParseReason::Length.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_of_zip_codes() {
        for (raw, canonical) in [("00501", "00501"), (" 27401-1020 ", "27401-1020"), ("274011020", "27401-1020")] {
            assert_eq!(Zip::parse(raw).unwrap().0.expose(), canonical);
        }
        for (raw, reason) in [
            ("2740", ParseReason::Length),
            ("274012", ParseReason::Length),
            ("27401-", ParseReason::Length),
            ("2740-11020", ParseReason::Shape),
            ("27-4011020", ParseReason::Shape),
            ("274-01-102", ParseReason::Length),
            ("27401 1020", ParseReason::Character),
        ] {
            assert_eq!(Zip::parse(raw).unwrap_err().reason(), reason, "{raw}");
        }
    }
}
