//! What can go wrong, in words for whoever is on call. None of these ever holds a byte of an entry.

use std::io;

use crate::checkpoint::CheckpointError;
use phi_types::EntropyUnavailable;

/// The storage under the log failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the storage failed while {during}: {kind}")]
pub struct StorageError {
    during: &'static str,
    kind: io::ErrorKind,
}

impl StorageError {
    /// What the storage reported.
    #[must_use]
    pub const fn kind(&self) -> io::ErrorKind {
        self.kind
    }

    pub(crate) fn new(during: &'static str, error: &io::Error) -> Self {
        Self { during, kind: error.kind() }
    }

    /// Keeps the kind alone: the text of an [`io::Error`] may come from anywhere.
    pub(super) fn during(during: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { during, kind: error.kind() }
    }
}

/// Why the beginning of a file is not that of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HeaderError {
    /// Another kind of file.
    #[error("the file does not begin like an audit log")]
    NotALog,
    /// Written by a later version of this library.
    #[error("the log has a version that this program does not know")]
    Version,
    /// Nothing was ever logged to it: the program ended while creating it. Remove it and create it again.
    #[error("the file ends within its header: its creation was interrupted, and it never held an entry")]
    Incomplete,
    /// The header is not as it was written.
    #[error("the header of the log is damaged")]
    Changed,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DamageReason {
    /// There is something else than an entry at its place.
    #[error("what stands at its place does not begin like an entry")]
    NotAnEntry,
    /// Its header was changed, or it was written to another log.
    #[error("its header was changed, or it belongs to another log")]
    Header,
    /// Another entry stands at its place.
    #[error("another entry stands at its place: entries were removed, inserted, repeated or reordered")]
    Order,
    /// It does not fit the entries that it was written with.
    #[error("it does not fit the entries that it was written together with")]
    Batch,
    /// Its content is not what was logged.
    #[error("its content is not what was logged")]
    Content,
    /// Its last byte was changed.
    #[error("the byte that marks its end was changed")]
    End,
    /// It was cut short, though others follow: not the trace of a crash.
    #[error("it is cut short, though more follows it")]
    Interrupted,
    /// It was taken away as if by retention, but no signed retention entry of the log says so.
    #[error("it was taken away, and no signed retention entry of this log says so")]
    Withdrawn,
}

/// The first entry that is not as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {index}, at byte {offset} of the file, is damaged: {reason}")]
#[non_exhaustive]
pub struct Damage {
    /// The index of the entry that should stand there; all before it are sound.
    pub index: u64,
    /// Where in the file it should begin, in bytes.
    pub offset: u64,
    /// What is wrong with it.
    pub reason: DamageReason,
}

/// Why a log cannot be read (on).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// It does not begin like a log.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// An entry is damaged.
    #[error(transparent)]
    Damaged(#[from] Damage),
}

/// How a log, though each entry is sound, differs from what a checkpoint vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnchorError {
    /// The log, the key and the checkpoint do not have the same name.
    #[error("this is the log of another origin than the key or the checkpoint names")]
    OtherLog,
    /// The log is shorter than it once was.
    #[error(
        "the log holds {held} entries, but the checkpoint vouches for {vouched}: its end was cut off, or \
         an older copy was put in its place"
    )]
    Missing {
        /// How many entries the log holds.
        held: u64,
        /// How many the checkpoint vouches for.
        vouched: u64,
    },
    /// The log has the entries, but they are not the same.
    #[error("the first {vouched} entries are not those that the checkpoint vouches for: the log was rewritten")]
    Rewritten {
        /// How many entries the checkpoint vouches for; at least one of them is another.
        vouched: u64,
    },
}

/// Why the log could not be opened, written to or vouched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// The storage failed. If that was during an append, the log takes no more until it is opened anew.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log is not the one that the checkpoint vouches for.
    #[error(transparent)]
    Anchor(#[from] AnchorError),
    /// The checkpoint could not be made.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// No random bytes could be had. Nothing was written.
    #[error(transparent)]
    Entropy(#[from] EntropyUnavailable),
    /// Another writer has the log open.
    #[error("another process, or another part of this one, has the log open for writing")]
    InUse,
    /// There is something in the file already. Nothing was written.
    #[error("a log can only be created where there is nothing yet")]
    NotEmpty,
    /// The file is longer or shorter than this writer left it. Nothing was written; the log takes no more.
    #[error("the file has not the length that this writer left it with: something else has written to it")]
    Intruder,
    /// There was nothing to append.
    #[error("a batch must have at least one entry")]
    EmptyBatch,
    /// A payload is longer than [`MAX_PAYLOAD_LEN`](super::MAX_PAYLOAD_LEN). Nothing of the batch was written.
    #[error("the payload at position {position} of the batch is too long")]
    PayloadTooLong {
        /// Its position in the batch, from 0.
        position: usize,
    },
    /// The batch is longer than [`MAX_BATCH_LEN`](super::MAX_BATCH_LEN). Nothing of it was written.
    #[error("the batch is too long")]
    BatchTooLong,
    /// The log holds as many entries as can be counted.
    #[error("the log is full")]
    Full,
    /// A batch does not fit into one part of the storage. Nothing of it was written.
    #[error("the batch is longer than a segment")]
    SegmentTooShort,
    /// An earlier write or sync failed, so it is not known what is on the disk. Open the log anew: that finds out.
    #[error("an earlier write to the log failed; it takes no more entries until it is opened anew")]
    Poisoned,
}

/// What [`verify`](super::verify()) found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The log cannot be read, or an entry in it is damaged.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The log is not what the checkpoint vouches for.
    #[error(transparent)]
    Anchor(#[from] AnchorError),
    /// The checkpoint itself was refused.
    #[error("the checkpoint was refused: {0}")]
    Checkpoint(#[from] CheckpointError),
}

impl From<StorageError> for VerifyError {
    fn from(error: StorageError) -> Self {
        Self::Read(error.into())
    }
}
