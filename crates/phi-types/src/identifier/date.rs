//! Dates that are directly related to an individual: (C).

use ctutils::CtEq as _;

use super::{
    Identifier, IdentifierClass,
    define::{mute, read_by_parsing},
    marker::holds_marker,
    reason::{Flaw, ParseReason, Rejected},
};
use crate::{
    record::Detail,
    value::{Coded, Content, Day, DecodeError, IsoDate, Plaintext, Text, Value, ValueKind, parse_whole_date},
    witness::Witness,
};

macro_rules! dates {
    ($( $(#[$doc:meta])* $name:ident, $detail:ident; )*) => {$(
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
                        let reason = match input.expose() {
                            blank if blank.trim().is_empty() => ParseReason::Empty,
                            marker if holds_marker(marker) => ParseReason::Marker,
                            _ => ParseReason::Shape,
                        };
                        Err(Rejected::new(stringify!($name), Flaw::from(reason), input))
                    }
                }
            }

            /// Whether both are the same day, in the same work whatever they are. See
            /// [what comparing leaks](crate::Identifier#what-comparing-leaks).
            #[must_use]
            pub fn matches(&self, other: &Self) -> bool {
                self.0.number().ct_eq(&other.0.number()).into()
            }
        }

        impl Identifier for $name {
            const IDENTIFIER_CLASS: IdentifierClass = IdentifierClass::Date;
            const NAME: &'static str = stringify!($name);

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
            const DETAIL: Detail = Detail::$detail;
            const PROTECTED: bool = true;

            fn encode(&self, _: Witness, out: &mut Plaintext) {
                out.present(4);
                out.push(&self.0.number().to_be_bytes());
            }

            fn decode(content: Content<'_>, _: Witness) -> Result<Self, DecodeError> {
                match content {
                    Content::Date(date) => Ok(Self::new(date)),
                    _ => Err(DecodeError::Shape),
                }
            }
        }

        mute!($name, concat!("[", stringify!($name), "]"));
        read_by_parsing!($name);
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
    BirthDate, Birth;

    /// A date of service. (C)
    ServiceDate, None;

    /// A date of admission. (C)
    AdmissionDate, None;

    /// A date of discharge. (C)
    DischargeDate, None;

    /// A date of death. (C)
    DeathDate, None;

    /// Any other date that is directly related to a person: a specimen's, a shipment's, an appointment's. (C)
    OtherDate, None;
}
