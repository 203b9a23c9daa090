//! What is asked of the gate, and what the gate asks of the policy.

use time::OffsetDateTime;

use crate::{
    party::{Action, Actor, Principal, Purpose, Recipient, SessionId, SubjectId, TenantId},
    record::{FieldMask, FieldSet, PhiRecord, RecordType},
    value::{Phi, Text},
};

/// What a caller asks for: about whom, what for, which fields. Who asks comes from the principal and cannot be said here.
///
/// ```text
/// gate.read_blocking(&session, Ask::about(subject, Purpose::Treatment).only(Patient::NAME | Patient::ALLERGIES))
/// ```
pub struct Ask<R> {
    pub(super) subject: SubjectId,
    pub(super) purpose: Purpose,
    pub(super) fields: Option<FieldSet<R>>,
    pub(super) recipient: Option<Recipient>,
    pub(super) note: Option<Phi<Text>>,
}

impl<R: PhiRecord> Ask<R> {
    /// Asks for everything that the policy grants about a subject for a purpose.
    #[must_use]
    pub const fn about(subject: SubjectId, purpose: Purpose) -> Self {
        Self { subject, purpose, fields: None, recipient: None, note: None }
    }

    /// Asks for these fields alone: minimum necessary begins with the request, 45 CFR 164.502(b).
    #[must_use]
    pub const fn only(mut self, fields: FieldSet<R>) -> Self {
        self.fields = Some(fields);
        self
    }

    /// Names whom a disclosure goes to. The action becomes [`Action::Disclose`].
    #[must_use]
    pub fn to(mut self, recipient: Recipient) -> Self {
        self.recipient = Some(recipient);
        self
    }

    /// Adds a note for the log, such as a written reason. It may hold PHI, so the log seals it.
    #[must_use]
    pub fn noting(mut self, note: Phi<Text>) -> Self {
        self.note = Some(note);
        self
    }
}

/// The question that the gate puts to the policy, complete.
///
/// Tenant, actor and session come from the principal, the time from the injected clock.
#[non_exhaustive]
pub struct AccessRequest<'a> {
    /// The tenant.
    pub tenant: &'a TenantId,
    /// Who asks.
    pub actor: &'a Actor,
    /// In which session.
    pub session: SessionId,
    /// About whom; nobody for a list as a whole and for acts on keys of a tenant.
    pub subject: Option<SubjectId>,
    /// Which record type; none for acts on keys and on the log.
    pub record: Option<RecordType>,
    /// What is to be done.
    pub action: Action,
    /// What for.
    pub purpose: Purpose,
    /// The fields asked for, within the record type.
    pub fields: FieldMask,
    /// Whom a disclosure goes to.
    pub recipient: Option<&'a Recipient>,
    /// When.
    pub now: OffsetDateTime,
}

impl<'a> AccessRequest<'a> {
    /// A question by a principal, about nobody yet: to try a policy without a gate. To have a question is to have no grant.
    #[must_use]
    pub fn by(who: &'a impl Principal, action: Action, purpose: Purpose, now: OffsetDateTime) -> Self {
        Self {
            tenant: who.tenant(),
            actor: who.actor(),
            session: who.session(),
            subject: None,
            record: None,
            action,
            purpose,
            fields: FieldMask::EMPTY,
            recipient: None,
            now,
        }
    }

    /// About this subject.
    #[must_use]
    pub const fn about(mut self, subject: SubjectId) -> Self {
        self.subject = Some(subject);
        self
    }

    /// For these fields of `R`.
    #[must_use]
    pub fn fields<R: PhiRecord>(mut self, fields: FieldSet<R>) -> Self {
        self.record = Some(RecordType::of::<R>());
        self.fields = fields.mask();
        self
    }
}
