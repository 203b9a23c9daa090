//! The indexes of the segments that are full: opened, or built, written and put on record.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::build::{Builder, Built};
use super::file::IndexFile;
use super::{SearchError, failed};
use crate::AuditLog;
use crate::log::{Lookup, ReadAt as _, SegmentReader, sync_folder_of, watch_from};
use crate::notice::Notice;

/// Opens the indexes of all segments before `full` that are not open yet, and builds those that are missing or damaged.
pub(super) fn index(
    log: &AuditLog,
    lookup: &Lookup,
    full: u64,
    sealed: &mut Vec<IndexFile>,
) -> Result<(), SearchError> {
    let folder = log.folder();
    for segment in crate::log::wide(sealed.len())..full {
        let first = sealed.last().map_or(0, |index| index.head.end());
        let path = path_of(folder, segment);
        let open = || IndexFile::open(&path, lookup.log_id(), segment, first).map_err(|error| failed(&error));
        let opened = match open()? {
            Some(opened) => opened,
            None => {
                let built = build(folder, lookup, segment, first)?;
                write(&path, &built.bytes).map_err(|error| failed(&error))?;
                let root = *built.root.as_bytes();
                // The root is durable in the log before the index is used. If it cannot be, there is an index all the same, and the
                // next search finds it: what it says is right, and only its completeness cannot be proved.
                let notice = Notice::Indexed { segment, first, entries: built.entries, root };
                let named_by = log.notify(&notice)?.index;
                let _ = write(&named_path(folder, segment), &named_by.to_be_bytes());
                open()?.ok_or(SearchError::Damaged)?
            }
        };
        sealed.push(opened);
    }
    Ok(())
}

pub(super) fn build(folder: &Path, lookup: &Lookup, segment: u64, first: u64) -> Result<Built, SearchError> {
    let reader = SegmentReader::open(folder)?;
    let stride = reader.stride();
    let start = segment.saturating_mul(stride);
    let mut builder = Builder::new(*lookup.log_id(), segment, first);
    watch_from(reader, start, first, &mut |entry, place| {
        let Some(offset) = place.checked_sub(start).filter(|offset| *offset < stride) else { return false };
        // INVARIANT: a segment has at most 64 MiB.
        builder.push(u32::try_from(offset).unwrap_or(u32::MAX), entry.payload());
        true
    })?;
    Ok(builder.finish())
}

/// The entry that names the root of the index.
pub(super) fn named_by(log: &AuditLog, index: &IndexFile) -> Option<u64> {
    let bytes = fs::read(named_path(log.folder(), index.head.segment)).ok()?;
    let entry = u64::from_be_bytes(bytes.try_into().ok()?);
    let notice = Notice::decode(&log.payload(entry)?)?;
    let (segment, first, entries) = (index.head.segment, index.head.first, u64::from(index.head.entries));
    let named = Notice::Indexed { segment, first, entries, root: *index.root.as_bytes() };
    (notice == named).then_some(entry)
}

/// Retention changes a segment: what its index says of what goes has to go as well.
pub(crate) fn forget_index(folder: &Path, segment: u64) {
    for path in [path_of(folder, segment), named_path(folder, segment)] {
        let _ = fs::remove_file(path);
    }
}

fn path_of(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("{segment:08}.index"))
}

fn named_path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("{segment:08}.indexed"))
}

/// At once or not at all.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    sync_folder_of(path)
}
