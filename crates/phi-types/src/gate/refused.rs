//! What a caller hears when there is no grant, or when a grant does not serve.

use super::{AuditUnavailable, PublicOutcome};
use crate::{
    port::{DeIdentifyError, OpenError, SealError},
    value::DecodeError,
};

/// There is no grant.
///
/// It says as little as it may: "not there" and "not yours" are one answer. The log keeps the true reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such subject, or it is not yours to see.
    #[error("not found")]
    NotFound,
    /// It is not permitted to you, whoever the subject is.
    #[error("not permitted")]
    NotPermitted,
    /// The request could not be recorded, so it was not granted.
    #[error("the audit log is unavailable")]
    AuditUnavailable,
}

impl From<PublicOutcome> for Refused {
    fn from(outcome: PublicOutcome) -> Self {
        match outcome {
            PublicOutcome::NotFound => Self::NotFound,
            PublicOutcome::NotPermitted => Self::NotPermitted,
        }
    }
}

impl From<AuditUnavailable> for Refused {
    fn from(_: AuditUnavailable) -> Self {
        Self::AuditUnavailable
    }
}

/// A duty was not struck off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotDischarged {
    /// The grant does not owe it.
    #[error("the grant does not owe this duty")]
    NotOwed,
    /// The declaration could not be recorded, so the duty is still owed.
    #[error("the audit log is unavailable")]
    AuditUnavailable,
}

impl From<AuditUnavailable> for NotDischarged {
    fn from(_: AuditUnavailable) -> Self {
        Self::AuditUnavailable
    }
}

/// A grant that no longer serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Stale {
    /// Its time is over.
    #[error("the grant has ended")]
    Expired,
    /// The policy, an assignment or a session was changed since.
    #[error("the grant was revoked")]
    Revoked,
    /// The clock shows a time before the grant was made.
    #[error("the clock stepped back behind the grant")]
    ClockStepped,
}

/// Why a grant did not show, write or de-identify something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GrantError {
    /// The grant no longer serves.
    #[error(transparent)]
    Stale(#[from] Stale),
    /// The row is about another subject than the grant.
    #[error("the row is about another subject than the grant")]
    OtherSubject,
    /// The keyring or the de-identifier was made for another gate.
    #[error("the keyring or de-identifier was made for another gate")]
    ForeignGate,
    /// An obligation that comes first has not been discharged.
    #[error("an obligation that comes before must be discharged first")]
    ObligationPending,
    /// A whole record needs a grant over all fields.
    #[error(
        "a whole record needs a grant over all of its fields; to change some, ask with `update` and `amend` the row"
    )]
    PartialGrant,
    /// The patch sets a field that the grant does not cover.
    #[error("the patch sets a field that the grant does not cover; nothing was written")]
    UngrantedField,
    /// A grant to create does not change, and a grant to change does not create.
    #[error(
        "the grant is for another action: one from `create` seals, one from `update` amends, an authority does its one act"
    )]
    OtherAction,
    /// The index does not fit the record type.
    #[error("the record type has no such index, or the index is refused: see `IndexFit`")]
    NoSuchIndex,
    /// The row's version cannot grow further.
    #[error("the row's version cannot grow further")]
    Version,
    /// The row does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The row was not sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The opened bytes are no values of the declared types.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The de-identifier refused the record.
    #[error(transparent)]
    DeIdentify(#[from] DeIdentifyError),
}
