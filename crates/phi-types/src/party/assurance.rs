//! How strongly somebody was authenticated.

use core::fmt;

/// Authenticator assurance level of NIST SP 800-63B-4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Assurance {
    /// One factor, or nothing that is known to be more.
    #[default]
    Aal1,
    /// Two factors.
    Aal2,
    /// Two factors, one of them a hardware key that resists phishing.
    Aal3,
}

impl Assurance {
    /// Every level, ascending.
    pub const ALL: [Self; 3] = [Self::Aal1, Self::Aal2, Self::Aal3];

    /// A stable word, for policies, explanations and the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Aal1 => "aal1",
            Self::Aal2 => "aal2",
            Self::Aal3 => "aal3",
        }
    }

    /// The level with this word, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

impl fmt::Display for Assurance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
