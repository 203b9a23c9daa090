//! Many at once: a list exposes nothing by itself, and each batch of patients is on record before its first row is shown.

use alloc::vec::Vec;
use core::marker::PhantomData;

use super::{
    Authorize, Duty, Gate, Grant, NotDischarged, Obligation, Outcome, Reads, Receipt, Recorder, Refused, bound::Bound,
    draft::Draft, gate::Wish,
};
use crate::{
    party::{Action, Purpose, SubjectId},
    record::{FieldMask, FieldSet, PhiRecord, RecordType},
};

/// A permitted list. It shows nothing; [`batch`](Self::batch) turns subjects into grants.
#[must_use = "a list that is dropped unused is recorded as `outcome unknown`"]
pub struct ListGrant<'g, A: Authorize, R, T> {
    gate: &'g Gate<A, R>,
    who: &'g A::Who,
    purpose: Purpose,
    pub(super) bound: Bound,
    of: PhantomData<fn() -> T>,
}

/// For each subject of a batch, in order: its grant, or why there is none.
pub type Batch<T> = Vec<Result<Grant<T, Reads>, Refused>>;

impl<A: Authorize, R: Recorder + 'static> Gate<A, R> {
    /// Asks to list records of a type for a purpose. The search itself is on record, whatever it finds.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn list<'g, T: PhiRecord>(
        &'g self,
        who: &'g A::Who,
        purpose: Purpose,
        fields: FieldSet<T>,
    ) -> Result<ListGrant<'g, A, R, T>, Refused> {
        let bound = self.ask(who, list_wish::<T>(Action::List, None, purpose, fields.mask())).await?;
        Ok(ListGrant { gate: self, who, purpose, bound, of: PhantomData })
    }

    /// [`list`](Self::list), blocking the thread until the entry is durable.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn list_blocking<'g, T: PhiRecord>(
        &'g self,
        who: &'g A::Who,
        purpose: Purpose,
        fields: FieldSet<T>,
    ) -> Result<ListGrant<'g, A, R, T>, Refused> {
        let bound = self.ask_blocking(who, list_wish::<T>(Action::List, None, purpose, fields.mask()))?;
        Ok(ListGrant { gate: self, who, purpose, bound, of: PhantomData })
    }
}

impl<A: Authorize, R: Recorder + 'static, T: PhiRecord> ListGrant<'_, A, R, T> {
    /// Decides for each subject and makes all the entries durable in one commit. Only then are there grants.
    ///
    /// # Errors
    /// [`Refused::AuditUnavailable`] for the whole batch; [`Refused::NotPermitted`] when the list itself no longer serves, or
    /// while it owes a duty that comes first.
    pub async fn batch(&self, subjects: &[SubjectId]) -> Result<Batch<T>, Refused> {
        let drafts = self.drafts(subjects)?;
        if drafts.is_empty() {
            return Ok(Batch::new());
        }
        let receipt = self.submit(&drafts);
        let settled = receipt.await;
        self.conclude(drafts, settled)
    }

    /// [`batch`](Self::batch), blocking the thread until the entries are durable.
    ///
    /// # Errors
    /// As [`batch`](Self::batch).
    pub fn batch_blocking(&self, subjects: &[SubjectId]) -> Result<Batch<T>, Refused> {
        let drafts = self.drafts(subjects)?;
        if drafts.is_empty() {
            return Ok(Batch::new());
        }
        let settled = self.submit(&drafts).wait();
        self.conclude(drafts, settled)
    }

    /// What the policy obliges the caller to and has not been discharged yet.
    #[must_use]
    pub fn obligations(&self) -> &[Obligation] {
        &self.bound.obligations
    }

    /// Declares a duty done, as [`Grant::discharge`] does: struck off once the declaration is durable.
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

    /// Ends the list and records what became of it.
    pub fn finish(self, outcome: Outcome) -> Receipt {
        self.bound.finish(outcome)
    }

    fn drafts(&self, subjects: &[SubjectId]) -> Result<Vec<Draft>, Refused> {
        // A duty that comes first comes before the first batch; and a list that no longer serves grants nothing.
        self.bound.ready(self.gate.brand()).map_err(|_| Refused::NotPermitted)?;
        let draft = |subject: &SubjectId| {
            let wish = list_wish::<T>(Action::Read, Some(*subject), self.purpose, self.bound.fields);
            self.gate.decide(self.who, wish)
        };
        Ok(subjects.iter().map(draft).collect())
    }

    fn submit(&self, drafts: &[Draft]) -> Receipt {
        let entries: Vec<_> = drafts.iter().map(|draft| draft.entry(self.gate.brand())).collect();
        self.gate.submit(&entries)
    }

    fn conclude(
        &self,
        drafts: Vec<Draft>,
        settled: Result<super::AuditRef, super::AuditUnavailable>,
    ) -> Result<Batch<T>, Refused> {
        let first = settled?;
        self.bound.used();
        Ok((0_u64..)
            .zip(drafts)
            .map(|(nth, draft)| self.gate.conclude(draft, Ok(first.nth(nth))).map(Grant::new))
            .collect())
    }
}

fn list_wish<T: PhiRecord>(action: Action, subject: Option<SubjectId>, purpose: Purpose, fields: FieldMask) -> Wish {
    Wish { subject, record: Some(RecordType::of::<T>()), action, purpose, fields, recipient: None, note: None }
}
