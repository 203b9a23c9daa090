//! What a decision says.

use phi_types::{
    Action, Purpose, RuleId,
    gate::{DenyReason, PolicyDigest, PublicOutcome},
    record::FieldMask,
};

use crate::{bits::Purposes, duties::Duties, relationship::Evidence, session::SessionEnd};

/// A decision with everything that it says. It borrows from the policy and allocates nothing.
///
/// The private [`reason`](Self::reason) is for the log and the privacy office; the caller hears the
/// [`public_outcome`](Self::public_outcome), which is the same for another tenant's subject and for nobody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ruling<'p> {
    /// Why not; `None` is a permit.
    pub reason: Option<Reason>,
    /// The rule that decided: the first by name of the permits that grant a field that was asked for, or of the forbids that took one.
    pub rule: Option<&'p RuleId>,
    /// The policy that decided.
    pub policy: &'p PolicyDigest,
    /// The fields that may be read for this purpose.
    pub readable: FieldMask,
    /// The fields that may be written for this purpose.
    pub writable: FieldMask,
    /// What the caller has to do.
    pub duties: Duties,
    /// Whether the disclosure has to be accounted for, 45 CFR 164.528(a)(1).
    pub accounting: bool,
    /// Which exemption from minimum necessary applied, 45 CFR 164.502(b)(2).
    pub exemption: Option<Exemption>,
    /// Whether an emergency override stands behind the session.
    pub emergency: bool,
    /// Whether a forbid was lifted for an emergency.
    pub lifted: bool,
    /// What bears the relationship out.
    pub evidence: Option<Evidence>,
}

impl<'p> Ruling<'p> {
    /// Whether it is a permit.
    #[must_use]
    pub const fn is_permit(&self) -> bool {
        self.reason.is_none()
    }

    /// What the caller hears of a denial; `None` for a permit.
    #[must_use]
    pub fn public_outcome(&self) -> Option<PublicOutcome> {
        self.reason.map(|reason| reason.denial().public())
    }

    pub(crate) const fn deny(policy: &'p PolicyDigest, reason: Reason, rule: Option<&'p RuleId>) -> Self {
        Self {
            reason: Some(reason),
            rule,
            policy,
            readable: FieldMask::EMPTY,
            writable: FieldMask::EMPTY,
            duties: Duties::NONE,
            accounting: false,
            exemption: None,
            emergency: false,
            lifted: false,
            evidence: None,
        }
    }
}

/// The true reason of a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The session no longer serves.
    Session(SessionEnd),
    /// The override is over.
    OverrideEnded,
    /// The user was disabled.
    Disabled,
    /// The session's roles exclude each other.
    SeparationOfDuty,
    /// Policy, assignments or users have changed since this was prepared: prepare again.
    Stale,
    /// The subject is another tenant's.
    OtherTenant,
    /// No such subject is known.
    UnknownSubject,
    /// A condition that depends on the subject is not met: a relationship, a consent, a review, a confidentiality.
    Subject,
    /// A condition that depends on the asker alone is not met: hours, network, validity.
    Circumstances,
    /// A stronger authentication would do.
    StepUp,
    /// A duty comes with it that the host has not declared it fulfils.
    Undeclared,
    /// A rule that depends on the subject forbids it.
    ForbiddenForSubject,
    /// A rule forbids it, whoever the subject is.
    Forbidden,
    /// No rule permits it, whoever the subject is.
    NoRule,
    /// None of the fields asked for is granted.
    NoFields,
}

impl Reason {
    /// The reason as the log keeps it.
    #[must_use]
    pub const fn denial(self) -> DenyReason {
        match self {
            Self::Session(_) | Self::OverrideEnded | Self::Disabled | Self::Stale | Self::SeparationOfDuty => {
                DenyReason::Session
            }
            Self::OtherTenant => DenyReason::OtherTenant,
            Self::UnknownSubject => DenyReason::UnknownSubject,
            Self::Subject => DenyReason::NoRelationship,
            Self::ForbiddenForSubject => DenyReason::ForbiddenForSubject,
            Self::Forbidden => DenyReason::Forbidden,
            Self::NoFields => DenyReason::NoFields,
            Self::Circumstances | Self::StepUp | Self::Undeclared | Self::NoRule => DenyReason::NoRule,
        }
    }
}

/// When minimum necessary does not apply, 45 CFR 164.502(b)(2)(i) to (vi).
///
/// Treatment exempts disclosures to and requests by a provider. What a role may see inside the entity stays limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Exemption {
    /// (i) A disclosure to, or a request by, a provider for treatment.
    TreatmentDisclosure,
    /// (ii) The individual.
    Individual,
    /// (iii) An authorization.
    Authorization,
    /// (iv) The Secretary of HHS.
    Secretary,
    /// (v) Required by law.
    RequiredByLaw,
    /// (vi) Required for compliance with the rules.
    Compliance,
}

impl Exemption {
    /// Every exemption, in the order of the paragraph.
    pub const ALL: [Self; 6] = [
        Self::TreatmentDisclosure,
        Self::Individual,
        Self::Authorization,
        Self::Secretary,
        Self::RequiredByLaw,
        Self::Compliance,
    ];

    /// A stable word, for policies and explanations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TreatmentDisclosure => "treatment-disclosure",
            Self::Individual => "individual",
            Self::Authorization => "authorization",
            Self::Secretary => "secretary",
            Self::RequiredByLaw => "required-by-law",
            Self::Compliance => "compliance",
        }
    }

    /// The exemption that follows from the request itself, where the rule names none.
    pub(crate) fn of_request(action: Action, purpose: Purpose) -> Option<Self> {
        if purpose.is_a(Purpose::PatientRequest) {
            Some(Self::Individual)
        } else if action == Action::Disclose && purpose.is_a(Purpose::Treatment) {
            Some(Self::TreatmentDisclosure)
        } else {
            None
        }
    }
}

/// 45 CFR 164.528(a)(1): treatment, payment, operations, what goes to the individual, and authorizations need no accounting. Legal
/// proceedings (164.512(e)) do, although HL7 files them under operations; so do the other cases there that are permitted by a paragraph of
/// their own.
pub(crate) fn must_be_accounted_for(action: Action, purpose: Purpose, exemption: Option<Exemption>) -> bool {
    action == Action::Disclose
        && !matches!(exemption, Some(Exemption::Individual | Exemption::Authorization))
        && !without_accounting().contains(purpose)
}

fn without_accounting() -> Purposes {
    let ordinary = Purposes::all(&[Purpose::Treatment, Purpose::Payment, Purpose::Operations, Purpose::PatientRequest])
        .with_cases();
    // Directory disclosures (164.510(a)) are excluded by 164.528(a)(1)(v) and stay in the ordinary set.
    ordinary.without(Purposes::all(&[
        Purpose::Legal,
        Purpose::Donation,
        Purpose::Government,
        Purpose::Decedents,
        Purpose::MilitaryCommand,
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accounted_for() {
        let accounted = |purpose, exemption| must_be_accounted_for(Action::Disclose, purpose, exemption);
        assert!(!accounted(Purpose::Treatment, None) && !accounted(Purpose::ClaimAttachment, None));
        assert!(!accounted(Purpose::QualityImprovement, None) && !accounted(Purpose::FamilyRequest, None));
        assert!(accounted(Purpose::Legal, None) && accounted(Purpose::PublicHealth, None));
        assert!(accounted(Purpose::Research, None) && !accounted(Purpose::Research, Some(Exemption::Authorization)));
        assert!(!must_be_accounted_for(Action::Read, Purpose::Legal, None));
    }
}
