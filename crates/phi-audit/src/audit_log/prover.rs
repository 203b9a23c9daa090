//! Makes proofs from the index, a few reads each.

use std::path::Path;
use std::sync::{Arc, PoisonError};

use super::index::IndexReader;
use super::store::Shared;
use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::log::{ReadError, SegmentReader, StorageError, read_entry};
use crate::merkle::{Hash, ProofError, consistency_from, inclusion_from, node_place};
use crate::note::NoteVerifier;
use crate::proof_file::{ConsistencyProof, InclusionProof};

/// Why there is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProveError {
    /// There is no checkpoint yet.
    #[error("there is no checkpoint yet to prove anything against")]
    NoCheckpoint,
    /// The entry is not in the tree that the last checkpoint vouches for, or the trees do not fit.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// The checkpoint is refused.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The index cannot be read. Opening the log anew builds it again.
    #[error("the index of the log cannot be read")]
    Index,
    /// The log cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Retention took the entry away. Its leaf hash can still be proved, see [`Prover::path`].
    #[error("retention took the entry away")]
    Pruned,
}

impl From<StorageError> for ProveError {
    fn from(error: StorageError) -> Self {
        Self::Read(error.into())
    }
}

/// Makes proofs about what the last checkpoint vouches for.
pub struct Prover {
    index: IndexReader,
    segments: SegmentReader,
    key: NoteVerifier,
    shared: Arc<Shared>,
}

impl Prover {
    pub(super) fn open(folder: &Path, key: NoteVerifier, shared: Arc<Shared>) -> Result<Self, ProveError> {
        let index = IndexReader::open(folder).map_err(|_| ProveError::Index)?;
        Ok(Self { index, segments: SegmentReader::open(folder)?, key, shared })
    }

    /// The entry and the proof that it is in the log.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn inclusion(&mut self, index: u64) -> Result<InclusionProof, ProveError> {
        let (checkpoint, size) = self.latest()?;
        let path = self.path(index, size)?;
        // Retention may move entries between the look into the index and that into the log: then it is looked up again.
        for _ in 0..3 {
            let place = self.index.place(index).map_err(|_| ProveError::Index)?;
            if let Some(entry) = read_entry(&mut self.segments, place, index)? {
                if entry.is_pruned() {
                    return Err(ProveError::Pruned);
                }
                let (event_id, salt) = (*entry.event_id(), *entry.salt());
                return Ok(InclusionProof { index, event_id, salt, payload: entry.into_payload(), path, checkpoint });
            }
        }
        Err(ProveError::Index)
    }

    /// The hashes that lead from the leaf of an entry to the root of the tree of so many entries.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn path(&self, index: u64, size: u64) -> Result<Vec<Hash>, ProveError> {
        inclusion_from(size, index, |place| self.index.node(place).map_err(|_| ProveError::Index))
    }

    /// The leaf hash of an entry, also of one that retention took away.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn leaf(&self, index: u64) -> Result<Hash, ProveError> {
        self.index.node(node_place(0, index)).map_err(|_| ProveError::Index)
    }

    /// The proof that the log has only grown since an older checkpoint.
    ///
    /// # Errors
    /// [`ProveError`].
    pub fn consistency(&self, older: &SignedCheckpoint) -> Result<ConsistencyProof, ProveError> {
        let (newer, size) = self.latest()?;
        let known: Checkpoint = older.verify(&self.key)?;
        let node = |place| self.index.node(place).map_err(|_| ProveError::Index);
        let path = consistency_from(known.size(), size, node)?;
        Ok(ConsistencyProof { older: older.clone(), path, newer })
    }

    fn latest(&self) -> Result<(SignedCheckpoint, u64), ProveError> {
        let latest = self.shared.latest.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let latest = latest.ok_or(ProveError::NoCheckpoint)?;
        let size = latest.verify(&self.key)?.size();
        Ok((latest, size))
    }
}

impl core::fmt::Debug for Prover {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Prover(..)")
    }
}
