//! Closed lists with a stable word for each case and a stable byte in the codec.

/// A closed list: `Name "code" byte, "what it means";`.
macro_rules! codes {
    ($(#[$doc:meta])* $list:ident { $( $name:ident $code:literal $byte:literal, $says:literal; )* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $list {
            $( #[doc = $says] $name, )*
        }

        impl $list {
            /// Every case that this version knows.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// A stable word.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $( Self::$name => $code, )* }
            }

            /// The case with this word, if there is one.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $( $code => Some(Self::$name), )* _ => None }
            }

            #[allow(dead_code, reason = "some lists bear numbers of a standard and need no byte of their own beyond the codec")]
            pub(crate) const fn byte(self) -> u8 {
                match self { $( Self::$name => $byte, )* }
            }

            #[allow(dead_code, reason = "as above")]
            pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
                match byte { $( $byte => Some(Self::$name), )* _ => None }
            }
        }

        impl core::fmt::Display for $list {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

pub(crate) use codes;
