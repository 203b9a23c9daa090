//! Writes a segment anew without the entries that retention takes away.
#![deny(clippy::arithmetic_side_effects)]

use std::path::Path;

use super::frame::{FrameHeader, wide};
use super::segments::{SegmentReader, replace_segment};
use super::stream::Batches;
use super::{ReadAt, ReadError, StorageError};

/// A place of an entry that moved: its index and its offset.
pub(crate) type Moved = (u64, u64);

/// Writes the segment `number`, whose first batch begins with the entry `first`, anew: entries that are `gone` keep their
/// leaf hash and nothing else. At once and durably, or not at all. Returns where its entries stand now.
pub(crate) fn rewrite_segment(
    folder: &Path,
    number: u64,
    first: u64,
    gone: &dyn Fn(u64) -> bool,
) -> Result<Vec<Moved>, ReadError> {
    let mut batches = Batches::new(SegmentReader::open(folder)?)?;
    let header = batches.header().clone();
    let stride = batches.stride();
    let start = number.saturating_mul(stride);
    let end = start.saturating_add(stride);
    let mut bytes = Vec::new();
    if number == 0 {
        bytes = header.encode();
    }
    batches.skip_to(start.saturating_add(wide(bytes.len())), first);
    let mut moved = Vec::new();
    while batches.end() < end && batches.advance()? {
        let frames = batches.frames().to_vec();
        // The batch lies behind the end of the segment: what came before were zeros.
        if frames.first().is_none_or(|frame| frame.offset >= end) {
            break;
        }
        for placed in frames {
            moved.push((placed.frame.index, start.saturating_add(wide(bytes.len()))));
            let payload = batches.payload(&placed)?;
            let alone = FrameHeader { place: 0, rest: 0, ..placed.frame };
            if gone(alone.index) {
                let bare = FrameHeader {
                    payload_len: 0,
                    hollow: false,
                    pruned: true,
                    event_id: [0; 16],
                    salt: [0; 16],
                    ..alone
                };
                bare.encode(header.log_id(), &[], &mut bytes);
            } else {
                alone.encode(header.log_id(), payload, &mut bytes);
            }
        }
    }
    // Each entry had a frame of its own before, so it cannot have grown beyond the segment.
    if wide(bytes.len()) > stride {
        return Err(StorageError::new("rewriting a segment", &std::io::ErrorKind::FileTooLarge.into()).into());
    }
    replace_segment(folder, number, &bytes).map_err(|error| StorageError::new("rewriting a segment", &error))?;
    Ok(moved)
}

impl<R: ReadAt> Batches<R> {
    fn stride(&self) -> u64 {
        self.storage().stride()
    }
}
