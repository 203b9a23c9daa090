//! A grant: proof that this gate approved this request and that the log knows.

use core::{fmt, marker::PhantomData};

use time::OffsetDateTime;

use super::{AuditRef, Duty, NotDischarged, Obligation, Outcome, PolicyDigest, Receipt, Refused, bound::Bound};
use crate::{party::SubjectId, record::FieldMask};

/// A grant that shows: its mode.
#[derive(Debug)]
pub enum Reads {}

/// A grant that writes: its mode.
#[derive(Debug)]
pub enum Writes {}

/// A grant that takes a record through the de-identifier: its mode.
#[derive(Debug)]
pub enum DeIdentifies {}

/// A gate approved one request about one subject's records of type `R`, in the mode `M`, and the log knew before anyone
/// else did.
///
/// It has no public constructor and no `Clone`, `Copy`, `Default`, `Serialize` or `Deserialize`. A grant for another record
/// type or mode is another type. It ends at its time, and at once when the policy's epoch moves. End it with
/// [`finish`](Self::finish); one that is dropped is recorded as "outcome unknown".
///
/// The methods of each mode stand with the mode: [`reveal`](Grant::reveal) for [`Reads`], [`seal`](Grant::seal) and
/// [`amend`](Grant::amend) for [`Writes`], [`de_identify`](Grant::de_identify) for [`DeIdentifies`].
#[must_use = "a grant that is dropped unused is recorded as `outcome unknown`"]
pub struct Grant<R, M> {
    pub(super) bound: Bound,
    pub(super) of: PhantomData<fn() -> (R, M)>,
}

impl<R, M> Grant<R, M> {
    pub(super) const fn new(bound: Bound) -> Self {
        Self { bound, of: PhantomData }
    }

    /// The fields that it covers, as positions in the schema.
    #[must_use]
    pub const fn fields(&self) -> FieldMask {
        self.bound.fields
    }

    /// The digest of the policy that decided.
    #[must_use]
    pub const fn policy(&self) -> PolicyDigest {
        self.bound.policy
    }

    /// When it ends at the latest.
    #[must_use]
    pub const fn until(&self) -> OffsetDateTime {
        self.bound.until
    }

    /// The entry of the log with which it began.
    #[must_use]
    pub const fn entry(&self) -> AuditRef {
        self.bound.entry
    }

    /// What the policy obliges the caller to and has not been discharged yet.
    #[must_use]
    pub fn obligations(&self) -> &[Obligation] {
        &self.bound.obligations
    }

    /// Declares a duty done. It is struck off once the declaration is durable; what comes before a view must be discharged
    /// before the view.
    ///
    /// # Errors
    /// See [`NotDischarged`].
    pub async fn discharge(&mut self, duty: Duty) -> Result<(), NotDischarged> {
        self.bound.declare(duty)?.await?;
        self.bound.strike_off(duty);
        Ok(())
    }

    /// [`discharge`](Self::discharge), blocking the thread until the entry is durable.
    ///
    /// # Errors
    /// See [`NotDischarged`].
    pub fn discharge_blocking(&mut self, duty: Duty) -> Result<(), NotDischarged> {
        self.bound.declare(duty)?.wait()?;
        self.bound.strike_off(duty);
        Ok(())
    }

    /// Ends the grant and records what became of it.
    pub fn finish(self, outcome: Outcome) -> Receipt {
        self.bound.finish(outcome)
    }

    /// Ends the grant because the store has no such row, and answers as if the subject were somebody else's: the same
    /// value, from the same number of durable entries behind it as a caller could count.
    pub fn not_found(self) -> Refused {
        drop(self.bound.finish(Outcome::NotFound));
        Refused::NotFound
    }

    pub(super) fn subject(&self) -> Option<SubjectId> {
        self.bound.question.subject
    }
}

impl<R, M> fmt::Debug for Grant<R, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[grant]")
    }
}
