//! Reads a whole log, computes its tree, and holds it against a checkpoint.

use core::ops::Range;

use super::frame::FrameHeader;
use super::retained::Pruned;
use super::stream::Batches;
use super::{AnchorError, LogError, ReadAt, ReadError, VerifyError};
use crate::checkpoint::Checkpoint;
use crate::merkle::Tree;
use crate::note::NoteVerifier;

/// What a log holds, all of it sound.
#[derive(Debug)]
pub(super) struct Replayed {
    pub(super) tree: Tree,
    /// Where the last batch stands in the file; the header, if there is no batch.
    pub(super) last_write: Range<u64>,
    /// How many bytes come after it.
    pub(super) unfinished: u64,
    /// How many entries retention took away.
    pub(super) pruned: u64,
}

/// An entry that is passed by on the way.
pub(crate) struct Passed<'a> {
    pub(super) frame: &'a FrameHeader,
    pub(crate) offset: u64,
    pub(crate) payload: &'a [u8],
}

impl Passed<'_> {
    pub(crate) const fn index(&self) -> u64 {
        self.frame.index
    }

    pub(crate) const fn event_id(&self) -> [u8; 16] {
        self.frame.event_id
    }

    pub(crate) const fn leaf(&self) -> crate::merkle::Hash {
        self.frame.leaf
    }
}

/// Why a log was not replayed.
pub(super) enum ReplayError {
    Read(ReadError),
    Anchor(AnchorError),
}

/// Replays the log of this key. With an anchor, a checkpoint that the caller trusts, the log must be an extension of it.
/// `watch` sees each entry.
pub(super) fn replay<R: ReadAt>(
    batches: &mut Batches<R>,
    key: &NoteVerifier,
    anchor: Option<&Checkpoint>,
    watch: &mut dyn FnMut(&Passed<'_>),
) -> Result<Replayed, ReplayError> {
    let origin = key.name();
    if batches.header().origin() != origin || anchor.is_some_and(|anchor| anchor.origin() != origin) {
        return Err(AnchorError::OtherLog.into());
    }
    let mut tree = Tree::new();
    let mut last_write = 0..batches.header_len();
    let mut agrees = anchor.map(|anchor| anchor.size() == 0 && *anchor.root() == tree.root());
    let mut pruned = Pruned::new();
    loop {
        if !batches.advance()? {
            break;
        }
        let frames = core::mem::take(&mut batches.frames);
        for placed in &frames {
            // The index of a frame is its number, so the tree cannot hold more leaves than an index can count.
            let Ok(()) = tree.push(placed.frame.leaf) else {
                break;
            };
            if let Some(anchor) = anchor.filter(|anchor| anchor.size() == tree.size()) {
                agrees = Some(*anchor.root() == tree.root());
            }
            let payload = batches.payload(placed).map_err(ReadError::from)?;
            pruned.pass(&placed.frame, placed.offset, payload, key);
            watch(&Passed { frame: &placed.frame, offset: placed.offset, payload });
        }
        // A batch may begin behind zeros, at the beginning of the next part.
        last_write = frames.first().map_or(last_write.start, |first| first.offset)..batches.end();
        batches.frames = frames;
    }
    // That the end is missing says more than that the retention entry is, which stood there.
    if let Some(anchor) = anchor.filter(|anchor| anchor.size() > tree.size()) {
        return Err(AnchorError::Missing { held: tree.size(), vouched: anchor.size() }.into());
    }
    pruned.unaccounted().map_err(ReadError::from)?;
    match anchor {
        Some(anchor) if agrees != Some(true) => Err(AnchorError::Rewritten { vouched: anchor.size() }.into()),
        _ => Ok(Replayed { tree, last_write, unfinished: batches.unfinished(), pruned: pruned.count() }),
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
