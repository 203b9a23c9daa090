//! The static schema that the derive writes for a record type.

use core::any::TypeId;

use super::{FieldMask, Labels, PhiRecord};
use crate::{identifier::IdentifierClass, value::ValueKind};

/// A record type's declaration, known at compile time.
#[derive(Debug)]
pub struct Schema {
    /// The name under which rows are sealed and events recorded. Changing it makes stored rows unreadable.
    pub name: &'static str,
    /// The version of the declaration; authenticated in each row.
    pub version: u16,
    /// The fields in the order of declaration, the subject apart.
    pub fields: &'static [FieldSpec],
}

/// One field's declaration.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its name, in the struct and under which it is sealed; in a group, behind the group's name: `address.zip`.
    pub name: &'static str,
    /// A short stable number made from the name; unique in its record type, checked at compile time.
    pub id: u32,
    /// What it is in the eyes of the regulation.
    pub kind: FieldKind,
    /// The shape of its encoding.
    pub value: ValueKind,
    /// Sensitivity labels.
    pub labels: Labels,
    /// Whether its sealed length is padded to a bucket.
    pub padded: bool,
}

/// What a field is in the eyes of the regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FieldKind {
    /// One of the eighteen identifiers.
    Identifier(IdentifierClass, Detail),
    /// Health content: identifies nobody by itself, is PHI beside an identifier.
    Clinical,
    /// Sex, race, State and the like: PHI, but none of the eighteen.
    Demographic,
    /// Free text, in which anything may stand.
    FreeText,
    /// No PHI, for the written reason.
    NotPhi(&'static str),
}

/// What the de-identifier has to know beyond the class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// Nothing more.
    None,
    /// A date of birth: its year may tell an age over 89.
    Birth,
    /// An age in years.
    Age,
    /// A ZIP code: three digits may stay.
    Zip,
}

impl Schema {
    /// The field that has this stable number, with its position.
    #[must_use]
    pub fn by_id(&self, id: u32) -> Option<(usize, &'static FieldSpec)> {
        self.fields.iter().enumerate().find(|(_, field)| field.id == id)
    }

    /// The names of the fields in a mask.
    pub fn names(&self, mask: FieldMask) -> impl Iterator<Item = &'static str> {
        mask.positions().filter_map(|position| self.fields.get(position)).map(|field| field.name)
    }

    /// Every field.
    #[must_use]
    pub const fn all(&self) -> FieldMask {
        FieldMask::first(self.fields.len())
    }

    /// The fields that are no PHI.
    #[must_use]
    pub fn not_phi(&self) -> FieldMask {
        self.matching(|field| matches!(field.kind, FieldKind::NotPhi(_)))
    }

    /// The fields that carry one of the labels.
    #[must_use]
    pub fn labelled(&self, labels: Labels) -> FieldMask {
        self.matching(|field| field.labels.intersects(labels))
    }

    /// The labels of all fields together.
    #[must_use]
    pub fn labels(&self) -> Labels {
        self.fields.iter().fold(Labels::NONE, |all, field| all.union(field.labels))
    }

    fn matching(&self, test: impl Fn(&FieldSpec) -> bool) -> FieldMask {
        self.fields.iter().enumerate().fold(FieldMask::EMPTY, |mask, (position, field)| {
            if test(field) { mask.union(FieldMask::at(position)) } else { mask }
        })
    }
}

/// A record type as policies match it: by the Rust type, not by its name. A second type of the same name gains nothing.
#[derive(Clone, Copy, Debug)]
pub struct RecordType {
    id: TypeId,
    schema: &'static Schema,
}

impl RecordType {
    /// The record type of `R`.
    #[must_use]
    pub fn of<R: PhiRecord>() -> Self {
        Self { id: TypeId::of::<R>(), schema: R::SCHEMA }
    }

    /// Its schema.
    #[must_use]
    pub const fn schema(&self) -> &'static Schema {
        self.schema
    }
}

impl PartialEq for RecordType {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for RecordType {}

/// FNV-1a over a field's name: stable across reorderings, with no table to keep. Not for security: the full name is in the
/// associated data as well.
#[must_use]
pub const fn field_id(name: &str) -> u32 {
    let bytes = name.as_bytes();
    let mut hash = 0x811c_9dc5_u32;
    let mut rest = bytes;
    while let [first, behind @ ..] = rest {
        hash = (hash ^ *first as u32).wrapping_mul(0x0100_0193);
        rest = behind;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_ids_are_fnv_1a() {
        // From the reference tables of the FNV hash (draft-eastlake-fnv).
        assert_eq!(field_id(""), 0x811c_9dc5);
        assert_eq!(field_id("a"), 0xe40c_292c);
        assert_eq!(field_id("foobar"), 0xbf9c_f968);
    }
}
