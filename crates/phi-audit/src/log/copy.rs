//! Writes the entries of another store as a log, so that the same verifier reads them.

use super::frame::{FrameHeader, is_hollow, wide};
use super::header::Header;
use super::{AnchorError, Entry, LogError, Storage, StorageError};

/// Writes entries that lie elsewhere, in a database say, as a log file: the same name, the same id, the same leaves, hence
/// the same root. What verifies a log verifies it.
///
/// # Errors
/// [`LogError::NotEmpty`], [`LogError::Storage`]; [`LogError::Anchor`] if the name is too long for a log.
pub fn write_copy<S: Storage>(
    storage: &mut S,
    origin: &str,
    log_id: [u8; 16],
    entries: impl IntoIterator<Item = Entry>,
) -> Result<u64, LogError> {
    let writing = || StorageError::during("writing a copy");
    if !storage.is_empty().map_err(writing())? {
        return Err(LogError::NotEmpty);
    }
    let header = Header::new(origin, log_id).ok_or(AnchorError::OtherLog)?;
    let mut bytes = header.encode();
    let (mut end, mut count) = (0_u64, 0_u64);
    for entry in entries {
        let frame = FrameHeader {
            payload_len: entry.payload().len(),
            hollow: is_hollow(entry.payload()),
            pruned: entry.is_pruned(),
            place: 0,
            rest: 0,
            index: entry.index(),
            event_id: *entry.event_id(),
            salt: *entry.salt(),
            leaf: *entry.leaf_hash(),
        };
        frame.encode(&log_id, entry.payload(), &mut bytes);
        count = count.saturating_add(1);
        if bytes.len() >= 256 << 10 {
            storage.write_at(end, &bytes).map_err(writing())?;
            end = end.saturating_add(wide(bytes.len()));
            bytes.clear();
        }
    }
    storage.write_at(end, &bytes).map_err(writing())?;
    storage.sync_data().map_err(writing())?;
    Ok(count)
}
