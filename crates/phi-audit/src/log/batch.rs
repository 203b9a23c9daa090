//! The entries that were appended together: one write, one sync, all or none.
#![deny(clippy::arithmetic_side_effects)]

use core::ops::Range;

use super::frame::{FrameFault, FrameHeader, HEADER_LEN, decode_frame, is_hollow, leaf_hash, wide};
use super::header::Header;
use super::{DamageReason, LogError, MAX_BATCH_LEN, MAX_PAYLOAD_LEN};
use crate::merkle::Hash;

/// A batch that is ready to be written.
pub(super) struct Encoded {
    pub(super) bytes: Vec<u8>,
    pub(super) leaves: Vec<Hash>,
    /// Where each frame begins in the bytes.
    pub(super) offsets: Vec<u64>,
}

/// Encodes a batch whose first entry has the index `first`, with one salt for each entry.
pub(super) fn encode(
    log: &Header,
    first: u64,
    entries: &[([u8; 16], &[u8])],
    salts: &[[u8; 16]],
) -> Result<Encoded, LogError> {
    let mut rest = encoded_len(entries)?;
    let mut batch = Encoded {
        bytes: Vec::with_capacity(rest),
        leaves: Vec::with_capacity(entries.len()),
        offsets: Vec::with_capacity(entries.len()),
    };
    let indices = (0_u32..).zip(first..u64::MAX);
    for ((place, index), ((event_id, payload), salt)) in indices.zip(entries.iter().zip(salts)) {
        let mut header = FrameHeader {
            payload_len: payload.len(),
            hollow: is_hollow(payload),
            pruned: false,
            place,
            rest: 0,
            index,
            event_id: *event_id,
            salt: *salt,
            leaf: leaf_hash(log.origin(), index, event_id, salt, payload),
        };
        rest = rest.saturating_sub(header.frame_len());
        header.rest = u32::try_from(rest).map_err(|_| LogError::BatchTooLong)?;
        batch.offsets.push(wide(batch.bytes.len()));
        header.encode(log.log_id(), payload, &mut batch.bytes);
        batch.leaves.push(header.leaf);
    }
    // Fewer salts than entries, or fewer indices (a tree never holds 2⁶⁴ leaves): it may not be written.
    if batch.leaves.len() != entries.len() { Err(LogError::Full) } else { Ok(batch) }
}

/// Length of the batch in the file, if it may be written at all.
pub(super) fn encoded_len(entries: &[([u8; 16], &[u8])]) -> Result<usize, LogError> {
    if entries.is_empty() {
        return Err(LogError::EmptyBatch);
    }
    if let Some(position) = entries.iter().position(|(_, payload)| payload.len() > MAX_PAYLOAD_LEN) {
        return Err(LogError::PayloadTooLong { position });
    }
    entries
        .iter()
        .try_fold(0_usize, |len, (_, payload)| len.checked_add(payload.len())?.checked_add(HEADER_LEN)?.checked_add(1))
        .filter(|len| *len <= MAX_BATCH_LEN)
        .ok_or(LogError::BatchTooLong)
}

/// How far a walk over the frames of a batch came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Walk {
    /// To its end: so many bytes.
    Complete(usize),
    /// The bytes end first, within this entry or before it.
    Short(Stop),
    /// To a frame that is bad.
    Bad {
        stop: Stop,
        reason: DamageReason,
        /// Where to look for a sector that was never written, since that would explain it.
        suspect: Option<Range<usize>>,
    },
}

/// Where a walk stopped: the entry, and where it begins, from the beginning of the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    pub(super) index: u64,
    pub(super) at: usize,
}

/// Walks over the frames of the batch that begins at the beginning of `bytes`, with the entry `first`, and calls
/// `found` with each good one and its place.
pub(super) fn walk(bytes: &[u8], log: &Header, first: u64, mut found: impl FnMut(usize, FrameHeader)) -> Walk {
    let mut stop = Stop { index: first, at: 0 };
    let mut place = 0_u32;
    let mut expected_len = None;
    loop {
        let bad = |reason, suspect| Walk::Bad { stop, reason, suspect };
        let frame = match decode_frame(bytes.get(stop.at..).unwrap_or_default(), log) {
            Ok(frame) => frame,
            Err(FrameFault::Short) => return Walk::Short(stop),
            Err(FrameFault::Header(reason)) => {
                return bad(reason, Some(stop.at..stop.at.saturating_add(HEADER_LEN)));
            }
            Err(FrameFault::Body(frame, reason)) => {
                // Zeros within a hollow payload say nothing; its last byte does.
                let end = stop.at.saturating_add(frame.frame_len());
                let start = if frame.hollow { end.saturating_sub(1) } else { stop.at };
                return bad(reason, Some(start..end));
            }
        };
        if frame.index != stop.index {
            return bad(DamageReason::Order, None);
        }
        let len = frame.len_with_rest();
        if frame.place != place || len > MAX_BATCH_LEN || expected_len.is_some_and(|expected| expected != len) {
            return bad(DamageReason::Batch, None);
        }
        found(stop.at, frame);
        let end = stop.at.saturating_add(frame.frame_len());
        if frame.rest == 0 {
            return Walk::Complete(end);
        }
        let (Some(index), Some(next)) = (stop.index.checked_add(1), place.checked_add(1)) else {
            return bad(DamageReason::Batch, None);
        };
        (stop, place) = (Stop { index, at: end }, next);
        expected_len = Some(len.saturating_sub(frame.frame_len()));
    }
}

/// Whether a frame header of another batch begins somewhere in these bytes: one that was written before or after
/// the batch which begins with the entry `first`.
pub(super) fn holds_frame_of_other_batch(bytes: &[u8], log: &Header, first: u64) -> bool {
    bytes
        .windows(HEADER_LEN)
        .filter_map(|window| FrameHeader::decode(window, log.log_id()).ok())
        .any(|frame| frame.index.checked_sub(wide_u32(frame.place)) != Some(first))
}

fn wide_u32(number: u32) -> u64 {
    wide(usize::try_from(number).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]
    use super::*;

    fn log() -> Header {
        Header::new("audit.example/clinic", [9; 16]).unwrap()
    }

    fn batch(first: u64, payloads: &[&[u8]]) -> Vec<u8> {
        let entries: Vec<_> = payloads.iter().map(|payload| ([1; 16], *payload)).collect();
        encode(&log(), first, &entries, &vec![[2; 16]; payloads.len()]).unwrap().bytes
    }

    fn walked(bytes: &[u8], first: u64) -> (Walk, Vec<(usize, u64)>) {
        let mut frames = Vec::new();
        let walk = walk(bytes, &log(), first, |at, frame| frames.push((at, frame.index)));
        (walk, frames)
    }

    #[test]
    fn a_batch_is_walked_to_its_end_and_no_further() {
        let mut bytes = batch(7, &[b"a", b"", b"ccc"]);
        let len = bytes.len();
        bytes.extend_from_slice(&batch(10, &[b"next"]));
        assert_eq!(walked(&bytes, 7), (Walk::Complete(len), vec![(0, 7), (97, 8), (193, 9)]));
    }

    #[test]
    fn frames_of_two_batches_do_not_mix() {
        let (one, other) = (batch(7, &[b"a", b"b"]), batch(7, &[b"a", b"bb"]));
        let mixed = [&one[..97], &other[97..]].concat();
        let stop = Stop { index: 8, at: 97 };
        assert_eq!(walked(&mixed, 7).0, Walk::Bad { stop, reason: DamageReason::Batch, suspect: None });
        let mixed = [&one[..97], &batch(8, &[b"b"])[..]].concat();
        assert_eq!(walked(&mixed, 7).0, Walk::Bad { stop, reason: DamageReason::Batch, suspect: None });
        assert_eq!(walked(&one[97..], 8).0, {
            let stop = Stop { index: 8, at: 0 };
            Walk::Bad { stop, reason: DamageReason::Batch, suspect: None }
        });
        assert!(matches!(walked(&one, 8).0, Walk::Bad { reason: DamageReason::Order, .. }));
    }

    #[test]
    fn frames_of_other_batches_are_spotted_anywhere() {
        let bytes = batch(7, &[b"a", b"b"]);
        assert!(!holds_frame_of_other_batch(&bytes, &log(), 7));
        assert!(holds_frame_of_other_batch(&bytes, &log(), 8));
        assert!(holds_frame_of_other_batch(&[&[0xA5; 100], &bytes[..]].concat(), &log(), 6));
        assert!(!holds_frame_of_other_batch(&bytes[1..97], &log(), 6));
    }

    #[test]
    fn what_may_not_be_written_is_not_encoded() {
        assert_eq!(encoded_len(&[]), Err(LogError::EmptyBatch));
        let long = vec![0; MAX_PAYLOAD_LEN + 1];
        assert_eq!(encoded_len(&[([0; 16], b""), ([0; 16], &long)]), Err(LogError::PayloadTooLong { position: 1 }));
        let longest = ([0; 16], &long[1..]);
        assert_eq!(encoded_len(&[longest; 15]), Ok(15 * (MAX_PAYLOAD_LEN + 96)));
        assert_eq!(encoded_len(&[longest; 16]), Err(LogError::BatchTooLong));
        let refused = |first, salts: &[_]| encode(&log(), first, &[([0; 16], &b""[..]); 2], salts).err();
        assert_eq!(refused(u64::MAX, &[[2; 16]; 2]), Some(LogError::Full));
        assert_eq!(refused(u64::MAX - 1, &[[2; 16]; 2]), Some(LogError::Full));
        assert_eq!(refused(u64::MAX - 2, &[[2; 16]; 2]), None);
        assert_eq!(refused(0, &[[2; 16]]), Some(LogError::Full));
    }
}
