//! Opening a log that exists: what it holds, what a crash has left, and whether to go on with it.

use core::ops::Range;
use std::io;
use std::sync::Mutex;

use super::replay::{Passed, replay};
use super::state::State;
use super::storage::read_full;
use super::stream::Batches;
use super::{Log, LogError, Storage, StorageError};
use crate::checkpoint::Checkpoint;
use crate::note::NoteSigner;
use phi_types::Entropy;

/// What [`Log::open`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an operator should hear about a tail that was cut off"]
#[non_exhaustive]
pub struct Recovery {
    /// How many entries the log holds.
    pub entries: u64,
    /// What was cut off its end, if anything.
    pub cut: Option<CutTail>,
}

/// What a crash had left of a batch that was never acknowledged. It is no longer in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CutTail {
    /// Where in the file it began, in bytes.
    pub offset: u64,
    /// How many bytes it had.
    pub bytes: u64,
}

impl<S: Storage> Log<S> {
    /// Opens a log that exists: reads and verifies all of it, and cuts off what a crash has left of a batch that
    /// was never acknowledged.
    ///
    /// `anchor` is the latest checkpoint that you have, [verified](crate::checkpoint::SignedCheckpoint::verify)
    /// with the key of the time. With it, a log that has lost entries or was rewritten is refused; without, such a
    /// log would be continued, and the next checkpoint would vouch for it.
    ///
    /// # Errors
    /// [`LogError::Read`] with the first bad entry if the log is damaged: nothing is then written to it.
    /// [`LogError::Anchor`] if it does not belong to the signer, or is not what the anchor vouches for.
    /// [`LogError::Storage`].
    pub fn open(
        storage: S,
        signer: NoteSigner,
        entropy: impl Entropy + 'static,
        anchor: Option<&Checkpoint>,
    ) -> Result<(Self, Recovery), LogError> {
        Self::open_watched(storage, signer, Box::new(entropy), anchor, &mut |_| ())
    }

    /// As [`open`](Self::open), and shows each entry to `watch`.
    pub(crate) fn open_watched(
        mut storage: S,
        signer: NoteSigner,
        entropy: Box<dyn Entropy>,
        anchor: Option<&Checkpoint>,
        watch: &mut dyn FnMut(&Passed<'_>),
    ) -> Result<(Self, Recovery), LogError> {
        let mut batches = Batches::new(&mut storage)?;
        let replayed = replay(&mut batches, signer.verifier(), anchor, watch)?;
        let header = batches.header().clone();
        let end = replayed.last_write.end;
        let cut = (replayed.unfinished > 0).then_some(CutTail { offset: end, bytes: replayed.unfinished });
        if cut.is_some() {
            storage.truncate(end).map_err(StorageError::during("cutting off what a crash has left"))?;
        }
        rewrite(&mut storage, replayed.last_write)?;

        let recovery = Recovery { entries: replayed.tree.size(), cut };
        let len = storage.len().map_err(StorageError::during("looking at the length of the file"))?;
        let state = State { storage, entropy, tree: replayed.tree, end, len, poisoned: false };
        Ok((Self { header, signer, state: Mutex::new(state) }, recovery))
    }
}

/// Writes what was written last once more, the same bytes, and syncs it.
///
/// The last writer may have died before its sync, or of a sync that failed. Then what was just read may be in
/// memory only, held to be clean: a sync alone would not write it, and the log would go on after a hole.
fn rewrite<S: Storage>(storage: &mut S, range: Range<u64>) -> Result<(), LogError> {
    let len = range.end.saturating_sub(range.start);
    let reading = || StorageError::during("reading the last entries again");
    let mut bytes = vec![0; usize::try_from(len).map_err(|_| LogError::BatchTooLong)?];
    if read_full(storage, range.start, &mut bytes).map_err(reading())? < bytes.len() {
        return Err(reading()(io::ErrorKind::UnexpectedEof.into()).into());
    }
    storage.write_at(range.start, &bytes).map_err(StorageError::during("writing the last entries again"))?;
    storage.sync_data().map_err(StorageError::during("syncing the last entries"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, held, open};
    use super::super::{AnchorError, MemoryDisk, verify};
    use super::*;

    #[test]
    fn a_log_is_continued_where_it_ended() {
        let disk = fixture::twelve_entries();
        let (log, recovery) = open(&disk).unwrap();
        assert_eq!((recovery.entries, recovery.cut, log.size()), (12, None, Ok(12)));
        assert_eq!(fixture::append(&log, 12..14), Ok(12));
        assert_eq!(held(&disk), 14);
        assert_eq!(
            verify(disk.reader(), fixture::signer().verifier(), Some(&log.checkpoint().unwrap())).unwrap().size,
            14
        );
    }

    #[test]
    fn an_anchor_keeps_a_shorter_or_another_log_from_being_continued() {
        let disk = fixture::twelve_entries();
        let bytes = disk.bytes();
        let (log, _) = open(&disk).unwrap();
        let anchor = log.checkpoint().unwrap().verify(fixture::signer().verifier()).unwrap();
        let open = |disk: &MemoryDisk| {
            Log::open(disk.writer().unwrap(), fixture::signer(), fixture::entropy(), Some(&anchor)).map(|_| ())
        };
        let torn = MemoryDisk::with_bytes(&bytes[..bytes.len() - 1]);
        assert_eq!(open(&torn), Err(AnchorError::Missing { held: 8, vouched: 12 }.into()));
        assert_eq!(torn.bytes(), bytes[..bytes.len() - 1]);

        let other = MemoryDisk::new();
        fixture::append(&fixture::create(&other), 1..13).unwrap();
        assert_eq!(open(&other), Err(AnchorError::Rewritten { vouched: 12 }.into()));
        drop(log);
        assert_eq!(open(&disk), Ok(()));
        let other_name = NoteSigner::new("audit.example/other", &[7; 32]).unwrap();
        let opened = Log::open(disk.writer().unwrap(), other_name, fixture::entropy(), None);
        assert_eq!(opened.err(), Some(AnchorError::OtherLog.into()));
    }
}
