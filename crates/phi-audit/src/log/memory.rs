//! A disk that is none, for tests: it fails when told to, and it can lose its power.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::frame::SECTOR;
use super::{LogError, ReadAt, Storage};

/// What goes wrong, once, at the next occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The next write fails after so many bytes.
    Write {
        /// How many bytes are written all the same.
        after: usize,
    },
    /// The next sync fails, and what it should have made durable stays volatile. The one after it would succeed: so do
    /// real ones, though the data may be lost.
    Sync,
    /// The next truncation fails.
    Truncate,
    /// The next read fails.
    Read,
    /// There is no room for the next batch.
    Reserve,
}

/// A file in memory, for tests of what is built on the log.
///
/// Clones are the same disk. It makes the same promises as [`FileStorage`](super::FileStorage), one writer at a
/// time included, save that it outlives nothing.
///
/// ```
/// use phi_audit::log::{Fault, Log, LogError, MemoryDisk};
/// use phi_audit::note::NoteSigner;
///
/// let disk = MemoryDisk::new();
/// let log = Log::create(disk.writer()?, NoteSigner::new("audit.example/test", &[7; 32])?, phi_types::OsEntropy)?;
/// disk.fail_next(Fault::Sync);
/// assert!(matches!(log.append(&[([0; 16], b"event")]), Err(LogError::Storage(_))));
/// assert!(matches!(log.append(&[([0; 16], b"event")]), Err(LogError::Poisoned)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct MemoryDisk {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// What a reader sees.
    current: Vec<u8>,
    /// What the last sync has made durable.
    durable: Vec<u8>,
    faults: VecDeque<Fault>,
    has_writer: bool,
    /// 0 for a single part without end.
    stride: u64,
}

impl MemoryDisk {
    /// An empty file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A file with this content, all of it durable.
    #[must_use]
    pub fn with_bytes(bytes: &[u8]) -> Self {
        let state = State { current: bytes.to_vec(), durable: bytes.to_vec(), ..State::default() };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// A file that is made of parts of so many bytes, prepared as they are needed, as [`Segments`](super::Segments) are.
    #[must_use]
    pub fn in_parts_of(stride: u64) -> Self {
        let disk = Self::default();
        disk.lock().stride = stride;
        disk
    }

    /// Opens it for writing, until the writer is dropped.
    ///
    /// # Errors
    /// [`LogError::InUse`] while there is another writer.
    pub fn writer(&self) -> Result<MemoryStorage, LogError> {
        let mut state = self.lock();
        if state.has_writer {
            return Err(LogError::InUse);
        }
        state.has_writer = true;
        drop(state);
        Ok(MemoryStorage { disk: self.clone() })
    }

    /// Opens it for reading.
    #[must_use]
    pub fn reader(&self) -> MemoryReader {
        MemoryReader { disk: self.clone() }
    }

    /// All that a reader would see.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.lock().current.clone()
    }

    /// Lets something go wrong at the next occasion; several are taken in turn.
    pub fn fail_next(&self, fault: Fault) {
        self.lock().faults.push_back(fault);
    }

    /// What is left when the power fails now: all that was synced, and of the rest those sectors of 512 bytes for
    /// which `keep`, asked with the number of each, says so. The file reaches to the end of the last of them.
    #[must_use]
    pub fn after_power_cut(&self, mut keep: impl FnMut(usize) -> bool) -> Self {
        let state = self.lock();
        let mut left = state.durable.clone();
        for (number, sector) in state.current.chunks(SECTOR).enumerate() {
            let start = number.saturating_mul(SECTOR);
            let end = start.saturating_add(sector.len());
            if left.get(start..end) != Some(sector) && keep(number) {
                left.resize(left.len().max(end), 0);
                if let Some(kept) = left.get_mut(start..end) {
                    kept.copy_from_slice(sector);
                }
            }
        }
        let stride = state.stride;
        drop(state);
        let disk = Self::with_bytes(&left);
        disk.lock().stride = stride;
        disk
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Each change to the state is a single step: what a panic elsewhere has left is sound.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        let mut state = self.lock();
        state.fail_if(|fault| fault == Fault::Read)?;
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        let mut rest = state.current.get(offset..).unwrap_or_default();
        io::Read::read(&mut rest, out)
    }

    fn len(&self) -> u64 {
        super::frame::wide(self.lock().current.len())
    }

    fn stride(&self) -> u64 {
        let stride = self.lock().stride;
        if stride == 0 { u64::MAX } else { stride }
    }
}

impl State {
    fn fail_if(&mut self, applies: impl Fn(Fault) -> bool) -> io::Result<()> {
        if self.faults.front().is_some_and(|fault| applies(*fault)) {
            self.faults.pop_front();
            return Err(io::Error::other("injected"));
        }
        Ok(())
    }
}

/// The one writer of a [`MemoryDisk`].
pub struct MemoryStorage {
    disk: MemoryDisk,
}

#[cfg(test)]
impl MemoryStorage {
    /// A writer that has not asked whether there is another.
    pub(super) fn without_lock(disk: &MemoryDisk) -> Self {
        Self { disk: disk.clone() }
    }
}

impl Drop for MemoryStorage {
    fn drop(&mut self) {
        self.disk.lock().has_writer = false;
    }
}

impl ReadAt for MemoryStorage {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.disk.len())
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        self.disk.read_at(offset, out)
    }

    fn stride(&self) -> u64 {
        self.disk.stride()
    }
}

impl Storage for MemoryStorage {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.lock();
        let (bytes, result) = match state.faults.front() {
            Some(Fault::Write { after }) => (bytes.get(..*after).unwrap_or(bytes), state.fail_if(|_| true)),
            _ => (bytes, Ok(())),
        };
        let start = usize::try_from(offset).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let end = start.checked_add(bytes.len()).ok_or(io::ErrorKind::FileTooLarge)?;
        let grown = state.current.len().max(end);
        state.current.resize(grown, 0);
        if let Some(place) = state.current.get_mut(start..end) {
            place.copy_from_slice(bytes);
        }
        result
    }

    fn reserve(&mut self, end: u64) -> io::Result<()> {
        let stride = self.disk.stride();
        let mut state = self.disk.lock();
        state.fail_if(|fault| fault == Fault::Reserve)?;
        if stride < u64::MAX {
            let len = usize::try_from(end.next_multiple_of(stride)).map_err(|_| io::ErrorKind::FileTooLarge)?;
            // Prepared is durable: that is what preparing is for.
            for bytes in [0, 1] {
                let bytes = if bytes == 0 { &mut state.current } else { &mut state.durable };
                let grown = bytes.len().max(len);
                bytes.resize(grown, 0);
            }
        }
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let stride = self.disk.stride();
        let mut state = self.disk.lock();
        state.fail_if(|fault| fault == Fault::Truncate)?;
        if stride < u64::MAX {
            let len = usize::try_from(len).unwrap_or(usize::MAX);
            state.current.get_mut(len..).unwrap_or_default().fill(0);
            return Ok(());
        }
        state.current.truncate(usize::try_from(len).unwrap_or(usize::MAX));
        Ok(())
    }

    fn sync_data(&mut self) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.fail_if(|fault| fault == Fault::Sync)?;
        state.durable = state.current.clone();
        Ok(())
    }
}

/// A reader of a [`MemoryDisk`].
#[derive(Clone)]
pub struct MemoryReader {
    disk: MemoryDisk,
}

impl ReadAt for MemoryReader {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.disk.len())
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        self.disk.read_at(offset, out)
    }

    fn stride(&self) -> u64 {
        self.disk.stride()
    }
}

// Constants: what is on the disk may not be sealed.

impl fmt::Debug for MemoryDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryDisk(..)")
    }
}

impl fmt::Debug for MemoryStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryStorage(..)")
    }
}

impl fmt::Debug for MemoryReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemoryReader(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_happen_once_and_in_turn() {
        let disk = MemoryDisk::with_bytes(b"0123456789");
        let mut writer = disk.writer().unwrap();
        disk.fail_next(Fault::Write { after: 2 });
        disk.fail_next(Fault::Sync);
        disk.fail_next(Fault::Truncate);
        disk.fail_next(Fault::Read);
        assert!(writer.write_at(8, b"abcd").is_err());
        assert_eq!(disk.bytes(), b"01234567ab");
        assert!(writer.sync_data().is_err());
        assert!(writer.truncate(3).is_err());
        assert!(disk.reader().read_at(0, &mut [0; 4]).is_err());
        assert_eq!(disk.after_power_cut(|_| false).bytes(), b"0123456789");
        assert!(writer.truncate(3).is_ok() && writer.sync_data().is_ok());
        assert_eq!(disk.after_power_cut(|_| false).bytes(), b"012");
    }

    #[test]
    fn there_is_one_writer() {
        let disk = MemoryDisk::new();
        let writer = disk.writer().unwrap();
        assert_eq!(disk.clone().writer().err(), Some(LogError::InUse));
        drop(writer);
        assert!(disk.writer().is_ok());
    }

    #[test]
    fn a_power_cut_keeps_what_it_is_told_to() {
        let disk = MemoryDisk::with_bytes(&[1; 600]);
        disk.writer().unwrap().write_at(600, &[2; 1000]).unwrap();
        assert_eq!(disk.after_power_cut(|_| true).bytes(), disk.bytes());
        let mut asked = Vec::new();
        let left = disk.after_power_cut(|sector| {
            asked.push(sector);
            sector == 2
        });
        assert_eq!(asked, [1, 2, 3]);
        assert_eq!(left.bytes(), [&[1; 600][..], &[0; 424], &[2; 512]].concat());
    }
}
