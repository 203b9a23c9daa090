//! Reads one entry whose place is known.
#![deny(clippy::arithmetic_side_effects)]

use super::frame::{FrameHeader, HEADER_LEN, decode_frame};
use super::header::{Header, MAX_HEADER_LEN};
use super::storage::read_full;
use super::stream::Batches;
use super::{Entry, ReadAt, ReadError, StorageError};

/// The entry `index`, if it stands at `place`; `None` if something else does.
pub(crate) fn read_entry<R: ReadAt>(storage: &mut R, place: u64, index: u64) -> Result<Option<Entry>, ReadError> {
    let reading = || StorageError::during("reading an entry");
    let mut bytes = [0; MAX_HEADER_LEN];
    let read = read_full(storage, 0, &mut bytes).map_err(reading())?;
    let (log, _) = Header::decode(bytes.get(..read).unwrap_or_default())?;

    let mut frame = vec![0; HEADER_LEN];
    let read = read_full(storage, place, &mut frame).map_err(reading())?;
    frame.truncate(read);
    let Ok(header) = FrameHeader::decode(&frame, log.log_id()) else { return Ok(None) };
    frame.resize(header.frame_len(), 0);
    let read = read_full(storage, place, &mut frame).map_err(reading())?;
    frame.truncate(read);
    match decode_frame(&frame, &log) {
        Ok(header) if header.index == index => {
            let payload = frame.get(HEADER_LEN..).and_then(|body| body.get(..header.payload_len));
            Ok(Some(Entry::new(&header, payload.unwrap_or_default().to_vec())))
        }
        _ => Ok(None),
    }
}

/// Reads many entries whose places are known: the header is read once, and most entries in one go.
#[derive(Clone)]
pub(crate) struct Lookup {
    header: Header,
}

/// What is read at a time: the frame and the payload of most events.
const AT_ONCE: usize = 1024;

impl Lookup {
    pub(crate) fn new<R: ReadAt>(storage: &mut R) -> Result<Self, ReadError> {
        let mut bytes = [0; MAX_HEADER_LEN];
        let read = read_full(storage, 0, &mut bytes).map_err(StorageError::during("reading the header"))?;
        let (header, _) = Header::decode(bytes.get(..read).unwrap_or_default())?;
        Ok(Self { header })
    }

    pub(crate) const fn log_id(&self) -> &[u8; 16] {
        self.header.log_id()
    }

    /// The entry `index`, if it stands at `place`; `None` if something else does.
    pub(crate) fn entry<R: ReadAt>(&self, storage: &mut R, place: u64, index: u64) -> Result<Option<Entry>, ReadError> {
        let reading = || StorageError::during("reading an entry");
        let mut frame = vec![0; AT_ONCE];
        let read = read_full(storage, place, &mut frame).map_err(reading())?;
        frame.truncate(read);
        let head = frame.get(..HEADER_LEN).unwrap_or_default();
        let Ok(header) = FrameHeader::decode(head, self.log_id()) else { return Ok(None) };
        let len = header.frame_len();
        if len > frame.len() {
            frame.resize(len, 0);
            let read = read_full(storage, place, &mut frame).map_err(reading())?;
            frame.truncate(read);
        }
        match frame.get(..len).map(|frame| decode_frame(frame, &self.header)) {
            Some(Ok(header)) if header.index == index => {
                let payload = frame.get(HEADER_LEN..).and_then(|body| body.get(..header.payload_len));
                Ok(Some(Entry::new(&header, payload.unwrap_or_default().to_vec())))
            }
            _ => Ok(None),
        }
    }
}

/// Passes over the entries from `place` on, where the batch begins whose first entry is `first`; from the beginning of the log
/// if that is the place. Returns where the next batch begins, and the index of its first entry.
pub(crate) fn watch_from<R: ReadAt>(
    storage: R,
    place: u64,
    first: u64,
    watch: &mut dyn FnMut(&Entry, u64) -> bool,
) -> Result<(u64, u64), ReadError> {
    let mut batches = Batches::new(storage)?.trusting();
    if place > 0 {
        batches.skip_to(place, first);
    }
    watch_all(batches, first, watch)
}

/// Passes over the entries with their places, from the first on, until `watch` says that it has seen enough.
pub(crate) fn watch_entries<R: ReadAt>(
    storage: R,
    watch: &mut dyn FnMut(&Entry, u64) -> bool,
) -> Result<(), ReadError> {
    watch_all(Batches::new(storage)?.trusting(), 0, watch).map(|_| ())
}

fn watch_all<R: ReadAt>(
    mut batches: Batches<R>,
    first: u64,
    watch: &mut dyn FnMut(&Entry, u64) -> bool,
) -> Result<(u64, u64), ReadError> {
    let mut reached = (batches.end(), first);
    while batches.advance()? {
        for placed in batches.frames().to_vec() {
            let payload = batches.payload(&placed)?.to_vec();
            if !watch(&Entry::new(&placed.frame, payload), placed.offset) {
                return Ok(reached);
            }
        }
        let passed = batches.frames().last().map_or(reached.1, |last| last.frame.index.saturating_add(1));
        reached = (batches.end(), passed);
    }
    Ok(reached)
}
