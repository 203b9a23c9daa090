//! Authority over keys and over the log: a grant that is about no record.

use core::fmt;

use super::{AuditRef, Brand, Duty, GrantError, NotDischarged, Obligation, Outcome, Receipt, bound::Bound};
use crate::{
    party::{Action, SubjectId, TenantId},
    port::{NoteContext, NoteSealer, OpenError},
};

/// An act of administration that needs a decision and an entry in the log before it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Administration {
    /// Rotate the tenant's key, and whatever else is done with keys that are no single subject's.
    RotateKey,
    /// Custody of one subject's keys: their states, renewal, legal hold, merging and unmerging. Decided and recorded as
    /// [`Action::RotateKey`] about that subject; the reason says which act it is.
    KeyCustody(SubjectId),
    /// Destroy a subject's keys, so that its rows no longer open.
    ShredSubject(SubjectId),
    /// Open the sealed notes of the log.
    ReadLog,
}

impl Administration {
    pub(super) const fn action(self) -> Action {
        match self {
            Self::RotateKey | Self::KeyCustody(_) => Action::RotateKey,
            Self::ShredSubject(_) => Action::ShredSubject,
            Self::ReadLog => Action::ReadLog,
        }
    }

    pub(super) const fn subject(self) -> Option<SubjectId> {
        match self {
            Self::ShredSubject(subject) | Self::KeyCustody(subject) => Some(subject),
            Self::RotateKey | Self::ReadLog => None,
        }
    }
}

/// A gate approved an act of administration, and the log knew first. Neither `Clone` nor constructible outside the gate.
#[must_use = "an authority that is dropped unused is recorded as `outcome unknown`"]
pub struct Authority {
    bound: Bound,
    act: Administration,
}

impl Authority {
    pub(super) const fn new(bound: Bound, act: Administration) -> Self {
        Self { bound, act }
    }

    /// For the one who carries the act out: checks that this is the act, that the authority comes from the gate for which
    /// the caller was made, and that it still serves. Answers the tenant, which comes from the principal.
    ///
    /// # Errors
    /// [`GrantError`].
    pub fn confirm(&self, brand: Brand, act: Administration) -> Result<&TenantId, GrantError> {
        if act != self.act {
            return Err(GrantError::OtherAction);
        }
        self.bound.ready(brand)?;
        self.bound.used();
        Ok(&self.bound.question.tenant)
    }

    /// Opens a sealed note of the log and shows it.
    ///
    /// # Errors
    /// [`GrantError`]; an authority for another act opens nothing.
    pub fn reveal_note<S, T>(
        &self,
        sealed: &[u8],
        keys: &S,
        brand: Brand,
        show: impl FnOnce(&str) -> T,
    ) -> Result<T, GrantError>
    where
        S: NoteSealer + ?Sized,
    {
        let tenant = self.confirm(brand, Administration::ReadLog)?;
        let opened = keys.open_note(&NoteContext { brand, tenant }, sealed)?;
        let text = core::str::from_utf8(&opened).map_err(|_| OpenError::Refused)?;
        // Opening may have taken a round trip to a key provider: ask once more before anything is shown.
        self.bound.alive()?;
        Ok(show(text))
    }

    /// What the policy obliges the caller to and has not been discharged yet.
    #[must_use]
    pub fn obligations(&self) -> &[Obligation] {
        &self.bound.obligations
    }

    /// Declares a duty done, as [`Grant::discharge`](super::Grant::discharge) does: struck off once the declaration is durable.
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

    /// The entry of the log with which it began.
    #[must_use]
    pub const fn entry(&self) -> AuditRef {
        self.bound.entry
    }

    /// Ends the authority and records what became of it.
    pub fn finish(self, outcome: Outcome) -> Receipt {
        self.bound.finish(outcome)
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[authority]")
    }
}
