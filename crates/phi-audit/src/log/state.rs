//! What the one writer knows of the storage, and how it writes to it.
#![deny(clippy::arithmetic_side_effects)]

use std::io;

use super::frame::{SECTOR, wide};
use super::storage::read_full;
use super::{LogError, Storage, StorageError};
use crate::merkle::Tree;
use phi_types::Entropy;

pub(super) struct State<S> {
    pub(super) storage: S,
    pub(super) entropy: Box<dyn Entropy>,
    // INVARIANT: the tree of the acknowledged entries, which end at byte `end` of the storage.
    pub(super) tree: Tree,
    pub(super) end: u64,
    /// The length of the storage as this writer knows it.
    pub(super) len: u64,
    /// A write or a sync has failed: what is on the disk after `end` is not known.
    pub(super) poisoned: bool,
}

impl<S: Storage> State<S> {
    /// Finds the place for a batch and reserves it. Nothing is written to the log by this: after an error it goes on.
    pub(super) fn make_room(&mut self, batch_len: u64) -> Result<u64, LogError> {
        let len = self.storage.len().map_err(StorageError::during("looking at the length of the file"))?;
        if len != self.len {
            self.poisoned = true;
            return Err(LogError::Intruder);
        }
        let stride = self.storage.stride();
        let into = self.end.checked_rem(stride).unwrap_or(0);
        let start = if batch_len > stride.saturating_sub(into) {
            self.end.checked_add(stride.saturating_sub(into)).ok_or(LogError::Full)?
        } else {
            self.end
        };
        if batch_len > stride {
            return Err(LogError::SegmentTooShort);
        }
        let end = start.checked_add(batch_len).ok_or(LogError::Full)?;
        self.storage.reserve(end).map_err(StorageError::during("preparing room for entries"))?;
        self.len = self.storage.len().map_err(StorageError::during("looking at the length of the file"))?;
        // What was reserved is blank, or somebody else has written there.
        let mut blank = [0; SECTOR];
        let read = read_full(&mut self.storage, start, &mut blank)
            .map_err(StorageError::during("looking at the place of the next entries"))?;
        if blank.iter().take(read).any(|byte| *byte != 0) {
            self.poisoned = true;
            return Err(LogError::Intruder);
        }
        Ok(start)
    }

    /// One write, one sync. Neither is tried a second time: a sync that fails may have dropped the data, and the
    /// next one would report success nonetheless.
    pub(super) fn write(&mut self, start: u64, bytes: &[u8]) -> Result<(), LogError> {
        let end = start.checked_add(wide(bytes.len())).ok_or(LogError::Full)?;
        self.storage.write_at(start, bytes).map_err(StorageError::during("writing entries"))?;
        self.storage.sync_data().map_err(StorageError::during("syncing entries"))?;
        self.end = end;
        self.len = self.len.max(end);
        Ok(())
    }
}

/// Whether nothing was ever written to it, or only the zeros of its preparation.
pub(super) fn is_blank<S: Storage>(storage: &mut S) -> io::Result<bool> {
    if storage.is_empty()? {
        return Ok(true);
    }
    let mut first = [0; SECTOR];
    let read = read_full(storage, 0, &mut first)?;
    Ok(read == SECTOR && first.iter().all(|byte| *byte == 0))
}
