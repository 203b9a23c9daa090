//! What goes into the log, and the port through which it goes.

use alloc::boxed::Box;
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use time::OffsetDateTime;

use super::{Brand, DenyReason, Duty, Obligation, PolicyDigest};
use crate::{
    party::{Action, Actor, Assurance, Purpose, Recipient, Request, Role, RuleId, SessionId, SubjectId, TenantId},
    port::{NoteContext, NoteSealer, SealError},
    record::{FieldMask, Schema},
    value::{Phi, Text},
};

/// Records what the gate decided. `phi-audit` fills it.
///
/// # Implementing
/// * All entries of one submission are durable together or not at all, and consecutive: the reference names the first.
/// * `Done(Ok(_))`, or the future's `Ok`, means durable: it survives a power cut. Anything less is an error.
/// * A receipt that is dropped must not cancel the writing.
/// * An implementer is trusted code and is listed among those that a review looks at.
pub trait Recorder: Send + Sync {
    /// Takes entries in. The receipt borrows nothing.
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt;
}

impl<R: Recorder + ?Sized> Recorder for alloc::sync::Arc<R> {
    fn submit(&self, entries: &[AccessEntry<'_>]) -> Receipt {
        (**self).submit(entries)
    }
}

/// One event at the gate: a decision, or what became of a grant. It holds names of fields and never values.
#[non_exhaustive]
pub struct AccessEntry<'a> {
    /// When, by the gate's clock.
    pub at: OffsetDateTime,
    /// The tenant.
    pub tenant: &'a TenantId,
    /// Who.
    pub actor: &'a Actor,
    /// In which session.
    pub session: SessionId,
    /// The roles at the time; none where the principal says nothing of them.
    pub roles: &'a [Role],
    /// How strongly the actor was authenticated at the time.
    pub assurance: Option<Assurance>,
    /// The host's request of which it was a part.
    pub request: Option<&'a Request>,
    /// About whom. A recorder keeps a pseudonym of it.
    pub subject: Option<SubjectId>,
    /// The record type's declaration, for the names of the fields.
    pub schema: Option<&'static Schema>,
    /// What.
    pub action: Action,
    /// What for.
    pub purpose: Purpose,
    /// Whom a disclosure goes to.
    pub recipient: Option<&'a Recipient>,
    /// The epoch at which it was decided.
    pub epoch: u64,
    /// What happened.
    pub event: EntryEvent<'a>,
    /// The reason that stands behind the principal, as for an emergency override. It may hold PHI.
    pub reason: Option<Note<'a>>,
    /// A free note of the request. It may hold PHI.
    pub note: Option<Note<'a>>,
}

/// What happened.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum EntryEvent<'a> {
    /// The policy said yes.
    Permitted {
        /// The rule that decided.
        rule: &'a RuleId,
        /// The policy that decided.
        policy: PolicyDigest,
        /// The fields granted.
        fields: FieldMask,
        /// When the grant ends.
        until: OffsetDateTime,
        /// Whether an emergency override stood behind it.
        emergency: bool,
        /// What the policy obliges the caller to.
        obligations: &'a [Obligation],
        /// With which number the host finds what bears out the relationship that it rests on.
        evidence: Option<u64>,
    },
    /// The policy said no.
    Denied {
        /// The forbid that decided, if one did.
        rule: Option<&'a RuleId>,
        /// The policy that decided.
        policy: PolicyDigest,
        /// The true reason.
        reason: DenyReason,
    },
    /// A grant ended.
    Ended {
        /// The entry with which it began.
        grant: AuditRef,
        /// What became of it.
        outcome: Outcome,
        /// How many times something was shown, written or de-identified with it.
        uses: u32,
    },
    /// The caller declared that a duty is done.
    Discharged {
        /// The entry with which the grant began.
        grant: AuditRef,
        /// The duty.
        duty: Duty,
    },
}

/// What became of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// It was used as intended.
    Completed,
    /// It was used in part, or the operation failed.
    Failed,
    /// There was no such row.
    NotFound,
    /// The grant was dropped without a word.
    Unknown,
}

impl Outcome {
    /// A stable word for the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::NotFound => "not-found",
            Self::Unknown => "unknown",
        }
    }
}

/// A free note that may hold PHI: it can be sealed, and nothing else.
pub struct Note<'a> {
    pub(super) text: &'a Phi<Text>,
    pub(super) context: NoteContext<'a>,
}

impl<'a> Note<'a> {
    pub(super) const fn new(text: &'a Phi<Text>, brand: Brand, tenant: &'a TenantId) -> Self {
        Self { text, context: NoteContext { brand, tenant } }
    }

    /// Seals the note for the log.
    ///
    /// # Errors
    /// What the sealer answers.
    pub fn seal(&self, sealer: &(impl NoteSealer + ?Sized)) -> Result<alloc::vec::Vec<u8>, SealError> {
        sealer.seal_note(&self.context, self.text.expose())
    }
}

/// Where an entry stands in the log: the log's own random id and the index.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuditRef {
    /// The log.
    pub log: [u8; 16],
    /// The index in the log.
    pub index: u64,
}

impl AuditRef {
    /// The entry that stands `by` places behind this one.
    #[must_use]
    pub const fn nth(self, by: u64) -> Self {
        Self { log: self.log, index: self.index.saturating_add(by) }
    }
}

impl fmt::Debug for AuditRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}", self.index)
    }
}

/// No entry was made durable. Closed by default: without the entry there is no grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the audit log is unavailable")]
pub struct AuditUnavailable;

/// What a recorder answers: done, or on its way. Await it, or [`wait`](Self::wait).
#[must_use = "an entry is durable only once its receipt says so"]
pub enum Receipt {
    /// It is settled.
    Done(Result<AuditRef, AuditUnavailable>),
    /// It is on its way.
    Pending(Pin<Box<dyn PendingReceipt>>),
}

/// A receipt on its way.
///
/// # Implementing
/// `wait` blocks the thread until the entry is settled. Both ways give the same answer.
pub trait PendingReceipt: Future<Output = Result<AuditRef, AuditUnavailable>> + Send {
    /// Blocks until it is settled.
    ///
    /// # Errors
    /// When the entry was not made durable.
    fn wait(self: Pin<Box<Self>>) -> Result<AuditRef, AuditUnavailable>;
}

impl Receipt {
    /// Blocks the thread until it is settled.
    ///
    /// # Errors
    /// When the entry was not made durable.
    pub fn wait(self) -> Result<AuditRef, AuditUnavailable> {
        match self {
            Self::Done(done) => done,
            Self::Pending(pending) => pending.wait(),
        }
    }
}

impl Future for Receipt {
    type Output = Result<AuditRef, AuditUnavailable>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Self::Done(done) => Poll::Ready(*done),
            Self::Pending(pending) => pending.as_mut().poll(cx),
        }
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Done(Ok(_)) => "durable",
            Self::Done(Err(_)) => "not durable",
            Self::Pending(_) => "pending",
        })
    }
}
