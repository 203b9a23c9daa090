//! What the derive asserts at compile time, in constants.

use super::Detail;
use crate::{identifier::IdentifierClass, value::FieldTraits};

/// Whether a field's type is what its declaration says. It is asked of what the type says of itself, `Field::TRAITS`, and not of the type:
/// a bound here would be a second message where the type is no field at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fit {
    /// It is.
    Fits,
    /// Declared PHI, but the type protects nothing.
    Unprotected,
    /// Declared no PHI, but the type protects what it holds.
    Protected,
    /// Declared as one identifier, but the type is another.
    OtherIdentifier,
    /// Declared as content, but the type is an identifier.
    Identifier,
}

impl Fit {
    /// Whether it is the other.
    #[must_use]
    pub const fn is(self, other: Self) -> bool {
        self as u8 == other as u8
    }

    /// A field that is declared as an identifier: its type has that class, or none of its own. What the de-identifier has to know
    /// beyond the class must agree too: a `ServiceDate` is no date of birth, a `Street` no ZIP code.
    #[must_use]
    pub const fn identifier(field: FieldTraits, class: IdentifierClass, detail: Detail) -> Self {
        if !field.protected {
            return Self::Unprotected;
        }
        let detail_fits = matches!(detail, Detail::None) || detail as u8 == field.detail as u8;
        match field.class {
            Some(own) if own as u8 != class as u8 || !detail_fits => Self::OtherIdentifier,
            _ => Self::Fits,
        }
    }

    /// A field that is declared clinical, demographic or free text: its type is no identifier.
    #[must_use]
    pub const fn content(field: FieldTraits) -> Self {
        if !field.protected {
            Self::Unprotected
        } else if field.class.is_some() {
            Self::Identifier
        } else {
            Self::Fits
        }
    }

    /// A field that is declared no PHI: its type protects nothing.
    #[must_use]
    pub const fn not_phi(field: FieldTraits) -> Self {
        if field.protected { Self::Protected } else { Self::Fits }
    }
}

/// What the de-identifier has to know of a field: what its type says, else what was declared. So a `BirthDate` is a date of
/// birth even where the declaration forgets `birth`.
#[must_use]
pub const fn detail(field: FieldTraits, declared: Detail) -> Detail {
    match field.detail {
        Detail::None => declared,
        own => own,
    }
}

/// Whether no two of the stable numbers are the same.
#[must_use]
pub const fn ids_are_unique(ids: &[u32]) -> bool {
    let mut rest = ids;
    while let [first, behind @ ..] = rest {
        let mut others = behind;
        while let [other, beyond @ ..] = others {
            if *first == *other {
                return false;
            }
            others = beyond;
        }
        rest = behind;
    }
    true
}
