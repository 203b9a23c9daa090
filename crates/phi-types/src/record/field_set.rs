//! Sets of fields: typed for hosts, untyped for policies and logs.

use core::{fmt, marker::PhantomData, ops::BitOr};

use super::Declared;

/// A set of fields of the record type, or group of fields, `R`. The derive makes a constant for each field, so that no field is ever named by a
/// string: `Patient::NAME | Patient::BORN`.
pub struct FieldSet<R>(FieldMask, PhantomData<fn() -> R>);

/// A set of fields by their position in the schema, without the record type. At most 128 fields.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct FieldMask(u128);

impl FieldMask {
    /// No field.
    pub const EMPTY: Self = Self(0);

    /// The field at a position; none at 128 or beyond.
    #[must_use]
    pub const fn at(position: usize) -> Self {
        if position < 128 { Self(1 << position) } else { Self::EMPTY }
    }

    /// The first `count` fields.
    #[must_use]
    pub const fn first(count: usize) -> Self {
        match count {
            0 => Self::EMPTY,
            1..=127 => Self((1 << count) - 1),
            _ => Self(u128::MAX),
        }
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both sets share.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// This set without the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the field at a position is in the set.
    #[must_use]
    pub const fn contains(self, position: usize) -> bool {
        position < 128 && self.0 & 1 << position != 0
    }

    /// The same fields that many positions further on: a group's fields, in the record that holds it.
    #[must_use]
    pub(super) const fn shifted(self, by: usize) -> Self {
        if by < 128 { Self(self.0 << by) } else { Self::EMPTY }
    }

    /// Whether every field of this set is in the other.
    #[must_use]
    pub const fn is_subset_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether there is no field in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many fields there are.
    #[must_use]
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The positions, ascending.
    pub fn positions(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        core::iter::from_fn(move || {
            let next = rest.trailing_zeros() as usize;
            rest &= rest.wrapping_sub(1);
            (next < 128).then_some(next)
        })
    }
}

impl fmt::Debug for FieldMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.positions()).finish()
    }
}

impl<R: Declared> FieldSet<R> {
    /// No field.
    pub const EMPTY: Self = Self(FieldMask::EMPTY, PhantomData);

    /// Every field of the record type or group.
    pub const ALL: Self = Self(FieldMask::first(R::FIELDS.len()), PhantomData);

    /// The field at a position of the schema; none beyond the last. The derive's constants are made with it.
    #[must_use]
    pub const fn at(position: usize) -> Self {
        if position < R::FIELDS.len() { Self(FieldMask::at(position), PhantomData) } else { Self::EMPTY }
    }

    /// Both sets together; also written `a | b`.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0.union(other.0), PhantomData)
    }

    /// This set without the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0.without(other.0), PhantomData)
    }

    /// The set without its record type.
    #[must_use]
    pub const fn mask(self) -> FieldMask {
        self.0
    }

    /// The names of the fields, in the order of declaration.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.0.positions().filter_map(|position| R::FIELDS.get(position)).map(|field| field.name)
    }

    /// The set of these positions, as far as there are such fields.
    pub(super) const fn of_mask(mask: FieldMask) -> Self {
        Self(mask.intersection(FieldMask::first(R::FIELDS.len())), PhantomData)
    }
}

impl<R> Clone for FieldSet<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for FieldSet<R> {}

impl<R> PartialEq for FieldSet<R> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<R> Eq for FieldSet<R> {}

impl<R: Declared> BitOr for FieldSet<R> {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.union(other)
    }
}

impl<R: Declared> fmt::Debug for FieldSet<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_a_mask() {
        assert_eq!(FieldMask::first(128).len(), 128);
        assert_eq!(FieldMask::first(127).len(), 127);
        assert!(FieldMask::at(128).is_empty() && FieldMask::at(127).contains(127));
        assert!(!FieldMask::first(128).contains(128));
        let some = FieldMask::at(0).union(FieldMask::at(127)).union(FieldMask::at(5));
        assert_eq!(some.positions().collect::<Vec<_>>(), [0, 5, 127]);
        assert_eq!(FieldMask::EMPTY.positions().count(), 0);
    }
}
