//! Reads a whole log, computes its tree, and holds it against a checkpoint.

use core::ops::Range;

use super::stream::Batches;
use super::{AnchorError, LogError, ReadAt, ReadError, VerifyError};
use crate::checkpoint::Checkpoint;
use crate::merkle::Tree;

/// What a log holds, all of it sound.
#[derive(Debug)]
pub(super) struct Replayed {
    pub(super) tree: Tree,
    /// Where the last batch stands in the file; the header, if there is no batch.
    pub(super) last_write: Range<u64>,
    /// How many bytes come after it.
    pub(super) unfinished: u64,
}

/// Why a log was not replayed.
pub(super) enum ReplayError {
    Read(ReadError),
    Anchor(AnchorError),
}

/// Replays the log named `origin`. With an anchor, a checkpoint that the caller trusts, the log must be an
/// extension of it.
pub(super) fn replay<R: ReadAt>(
    batches: &mut Batches<R>,
    origin: &str,
    anchor: Option<&Checkpoint>,
) -> Result<Replayed, ReplayError> {
    if batches.header().origin() != origin || anchor.is_some_and(|anchor| anchor.origin() != origin) {
        return Err(AnchorError::OtherLog.into());
    }
    let mut tree = Tree::new();
    let mut last_write = 0..batches.header_len();
    let mut agrees = anchor.map(|anchor| anchor.size() == 0 && *anchor.root() == tree.root());
    loop {
        let start = batches.end();
        if !batches.advance()? {
            break;
        }
        for placed in batches.frames() {
            // The index of a frame is its number, so the tree cannot hold more leaves than an index can count.
            let Ok(()) = tree.push(placed.frame.leaf) else {
                break;
            };
            if let Some(anchor) = anchor.filter(|anchor| anchor.size() == tree.size()) {
                agrees = Some(*anchor.root() == tree.root());
            }
        }
        last_write = start..batches.end();
    }
    match anchor {
        Some(anchor) if anchor.size() > tree.size() => {
            Err(AnchorError::Missing { held: tree.size(), vouched: anchor.size() }.into())
        }
        Some(anchor) if agrees != Some(true) => Err(AnchorError::Rewritten { vouched: anchor.size() }.into()),
        _ => Ok(Replayed { tree, last_write, unfinished: batches.unfinished() }),
    }
}

impl From<ReadError> for ReplayError {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<AnchorError> for ReplayError {
    fn from(error: AnchorError) -> Self {
        Self::Anchor(error)
    }
}

impl From<ReplayError> for LogError {
    fn from(error: ReplayError) -> Self {
        match error {
            ReplayError::Read(error) => error.into(),
            ReplayError::Anchor(error) => error.into(),
        }
    }
}

impl From<ReplayError> for VerifyError {
    fn from(error: ReplayError) -> Self {
        match error {
            ReplayError::Read(error) => error.into(),
            ReplayError::Anchor(error) => error.into(),
        }
    }
}
