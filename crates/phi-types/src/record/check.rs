//! What the derive asserts at compile time, in constants.

use super::FieldSpec;
use crate::{
    identifier::IdentifierClass,
    value::{Coded, Field, ValueKind},
};

/// Whether a field's type may carry the declared identifier class: it has that class, or none of its own.
#[must_use]
pub const fn class_matches<T: Field>(declared: IdentifierClass) -> bool {
    match <T::Value as Coded>::CLASS {
        Some(class) => class as u8 == declared as u8,
        None => true,
    }
}

/// Whether a field's type is no identifier of its own, so that it may be declared clinical, demographic or free text.
#[must_use]
pub const fn has_no_class<T: Field>() -> bool {
    <T::Value as Coded>::CLASS.is_none()
}

/// Whether a field's type protects what it holds.
#[must_use]
pub const fn is_protected<T: Field>() -> bool {
    <T::Value as Coded>::PROTECTED
}

/// The shape of a field's encoding.
#[must_use]
pub const fn value_kind<T: Field>() -> ValueKind {
    <T::Value as Coded>::KIND
}

/// Whether no two fields have the same stable number.
#[must_use]
pub const fn ids_are_unique(fields: &[FieldSpec]) -> bool {
    let mut rest = fields;
    while let [first, behind @ ..] = rest {
        let mut others = behind;
        while let [other, beyond @ ..] = others {
            if first.id == other.id {
                return false;
            }
            others = beyond;
        }
        rest = behind;
    }
    true
}
