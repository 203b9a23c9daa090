//! Ages: (C), since an age over 89 identifies.

use core::fmt;

use ctutils::CtEq as _;
use zeroize::Zeroize;

use super::{
    Identifier, IdentifierClass,
    define::{mute, read_by_parsing},
    marker::holds_marker,
    reason::{Flaw, ParseReason, Rejected},
};
use crate::{
    record::Detail,
    value::{Coded, Content, DecodeError, Plaintext, Text, Value, ValueKind},
    witness::Witness,
};

/// The longest life on record is 122 years; what lies above is a mistake.
const OLDEST: u8 = 130;

/// An age in whole years, 0 to 130. (C)
///
/// Safe Harbor aggregates ages of 90 and more into one category (45 CFR 164.514(b)(2)(i)(C)): that is `phi-deid`'s work.
///
/// Being small it lives inline: moving it may leave a copy on the stack. The heap is covered, the stack is not.
///
/// ```
/// use phi_types::{Age, ParseReason};
/// assert_eq!(Age::parse("42")?.to_string(), "[Age]");
/// assert!(Age::new(42)?.matches(&Age::parse("042")?));
/// assert_eq!(Age::parse("131").unwrap_err().reason(), ParseReason::Range);
/// # Ok::<(), phi_types::Rejected>(())
/// ```
#[derive(Clone)]
pub struct Age(Years);

#[derive(Clone)]
struct Years(u8);

impl Drop for Years {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Age {
    /// An age in whole years.
    ///
    /// # Errors
    /// [`ParseReason::Range`] above 130.
    pub fn new(years: u8) -> Result<Self, Rejected> {
        if years <= OLDEST {
            return Ok(Self(Years(years)));
        }
        // The number is handed back as its source would have written it.
        let digits = [years / 100, years / 10 % 10, years % 10].map(|digit| char::from(b'0'.saturating_add(digit)));
        let input = super::read::exact(3, digits.into_iter());
        Err(Rejected::new("Age", ParseReason::Range.into(), input))
    }

    /// Reads one to three digits.
    ///
    /// # Errors
    /// [`Rejected`] hands the input back protected. Units (`6 months`) are not guessed.
    pub fn parse(raw: impl Into<Text>) -> Result<Self, Rejected> {
        let input = raw.into();
        match years(input.expose()) {
            Ok(years) => Ok(Self(Years(years))),
            Err(flaw) => Err(Rejected::new("Age", flaw, input)),
        }
    }

    /// Whether both are the same, in the same work whatever they are. See
    /// [what comparing leaks](crate::Identifier#what-comparing-leaks).
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.0.ct_eq(&other.0.0).into()
    }
}

fn years(raw: &str) -> Result<u8, Flaw> {
    let lead = raw.len().saturating_sub(raw.trim_start().len());
    let tidy = raw.trim();
    if tidy.is_empty() {
        return Err(ParseReason::Empty.into());
    }
    if holds_marker(tidy) {
        return Err(ParseReason::Marker.into());
    }
    if let Some((at, _)) = tidy.char_indices().find(|(_, c)| !c.is_ascii_digit()) {
        return Err(Flaw::character(at).shifted(lead));
    }
    if tidy.len() > 3 {
        return Err(ParseReason::Length.into());
    }
    match tidy.parse::<u8>() {
        Ok(years) if years <= OLDEST => Ok(years),
        _ => Err(ParseReason::Range.into()),
    }
}

impl Identifier for Age {
    const IDENTIFIER_CLASS: IdentifierClass = IdentifierClass::Date;
    const NAME: &'static str = "Age";

    fn well_formed(raw: &str, _: Witness) -> bool {
        years(raw).is_ok()
    }
}

impl Value for Age {
    type Shown<'v> = u8;

    fn show(&self, _: Witness) -> u8 {
        self.0.0
    }
}

impl Coded for Age {
    const KIND: ValueKind = ValueKind::Number;
    const CLASS: Option<IdentifierClass> = Some(IdentifierClass::Date);
    const DETAIL: Detail = Detail::Age;
    const PROTECTED: bool = true;

    fn encode(&self, witness: Witness, out: &mut Plaintext) {
        u64::from(self.0.0).encode(witness, out);
    }

    fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
        match content {
            Content::Number(years) => {
                let years = u8::try_from(years).ok().filter(|years| *years <= OLDEST).ok_or(DecodeError::Value)?;
                Ok(Self(Years(years)))
            }
            _ => Err(DecodeError::Shape),
        }
    }
}

mute!(Age, "[Age]");
read_by_parsing!(Age);

impl fmt::Debug for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[protected age]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_years_within_a_life() {
        for (raw, reason) in [
            ("131", ParseReason::Range),
            ("999", ParseReason::Range),
            ("0042", ParseReason::Length),
            ("-1", ParseReason::Character),
            ("6 months", ParseReason::Character),
            ("", ParseReason::Empty),
        ] {
            assert_eq!(Age::parse(raw).unwrap_err().reason(), reason, "{raw}");
        }
        assert_eq!(Age::new(131).unwrap_err().into_input().expose(), "131");
        assert!((0..=OLDEST).all(|years| Age::new(years).is_ok_and(|age| age.0.0 == years)));
        assert_eq!(Age::parse(" 4x").unwrap_err().offset(), Some(2));
    }
}
