//! Files that their owner alone may read: written whole or not at all, their modes checked before they are believed.

use alloc::vec::Vec;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use phi_types::{Entropy, OsEntropy};

use super::LocalKeyringError;

/// Writes a new file. It is whole or not there, and one that is there already is never overwritten.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), LocalKeyringError> {
    if path.exists() {
        return Err(LocalKeyringError::Exists);
    }
    // A hard link fails where the target exists, which a rename does not.
    place(path, bytes, |beside| fs::hard_link(beside, path).and_then(|()| fs::remove_file(beside)))
}

/// Puts new content in the place of a file, in one step.
pub(super) fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), LocalKeyringError> {
    place(path, bytes, |beside| fs::rename(beside, path))
}

/// Reads a file that has to be as long as `length`, after its mode and that of its folder were checked.
pub(super) fn read_private(path: &Path, length: usize) -> Result<Vec<u8>, LocalKeyringError> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(LocalKeyringError::Io(io::ErrorKind::InvalidInput));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        // In a folder that anybody may write to, anybody may put another file in its place; where the sticky bit is set, not.
        let folder = fs::metadata(folder(path))?.mode();
        if metadata.mode() & 0o077 != 0 || folder & 0o1002 == 0o0002 {
            return Err(LocalKeyringError::Permissions);
        }
    }
    let mut bytes = Vec::with_capacity(length.saturating_add(1));
    // One byte more than there should be: enough to refuse what is longer, without reading it.
    file.take(length.saturating_add(1) as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn place(path: &Path, bytes: &[u8], move_in: impl FnOnce(&Path) -> io::Result<()>) -> Result<(), LocalKeyringError> {
    // A name of its own: another writer who is at work keeps theirs.
    let mut unique = [0; 8];
    OsEntropy.fill(&mut unique).map_err(|_| LocalKeyringError::Entropy)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(alloc::format!(".{:016x}", u64::from_be_bytes(unique)));
    let beside = PathBuf::from(beside);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        move_in(&beside)?;
        File::open(folder(path))?.sync_all()
    });
    written.map_err(|error| {
        // Nothing of the key is left lying about; where the file is gone already, this finds nothing.
        let _ = fs::remove_file(&beside);
        match error.kind() {
            io::ErrorKind::AlreadyExists => LocalKeyringError::Exists,
            kind => LocalKeyringError::Io(kind),
        }
    })
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
