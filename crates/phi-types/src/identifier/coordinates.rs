//! Positions on the Earth: (B), as a geocode equivalent to a place.

use super::{
    define::text_identifiers,
    read::exact,
    reason::{Flaw, ParseReason},
};
use crate::value::Text;

text_identifiers! {
    /// Latitude and longitude in decimal degrees (WGS 84), kept as `latitude,longitude`. (B)
    ///
    /// Reads `39.9, -75.1` and the URI form `geo:39.9,-75.1` (RFC 5870, without altitude or parameters). Up to twelve places
    /// behind the point are kept, as text: no rounding happens on the way.
    ///
    /// ```
    /// use phi_types::{Coordinates, ParseReason};
    /// assert!(Coordinates::parse("geo:0.0,-0.50")?.matches(&Coordinates::parse("0, -0.5")?));
    /// assert_eq!(Coordinates::parse("91,0").unwrap_err().reason(), ParseReason::Range);
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    [Geography] Coordinates, 64, coordinates;
}

fn coordinates(raw: &str) -> Result<Text, Flaw> {
    let (rest, lead) = match raw.strip_prefix("geo:") {
        Some(rest) => (rest, 4),
        None => (raw, 0),
    };
    if let Some((at, _)) = rest.char_indices().find(|(_, c)| !matches!(c, '0'..='9' | '+' | '-' | '.' | ',' | ' ')) {
        return Err(Flaw::character(at).shifted(lead));
    }
    let (latitude, longitude) = rest.split_once(',').ok_or(ParseReason::Shape)?;
    let latitude = Degrees::read(latitude.trim(), 90)?;
    let longitude = Degrees::read(longitude.trim(), 180)?;
    Ok(exact(64, latitude.chars().chain(core::iter::once(',')).chain(longitude.chars())))
}

/// Decimal degrees without the zeros that say nothing.
struct Degrees<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Degrees<'a> {
    fn read(raw: &'a str, most: u16) -> Result<Self, Flaw> {
        let (negative, rest) = match raw.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, raw.strip_prefix('+').unwrap_or(raw)),
        };
        let (whole, fraction) = rest.split_once('.').unwrap_or((rest, "0"));
        let digits = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole, 3) || !digits(fraction, 12) {
            return Err(ParseReason::Shape.into());
        }
        let degrees: u16 = whole.parse().map_err(|_| ParseReason::Shape)?;
        let fraction = fraction.trim_end_matches('0');
        if degrees > most || (degrees == most && !fraction.is_empty()) {
            return Err(ParseReason::Range.into());
        }
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        Ok(Self { negative: negative && (degrees > 0 || !fraction.is_empty()), whole, fraction })
    }

    fn chars(&self) -> impl Iterator<Item = char> {
        let sign = if self.negative { "-" } else { "" };
        let point = if self.fraction.is_empty() { "" } else { "." };
        sign.chars().chain(self.whole.chars()).chain(point.chars()).chain(self.fraction.chars())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_normalised_and_bounded() {
        for (raw, canonical) in [
            ("39.952583,-75.165222", "39.952583,-75.165222"),
            ("+01.50, 007", "1.5,7"),
            ("-0.0,-0.000", "0,0"),
            ("90,-180.0", "90,-180"),
        ] {
            assert_eq!(Coordinates::parse(raw).unwrap().0.expose(), canonical);
        }
        for (raw, reason) in [
            ("90.0001,0", ParseReason::Range),
            ("0,180.5", ParseReason::Range),
            ("39.9", ParseReason::Shape),
            ("39..9,1", ParseReason::Shape),
            ("1,2,3", ParseReason::Shape),
            (".5,1", ParseReason::Shape),
            ("1e1,2", ParseReason::Character),
        ] {
            assert_eq!(Coordinates::parse(raw).unwrap_err().reason(), reason, "{raw}");
        }
        assert_eq!(Coordinates::parse(" geo:1,x").unwrap_err().offset(), Some(7));
    }
}
