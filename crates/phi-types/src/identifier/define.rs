//! What every identifier type shares, written once.

use core::fmt;

use crate::value::{Phi, Text};

/// Why an input is no well-formed identifier of a type. It is a function of (type, reason, offset) and of nothing else.
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

    /// The reason.
    #[must_use]
    pub const fn reason(&self) -> ParseReason {
        self.reason
    }

    /// The offset in bytes of the first character that is not allowed, where the reason is a character.
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

impl From<ParseReason> for Flaw {
    fn from(reason: ParseReason) -> Self {
        Self { reason, offset: None }
    }
}

/// Trims, and refuses what is empty, too long or holds a control character: the least that every identifier asks.
pub(crate) fn tidy(raw: &str, longest: usize) -> Result<&str, Flaw> {
    let tidy = raw.trim();
    if tidy.is_empty() {
        return Err(ParseReason::Empty.into());
    }
    if tidy.len() > longest {
        return Err(ParseReason::Length.into());
    }
    match raw.char_indices().find(|(_, c)| c.is_control() && !c.is_whitespace()) {
        Some((at, _)) => Err(Flaw { reason: ParseReason::Character, offset: Some(at) }),
        None => Ok(tidy),
    }
}

/// A string collected at its final size, so that building it leaves no shorter copies on the heap.
pub(crate) fn exact(length: usize, parts: impl Iterator<Item = char>) -> Text {
    let mut out = alloc::string::String::with_capacity(length);
    out.extend(parts);
    Text::from(out)
}

/// Defines identifier types over [`Text`] with everything that the laws ask of them.
macro_rules! text_identifiers {
    ($( $(#[$doc:meta])* $name:ident, $class:ident, $parse:expr; )*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name($crate::value::Text);

        impl $name {
            /// Parses and normalises. Well-formed means well-formed: nothing here says that the number was ever assigned.
            ///
            /// # Errors
            /// [`Rejected`](crate::identifier::Rejected) names the reason and hands the input back protected.
            pub fn parse(raw: impl Into<$crate::value::Text>) -> Result<Self, $crate::identifier::Rejected> {
                let input = raw.into();
                let parse: fn(&str) -> Result<$crate::value::Text, $crate::identifier::define::Flaw> = $parse;
                match parse(input.expose()) {
                    Ok(text) => Ok(Self(text)),
                    Err(flaw) => Err($crate::identifier::Rejected::new(stringify!($name), flaw, input)),
                }
            }
        }

        impl $crate::identifier::Identifier for $name {
            const IDENTIFIER_CLASS: $crate::identifier::IdentifierClass = $crate::identifier::IdentifierClass::$class;

            fn well_formed(raw: &str, _: $crate::witness::Witness) -> bool {
                let parse: fn(&str) -> Result<$crate::value::Text, $crate::identifier::define::Flaw> = $parse;
                parse(raw).is_ok()
            }
        }

        impl $crate::value::Value for $name {
            type Shown<'v> = &'v str;

            fn show(&self, _: $crate::witness::Witness) -> &str {
                self.0.expose()
            }
        }

        impl $crate::value::Coded for $name {
            const KIND: $crate::value::ValueKind = $crate::value::ValueKind::Text;
            const CLASS: Option<$crate::identifier::IdentifierClass> =
                Some($crate::identifier::IdentifierClass::$class);
            const PROTECTED: bool = true;

            fn encode(&self, witness: $crate::witness::Witness) -> $crate::value::Plaintext {
                self.0.encode(witness)
            }

            fn decode(
                content: $crate::value::Content<'_>,
                witness: $crate::witness::Witness,
            ) -> Result<Self, $crate::value::DecodeError> {
                $crate::value::Text::decode(content, witness).map(Self)
            }
        }

        $crate::identifier::define::mute!($name);
    )*};
}

/// `Debug` and `Display` as one constant of the type, and `Deserialize` that discards what serde has to say.
macro_rules! mute {
    ($name:ident) => {
        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!("[", stringify!($name), "]"))
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!("[", stringify!($name), "]"))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::identifier::serial::text(deserializer, stringify!($name))?;
                Self::parse(text).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {mute, text_identifiers};
