//! What a grant is bound to, shared by all kinds of grant.

use alloc::{sync::Arc, vec::Vec};
use core::sync::atomic::{AtomicU32, Ordering};

use time::OffsetDateTime;

use super::{
    AccessEntry, AuditRef, Brand, Duty, EntryEvent, Epoch, GrantError, NotDischarged, Obligation, Outcome,
    PolicyDigest, Receipt, Stage, Stale,
};
use crate::{
    party::{Action, Actor, Assurance, Purpose, Recipient, Request, Role, SessionId, SubjectId, TenantId},
    record::{FieldMask, Schema},
};

/// What a grant still needs of its gate: the clock and the recorder.
pub(super) trait Home: Send + Sync {
    fn now(&self) -> OffsetDateTime;
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt;
}

/// Everything that was asked. Owned, and cheap to clone: names are shared.
#[derive(Clone)]
pub(super) struct Question {
    pub(super) tenant: TenantId,
    pub(super) actor: Actor,
    pub(super) session: SessionId,
    pub(super) roles: Option<Arc<[Role]>>,
    pub(super) assurance: Option<Assurance>,
    pub(super) request: Option<Arc<Request>>,
    pub(super) subject: Option<SubjectId>,
    pub(super) schema: Option<&'static Schema>,
    pub(super) action: Action,
    pub(super) purpose: Purpose,
    pub(super) recipient: Option<Recipient>,
    pub(super) at: OffsetDateTime,
    pub(super) epoch: u64,
}

impl Question {
    pub(super) fn entry<'a>(&'a self, event: EntryEvent<'a>) -> AccessEntry<'a> {
        AccessEntry {
            at: self.at,
            tenant: &self.tenant,
            actor: &self.actor,
            session: self.session,
            roles: self.roles.as_deref().unwrap_or_default(),
            assurance: self.assurance,
            request: self.request.as_deref(),
            subject: self.subject,
            schema: self.schema,
            action: self.action,
            purpose: self.purpose,
            recipient: self.recipient.as_ref(),
            epoch: self.epoch,
            event,
            reason: None,
            note: None,
        }
    }
}

/// A grant's tie to its gate, its question, its limits and its entry in the log.
///
/// INVARIANT: made only by `Draft::conclude`, after the entry is durable.
pub(super) struct Bound {
    pub(super) home: Arc<dyn Home>,
    pub(super) brand: Brand,
    pub(super) question: Question,
    pub(super) fields: FieldMask,
    pub(super) policy: PolicyDigest,
    pub(super) until: OffsetDateTime,
    pub(super) revocation: Epoch,
    pub(super) obligations: Vec<Obligation>,
    pub(super) entry: AuditRef,
    pub(super) uses: AtomicU32,
    pub(super) ended: bool,
}

impl Bound {
    /// Whether the grant still serves. Every exposure asks.
    pub(super) fn alive(&self) -> Result<OffsetDateTime, Stale> {
        let now = self.home.now();
        if now < self.question.at {
            Err(Stale::ClockStepped)
        } else if now >= self.until {
            Err(Stale::Expired)
        } else {
            self.not_revoked().map(|()| now)
        }
    }

    /// The part of [`alive`](Self::alive) that needs no clock.
    pub(super) fn not_revoked(&self) -> Result<(), Stale> {
        if self.revocation.current() == self.question.epoch { Ok(()) } else { Err(Stale::Revoked) }
    }

    /// [`alive`](Self::alive), the keyring's brand, and the obligations that come before.
    pub(super) fn ready(&self, brand: Brand) -> Result<OffsetDateTime, GrantError> {
        if brand != self.brand {
            return Err(GrantError::ForeignGate);
        }
        if self.obligations.iter().any(|obligation| obligation.stage == Stage::Before) {
            return Err(GrantError::ObligationPending);
        }
        Ok(self.alive()?)
    }

    pub(super) fn used(&self) {
        // Saturating: a count that wraps would tell a reviewer less than one that stands at its end.
        let _ = self.uses.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |uses| Some(uses.saturating_add(1)));
    }

    /// The first half of a discharge: an entry on its way.
    pub(super) fn declare(&self, duty: Duty) -> Result<Receipt, NotDischarged> {
        if self.obligations.iter().all(|obligation| obligation.duty != duty) {
            return Err(NotDischarged::NotOwed);
        }
        Ok(self.submit(EntryEvent::Discharged { grant: self.entry, duty }))
    }

    /// The second half, once the entry is durable: only now is the duty struck off.
    pub(super) fn strike_off(&mut self, duty: Duty) {
        self.obligations.retain(|obligation| obligation.duty != duty);
    }

    pub(super) fn finish(mut self, outcome: Outcome) -> Receipt {
        self.ended = true;
        self.end(outcome)
    }

    fn end(&self, outcome: Outcome) -> Receipt {
        self.submit(EntryEvent::Ended { grant: self.entry, outcome, uses: self.uses.load(Ordering::Relaxed) })
    }

    fn submit(&self, event: EntryEvent<'_>) -> Receipt {
        let mut entry = self.question.entry(event);
        entry.at = self.home.now();
        self.home.submit(&[entry])
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        if !self.ended {
            // The receipt goes unread: dropping it does not cancel the writing, and a destructor can neither wait nor fail.
            drop(self.end(Outcome::Unknown));
        }
    }
}
