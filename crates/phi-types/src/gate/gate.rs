//! The gate itself: decide, record, and only then grant.

use alloc::{boxed::Box, sync::Arc};

use time::{Duration, OffsetDateTime};

use super::{
    AccessEntry, AccessRequest, Administration, Ask, AuditRef, AuditUnavailable, Authority, Authorize, Brand,
    DeIdentifies, GateSeed, Grant, Reads, Receipt, Recorder, Refused, Writes,
    bound::{Bound, Home, Question},
    draft::{Answer, Draft},
};
use crate::{
    clock::Clock,
    party::{Action, Principal, Purpose, Recipient, SubjectId},
    record::{FieldMask, PhiRecord, RecordType},
    value::{Phi, Text},
};

/// The one way to a record: asks the policy, has the answer recorded, and grants only what is on durable record.
///
/// `A` decides, `R` records; both are the host's choice, made once at the composition root, which the library trusts. The
/// clock is injected. Each gate has its own brand, by which keyrings and de-identifiers know it.
///
/// Helps implement 45 CFR 164.312(a)(1) access control, 164.312(b) audit controls and 164.502(b) minimum necessary.
pub struct Gate<A, R> {
    authorize: A,
    shared: Arc<Shared<R>>,
    brand: Brand,
    lifetime: Duration,
}

struct Shared<R> {
    recorder: R,
    clock: Box<dyn Clock>,
}

impl<R: Recorder> Home for Shared<R> {
    fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        self.recorder.submit(entries)
    }
}

/// A question about records before it is complete.
pub(super) struct Wish {
    pub(super) subject: Option<SubjectId>,
    pub(super) record: Option<RecordType>,
    pub(super) action: Action,
    pub(super) purpose: Purpose,
    pub(super) fields: FieldMask,
    pub(super) recipient: Option<Recipient>,
    pub(super) note: Option<Phi<Text>>,
}

impl<A: Authorize, R: Recorder + 'static> Gate<A, R> {
    /// How long a grant serves at the most.
    pub const LONGEST_GRANT: Duration = Duration::minutes(15);

    /// Opens a gate. The seed is spent: no other gate has its brand.
    pub fn new(seed: GateSeed, authorize: A, recorder: R, clock: impl Clock + 'static) -> Self {
        let shared = Arc::new(Shared { recorder, clock: Box::new(clock) as Box<dyn Clock> });
        Self { authorize, shared, brand: seed.brand(), lifetime: Duration::minutes(5) }
    }

    /// Sets how long a grant serves: five minutes unless set, and never longer than [`LONGEST_GRANT`](Self::LONGEST_GRANT).
    #[must_use]
    pub fn with_grant_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime.clamp(Duration::ZERO, Self::LONGEST_GRANT);
        self
    }

    /// The gate's brand.
    #[must_use]
    pub const fn brand(&self) -> Brand {
        self.brand
    }

    /// The policy, for what a host asks of it beside decisions.
    #[must_use]
    pub const fn authorizer(&self) -> &A {
        &self.authorize
    }

    /// Asks to read a subject's records, or to disclose them if the ask names a recipient.
    ///
    /// Cancel-safe: a future that is dropped may leave an entry without use, never a use without entry.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn read<T: PhiRecord>(&self, who: &A::Who, ask: Ask<T>) -> Result<Grant<T, Reads>, Refused> {
        self.ask(who, read_wish(ask)).await.map(Grant::new)
    }

    /// [`read`](Self::read), blocking the thread until the entry is durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn read_blocking<T: PhiRecord>(&self, who: &A::Who, ask: Ask<T>) -> Result<Grant<T, Reads>, Refused> {
        self.ask_blocking(who, read_wish(ask)).map(Grant::new)
    }

    /// Asks to write a new record about a subject.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn create<T: PhiRecord>(&self, who: &A::Who, ask: Ask<T>) -> Result<Grant<T, Writes>, Refused> {
        self.ask(who, wish(Action::Create, ask)).await.map(Grant::new)
    }

    /// [`create`](Self::create), blocking the thread until the entry is durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn create_blocking<T: PhiRecord>(&self, who: &A::Who, ask: Ask<T>) -> Result<Grant<T, Writes>, Refused> {
        self.ask_blocking(who, wish(Action::Create, ask)).map(Grant::new)
    }

    /// Asks to change a subject's records.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn update<T: PhiRecord>(&self, who: &A::Who, ask: Ask<T>) -> Result<Grant<T, Writes>, Refused> {
        self.ask(who, wish(Action::Update, ask)).await.map(Grant::new)
    }

    /// [`update`](Self::update), blocking the thread until the entry is durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn update_blocking<T: PhiRecord>(&self, who: &A::Who, ask: Ask<T>) -> Result<Grant<T, Writes>, Refused> {
        self.ask_blocking(who, wish(Action::Update, ask)).map(Grant::new)
    }

    /// Asks to take a subject's records through the de-identifier.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn de_identify<T: PhiRecord>(
        &self,
        who: &A::Who,
        ask: Ask<T>,
    ) -> Result<Grant<T, DeIdentifies>, Refused> {
        self.ask(who, wish(Action::DeIdentify, ask)).await.map(Grant::new)
    }

    /// [`de_identify`](Self::de_identify), blocking the thread until the entry is durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn de_identify_blocking<T: PhiRecord>(
        &self,
        who: &A::Who,
        ask: Ask<T>,
    ) -> Result<Grant<T, DeIdentifies>, Refused> {
        self.ask_blocking(who, wish(Action::DeIdentify, ask)).map(Grant::new)
    }

    /// Asks for an act of administration, with a written reason that the log seals.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn administer(&self, who: &A::Who, act: Administration, reason: Phi<Text>) -> Result<Authority, Refused> {
        self.ask(who, act_wish(act, reason)).await.map(|bound| Authority::new(bound, act))
    }

    /// [`administer`](Self::administer), blocking the thread until the entry is durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn administer_blocking(
        &self,
        who: &A::Who,
        act: Administration,
        reason: Phi<Text>,
    ) -> Result<Authority, Refused> {
        self.ask_blocking(who, act_wish(act, reason)).map(|bound| Authority::new(bound, act))
    }

    pub(super) async fn ask(&self, who: &A::Who, wish: Wish) -> Result<Bound, Refused> {
        let draft = self.decide(who, wish);
        let receipt = self.shared.submit(&[draft.entry(self.brand)]);
        let settled = receipt.await;
        self.conclude(draft, settled)
    }

    pub(super) fn ask_blocking(&self, who: &A::Who, wish: Wish) -> Result<Bound, Refused> {
        let draft = self.decide(who, wish);
        let settled = self.shared.submit(&[draft.entry(self.brand)]).wait();
        self.conclude(draft, settled)
    }

    pub(super) fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        self.shared.submit(entries)
    }

    /// Puts the question to the policy. The epoch is read first: what is revoked while the policy thinks is revoked.
    pub(super) fn decide(&self, who: &A::Who, wish: Wish) -> Draft {
        let epoch = self.authorize.epoch().current();
        let now = self.shared.now();
        let Wish { subject, record, action, purpose, fields, recipient, note } = wish;
        let decision = self.authorize.authorize(
            who,
            &AccessRequest {
                tenant: who.tenant(),
                actor: who.actor(),
                session: who.session(),
                subject,
                record,
                action,
                purpose,
                fields,
                recipient: recipient.as_ref(),
                now,
            },
        );
        let schema = record.map(|record| record.schema());
        // A time that overflows the calendar grants nothing: `latest` is then not after `now`.
        let latest = now.checked_add(self.lifetime).unwrap_or(now);
        Draft {
            question: Question {
                tenant: who.tenant().clone(),
                actor: who.actor().clone(),
                session: who.session(),
                roles: who.roles().cloned(),
                assurance: who.assurance(),
                request: who.request().cloned(),
                subject,
                schema,
                action,
                purpose,
                recipient,
                at: now,
                epoch,
            },
            reason: who.reason().cloned(),
            note,
            answer: Answer::fit(decision, fields, now, latest, schema.is_some()),
        }
    }

    pub(super) fn conclude(&self, draft: Draft, settled: Result<AuditRef, AuditUnavailable>) -> Result<Bound, Refused> {
        let home = Arc::clone(&self.shared) as Arc<dyn Home>;
        Ok(draft.conclude(settled?, home, self.brand, self.authorize.epoch())?)
    }
}

fn read_wish<T: PhiRecord>(ask: Ask<T>) -> Wish {
    let action = if ask.recipient.is_some() { Action::Disclose } else { Action::Read };
    wish(action, ask)
}

fn wish<T: PhiRecord>(action: Action, ask: Ask<T>) -> Wish {
    Wish {
        subject: Some(ask.subject),
        record: Some(RecordType::of::<T>()),
        action,
        purpose: ask.purpose,
        fields: ask.fields.map_or(T::SCHEMA.all(), |fields| fields.mask()),
        recipient: ask.recipient,
        note: ask.note,
    }
}

fn act_wish(act: Administration, reason: Phi<Text>) -> Wish {
    Wish {
        subject: act.subject(),
        record: None,
        action: act.action(),
        purpose: Purpose::SystemAdministration,
        fields: FieldMask::EMPTY,
        recipient: None,
        note: Some(reason),
    }
}
