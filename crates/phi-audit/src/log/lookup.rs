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

/// Passes over the entries with their places, from the first on, until `watch` says that it has seen enough.
pub(crate) fn watch_entries<R: ReadAt>(
    storage: R,
    watch: &mut dyn FnMut(&Entry, u64) -> bool,
) -> Result<(), ReadError> {
    let mut batches = Batches::new(storage)?.trusting();
    while batches.advance()? {
        for placed in batches.frames().to_vec() {
            let payload = batches.payload(&placed)?.to_vec();
            if !watch(&Entry::new(&placed.frame, payload), placed.offset) {
                return Ok(());
            }
        }
    }
    Ok(())
}
