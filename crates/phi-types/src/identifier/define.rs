//! What every identifier type shares, written once.

/// Defines identifier types over [`Text`](crate::value::Text) with everything that the laws ask of them.
///
/// `[Class]` or `[Class, Detail]`, the name, the longest input in bytes, and the type's own rules.
macro_rules! text_identifiers {
    ($( $(#[$doc:meta])* [$class:ident $(, $detail:ident)?] $name:ident, $longest:literal, $rules:expr; )*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name($crate::value::Text);

        impl $name {
            const RULES: $crate::identifier::read::Rules = $rules;

            /// Parses and normalises. Well-formed means well-formed: nothing here says that the number was ever assigned.
            ///
            /// # Errors
            /// [`Rejected`](crate::Rejected) names the reason and hands the input back protected.
            pub fn parse(raw: impl Into<$crate::value::Text>) -> Result<Self, $crate::identifier::Rejected> {
                Self::by(raw.into(), Self::RULES)
            }

            fn by(
                input: $crate::value::Text,
                rules: $crate::identifier::read::Rules,
            ) -> Result<Self, $crate::identifier::Rejected> {
                match $crate::identifier::read::read(input.expose(), $longest, rules) {
                    Ok(text) => Ok(Self(text)),
                    Err(flaw) => Err($crate::identifier::Rejected::new(stringify!($name), flaw, input)),
                }
            }

            /// Whether both are the same once normalised, without showing either.
            ///
            /// For values of equal length the work is the same wherever they differ; the lengths themselves may show in the
            /// time. Whoever may ask as often as they like learns the value by trying:
            /// see [what comparing leaks](crate::Identifier#what-comparing-leaks).
            #[must_use]
            pub fn matches(&self, other: &Self) -> bool {
                self.0.matches(&other.0)
            }
        }

        impl $crate::identifier::Identifier for $name {
            const IDENTIFIER_CLASS: $crate::identifier::IdentifierClass = $crate::identifier::IdentifierClass::$class;
            const NAME: &'static str = stringify!($name);

            fn well_formed(raw: &str, _: $crate::witness::Witness) -> bool {
                $crate::identifier::read::read(raw, $longest, Self::RULES).is_ok()
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
            $(const DETAIL: $crate::record::Detail = $crate::record::Detail::$detail;)?
            const PROTECTED: bool = true;

            fn encode(&self, witness: $crate::witness::Witness, out: &mut $crate::value::Plaintext) {
                self.0.encode(witness, out);
            }

            fn decode(
                content: $crate::value::Content<'_>,
                witness: $crate::witness::Witness,
            ) -> Result<Self, $crate::value::DecodeError> {
                $crate::value::Text::decode(content, witness).map(Self)
            }
        }

        $crate::value::listed!([] $name);

        $crate::identifier::define::mute!($name, concat!("[", stringify!($name), "]"));
        $crate::identifier::define::read_by_parsing!($name);
    )*};
}

/// A constructor for fixtures that admits only what is reserved for examples.
macro_rules! synthetic {
    ($(#[$doc:meta])* $name:ident, $rules:expr) => {
        impl $name {
            $(#[$doc])*
            pub fn synthetic(raw: impl Into<$crate::value::Text>) -> Result<Self, $crate::identifier::Rejected> {
                Self::by(raw.into(), $rules)
            }
        }
    };
}

/// `Debug` and `Display` as one constant of the type. `write_str` and not `pad`: a width or precision must not touch it.
macro_rules! mute {
    ($name:ty, $marker:expr $(, $generic:ident $(: $bound:path)?)?) => {
        impl $(<$generic $(: $bound)?>)? $crate::identifier::Marked for $name {
            const MARKER: &'static str = $marker;

            fn marked_by_us(_: $crate::witness::Witness) {}
        }

        impl $(<$generic $(: $bound)?>)? core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(<Self as $crate::identifier::Marked>::MARKER)
            }
        }

        impl $(<$generic $(: $bound)?>)? core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(<Self as $crate::identifier::Marked>::MARKER)
            }
        }
    };
}

/// `Deserialize` through `parse`, which discards what serde has to say.
macro_rules! read_by_parsing {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = $crate::identifier::serial::string(deserializer, stringify!($name))?;
                Self::parse(text).map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {mute, read_by_parsing, synthetic, text_identifiers};
