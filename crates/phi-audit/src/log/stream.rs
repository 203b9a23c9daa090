//! Reads a log batch by batch, in bounded memory and with a check of everything that is read.
#![deny(clippy::arithmetic_side_effects)]

use std::io;

use super::batch::{Walk, walk};
use super::frame::{FrameFault, FrameHeader, HEADER_LEN, wide};
use super::header::{Header, MAX_HEADER_LEN};
use super::storage::read_full;
use super::{HeaderError, MAX_BATCH_LEN, ReadAt, ReadError, StorageError, recovery};

/// How much is read at a time, in bytes; more only if a batch is longer.
const CHUNK: usize = 256 << 10;

/// The batches of a log, from the first on. No `Debug`: it holds payloads.
pub(super) struct Batches<R> {
    window: Window<R>,
    header: Header,
    header_len: u64,
    /// Where the next batch begins, and the index of its first entry.
    offset: u64,
    index: u64,
    /// The frames of the batch that was read last.
    frames: Vec<Placed>,
    unfinished: u64,
}

/// A frame and where it begins in the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub(super) frame: FrameHeader,
    pub(super) offset: u64,
}

impl<R: ReadAt> Batches<R> {
    /// Reads the header.
    pub(super) fn new(storage: R) -> Result<Self, ReadError> {
        let mut window = Window { storage, start: 0, bytes: Vec::new() };
        let (header, header_len) = match window.view(0, MAX_HEADER_LEN)? {
            [] => return Err(HeaderError::Incomplete.into()),
            bytes => Header::decode(bytes)?,
        };
        let header_len = wide(header_len);
        Ok(Self { window, header, header_len, offset: header_len, index: 0, frames: Vec::new(), unfinished: 0 })
    }

    pub(super) const fn header(&self) -> &Header {
        &self.header
    }

    pub(super) const fn header_len(&self) -> u64 {
        self.header_len
    }

    /// Where the batches that were read end, in bytes from the beginning of the file.
    pub(super) const fn end(&self) -> u64 {
        self.offset
    }

    /// How many bytes come after the last complete batch. Known once [`advance`](Self::advance) has returned `false`.
    pub(super) const fn unfinished(&self) -> u64 {
        self.unfinished
    }

    /// The frames of the batch that was read last.
    pub(super) fn frames(&self) -> &[Placed] {
        &self.frames
    }

    /// Reads the next batch. `false` if there is none that is complete: at the end, or where one is being written
    /// or was when the writer died. Can be called again later.
    pub(super) fn advance(&mut self) -> Result<bool, ReadError> {
        self.frames.clear();
        self.unfinished = 0;
        let first = self.window.view(self.offset, HEADER_LEN)?;
        if first.is_empty() {
            return Ok(false);
        }
        let claimed = match FrameHeader::decode(first, self.header.log_id()) {
            Ok(frame) => frame.len_with_rest(),
            Err(FrameFault::Short | FrameFault::Header(_) | FrameFault::Body(..)) => usize::MAX,
        };
        // The claim may come from anyone: the limit stands before memory is taken.
        if claimed <= MAX_BATCH_LEN {
            let bytes = self.window.view(self.offset, claimed)?;
            let (offset, frames) = (self.offset, &mut self.frames);
            let walk = walk(bytes, &self.header, self.index, |at, frame| {
                frames.push(Placed { frame, offset: offset.saturating_add(wide(at)) });
            });
            if let Walk::Complete(len) = walk {
                self.offset = self.offset.saturating_add(wide(len));
                self.index = self.index.saturating_add(wide(self.frames.len()));
                return Ok(true);
            }
            self.frames.clear();
        }
        let tail = self.window.view(self.offset, MAX_BATCH_LEN.saturating_add(1))?;
        self.unfinished = wide(tail.len());
        recovery::judge(tail, self.offset, &self.header, self.index)?;
        // What stands there now may be completed, or cut off and replaced.
        self.window.forget();
        Ok(false)
    }

    /// The payload of a frame of the batch that was read last.
    pub(super) fn payload(&mut self, placed: &Placed) -> Result<&[u8], StorageError> {
        let len = placed.frame.payload_len;
        let payload = self.window.view(placed.offset.saturating_add(wide(HEADER_LEN)), len)?;
        if payload.len() < len {
            // The batch has just been seen whole, so someone cuts the file at this moment.
            return Err(StorageError::during("reading an entry")(io::ErrorKind::UnexpectedEof.into()));
        }
        Ok(payload)
    }
}

/// A part of the storage, held in memory.
struct Window<R> {
    storage: R,
    start: u64,
    bytes: Vec<u8>,
}

impl<R: ReadAt> Window<R> {
    /// `len` bytes from `offset` on, or as many as there are.
    fn view(&mut self, offset: u64, len: usize) -> Result<&[u8], StorageError> {
        if self.held(offset, len).is_none() {
            self.fill(offset, len).map_err(StorageError::during("reading the log"))?;
        }
        Ok(self.held(offset, len).unwrap_or(&self.bytes))
    }

    fn forget(&mut self) {
        self.bytes.clear();
    }

    fn held(&self, offset: u64, len: usize) -> Option<&[u8]> {
        let skip = usize::try_from(offset.checked_sub(self.start)?).ok()?;
        self.bytes.get(skip..)?.get(..len)
    }

    fn fill(&mut self, offset: u64, len: usize) -> io::Result<()> {
        self.bytes.clear();
        self.start = offset;
        // Never more memory than there are bytes to fill it with.
        let available = usize::try_from(self.storage.len()?.saturating_sub(offset)).unwrap_or(usize::MAX);
        self.bytes.resize(len.max(CHUNK).min(available), 0);
        let filled = read_full(&mut self.storage, offset, &mut self.bytes);
        // After an error there is nothing to be had from the window.
        let (filled, result) = filled.map_or_else(|error| (0, Err(error)), |filled| (filled, Ok(())));
        self.bytes.truncate(filled);
        result
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]
    use super::super::fixture;
    use super::*;

    /// Gives a few bytes at a time, and claims to have been interrupted now and then.
    struct Hesitant(Vec<u8>, u32);

    impl ReadAt for Hesitant {
        fn len(&mut self) -> io::Result<u64> {
            Ok(wide(self.0.len()))
        }

        fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
            self.1 += 1;
            if self.1.is_multiple_of(3) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let mut rest = &self.0[usize::try_from(offset).unwrap()..];
            rest = &rest[..rest.len().min(7)];
            io::Read::read(&mut rest, out)
        }
    }

    #[test]
    fn short_reads_and_interruptions_are_borne() {
        let bytes = fixture::twelve_entries().bytes();
        let mut batches = Batches::new(Hesitant(bytes.clone(), 0)).unwrap();
        let mut entries = 0;
        while batches.advance().unwrap() {
            for placed in batches.frames().to_vec() {
                assert_eq!(placed.frame.index, entries);
                assert_eq!(batches.payload(&placed).unwrap(), fixture::payload(entries));
                entries += 1;
            }
        }
        assert_eq!((entries, batches.end(), batches.unfinished()), (12, wide(bytes.len()), 0));
    }

    #[test]
    fn a_length_that_no_batch_has_takes_no_memory() {
        let disk = fixture::twelve_entries();
        let mut batches = Batches::new(disk.reader()).unwrap();
        assert!(batches.advance().unwrap());
        let mut hostile = batches.frames()[0].frame;
        hostile.rest = u32::MAX;
        let mut bytes = disk.bytes()[..usize::try_from(batches.header_len()).unwrap()].to_vec();
        let payload = fixture::payload(0);
        hostile.encode(batches.header().log_id(), &payload, &mut bytes);
        bytes.resize(bytes.len() + 1_000_000, 1);

        let mut batches = Batches::new(super::super::MemoryDisk::with_bytes(&bytes).reader()).unwrap();
        assert!(matches!(batches.advance(), Err(ReadError::Damaged(_))));
        assert!(batches.window.bytes.capacity() <= bytes.len());
    }

    #[test]
    fn what_is_completed_later_is_read_later() {
        let bytes = fixture::twelve_entries().bytes();
        let disk = super::super::MemoryDisk::with_bytes(&bytes[..bytes.len() - 1]);
        let mut batches = Batches::new(disk.reader()).unwrap();
        while batches.advance().unwrap() {}
        let (end, unfinished) = (batches.end(), batches.unfinished());
        assert_eq!(end + unfinished + 1, wide(bytes.len()));
        super::super::Storage::write_at(&mut disk.writer().unwrap(), end + unfinished, &bytes[bytes.len() - 1..])
            .unwrap();
        assert!(batches.advance().unwrap());
        assert!(!batches.advance().unwrap());
        assert_eq!((batches.end(), batches.unfinished()), (wide(bytes.len()), 0));
    }
}
