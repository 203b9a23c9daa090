//! Sensitivity above ordinary PHI.

use core::fmt;

/// A sensitivity label, with its code in HL7's InformationSensitivityPolicy or ActPolicyType.
///
/// A label stands beside the letter of a field and never in its stead: `#[phi(clinical, label = "HIV")]`. Its place in the
/// header of sealed rows is its place in this list, so labels are only ever added at the end.
///
/// ```
/// use phi_types::record::{Label, Labels};
/// let labels = Labels::NONE.with(Label::Hiv).with(Label::Part2);
/// assert_eq!(labels.iter().map(Label::code).collect::<Vec<_>>(), ["42CFRPart2", "HIV"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Label {
    /// Substance-use disorder records, 42 CFR Part 2.
    Part2,
    /// HIV and AIDS; protected further by State law.
    Hiv,
    /// Genetic information, 45 CFR 164.502(a)(5)(i).
    Genetic,
    /// Mental health.
    MentalHealth,
    /// Sexual and reproductive health.
    Reproductive,
    /// Sexually transmitted disease.
    Std,
    /// Sexual assault, abuse or domestic violence.
    Violence,
    /// Substance use disorder outside 42 CFR Part 2; protected further by State law.
    SubstanceUse,
    /// Behavioral health.
    BehavioralHealth,
    /// Sickle cell disease.
    SickleCell,
    /// Military sexual trauma.
    MilitarySexualTrauma,
}

impl Label {
    /// Every label that this version knows.
    pub const ALL: [Self; 11] = [
        Self::Part2,
        Self::Hiv,
        Self::Genetic,
        Self::MentalHealth,
        Self::Reproductive,
        Self::Std,
        Self::Violence,
        Self::SubstanceUse,
        Self::BehavioralHealth,
        Self::SickleCell,
        Self::MilitarySexualTrauma,
    ];

    /// The HL7 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Part2 => "42CFRPart2",
            Self::Hiv => "HIV",
            Self::Genetic => "GDIS",
            Self::MentalHealth => "PSY",
            Self::Reproductive => "SEX",
            Self::Std => "STD",
            Self::Violence => "SDV",
            Self::SubstanceUse => "SUD",
            Self::BehavioralHealth => "BH",
            Self::SickleCell => "SCA",
            Self::MilitarySexualTrauma => "MST",
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A set of labels.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Labels(u32);

impl Labels {
    /// No label.
    pub const NONE: Self = Self(0);

    /// This set and one label more.
    #[must_use]
    pub const fn with(self, label: Label) -> Self {
        Self(self.0 | 1 << label as u32)
    }

    /// Whether the label is in the set.
    #[must_use]
    pub const fn contains(self, label: Label) -> bool {
        self.0 & 1 << label as u32 != 0
    }

    /// Whether the two sets share a label.
    #[must_use]
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set as bits, for the authenticated header of a sealed row.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The labels, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Label> {
        Label::ALL.into_iter().filter(move |label| self.contains(*label))
    }
}

impl fmt::Debug for Labels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
