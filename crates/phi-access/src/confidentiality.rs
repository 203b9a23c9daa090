//! How confidential something is, by HL7's scale.

use phi_types::record::{FieldKind, FieldMask, FieldSpec, Schema};

/// HL7 v3 Confidentiality, ordered: U < L < M < N < R < V.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Confidentiality {
    /// U: unrestricted.
    Unrestricted,
    /// L: low.
    Low,
    /// M: moderate.
    Moderate,
    /// N: normal, as health information is.
    #[default]
    Normal,
    /// R: restricted, as what carries a sensitivity label is.
    Restricted,
    /// V: very restricted, as for a person in the public eye.
    VeryRestricted,
}

impl Confidentiality {
    /// Every level, ascending.
    pub const ALL: [Self; 6] =
        [Self::Unrestricted, Self::Low, Self::Moderate, Self::Normal, Self::Restricted, Self::VeryRestricted];

    /// The HL7 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unrestricted => "U",
            Self::Low => "L",
            Self::Moderate => "M",
            Self::Normal => "N",
            Self::Restricted => "R",
            Self::VeryRestricted => "V",
        }
    }

    /// How confidential a declared field is: what is no PHI is unrestricted, what carries a sensitivity label is restricted,
    /// everything else is normal.
    #[must_use]
    pub fn of_field(field: &FieldSpec) -> Self {
        if field.labels.iter().next().is_some() {
            Self::Restricted
        } else if matches!(field.kind, FieldKind::NotPhi(_)) {
            Self::Unrestricted
        } else {
            Self::Normal
        }
    }

    /// The fields of a record type that are no more confidential than this.
    pub(crate) fn reaches(self, schema: &Schema) -> FieldMask {
        schema
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| Self::of_field(field) <= self)
            .fold(FieldMask::EMPTY, |mask, (at, _)| mask.union(FieldMask::at(at)))
    }
}
