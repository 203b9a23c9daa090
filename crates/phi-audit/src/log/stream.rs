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
    pub(super) frames: Vec<Placed>,
    unfinished: u64,
    /// Whether the end is believed only after everything behind it was seen to be zeros.
    thorough: bool,
}

enum Blank {
    End,
    GoesOn(u64),
    Broken,
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
        Ok(Self {
            window,
            header,
            header_len,
            offset: header_len,
            index: 0,
            frames: Vec::new(),
            unfinished: 0,
            thorough: true,
        })
    }

    /// Believes in the end of the log when some zeros stand there: for readers that come back often. A log that someone
    /// wiped in the middle then looks shorter than it is.
    pub(super) fn trusting(mut self) -> Self {
        self.thorough = false;
        self
    }

    /// Goes on with the batch that begins at `offset` with the entry `index`.
    pub(super) fn skip_to(&mut self, offset: u64, index: u64) {
        self.frames.clear();
        (self.offset, self.index) = (offset, index);
    }

    /// The storage underneath.
    pub(super) const fn storage(&self) -> &R {
        &self.window.storage
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
        loop {
            let room = self.room();
            let first = self.window.view(self.offset, HEADER_LEN.min(narrow(room)))?;
            if is_blank(first) {
                match self.after_blank(room)? {
                    Blank::End => {
                        // What stands there now may be written later.
                        self.window.forget();
                        return Ok(false);
                    }
                    Blank::GoesOn(next) => {
                        self.offset = next;
                        continue;
                    }
                    Blank::Broken => {}
                }
            } else if self.take_batch(room)? {
                return Ok(true);
            }
            return self.judge(room);
        }
    }

    /// Reads the batch at the offset, if it is complete and sound.
    fn take_batch(&mut self, room: u64) -> Result<bool, ReadError> {
        let first = self.window.view(self.offset, HEADER_LEN.min(narrow(room)))?;
        let claimed = match FrameHeader::decode(first, self.header.log_id()) {
            Ok(frame) => frame.len_with_rest(),
            Err(FrameFault::Short | FrameFault::Header(_) | FrameFault::Body(..)) => usize::MAX,
        };
        // The claim may come from anyone: the limits stand before memory is taken.
        if claimed > MAX_BATCH_LEN || wide(claimed) > room {
            return Ok(false);
        }
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
        Ok(false)
    }

    /// What there is no batch at: the trace of a crash, or damage.
    fn judge(&mut self, room: u64) -> Result<bool, ReadError> {
        let end = self.offset.saturating_add(room);
        let last = self.window.last_written(self.offset, end)?;
        let len = last.map_or(0, |last| narrow(last.saturating_sub(self.offset)).saturating_add(1));
        let followed = self.window.last_written(end, u64::MAX)?.is_some();
        let tail = self.window.view(self.offset, len.min(MAX_BATCH_LEN.saturating_add(1)))?;
        let tail = tail.get(..len).unwrap_or(tail);
        self.unfinished = wide(tail.len());
        recovery::judge(tail, self.offset, &self.header, self.index, followed)?;
        // What stands there now may be completed, or cut off and replaced.
        self.window.forget();
        Ok(false)
    }

    /// What comes after zeros that stand where a batch should: nothing, the next part, or something that should not.
    fn after_blank(&mut self, room: u64) -> Result<Blank, ReadError> {
        let end = self.offset.saturating_add(room);
        let scanned = if self.thorough { end } else { end.min(self.offset.saturating_add(wide(CHUNK))) };
        if self.window.last_written(self.offset, scanned)?.is_some() {
            return Ok(Blank::Broken);
        }
        if !is_blank(self.window.view(end, HEADER_LEN)?) {
            return Ok(Blank::GoesOn(end));
        }
        let wiped = self.thorough && self.window.last_written(end, u64::MAX)?.is_some();
        Ok(if wiped { Blank::Broken } else { Blank::End })
    }

    /// How many bytes there are from the offset to the end of the part that it lies in.
    fn room(&self) -> u64 {
        let stride = self.window.storage.stride();
        stride.saturating_sub(self.offset.checked_rem(stride).unwrap_or(0))
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

    /// The place of the last byte from `from` to before `to` that is not zero.
    fn last_written(&mut self, from: u64, to: u64) -> Result<Option<u64>, StorageError> {
        let mut buffer = vec![0; CHUNK.min(narrow(to.saturating_sub(from)))];
        let (mut at, mut last) = (from, None);
        while at < to {
            let want = narrow(to.saturating_sub(at)).min(buffer.len());
            let out = buffer.get_mut(..want).unwrap_or_default();
            let read = read_full(&mut self.storage, at, out).map_err(StorageError::during("reading the log"))?;
            let written = out.get(..read).and_then(|read| read.iter().rposition(|byte| *byte != 0));
            last = written.map_or(last, |place| Some(at.saturating_add(wide(place))));
            at = at.saturating_add(wide(read));
            if read < want {
                break;
            }
        }
        Ok(last)
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

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// A distance that is compared with lengths in memory: what does not fit is longer than any of them.
fn narrow(len: u64) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
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
