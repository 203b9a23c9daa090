//! The gate: who asks, what for, on durable record, and only then a grant.
//!
//! ```text
//! caller ─ Ask ─▶ Gate ─ AccessRequest ─▶ Authorize (the policy)
//!                  │ ◀──── Decision ───────┘
//!                  ├─ AccessEntry ─▶ Recorder (the log)   durable, or Refused
//!                  └▶ Grant ─ reveal / seal / amend / de_identify ─▶ Keyring, DeIdentifier
//! ```
//!
//! Laws, each pinned by a test:
//! * A [`Grant`] has no public constructor; outside this module safe code cannot make one. A grant for one record type or
//!   mode does not type-check for another.
//! * The entry is durable before the grant exists. A recorder that fails means [`Refused`]. Denials are recorded as well.
//! * "Not there" and "not yours" are one answer, by the same path, the durable write included.
//! * Actor and tenant come from the [`Principal`](crate::Principal), never from the request.
//! * Every exposure consults the clock and the [`Epoch`].
//! * A future dropped at any point may leave an unused entry, never an unrecorded grant.

mod authority;
mod bound;
mod brand;
mod decision;
mod draft;
mod entry;
#[expect(clippy::module_inception, reason = "the gate is the concept of this module and has its own room in it")]
mod gate;
mod grant;
mod index;
mod list;
mod modes;
mod refused;
mod request;

pub use authority::{Administration, Authority};
pub use brand::{Brand, GateSeed};
pub use decision::{
    Authorize, Decision, Denial, DenyReason, Duty, Epoch, Obligation, Permit, PolicyDigest, PublicOutcome, Stage,
};
pub use entry::{
    AccessEntry, AuditRef, AuditUnavailable, EntryEvent, Note, Outcome, PendingReceipt, Receipt, Recorder,
};
pub use gate::Gate;
pub use grant::{DeIdentifies, Grant, Reads, Writes};
pub use list::{Batch, ListGrant};
pub use refused::{GrantError, NotDischarged, Refused, Stale};
pub use request::{AccessRequest, Ask};
