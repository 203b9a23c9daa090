//! Dates that are directly related to an individual: (C).

use super::{
    Identifier, IdentifierClass,
    define::{Flaw, ParseReason, mute},
};
use crate::{
    identifier::Rejected,
    value::{Coded, Content, Day, DecodeError, IsoDate, Plaintext, Text, Value, ValueKind, parse_whole_date},
    witness::Witness,
};

macro_rules! dates {
    ($( $(#[$doc:meta])* $name:ident; )*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Day);

        impl $name {
            /// Wraps a date.
            #[must_use]
            pub const fn new(date: time::Date) -> Self {
                Self(Day::of(date))
            }

            /// Reads `YYYY-MM-DD` or `YYYYMMDD`, also with a time behind it (ISO 8601, FHIR `dateTime`, HL7 `DTM`).
            ///
            /// # Errors
            /// Anything else is refused and handed back protected; month before day and the like are never guessed.
            pub fn parse(raw: impl Into<Text>) -> Result<Self, Rejected> {
                let input = raw.into();
                match parse_whole_date(input.expose()) {
                    Some(date) => Ok(Self::new(date)),
                    None => {
                        let reason = if input.is_blank() { ParseReason::Empty } else { ParseReason::Shape };
                        Err(Rejected::new(stringify!($name), Flaw::from(reason), input))
                    }
                }
            }
        }

        impl Identifier for $name {
            const IDENTIFIER_CLASS: IdentifierClass = IdentifierClass::Date;

            fn well_formed(raw: &str, _: Witness) -> bool {
                parse_whole_date(raw).is_some()
            }
        }

        impl Value for $name {
            type Shown<'v> = IsoDate;

            fn show(&self, _: Witness) -> IsoDate {
                IsoDate::new(self.0.expose())
            }
        }

        impl Coded for $name {
            const KIND: ValueKind = ValueKind::Date;
            const CLASS: Option<IdentifierClass> = Some(IdentifierClass::Date);
            const PROTECTED: bool = true;

            fn encode(&self, _: Witness) -> Plaintext {
                let mut out = Plaintext::present(4);
                out.push(&self.0.number().to_be_bytes());
                out
            }

            fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
                match content {
                    Content::Date(date) => Ok(Self::new(date)),
                    _ => Err(DecodeError::Shape),
                }
            }
        }

        mute!($name);
    )*};
}

dates! {
    /// A date of birth. (C)
    ///
    /// The de-identifier keeps its year only while that year tells no age of 90 or more.
    ///
    /// ```
    /// use phi_types::BirthDate;
    /// assert_eq!(BirthDate::parse("1961-06-15")?.to_string(), "[BirthDate]");
    /// # Ok::<(), phi_types::Rejected>(())
    /// ```
    BirthDate;

    /// A date of service, admission, discharge, death or anything else that happened to a person. (C)
    ServiceDate;
}
