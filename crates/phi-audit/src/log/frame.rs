//! One entry as it stands in the file. The layout is in the [module's documentation](super).
#![deny(clippy::arithmetic_side_effects)]

use sha2::{Digest as _, Sha256};

use super::DamageReason;
use super::header::Header;
use crate::merkle::Hash;

/// The longest payload of an entry, in bytes: 1 MiB.
pub const MAX_PAYLOAD_LEN: usize = 1 << 20;

/// The longest batch, in bytes, as it stands in the file: 16 MiB. A frame adds 96 bytes to its payload.
pub const MAX_BATCH_LEN: usize = 16 << 20;

/// What a frame adds to its payload, in bytes.
pub const FRAME_OVERHEAD: usize = HEADER_LEN + 1;

/// The unit in which a disk writes. What was never written shows as zeros over at least one of these.
pub(super) const SECTOR: usize = 512;

pub(super) const HEADER_LEN: usize = 1 + 1 + 4 + 4 + 4 + 8 + 16 + 16 + 32 + CHECK_LEN + 1;
pub(super) const CHECK_LEN: usize = 8;

// Three bytes of a frame are never zero: its first, that at the end of its header, and its last. So every sector of
// an intact frame shows that it was written, unless it lies wholly within the payload; for such payloads there is
// the flag.
const BEGIN: u8 = 0xA5;
const END_OF_HEADER: u8 = 0x5A;
const END: u8 = 0xA5;

const HOLLOW: u8 = 1;
const PRUNED: u8 = 2;
const LABEL: &[u8] = b"phi-audit frame 1";

/// The hash by which the Merkle tree knows an entry.
///
/// It is `SHA-256(0x00 || length of the origin || origin || index || event id || salt || length of the payload ||
/// payload)`, where lengths and the index are 8 bytes, big-endian. The 0x00 marks a leaf (RFC 6962, section 2.1).
/// The salt keeps whoever sees the hash from finding the content by trying.
///
/// With it anyone can check, from an entry and an [inclusion proof](crate::merkle::verify_inclusion), that the
/// entry is in the log.
#[must_use]
pub fn leaf_hash(origin: &str, index: u64, event_id: &[u8; 16], salt: &[u8; 16], payload: &[u8]) -> Hash {
    Hash::leaf_of_parts(&[
        &wide(origin.len()).to_be_bytes(),
        origin.as_bytes(),
        &index.to_be_bytes(),
        event_id,
        salt,
        &wide(payload.len()).to_be_bytes(),
        payload,
    ])
}

/// All of a frame but its payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameHeader {
    /// Length of the payload in bytes.
    // INVARIANT: at most `MAX_PAYLOAD_LEN`.
    pub(super) payload_len: usize,
    /// Whether the payload has a sector's length of zeros in it, so that a hole in it cannot be told from data.
    pub(super) hollow: bool,
    /// Whether retention took the entry away: payload, event id and salt are gone, the leaf hash stays.
    pub(super) pruned: bool,
    /// How many frames of the same batch come before this one.
    pub(super) place: u32,
    /// How many bytes of the same batch come after this frame; 0 for the last.
    pub(super) rest: u32,
    pub(super) index: u64,
    pub(super) event_id: [u8; 16],
    pub(super) salt: [u8; 16],
    pub(super) leaf: Hash,
}

/// Why there is no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameFault {
    /// The bytes end before the frame does.
    Short,
    /// The header is bad; so the length of the frame is not known.
    Header(DamageReason),
    /// The header is good, what follows it is not.
    Body(FrameHeader, DamageReason),
}

impl FrameHeader {
    /// Length of the whole frame in bytes.
    pub(super) const fn frame_len(&self) -> usize {
        // At most MAX_PAYLOAD_LEN + HEADER_LEN + 1.
        self.payload_len.saturating_add(HEADER_LEN).saturating_add(1)
    }

    /// Length in bytes of this frame and those of its batch that come after it.
    pub(super) fn len_with_rest(&self) -> usize {
        usize::try_from(self.rest).unwrap_or(usize::MAX).saturating_add(self.frame_len())
    }

    /// Appends the frame to `out`.
    pub(super) fn encode(&self, log_id: &[u8; 16], payload: &[u8], out: &mut Vec<u8>) {
        let mut header = Vec::with_capacity(HEADER_LEN);
        let flags = if self.pruned { PRUNED } else { u8::from(self.hollow) };
        header.extend_from_slice(&[BEGIN, flags]);
        header.extend_from_slice(&u32::try_from(self.payload_len).unwrap_or(u32::MAX).to_be_bytes());
        header.extend_from_slice(&self.place.to_be_bytes());
        header.extend_from_slice(&self.rest.to_be_bytes());
        header.extend_from_slice(&self.index.to_be_bytes());
        header.extend_from_slice(&self.event_id);
        header.extend_from_slice(&self.salt);
        header.extend_from_slice(self.leaf.as_bytes());
        let check = check(log_id, &header);
        header.extend_from_slice(&check);
        header.push(END_OF_HEADER);
        out.extend_from_slice(&header);
        out.extend_from_slice(payload);
        out.push(END);
    }

    /// Reads a header from the first bytes.
    pub(super) fn decode(bytes: &[u8], log_id: &[u8; 16]) -> Result<Self, FrameFault> {
        let bytes = bytes.first_chunk::<HEADER_LEN>().ok_or(FrameFault::Short)?;
        if bytes.first() != Some(&BEGIN) {
            return Err(FrameFault::Header(DamageReason::NotAnEntry));
        }
        Self::decode_fields(bytes, log_id).ok_or(FrameFault::Header(DamageReason::Header))
    }

    fn decode_fields(bytes: &[u8; HEADER_LEN], log_id: &[u8; 16]) -> Option<Self> {
        let (checked, end) = bytes.split_last_chunk::<{ CHECK_LEN + 1 }>()?;
        let (found, end) = end.split_first_chunk::<CHECK_LEN>()?;
        // The cheap tests first: whoever looks for a frame among other bytes comes here often.
        if end != [END_OF_HEADER] {
            return None;
        }
        let ([_begin, flags], rest) = checked.split_first_chunk()?;
        let (payload_len, rest) = rest.split_first_chunk()?;
        let payload_len = usize::try_from(u32::from_be_bytes(*payload_len)).ok()?;
        if *flags > PRUNED
            || (*flags == PRUNED && payload_len > 0)
            || payload_len > MAX_PAYLOAD_LEN
            || check(log_id, checked) != *found
        {
            return None;
        }
        let (place, rest) = rest.split_first_chunk()?;
        let (after, rest) = rest.split_first_chunk()?;
        let (index, rest) = rest.split_first_chunk()?;
        let (event_id, rest) = rest.split_first_chunk()?;
        let (salt, rest) = rest.split_first_chunk()?;
        let leaf: &[u8; 32] = rest.try_into().ok()?;
        Some(Self {
            payload_len,
            hollow: *flags == HOLLOW,
            pruned: *flags == PRUNED,
            place: u32::from_be_bytes(*place),
            rest: u32::from_be_bytes(*after),
            index: u64::from_be_bytes(*index),
            event_id: *event_id,
            salt: *salt,
            leaf: Hash::from_bytes(*leaf),
        })
    }
}

/// Reads the frame at the beginning of `bytes` and checks all of it that can be checked by itself.
pub(super) fn decode_frame(bytes: &[u8], log: &Header) -> Result<FrameHeader, FrameFault> {
    let header = FrameHeader::decode(bytes, log.log_id())?;
    let body = bytes.get(HEADER_LEN..header.frame_len()).ok_or(FrameFault::Short)?;
    let (end, payload) = body.split_last().ok_or(FrameFault::Short)?;
    if *end != END {
        return Err(FrameFault::Body(header, DamageReason::End));
    }
    if header.pruned {
        // There is nothing left to compute the leaf from. Whether it may be missing is for the retention entries to say.
        return Ok(header);
    }
    if leaf_hash(log.origin(), header.index, &header.event_id, &header.salt, payload) != header.leaf {
        return Err(FrameFault::Body(header, DamageReason::Content));
    }
    Ok(header)
}

/// Whether there are as many zeros in a row as make up a sector.
pub(super) fn is_hollow(payload: &[u8]) -> bool {
    payload.split(|byte| *byte != 0).any(|zeros| zeros.len() >= SECTOR)
}

/// The first bytes of a hash. They tell accident from intent no better than a CRC would, but they are bound to the
/// log id, so that a payload cannot pass for a frame.
pub(super) fn truncate(hasher: Sha256) -> [u8; CHECK_LEN] {
    hasher.finalize().first_chunk().copied().unwrap_or_default()
}

/// Lengths in memory never exceed a `u64`.
pub(crate) fn wide(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

fn check(log_id: &[u8; 16], bytes: &[u8]) -> [u8; CHECK_LEN] {
    truncate(Sha256::new_with_prefix(LABEL).chain_update(log_id).chain_update(bytes))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]
    use super::*;
    use proptest::prelude::*;

    fn log() -> Header {
        Header::new("audit.example/clinic", [9; 16]).unwrap()
    }

    fn frame(payload: &[u8]) -> (FrameHeader, Vec<u8>) {
        let (event_id, salt) = ([1; 16], [2; 16]);
        let header = FrameHeader {
            payload_len: payload.len(),
            hollow: is_hollow(payload),
            pruned: false,
            place: 3,
            rest: 4,
            index: 5,
            event_id,
            salt,
            leaf: leaf_hash(log().origin(), 5, &event_id, &salt, payload),
        };
        let mut bytes = Vec::new();
        header.encode(log().log_id(), payload, &mut bytes);
        (header, bytes)
    }

    #[test]
    fn what_was_written_is_read_back() {
        for payload in [&b""[..], b"sealed", &[0; 600], &[7; MAX_PAYLOAD_LEN]] {
            let (header, bytes) = frame(payload);
            assert_eq!(bytes.len(), header.frame_len());
            assert_eq!(bytes.len(), payload.len() + 96);
            assert_eq!(decode_frame(&bytes, &log()), Ok(header));
        }
    }

    #[test]
    fn every_prefix_is_short_and_every_flipped_bit_is_found() {
        let (_, bytes) = frame(b"sealed event");
        for end in 0..bytes.len() {
            assert_eq!(decode_frame(&bytes[..end], &log()), Err(FrameFault::Short));
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                let fault = decode_frame(&changed, &log()).unwrap_err();
                assert_ne!(fault, FrameFault::Short, "byte {at}, bit {bit}");
            }
        }
    }

    #[test]
    fn a_frame_of_another_log_is_refused() {
        let (_, bytes) = frame(b"sealed event");
        let same_name = Header::new("audit.example/clinic", [8; 16]).unwrap();
        assert_eq!(decode_frame(&bytes, &same_name), Err(FrameFault::Header(DamageReason::Header)));
        let same_id = Header::new("audit.example/other", [9; 16]).unwrap();
        assert!(matches!(decode_frame(&bytes, &same_id), Err(FrameFault::Body(_, DamageReason::Content))));
    }

    #[test]
    fn a_hostile_length_is_refused_though_its_check_is_right() {
        let (header, _) = frame(b"");
        let mut bytes = Vec::new();
        FrameHeader { payload_len: MAX_PAYLOAD_LEN + 1, ..header }.encode(log().log_id(), b"", &mut bytes);
        assert_eq!(decode_frame(&bytes, &log()), Err(FrameFault::Header(DamageReason::Header)));
    }

    #[test]
    fn no_two_entries_share_what_is_hashed() {
        let (id, salt) = ([1; 16], [2; 16]);
        let hash = leaf_hash("ab", 5, &id, &salt, b"cd");
        for other in [
            leaf_hash("abc", 5, &id, &salt, b"d"),
            leaf_hash("ab", 6, &id, &salt, b"cd"),
            leaf_hash("ab", 5, &salt, &id, b"cd"),
            leaf_hash("ab", 5, &id, &id, b"cd"),
            leaf_hash("ab", 5, &id, &salt, b"cd\0"),
        ] {
            assert_ne!(hash, other);
        }
        let spelled_out = [
            &[0, 0, 0, 0, 0, 0, 0, 2, b'a', b'b', 0, 0, 0, 0, 0, 0, 0, 5][..],
            &id,
            &salt,
            &[0, 0, 0, 0, 0, 0, 0, 2, b'c', b'd'],
        ];
        assert_eq!(hash, Hash::leaf(&spelled_out.concat()));
    }

    #[test]
    fn a_run_of_zeros_is_seen_wherever_it_lies() {
        for (before, zeros, after) in [(0, 512, 0), (3, 512, 5), (700, 513, 0)] {
            let payload = [vec![1; before], vec![0; zeros], vec![1; after]].concat();
            assert!(is_hollow(&payload));
        }
        assert!(!is_hollow(&[vec![0; 511], vec![1], vec![0; 511]].concat()));
        assert!(!is_hollow(b""));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(decode_frame(&bytes, &log()).is_err());
            if let Some(first) = bytes.first_mut() {
                *first = BEGIN;
            }
            prop_assert!(decode_frame(&bytes, &log()).is_err());
        }
    }
}
