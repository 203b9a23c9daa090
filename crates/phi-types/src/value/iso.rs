//! A date as a view shows it.

use core::fmt;

use serde::{Serialize, Serializer};
use time::Date;

/// A granted date: displays and serialises as `YYYY-MM-DD` (ISO 8601), and hands out the [`time::Date`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct IsoDate(Date);

impl IsoDate {
    pub(crate) const fn new(date: Date) -> Self {
        Self(date)
    }

    /// The date itself.
    #[must_use]
    pub const fn date(self) -> Date {
        self.0
    }
}

impl fmt::Display for IsoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

/// Constant, like everything that protects: a granted date inside a host's struct must not reach a log by `{:?}`.
impl fmt::Debug for IsoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[date]")
    }
}

impl Serialize for IsoDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
