//! A list that says whether it is all.

use alloc::vec::Vec;

/// Every row, or the first of them and the word that there are more. Never a part that looks like the whole: a list of allergies that
/// silently ends is worse than none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Listing<T> {
    /// These are all.
    Complete(Vec<T>),
    /// There are more than these.
    Truncated {
        /// The first ones.
        rows: Vec<T>,
        /// The limit at which it ends.
        limit: usize,
    },
}

impl<T> Listing<T> {
    /// Takes in rows up to a limit. Where they come from a database, fetch one more than the limit.
    pub fn of(rows: impl IntoIterator<Item = T>, limit: usize) -> Self {
        let mut rows = rows.into_iter();
        let kept: Vec<T> = rows.by_ref().take(limit).collect();
        match rows.next() {
            None => Self::Complete(kept),
            Some(_) => Self::Truncated { rows: kept, limit },
        }
    }

    /// The rows, however many there are beside them.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        match self {
            Self::Complete(rows) | Self::Truncated { rows, .. } => rows,
        }
    }

    /// Whether these are all.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        matches!(self, Self::Complete(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_itself_is_complete() {
        assert_eq!(Listing::of([1, 2], 2), Listing::Complete(alloc::vec![1, 2]));
        assert_eq!(Listing::of([1, 2, 3], 2), Listing::Truncated { rows: alloc::vec![1, 2], limit: 2 });
        assert!(!Listing::of([1], 0).is_complete() && Listing::of([0; 0], 0).is_complete());
    }
}
