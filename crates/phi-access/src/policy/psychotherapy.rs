//! Psychotherapy notes: the paragraphs that let anybody see them.

use phi_types::Purpose;

/// On which paragraph of 45 CFR 164.508(a)(2) a permit over psychotherapy notes rests. Without one there is no permit, and none of
/// them is for ordinary treatment by somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PsychotherapyBasis {
    /// (a)(2)(i)(A): treatment by the one who wrote them.
    OriginatorTreatment,
    /// (a)(2): an authorization of the individual.
    Authorization,
    /// (a)(2)(i)(B): the entity's own training programs in mental health.
    OwnTraining,
    /// (a)(2)(i)(C): defence in a legal action brought by the individual.
    LegalDefense,
    /// (a)(2)(ii): required by 164.502(a)(2)(ii), for the Secretary.
    Secretary,
    /// (a)(2)(ii): required by law, 164.512(a).
    RequiredByLaw,
    /// (a)(2)(ii): oversight of the originator, 164.512(d).
    Oversight,
    /// (a)(2)(ii): coroners and medical examiners, 164.512(g)(1).
    Coroner,
    /// (a)(2)(ii): a serious and imminent threat, 164.512(j)(1)(i).
    SeriousThreat,
}

impl PsychotherapyBasis {
    /// Every basis, in the order of the paragraph.
    pub const ALL: [Self; 9] = [
        Self::OriginatorTreatment,
        Self::Authorization,
        Self::OwnTraining,
        Self::LegalDefense,
        Self::Secretary,
        Self::RequiredByLaw,
        Self::Oversight,
        Self::Coroner,
        Self::SeriousThreat,
    ];

    /// A stable word, for policies and explanations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OriginatorTreatment => "originator-treatment",
            Self::Authorization => "authorization",
            Self::OwnTraining => "own-training",
            Self::LegalDefense => "legal-defense",
            Self::Secretary => "secretary",
            Self::RequiredByLaw => "required-by-law",
            Self::Oversight => "oversight",
            Self::Coroner => "coroner",
            Self::SeriousThreat => "serious-threat",
        }
    }

    /// Whether a permit for this purpose can rest on it. Where the paragraph fixes the purpose, no other will do.
    pub(crate) fn serves(self, purpose: Purpose) -> bool {
        match self {
            Self::OriginatorTreatment => purpose.is_a(Purpose::Treatment),
            Self::OwnTraining => purpose.is_a(Purpose::Training),
            Self::LegalDefense => purpose.is_a(Purpose::Legal),
            Self::Coroner => purpose.is_a(Purpose::Decedents),
            Self::SeriousThreat => purpose.is_a(Purpose::Threat),
            Self::Authorization | Self::Secretary | Self::RequiredByLaw | Self::Oversight => true,
        }
    }

    /// Whether an override may cite it: what an emergency can be.
    pub(crate) const fn serves_an_override(self) -> bool {
        matches!(self, Self::OriginatorTreatment | Self::RequiredByLaw | Self::SeriousThreat)
    }
}
