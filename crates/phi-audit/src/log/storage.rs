//! The file under the log, and what the log asks of it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::frame::wide;
use super::{LogError, StorageError};

/// Something with bytes in it that can be read from any place.
pub trait ReadAt {
    /// The length in bytes.
    ///
    /// # Errors
    /// Whatever the storage reports.
    fn len(&mut self) -> io::Result<u64>;

    /// Reads from `offset` on and returns how many bytes were read: 0 at the end, possibly fewer than asked for
    /// elsewhere.
    ///
    /// # Errors
    /// Whatever the storage reports.
    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize>;

    /// Whether there is nothing in it.
    ///
    /// # Errors
    /// Whatever the storage reports.
    fn is_empty(&mut self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// How many bytes each part of it has, if it is made of parts such as [segments](super::Segments): no batch crosses
    /// from one into the next. What a part does not hold to its end reads as zeros.
    fn stride(&self) -> u64 {
        u64::MAX
    }
}

/// Something that a log can be written to: a file, or whatever keeps bytes as reliably.
///
/// # Implementing
/// - There must be one writer at a time: creating a value of the type takes a lock, dropping it releases the lock.
/// - What was reserved and not yet written reads as zeros.
/// - [`sync_data`](Self::sync_data) is the whole promise of the log. When it returns, all that was written before,
///   and the length, must survive the loss of power. If it cannot promise that, it must fail; the log then writes
///   no more.
/// - A write that fails may have written any part of its bytes.
pub trait Storage: ReadAt {
    /// Writes all of `bytes` at `offset`; grows the storage if it ends before.
    ///
    /// # Errors
    /// Whatever the storage reports.
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()>;

    /// Makes sure that there is room up to `end`, durable and zero-written, so that a write within it changes no length
    /// and takes no block. Called before each write. A storage that grows as it is written has nothing to do.
    ///
    /// # Errors
    /// Whatever the storage reports, such as that the disk is full. Nothing was written to the log then.
    fn reserve(&mut self, _end: u64) -> io::Result<()> {
        Ok(())
    }

    /// Cuts it to this length: what came after is gone, or reads as zeros.
    ///
    /// # Errors
    /// Whatever the storage reports.
    fn truncate(&mut self, len: u64) -> io::Result<()>;

    /// Returns when everything that was written is durable, the length included.
    ///
    /// # Errors
    /// Whatever the storage reports. The log never calls it again after an error.
    fn sync_data(&mut self) -> io::Result<()>;
}

impl<R: ReadAt + ?Sized> ReadAt for &mut R {
    fn len(&mut self) -> io::Result<u64> {
        (**self).len()
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        (**self).read_at(offset, out)
    }

    fn stride(&self) -> u64 {
        (**self).stride()
    }
}

/// A single file that is open for writing by this value alone, and grows as it is written.
///
/// For short logs and for tools. A log that is to take many entries lies in [`Segments`](super::Segments).
///
/// The lock is that of [`File::try_lock`]: it keeps out other writers that ask for it, here and in other processes
/// on the same machine. It ends with the process, however that ends. On Windows it keeps out readers as well.
#[derive(Debug)]
pub struct FileStorage {
    file: File,
}

impl FileStorage {
    /// Makes a new file, readable by its owner only, and locks it. The name is durable when this returns.
    ///
    /// # Errors
    /// [`LogError::Storage`], also if there is a file of that name already; [`LogError::InUse`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self, LogError> {
        let path = path.as_ref();
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let storage = Self::lock(options.open(path).map_err(StorageError::during("creating the file"))?)?;
        sync_folder_of(path).map_err(StorageError::during("making the name of the new file durable"))?;
        Ok(storage)
    }

    /// Opens a file that exists, and locks it.
    ///
    /// # Errors
    /// [`LogError::Storage`], [`LogError::InUse`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LogError> {
        let file = OpenOptions::new().read(true).write(true).open(path);
        Self::lock(file.map_err(StorageError::during("opening the file"))?)
    }

    fn lock(file: File) -> Result<Self, LogError> {
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(LogError::InUse),
            Err(TryLockError::Error(error)) => Err(StorageError::during("locking the file")(error).into()),
        }
    }
}

impl ReadAt for FileStorage {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.read(out)
    }
}

impl Storage for FileStorage {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.write_all(bytes)
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.file.set_len(len)
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }
}

/// A file that is open for reading. It takes no lock: a log can be read while it is being written.
#[derive(Debug)]
pub struct FileReader {
    file: File,
}

impl FileReader {
    /// Opens the file.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StorageError> {
        let file = File::open(path).map_err(StorageError::during("opening the file for reading"))?;
        Ok(Self { file })
    }
}

impl ReadAt for FileReader {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        self.file.seek(SeekFrom::Start(offset))?;
        self.file.read(out)
    }
}

/// Fills `out` from `offset` on, as far as there is something; returns how much of it was filled.
pub(super) fn read_full<R: ReadAt>(storage: &mut R, offset: u64, out: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0_usize;
    while let Some(rest) = out.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match storage.read_at(offset.saturating_add(wide(filled)), rest) {
            Ok(0) => break,
            Ok(read) => filled = filled.saturating_add(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A new file is found again after a loss of power only if its folder was synced. Elsewhere than on Unix a folder
/// cannot be opened, and need not be.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::ScratchFolder;
    use super::*;

    #[test]
    fn a_file_is_written_read_and_cut() {
        let folder = ScratchFolder::new();
        let mut file = FileStorage::create(folder.path("log")).unwrap();
        assert!(file.is_empty().unwrap());
        file.write_at(0, b"hello world").unwrap();
        file.write_at(6, b"there").unwrap();
        file.sync_data().unwrap();
        file.truncate(8).unwrap();

        let mut reader = FileReader::open(folder.path("log")).unwrap();
        let mut out = [0; 20];
        assert_eq!((reader.len().unwrap(), reader.read_at(2, &mut out).unwrap()), (8, 6));
        assert_eq!(&out[..6], b"llo th");
        assert_eq!(file.read_at(8, &mut out).unwrap(), 0);
    }

    #[test]
    fn a_second_writer_is_refused_until_the_first_is_gone() {
        let folder = ScratchFolder::new();
        let first = FileStorage::create(folder.path("log")).unwrap();
        assert_eq!(FileStorage::open(folder.path("log")).err(), Some(LogError::InUse));
        drop(first);
        assert!(FileStorage::open(folder.path("log")).is_ok());
    }

    #[test]
    fn nothing_is_created_over_a_file_or_opened_from_nowhere() {
        let folder = ScratchFolder::new();
        FileStorage::create(folder.path("log")).unwrap();
        let kind = |error| match error {
            LogError::Storage(error) => error.kind(),
            other => panic!("{other}"),
        };
        assert_eq!(kind(FileStorage::create(folder.path("log")).unwrap_err()), io::ErrorKind::AlreadyExists);
        assert_eq!(kind(FileStorage::open(folder.path("other")).unwrap_err()), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = ScratchFolder::new();
        let file = FileStorage::create(folder.path("log")).unwrap();
        assert_eq!(file.file.metadata().unwrap().permissions().mode() & 0o077, 0);
    }
}
