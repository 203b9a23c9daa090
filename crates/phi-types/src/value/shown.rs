//! How a field looks in a view: granted, absent or withheld.

use core::fmt;

use serde::{Serialize, Serializer};

use super::Value;
use crate::witness::Witness;

/// A field as a view shows it.
///
/// `Debug` says only which of the three it is. In a serialised view a withheld field does not appear at all, an absent
/// one is null.
pub enum Shown<T> {
    /// The policy granted the field and the record has a value for it.
    Granted(Opened<T>),
    /// The policy granted the field; the record has no value for it.
    Absent,
    /// The policy did not grant the field. It was not decrypted.
    Withheld,
}

/// A granted value inside a view. It lives as long as the view and is wiped with it.
pub struct Opened<T>(T);

impl<T: Value> Opened<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Here the promise of the library ends: what is copied out is the host's to keep safe.
    pub fn get(&self) -> T::Shown<'_> {
        self.0.show(Witness::OURS)
    }
}

impl<T: Value> Shown<T> {
    /// The value, if it is granted and there is one.
    pub fn granted(&self) -> Option<T::Shown<'_>> {
        match self {
            Self::Granted(opened) => Some(opened.get()),
            Self::Absent | Self::Withheld => None,
        }
    }

    /// Whether the policy withheld the field.
    pub const fn is_withheld(&self) -> bool {
        matches!(self, Self::Withheld)
    }
}

impl<T: Value> fmt::Debug for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Granted(_) => "granted",
            Self::Absent => "absent",
            Self::Withheld => "withheld",
        })
    }
}

impl<T: Value> fmt::Debug for Opened<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("granted")
    }
}

/// Text as text, dates as `YYYY-MM-DD`, numbers as numbers, lists as lists, bytes as a sequence.
impl<T: Value> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.granted().serialize(serializer)
    }
}
