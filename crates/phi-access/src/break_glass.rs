//! Breaking the glass: an override in an emergency, and the review that it leaves behind.

use phi_types::{ActorId, Phi, SessionId, SubjectId, TenantId, Text};
use time::OffsetDateTime;

/// A review that is owed for an override.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReviewTask {
    /// The tenant.
    pub tenant: TenantId,
    /// Who broke the glass.
    pub actor: ActorId,
    /// In which session.
    pub session: SessionId,
    /// Whose record was opened.
    pub subject: SubjectId,
    /// When.
    pub opened: OffsetDateTime,
    /// When the override ends.
    pub until: OffsetDateTime,
    /// When the review is due.
    pub due: OffsetDateTime,
}

impl ReviewTask {
    /// Whether it is overdue. An overdue review never blocks the next override: an emergency is not refused for paperwork.
    #[must_use]
    pub fn is_overdue(&self, now: OffsetDateTime) -> bool {
        now >= self.due
    }
}

/// Why the glass was not broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BreakGlassRefused {
    /// The reason is blank, has control characters, or is longer than 4096 bytes.
    #[error("an override needs a written reason")]
    Reason,
    /// The session has ended, or is an override itself.
    #[error("the session does not allow an override")]
    Session,
    /// No break-glass rule is for any role of the session. Services have none.
    #[error("no break-glass rule is for this role")]
    NoRule,
}

/// Why a review was not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewRefused {
    /// The reviewer is the one who broke the glass, of another tenant, or no longer signed in.
    #[error("somebody else of the same tenant has to review it")]
    Reviewer,
    /// No such review is open.
    #[error("the review is not open")]
    NotOpen,
}

/// The longest reason, in bytes.
const LONGEST_REASON: usize = 4096;

/// A reason is words: not blank, no control characters beside tab and line ends.
pub(crate) fn is_a_reason(reason: &Phi<Text>) -> bool {
    reason.declassify("only whether it is blank or has control characters is looked at", |text| {
        !text.trim().is_empty()
            && text.len() <= LONGEST_REASON
            && !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    })
}
