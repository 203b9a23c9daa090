//! What the policy answers. In XACML's words the gate is the enforcement point and [`Authorize`] the decision point.

use alloc::{sync::Arc, vec::Vec};
use core::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use time::{Duration, OffsetDateTime};

use super::AccessRequest;
use crate::{
    party::{Principal, RuleId},
    record::FieldMask,
};

/// Decides. `phi-access` fills it.
///
/// # Implementing
/// Total, pure and quick: the same request at the same epoch gets the same answer, and nothing can fail. Default deny. The
/// answer may name no field outside the record type; the gate cuts the answer to what was asked in any case.
pub trait Authorize: Send + Sync {
    /// Who can ask.
    type Who: Principal;

    /// The decision.
    fn authorize(&self, who: &Self::Who, request: &AccessRequest<'_>) -> Decision;

    /// The epoch of policy, assignments and sessions. Advancing it ends every grant that was made before.
    fn epoch(&self) -> &Epoch;
}

/// A counter that only grows. A grant remembers its value and ends when it moves: how revocation reaches what is out.
#[derive(Clone, Debug, Default)]
pub struct Epoch(Arc<AtomicU64>);

impl Epoch {
    /// A counter at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value now.
    #[must_use]
    #[inline]
    pub fn current(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Ends every grant that is out, in every thread.
    pub fn advance(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// The policy's answer.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Yes, within limits.
    Permit(Permit),
    /// No.
    Deny(Denial),
}

/// A yes and its limits.
#[derive(Clone, Debug)]
pub struct Permit {
    /// The fields granted: readable for reads, writable for writes.
    pub fields: FieldMask,
    /// The rule that decided.
    pub rule: RuleId,
    /// The digest of the policy that decided.
    pub policy: PolicyDigest,
    /// When the grant ends at the latest.
    pub until: Option<OffsetDateTime>,
    /// What the caller has to do.
    pub obligations: Vec<Obligation>,
    /// Whether an emergency override stood behind it, 45 CFR 164.312(a)(2)(ii).
    pub emergency: bool,
    /// With which number the host finds what bears out the relationship that it rests on, where it rests on one. Without meaning outside
    /// the host.
    pub evidence: Option<u64>,
}

/// A no: what the log keeps, and what the caller hears.
#[derive(Clone, Debug)]
pub struct Denial {
    /// The forbid that decided, if one did.
    pub rule: Option<RuleId>,
    /// The digest of the policy that decided.
    pub policy: PolicyDigest,
    /// The true reason. For the log alone.
    pub reason: DenyReason,
}

/// Why a request was denied. For the log; the caller hears [`PublicOutcome`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DenyReason {
    /// The subject belongs to another tenant.
    OtherTenant,
    /// No such subject is known.
    UnknownSubject,
    /// A relationship that the rule demands is missing.
    NoRelationship,
    /// A rule that depends on the subject forbids it.
    ForbiddenForSubject,
    /// No rule permits it, whoever the subject is.
    NoRule,
    /// A rule forbids it, whoever the subject is.
    Forbidden,
    /// None of the fields asked for is granted.
    NoFields,
    /// The session has ended, was revoked, or belongs to another policy's world.
    Session,
    /// The gate's own check failed: the answer did not fit the question.
    Inconsistent,
}

/// What a caller learns of a denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PublicOutcome {
    /// Not there, or not yours: one answer, so that asking tells nobody who is a patient.
    NotFound,
    /// Not permitted to you, whoever the subject is.
    NotPermitted,
}

impl DenyReason {
    /// Whatever depends on the subject is "not found"; the rest depends on the asker alone and may be said.
    #[must_use]
    pub const fn public(self) -> PublicOutcome {
        match self {
            Self::OtherTenant | Self::UnknownSubject | Self::NoRelationship | Self::ForbiddenForSubject => {
                PublicOutcome::NotFound
            }
            _ => PublicOutcome::NotPermitted,
        }
    }

    /// A stable word for the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherTenant => "other-tenant",
            Self::UnknownSubject => "unknown-subject",
            Self::NoRelationship => "no-relationship",
            Self::ForbiddenForSubject => "forbidden-for-subject",
            Self::NoRule => "no-rule",
            Self::Forbidden => "forbidden",
            Self::NoFields => "no-fields",
            Self::Session => "session",
            Self::Inconsistent => "inconsistent",
        }
    }
}

/// What a permit obliges the caller to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Obligation {
    /// The duty.
    pub duty: Duty,
    /// Before anything is shown, or afterwards.
    pub stage: Stage,
}

/// The duty of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Duty {
    /// Tell the privacy officer.
    NotifyPrivacyOfficer,
    /// Have the access reviewed within this time.
    ReviewWithin(Duration),
    /// Attach the notice of 42 CFR 2.32 to what leaves.
    AttachPart2Notice,
    /// Enter it into the accounting of disclosures, 45 CFR 164.528.
    AccountForDisclosure,
    /// Redact what is not granted from a document before it is shown.
    Redact,
    /// Use it for nothing else, and pass it to nobody.
    NoFurtherUse,
    /// Put a visible mark on what is shown or printed.
    Watermark,
    /// Show no more than this many records an hour.
    RateLimit(u32),
    /// Write down what 42 CFR 2.51(c) asks for after a disclosure in a medical emergency.
    DocumentMedicalEmergency,
}

impl Duty {
    /// A stable word for the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotifyPrivacyOfficer => "notify-privacy-officer",
            Self::ReviewWithin(_) => "review-within",
            Self::AttachPart2Notice => "attach-part2-notice",
            Self::AccountForDisclosure => "account-for-disclosure",
            Self::Redact => "redact",
            Self::NoFurtherUse => "no-further-use",
            Self::Watermark => "watermark",
            Self::RateLimit(_) => "rate-limit",
            Self::DocumentMedicalEmergency => "document-medical-emergency",
        }
    }
}

/// When an obligation falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Before anything is shown: a view refuses until it is discharged.
    Before,
    /// Afterwards.
    After,
}

/// The SHA-256 digest of a policy.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PolicyDigest([u8; 32]);

impl PolicyDigest {
    /// Wraps a digest.
    #[must_use]
    pub const fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The first eight bytes in hexadecimal: enough to tell policies apart in a listing.
impl fmt::Display for PolicyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(8).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PolicyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
