//! Why a URL is refused: a reason and a place, nothing of its content, since it may hold a secret that somebody put there.

/// Why a URL is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Not one of the schemes, which are in small letters, or not the one that was expected.
    #[error("not a scheme that is known here")]
    Scheme,
    /// Longer than [`LONGEST`](super::LONGEST).
    #[error("it is too long")]
    TooLong,
    /// A control, a space, a fragment, something beyond ASCII, or what has to be written with a percent sign.
    #[error("a character is not allowed")]
    Character,
    /// After a percent sign come two hexadecimal digits.
    #[error("a percent sign is not followed as it should be")]
    Percent,
    /// A secret, or the place for one: a PIN, a password, a token. The host hands it over apart from the URL.
    #[error("a secret, or the place for one, has no place in the URL")]
    Secret,
    /// An attribute or a parameter that is not known here. Passing over it might widen what is named.
    #[error("an attribute is not known here")]
    Unknown,
    /// The same attribute twice.
    #[error("an attribute stands there twice")]
    Twice,
    /// Something that is needed is not there.
    #[error("something that is needed is missing")]
    Missing,
    /// Plain HTTP to another machine than this one.
    #[error("without TLS only this machine may be reached")]
    Plain,
    /// A part is not formed as it should be.
    #[error("a part is not well-formed")]
    Form,
}

/// A URL that is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a provider's URL: {reason} (at byte {at})")]
pub struct ProviderUrlError {
    reason: Reason,
    at: usize,
}

impl ProviderUrlError {
    pub(super) const fn new(reason: Reason, at: usize) -> Self {
        Self { reason, at }
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// Where, in bytes from the beginning.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }
}
