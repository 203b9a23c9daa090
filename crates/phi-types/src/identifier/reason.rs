//! Why an input is no identifier, and the input itself, still protected.

use core::fmt;

use crate::value::{Phi, Text};

/// Why an input is no well-formed identifier of a type. It is a function of (type, reason, offset) and of nothing else.
///
/// ```
/// use phi_types::{ParseReason, Vin};
/// assert_eq!(Vin::parse("1M8GDM9AXKPO42788").unwrap_err().reason(), ParseReason::Character); // no letter O in a VIN
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParseReason {
    /// Nothing, or nothing but white space.
    Empty,
    /// Shorter or longer than the type allows.
    Length,
    /// A character that the type does not allow; the offset names it.
    Character,
    /// A range that is never assigned, such as a Social Security number that begins with 000, 666 or 9.
    Range,
    /// The check digit does not fit.
    CheckDigit,
    /// The parts are not in the order or number that the type asks for.
    Shape,
    /// A redaction marker of this library, such as `[PersonName]`: a redacted document was read back.
    Marker,
    /// A `synthetic` constructor was given something outside the ranges that are reserved for examples.
    NotReserved,
}

impl ParseReason {
    const fn text(self) -> &'static str {
        match self {
            Self::Empty => "it is empty",
            Self::Length => "its length is not allowed",
            Self::Character => "a character is not allowed",
            Self::Range => "it lies in a range that is never assigned",
            Self::CheckDigit => "its check digit does not fit",
            Self::Shape => "it does not have the expected shape",
            Self::Marker => "it is a redaction marker",
            Self::NotReserved => "it lies outside the ranges that are reserved for examples",
        }
    }
}

/// A refused input: why, where, and the input itself, still protected.
///
/// ```
/// use phi_types::{ParseReason, Ssn};
/// let refused = Ssn::parse("666-12-3456").unwrap_err();
/// assert_eq!(refused.reason(), ParseReason::Range);
/// assert_eq!(refused.to_string(), "not a well-formed Ssn: it lies in a range that is never assigned");
/// let _still_protected = refused.into_input();
/// ```
pub struct Rejected {
    type_name: &'static str,
    reason: ParseReason,
    offset: Option<usize>,
    input: Phi<Text>,
}

impl Rejected {
    pub(crate) fn new(type_name: &'static str, flaw: Flaw, input: Text) -> Self {
        Self { type_name, reason: flaw.reason, offset: flaw.offset, input: Phi::new(input) }
    }

    #[cfg(test)]
    pub(crate) fn of(type_name: &'static str, reason: ParseReason, offset: Option<usize>, input: &str) -> Self {
        Self::new(type_name, Flaw { reason, offset }, Text::from(input))
    }

    /// The reason.
    #[must_use]
    pub const fn reason(&self) -> ParseReason {
        self.reason
    }

    /// The offset in bytes, within the input as it came, of the first character that is not allowed, where the reason is a
    /// character.
    #[must_use]
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }

    /// The input as it came, still protected: for a quarantine queue, or for [`AsRecorded`](super::AsRecorded).
    #[must_use]
    pub fn into_input(self) -> Phi<Text> {
        self.input
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a well-formed {}: {}", self.type_name, self.reason.text())?;
        match self.offset {
            Some(offset) => write!(f, " (at byte {offset})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Rejected {}

/// What a parser found wrong, without the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) reason: ParseReason,
    pub(crate) offset: Option<usize>,
}

impl Flaw {
    /// A character that is not allowed, at its offset in bytes.
    pub(crate) const fn character(at: usize) -> Self {
        Self { reason: ParseReason::Character, offset: Some(at) }
    }

    /// The flaw as seen from the input, when the parser saw it without what stands before.
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self { offset: self.offset.map(|at| at.saturating_add(by)), ..self }
    }
}

impl From<ParseReason> for Flaw {
    fn from(reason: ParseReason) -> Self {
        Self { reason, offset: None }
    }
}
