//! The journal of what was done with keys, beside the gate's log: the gate knows that an act was approved, the journal what it did.

use alloc::{collections::VecDeque, sync::Arc, vec::Vec};
use std::sync::{Mutex, PoisonError};

use phi_types::{SubjectId, TenantId};
use time::OffsetDateTime;

use crate::{key::KeyState, store::Shelf};

/// Takes down what is done with keys.
///
/// # Implementing
/// Durable when it returns. A state that loosens, an override, a shredding, a merge do not happen when it fails. It must not call
/// the keyring. Subjects in events are codes that name one person: keep the journal like PHI, or write pseudonyms.
pub trait KeyJournal: Send + Sync {
    /// Takes down one event.
    ///
    /// # Errors
    /// When it cannot be made durable.
    fn record(&self, entry: &JournalEntry) -> Result<(), JournalUnavailable>;
}

/// The journal cannot take an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key journal is unavailable")]
pub struct JournalUnavailable;

/// One event of one tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// When.
    pub at: OffsetDateTime,
    /// Whose keys.
    pub tenant: TenantId,
    /// What.
    pub event: KeyEvent,
}

/// What was done with keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the variants are documented, and their fields named by what they are")]
pub enum KeyEvent {
    /// A key was made.
    Made { shelf: Shelf, version: u32, state: KeyState },
    /// A key is about to change its state.
    StateChanges { shelf: Shelf, version: u32, from: KeyState, to: KeyState },
    /// Compromised keys of a shelf may open, up to an instant.
    CompromisedPermitted { shelf: Shelf, until: OffsetDateTime },
    /// A compromised key was handed out under such an override.
    CompromisedUsed { shelf: Shelf },
    /// Provider or store are down, and keys past their time serve meanwhile.
    ServesInOutage { shelf: Shelf },
    /// Data keys were re-wrapped under this version of the tenant key.
    Rewrapped { version: u32, done: u64, left: u64, broken: u64 },
    /// A tenant key is about to be wrapped under another root, from its recovery wrap or from the old root.
    Restored { version: u32 },
    /// A tenant key is about to be wrapped anew under the roots that it has.
    WrappedAnew { version: u32 },
    /// A subject's keys are about to be destroyed.
    Shreds { subject: SubjectId },
    /// A legal hold is about to be set or lifted.
    Holds { subject: SubjectId, held: bool },
    /// A subject is about to be merged into another.
    Merges { from: SubjectId, into: SubjectId },
    /// A merge is about to be undone.
    Unmerges { from: SubjectId, into: SubjectId },
}

/// A journal in memory that keeps the newest entries: the default, and for tests. It ends with the process, so a host that has to
/// answer for its keys brings a durable one.
#[derive(Debug)]
pub struct MemoryJournal {
    most: usize,
    entries: Mutex<VecDeque<JournalEntry>>,
}

impl MemoryJournal {
    /// Keeps up to `most` entries.
    #[must_use]
    pub const fn keeping(most: usize) -> Self {
        Self { most, entries: Mutex::new(VecDeque::new()) }
    }

    /// What it keeps, the oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<JournalEntry> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl Default for MemoryJournal {
    /// 1024 entries.
    fn default() -> Self {
        Self::keeping(1024)
    }
}

impl KeyJournal for MemoryJournal {
    fn record(&self, entry: &JournalEntry) -> Result<(), JournalUnavailable> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        while entries.len() >= self.most.max(1) {
            entries.pop_front();
        }
        entries.push_back(entry.clone());
        Ok(())
    }
}

impl<J: KeyJournal + ?Sized> KeyJournal for Arc<J> {
    fn record(&self, entry: &JournalEntry) -> Result<(), JournalUnavailable> {
        (**self).record(entry)
    }
}
