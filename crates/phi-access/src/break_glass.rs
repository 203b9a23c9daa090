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
    /// What was out of the ordinary. A review looks at these first.
    pub flags: Flags,
}

/// What was out of the ordinary when the glass was broken. Nothing of it is a reason to refuse in an emergency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Flags {
    /// There was no authentication of the last five minutes.
    pub without_step_up: bool,
    /// The rule asks for a second person, and none confirmed.
    pub without_second_person: bool,
    /// The policy store or the network was down: it was decided by the last policy that was loaded.
    pub store_down: bool,
    /// An earlier review of the same person was overdue.
    pub overdue_review: bool,
}

impl ReviewTask {
    /// Whether it is overdue. An overdue review never blocks the next override: an emergency is not refused for paperwork.
    #[must_use]
    pub fn is_overdue(&self, now: OffsetDateTime) -> bool {
        now >= self.due
    }

    /// To whom it goes: the reviewer, once overdue the privacy officer, and after twice the time the head of the entity.
    #[must_use]
    pub fn escalation(&self, now: OffsetDateTime) -> Escalation {
        let time = self.due - self.opened;
        match self.due.checked_add(time) {
            _ if !self.is_overdue(now) => Escalation::Reviewer,
            Some(late) if now >= late => Escalation::Head,
            _ => Escalation::PrivacyOfficer,
        }
    }
}

/// Who has to look at a review now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Escalation {
    /// Whoever reviews overrides.
    Reviewer,
    /// The privacy officer: it is overdue.
    PrivacyOfficer,
    /// The head of the entity: it is overdue by as much time again.
    Head,
}

/// Why the glass was not broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BreakGlassRefused {
    /// The reason is blank, has control characters, or is longer than 4096 bytes.
    #[error("an override needs a written reason, of at most 4096 bytes and without control characters")]
    Reason,
    /// The session has ended, or is an override itself.
    #[error("the session does not allow an override")]
    Session,
    /// No break-glass rule is for any role of the session. Services have none.
    #[error("no break-glass rule is for this role")]
    NoRule,
    /// A review is overdue, and the rule was told to refuse then.
    #[error("a review is overdue")]
    Overdue,
    /// The second person is the same one, a service, of another tenant, or no longer signed in.
    #[error("the second person cannot confirm")]
    SecondPerson,
}

/// Why a review was not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReviewRefused {
    /// The reviewer is the one who broke the glass, a service, of another tenant, not permitted to read the log, or no longer signed in.
    #[error("somebody else of the same tenant, who may read the log, has to review it")]
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
