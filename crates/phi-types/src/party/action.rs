//! What is to be done.

use core::fmt;

/// An action on a record, on keys or on the log. "Access" in 45 CFR 164.304 is more than viewing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Action {
    /// See a record inside the entity.
    Read,
    /// Find records; a batch of reads follows.
    List,
    /// Give a record to somebody outside, 45 CFR 164.528.
    Disclose,
    /// Write a new record.
    Create,
    /// Change a record.
    Update,
    /// Take a record through the de-identifier, 45 CFR 164.514.
    DeIdentify,
    /// Rotate a tenant's key.
    RotateKey,
    /// Destroy a subject's keys.
    ShredSubject,
    /// Open the sealed notes of the log.
    ReadLog,
}

impl Action {
    /// Every action that this version knows.
    pub const ALL: [Self; 9] = [
        Self::Read,
        Self::List,
        Self::Disclose,
        Self::Create,
        Self::Update,
        Self::DeIdentify,
        Self::RotateKey,
        Self::ShredSubject,
        Self::ReadLog,
    ];

    /// A stable word for logs and policies.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::List => "list",
            Self::Disclose => "disclose",
            Self::Create => "create",
            Self::Update => "update",
            Self::DeIdentify => "de-identify",
            Self::RotateKey => "rotate-key",
            Self::ShredSubject => "shred-subject",
            Self::ReadLog => "read-log",
        }
    }

    /// The action with this word, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
