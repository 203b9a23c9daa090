//! Reading the entries.

use core::fmt;
use std::path::Path;

use super::frame::FrameHeader;
use super::stream::Batches;
use super::{FileReader, ReadAt, ReadError};
use crate::merkle::Hash;

/// An entry of the log: what was appended, and what its place in the log is computed from.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    index: u64,
    event_id: [u8; 16],
    salt: [u8; 16],
    leaf_hash: Hash,
    payload: Vec<u8>,
    pruned: bool,
}

impl Entry {
    pub(super) fn new(frame: &FrameHeader, payload: Vec<u8>) -> Self {
        Self {
            index: frame.index,
            event_id: frame.event_id,
            salt: frame.salt,
            leaf_hash: frame.leaf,
            payload,
            pruned: frame.pruned,
        }
    }

    /// An entry that was read from another store; `None` if it does not hash to this leaf under this name.
    #[must_use]
    pub fn from_parts(
        origin: &str,
        index: u64,
        event_id: [u8; 16],
        salt: [u8; 16],
        leaf_hash: Hash,
        payload: Vec<u8>,
    ) -> Option<Self> {
        let hash = super::leaf_hash(origin, index, &event_id, &salt, &payload);
        (hash == leaf_hash).then_some(Self { index, event_id, salt, leaf_hash, payload, pruned: false })
    }

    /// Whether retention took it away: then there is its leaf hash and nothing else.
    #[must_use]
    pub const fn is_pruned(&self) -> bool {
        self.pruned
    }

    /// Its number in the log, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// The id that it was appended with.
    #[must_use]
    pub const fn event_id(&self) -> &[u8; 16] {
        &self.event_id
    }

    /// The random bytes that its hash was computed with; whoever is to check the [hash](super::leaf_hash) needs them.
    #[must_use]
    pub const fn salt(&self) -> &[u8; 16] {
        &self.salt
    }

    /// The hash by which the Merkle tree knows it.
    #[must_use]
    pub const fn leaf_hash(&self) -> &Hash {
        &self.leaf_hash
    }

    /// The bytes that were appended, sealed or not.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The bytes that were appended, without a copy.
    #[must_use]
    pub fn into_payload(self) -> Vec<u8> {
        self.payload
    }
}

/// Shows the index alone: the payload may not be sealed.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("index", &self.index).finish_non_exhaustive()
    }
}

/// Streams the entries of a log, the oldest first.
///
/// It checks each entry, and whole batches of them: what is being written, or was when the writer died, does not
/// show. It takes no lock, so a log can be read while it is written to. Memory: one batch, at most
/// [16 MiB](super::MAX_BATCH_LEN).
///
/// As an iterator it ends at the end of the log as it is then; asked again, it returns what has been added since.
/// After an error it returns nothing more.
///
/// It does not know whether the log is the one that you think it is, and whether its end is there: that is for
/// [`verify`](super::verify()).
pub struct Reader<R> {
    batches: Batches<R>,
    /// How many frames of the current batch were returned.
    returned: usize,
    failed: bool,
}

impl Reader<FileReader> {
    /// Opens a log file for reading.
    ///
    /// # Errors
    /// [`ReadError`], if there is no such file or it is not a log.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ReadError> {
        Self::new(FileReader::open(path)?)
    }
}

impl<R: ReadAt> Reader<R> {
    /// Reads the header of a log.
    ///
    /// # Errors
    /// [`ReadError`], if it is not a log.
    pub fn new(storage: R) -> Result<Self, ReadError> {
        Ok(Self { batches: Batches::new(storage)?.trusting(), returned: 0, failed: false })
    }

    /// The name of the log, as the file has it.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.batches.header().origin()
    }

    fn read(&mut self) -> Result<Option<Entry>, ReadError> {
        if self.returned >= self.batches.frames().len() {
            self.returned = 0;
            if !self.batches.advance()? {
                return Ok(None);
            }
        }
        let Some(placed) = self.batches.frames().get(self.returned).copied() else {
            return Ok(None);
        };
        let payload = self.batches.payload(&placed)?.to_vec();
        self.returned = self.returned.saturating_add(1);
        Ok(Some(Entry::new(&placed.frame, payload)))
    }
}

impl<R: ReadAt> Iterator for Reader<R> {
    type Item = Result<Entry, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let read = self.read();
        self.failed = read.is_err();
        read.transpose()
    }
}

impl<R> fmt::Debug for Reader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Damage, DamageReason, Fault, MemoryDisk, fixture, leaf_hash};
    use super::*;

    #[test]
    fn the_entries_are_those_that_were_appended() {
        let reader = Reader::new(fixture::twelve_entries().reader()).unwrap();
        assert_eq!(reader.origin(), fixture::ORIGIN);
        let entries: Vec<Entry> = reader.map(Result::unwrap).collect();
        assert_eq!(entries.len(), 12);
        for (entry, index) in entries.iter().zip(0..) {
            assert_eq!((entry.index(), *entry.event_id()), (index, fixture::event_id(index)));
            assert_eq!(entry.payload(), fixture::payload(index));
            let hash = leaf_hash(fixture::ORIGIN, index, entry.event_id(), entry.salt(), entry.payload());
            assert_eq!(*entry.leaf_hash(), hash);
        }
        assert!(entries.iter().all(|one| { entries.iter().filter(|other| one.salt() == other.salt()).count() == 1 }));
        assert_eq!(entries[3].clone().into_payload(), fixture::payload(3));
    }

    #[test]
    fn nothing_shows_a_payload() {
        let disk = fixture::twelve_entries();
        let mut reader = Reader::new(disk.reader()).unwrap();
        let entry = reader.nth(3).unwrap().unwrap();
        assert_eq!(format!("{entry:?}"), "Entry { index: 3, .. }");
        assert_eq!(format!("{reader:?} {disk:?} {:?}", disk.reader()), "Reader(..) MemoryDisk(..) MemoryReader(..)");
        assert_eq!(format!("{:?}", disk.writer().unwrap()), "MemoryStorage(..)");
    }

    #[test]
    fn a_reader_follows_the_writer() {
        let disk = MemoryDisk::new();
        let log = fixture::create(&disk);
        let mut reader = Reader::new(disk.reader()).unwrap();
        assert!(reader.next().is_none());
        for index in 0..5 {
            log.append(&[(fixture::event_id(index), &fixture::payload(index))]).unwrap();
            assert_eq!(reader.next().unwrap().unwrap().index(), index);
            assert!(reader.next().is_none());
        }
    }

    #[test]
    fn a_batch_shows_when_it_is_complete() {
        let bytes = fixture::twelve_entries().bytes();
        let complete = fixture::offsets(&bytes)[fixture::LAST_BATCH];
        for end in complete..bytes.len() {
            let reader = Reader::new(MemoryDisk::with_bytes(&bytes[..end]).reader()).unwrap();
            assert_eq!(reader.map(Result::unwrap).count(), fixture::LAST_BATCH);
        }
    }

    #[test]
    fn after_an_error_there_is_nothing_more() {
        let mut bytes = fixture::twelve_entries().bytes();
        let offset = fixture::offsets(&bytes)[2];
        bytes[offset + 100] ^= 1;
        let mut reader = Reader::new(MemoryDisk::with_bytes(&bytes).reader()).unwrap();
        let damage = Damage { index: 2, offset: offset as u64, reason: DamageReason::Content };
        let errors: Vec<_> = reader.by_ref().filter_map(Result::err).collect();
        assert_eq!(errors, [ReadError::Damaged(damage)]);
        assert!(reader.next().is_none());

        let disk = fixture::twelve_entries();
        disk.fail_next(Fault::Read);
        assert!(matches!(Reader::new(disk.reader()), Err(ReadError::Storage(_))));
    }
}
