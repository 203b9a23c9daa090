//! The header of the file: which log this is.
#![deny(clippy::arithmetic_side_effects)]

use sha2::{Digest as _, Sha256};

use super::HeaderError;
use super::frame::CHECK_LEN;
use crate::note::MAX_NAME_LEN;

const MAGIC: [u8; 14] = *b"phi-audit log\n";
const VERSION: [u8; 2] = [0, 1];
const LABEL: &[u8] = b"phi-audit header 1";

/// No header is longer.
pub(super) const MAX_HEADER_LEN: usize = 14 + 2 + 2 + 16 + MAX_NAME_LEN + CHECK_LEN;

/// Which log a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// The name of the log, which is that of the key which signs its checkpoints.
    // INVARIANT: at most `MAX_NAME_LEN` bytes.
    origin: String,
    /// Random: tells the frames of this log from those of any other, be it of the same name.
    log_id: [u8; 16],
}

impl Header {
    /// `None` if the origin is longer than a key name may be.
    pub(super) fn new(origin: &str, log_id: [u8; 16]) -> Option<Self> {
        (origin.len() <= MAX_NAME_LEN).then(|| Self { origin: origin.to_owned(), log_id })
    }

    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    pub(super) const fn log_id(&self) -> &[u8; 16] {
        &self.log_id
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(MAX_HEADER_LEN);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&VERSION);
        bytes.extend_from_slice(&u16::try_from(self.origin.len()).unwrap_or(u16::MAX).to_be_bytes());
        bytes.extend_from_slice(&self.log_id);
        bytes.extend_from_slice(self.origin.as_bytes());
        bytes.extend_from_slice(&check(&bytes));
        bytes
    }

    /// Reads the header from the first bytes of a file; [`MAX_HEADER_LEN`] of them suffice. Also returns its length.
    pub(super) fn decode(bytes: &[u8]) -> Result<(Self, usize), HeaderError> {
        let seen = MAGIC.len().min(bytes.len());
        if !MAGIC.starts_with(bytes.get(..seen).unwrap_or_default()) {
            return Err(HeaderError::NotALog);
        }
        let after_magic = bytes.get(seen..).unwrap_or_default();
        let (version, rest) = after_magic.split_first_chunk().ok_or(HeaderError::Incomplete)?;
        if *version != VERSION {
            return Err(HeaderError::Version);
        }
        let (origin_len, rest) = rest.split_first_chunk().ok_or(HeaderError::Incomplete)?;
        let origin_len = usize::from(u16::from_be_bytes(*origin_len));
        if origin_len > MAX_NAME_LEN {
            return Err(HeaderError::Changed);
        }
        let (log_id, rest) = rest.split_first_chunk().ok_or(HeaderError::Incomplete)?;
        let (origin, rest) = rest.split_at_checked(origin_len).ok_or(HeaderError::Incomplete)?;
        let (found, rest) = rest.split_first_chunk::<CHECK_LEN>().ok_or(HeaderError::Incomplete)?;

        let header_len = bytes.len().saturating_sub(rest.len());
        let checked = bytes.get(..header_len.saturating_sub(CHECK_LEN)).unwrap_or_default();
        let origin = core::str::from_utf8(origin).map_err(|_| HeaderError::Changed)?;
        let header = Self::new(origin, *log_id).filter(|_| check(checked) == *found).ok_or(HeaderError::Changed)?;
        Ok((header, header_len))
    }
}

/// How long the header of a log of this name is.
pub(crate) fn header_len(origin: &str) -> u64 {
    let len = Header::new(origin, [0; 16]).map_or(MAX_HEADER_LEN, |header| header.encode().len());
    super::frame::wide(len)
}

fn check(bytes: &[u8]) -> [u8; CHECK_LEN] {
    super::frame::truncate(Sha256::new_with_prefix(LABEL).chain_update(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header() -> Header {
        Header::new("audit.example/clinic", [9; 16]).unwrap()
    }

    #[test]
    fn what_was_written_is_read_back() {
        for origin in ["x", "audit.example/clinic", &"x".repeat(MAX_NAME_LEN)] {
            let header = Header::new(origin, [9; 16]).unwrap();
            let mut bytes = header.encode();
            let header_len = bytes.len();
            assert!(header_len <= MAX_HEADER_LEN);
            bytes.extend_from_slice(b"frames");
            assert_eq!(Header::decode(&bytes), Ok((header, header_len)));
        }
        assert_eq!(Header::new(&"x".repeat(MAX_NAME_LEN.saturating_add(1)), [9; 16]), None);
    }

    #[test]
    fn every_prefix_is_incomplete_and_every_flipped_bit_is_found() {
        let bytes = header().encode();
        for end in 0..bytes.len() {
            assert_eq!(Header::decode(&bytes[..end]), Err(HeaderError::Incomplete), "{end}");
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                assert!(Header::decode(&changed).is_err(), "byte {at}, bit {bit}");
            }
        }
        assert_eq!(Header::decode(b"PK\x03\x04"), Err(HeaderError::NotALog));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(tail in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut bytes = MAGIC.to_vec();
            bytes.extend_from_slice(&VERSION);
            bytes.extend_from_slice(&tail);
            prop_assert!(Header::decode(&tail).is_err());
            prop_assert!(Header::decode(&bytes).is_err());
        }
    }
}
