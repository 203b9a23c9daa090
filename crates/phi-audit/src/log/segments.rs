//! The log as a folder of segments: files of 64 MiB that are zero-written before they are used.
//!
//! A write into a file that has all its blocks changes no metadata, so that a sync has the bytes alone to wait for; and it
//! does not fail for want of space, since the space was taken before. While one segment is being filled, a thread
//! prepares the next.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::storage::{read_full, sync_folder_of};
use super::{LogError, ReadAt, Storage, StorageError};

/// The length of a segment in bytes: 64 MiB.
pub const SEGMENT_LEN: u64 = 64 << 20;

const LOCK: &str = "lock";
const SUFFIX: &str = ".segment";
/// How much is zero-written at a time. The background thread syncs after each, so that its zeros never queue up before
/// the entries of the log.
const STEP: usize = 256 << 10;

/// A folder of segments that is open for writing by this value alone; see [`FileStorage`](super::FileStorage) on the lock.
pub struct Segments {
    folder: PathBuf,
    segment_len: u64,
    _lock: File,
    current: Option<Segment>,
    /// Segments that were written to, are no longer current and were not synced yet.
    unsynced: Vec<File>,
    /// The number of the last segment that exists, as far as this writer has seen.
    last: u64,
    preparing: Option<(u64, JoinHandle<io::Result<()>>)>,
    closing: Arc<AtomicBool>,
}

struct Segment {
    number: u64,
    file: File,
    dirty: bool,
}

impl Segments {
    /// Makes the folder, which must not exist yet, and its first segment. Both are durable when this returns.
    ///
    /// # Errors
    /// [`LogError::Storage`], also if there is such a folder already.
    pub fn create(folder: impl AsRef<Path>) -> Result<Self, LogError> {
        Self::create_with(folder.as_ref(), SEGMENT_LEN)
    }

    /// Opens a folder that exists.
    ///
    /// # Errors
    /// [`LogError::Storage`], [`LogError::InUse`].
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, LogError> {
        let folder = folder.as_ref();
        let lock = lock(&folder.join(LOCK))?;
        let opening = || StorageError::during("opening the segments");
        let (last, segment_len) = survey(folder).map_err(opening())?;
        Ok(Self::new(folder, segment_len, lock, last))
    }

    pub(crate) fn create_with(folder: &Path, segment_len: u64) -> Result<Self, LogError> {
        let creating = || StorageError::during("creating the folder of the log");
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(creating())?;
        let lock = lock(&folder.join(LOCK))?;
        prepare(folder, 0, segment_len, None).map_err(StorageError::during("preparing the first segment"))?;
        sync_folder_of(folder).map_err(creating())?;
        Ok(Self::new(folder, segment_len, lock, 0))
    }

    fn new(folder: &Path, segment_len: u64, lock: File, last: u64) -> Self {
        Self {
            folder: folder.to_owned(),
            segment_len,
            _lock: lock,
            current: None,
            unsynced: Vec::new(),
            last,
            preparing: None,
            closing: Arc::new(AtomicBool::new(false)),
        }
    }

    fn locate(&self, offset: u64) -> (u64, u64) {
        let number = offset.checked_div(self.segment_len).unwrap_or(0);
        (number, offset.checked_rem(self.segment_len).unwrap_or(0))
    }

    fn segment(&mut self, number: u64) -> io::Result<&mut Segment> {
        if self.current.as_ref().is_none_or(|current| current.number != number) {
            let file = OpenOptions::new().read(true).write(true).open(path_of(&self.folder, number))?;
            let before = self.current.replace(Segment { number, file, dirty: false });
            self.unsynced.extend(before.filter(|before| before.dirty).map(|before| before.file));
        }
        self.current.as_mut().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Waits for the segment that is being prepared, if it is this one; otherwise prepares it here and now.
    fn attach(&mut self, number: u64) -> io::Result<()> {
        let prepared = match self.preparing.take() {
            Some((preparing, thread)) if preparing == number => {
                thread.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into()))
            }
            other => {
                self.preparing = other;
                Err(io::ErrorKind::NotFound.into())
            }
        };
        // Once more in the foreground: the background may have failed long ago, when the disk was full.
        prepared.or_else(|_| prepare(&self.folder, number, self.segment_len, None))?;
        self.last = number;
        Ok(())
    }

    fn prepare_in_background(&mut self, number: u64) {
        let (folder, len, closing) = (self.folder.clone(), self.segment_len, Arc::clone(&self.closing));
        let thread = std::thread::Builder::new()
            .name("phi-audit segments".to_owned())
            .spawn(move || prepare(&folder, number, len, Some(&closing)));
        // Without a thread the segment is prepared when it is needed.
        self.preparing = thread.ok().map(|thread| (number, thread));
    }
}

impl Drop for Segments {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        if let Some((_, thread)) = self.preparing.take() {
            let _ = thread.join();
        }
    }
}

impl ReadAt for Segments {
    /// A segment has its name only when it has its length.
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.last.saturating_add(1).saturating_mul(self.segment_len))
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        let (number, within) = self.locate(offset);
        if number > self.last {
            return Ok(0);
        }
        let (len, last) = (self.segment_len, self.last);
        if self.current.as_ref().is_some_and(|current| current.number == number) {
            return read_part(&mut self.segment(number)?.file, within, len, number == last, out);
        }
        match File::open(path_of(&self.folder, number)) {
            Ok(mut file) => read_part(&mut file, within, len, number == last, out),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(blank(within, len, out)),
            Err(error) => Err(error),
        }
    }

    fn stride(&self) -> u64 {
        self.segment_len
    }
}

impl Storage for Segments {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let (number, within) = self.locate(offset);
        let segment = self.segment(number)?;
        segment.dirty = true;
        #[cfg(unix)]
        return std::os::unix::fs::FileExt::write_all_at(&segment.file, bytes, within);
        #[cfg(not(unix))]
        {
            segment.file.seek(SeekFrom::Start(within))?;
            segment.file.write_all(bytes)
        }
    }

    fn reserve(&mut self, end: u64) -> io::Result<()> {
        let (needed, _) = self.locate(end.saturating_sub(1));
        while self.last < needed {
            let next = self.last.saturating_add(1);
            self.attach(next)?;
        }
        let next = needed.saturating_add(1);
        if self.last == needed && self.preparing.is_none() {
            self.prepare_in_background(next);
        }
        Ok(())
    }

    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let (first, mut within) = self.locate(len);
        for number in first..=self.last {
            let segment = self.segment(number)?;
            let mut buffer = vec![0; STEP];
            loop {
                segment.file.seek(SeekFrom::Start(within))?;
                let read = segment.file.read(&mut buffer)?;
                let read = buffer.get_mut(..read).unwrap_or_default();
                if read.is_empty() {
                    break;
                }
                if read.iter().any(|byte| *byte != 0) {
                    read.fill(0);
                    segment.dirty = true;
                    segment.file.seek(SeekFrom::Start(within))?;
                    segment.file.write_all(read)?;
                }
                within = within.saturating_add(super::frame::wide(read.len()));
            }
            within = 0;
        }
        Ok(())
    }

    fn sync_data(&mut self) -> io::Result<()> {
        for file in self.unsynced.drain(..) {
            file.sync_data()?;
        }
        if let Some(current) = &mut self.current {
            current.file.sync_data()?;
            current.dirty = false;
        }
        Ok(())
    }
}

impl core::fmt::Debug for Segments {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Segments(..)")
    }
}

/// A folder of segments that is open for reading. Takes no lock.
#[derive(Debug)]
pub struct SegmentReader {
    folder: PathBuf,
    segment_len: u64,
    last: u64,
    current: Option<(u64, File)>,
}

impl SegmentReader {
    /// Opens the folder.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, StorageError> {
        let folder = folder.as_ref();
        let (last, segment_len) = survey(folder).map_err(StorageError::during("opening the segments"))?;
        Ok(Self { folder: folder.to_owned(), segment_len, last, current: None })
    }
}

impl SegmentReader {
    /// The same folder, for another thread: without looking at it anew.
    pub(crate) fn again(&self) -> Self {
        Self { folder: self.folder.clone(), segment_len: self.segment_len, last: self.last, current: None }
    }
}

impl ReadAt for SegmentReader {
    fn len(&mut self) -> io::Result<u64> {
        while path_of(&self.folder, self.last.saturating_add(1)).try_exists()? {
            self.last = self.last.saturating_add(1);
        }
        let len = fs::metadata(path_of(&self.folder, self.last))?.len();
        Ok(self.last.saturating_mul(self.segment_len).saturating_add(len))
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        let number = offset.checked_div(self.segment_len).unwrap_or(0);
        let within = offset.checked_rem(self.segment_len).unwrap_or(0);
        if number > self.last {
            return Ok(0);
        }
        if self.current.as_ref().is_none_or(|(current, _)| *current != number) {
            self.current = match File::open(path_of(&self.folder, number)) {
                Ok(file) => Some((number, file)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            };
        }
        match &mut self.current {
            Some((_, file)) => read_part(file, within, self.segment_len, number == self.last, out),
            // Someone took a whole segment away. The index of what comes next will tell.
            None => Ok(blank(within, self.segment_len, out)),
        }
    }

    fn stride(&self) -> u64 {
        self.segment_len
    }
}

/// Puts other bytes in the place of a segment that is no longer written to: at once and durably, or not at all.
pub(crate) fn replace_segment(folder: &Path, number: u64, bytes: &[u8]) -> io::Result<()> {
    let beside = folder.join(format!("{number:08}.rewritten"));
    let mut file = new_file(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path_of(folder, number))?;
    sync_folder_of(&path_of(folder, number))
}

/// The numbers and lengths of what is there: the last number, and the length of the longest segment. A segment that
/// retention has rewritten is shorter; the last one never is.
fn survey(folder: &Path) -> io::Result<(u64, u64)> {
    let (mut last, mut longest) = (None, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Some(number) = is_segment(&entry.file_name()) {
            last = last.max(Some(number));
            longest = entry.metadata()?.len().max(longest);
        }
    }
    match (last, longest) {
        (Some(last), 1..) => Ok((last, longest)),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

/// The number of the segment, if the file of this name is one.
pub(crate) fn is_segment(name: &OsStr) -> Option<u64> {
    name.to_str()?.strip_suffix(SUFFIX)?.parse().ok()
}

fn path_of(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:08}{SUFFIX}"))
}

fn lock(path: &Path) -> Result<File, LogError> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let file = file.map_err(StorageError::during("opening the lock of the log"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LogError::InUse),
        Err(TryLockError::Error(error)) => Err(StorageError::during("locking the log")(error).into()),
    }
}

fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes zeros to a file beside, and gives it its name when they are durable. `closing` ends it early, and says that it
/// runs in the background, where it takes its time.
fn prepare(folder: &Path, number: u64, len: u64, closing: Option<&AtomicBool>) -> io::Result<()> {
    let beside = folder.join(format!("{number:08}.preparing"));
    let written = write_zeros(&beside, len, closing);
    if let Err(error) = written {
        // What was taken of a full disk is given back.
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    fs::rename(&beside, path_of(folder, number))?;
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn write_zeros(path: &Path, len: u64, closing: Option<&AtomicBool>) -> io::Result<()> {
    let mut file = new_file(path)?;
    let zeros = vec![0; STEP];
    let mut left = len;
    while left > 0 {
        let step = usize::try_from(left).map_or(STEP, |left| left.min(STEP));
        file.write_all(zeros.get(..step).unwrap_or_default())?;
        left = left.saturating_sub(super::frame::wide(step));
        if let Some(closing) = closing {
            file.sync_data()?;
            if closing.load(Ordering::Relaxed) {
                return Err(io::ErrorKind::Interrupted.into());
            }
        }
    }
    file.sync_all()
}

/// Reads within a segment; what a rewritten one does not hold to its end reads as zeros.
fn read_part(file: &mut File, within: u64, len: u64, is_last: bool, out: &mut [u8]) -> io::Result<usize> {
    let most = usize::try_from(len.saturating_sub(within)).map_or(out.len(), |rest| rest.min(out.len()));
    let out = out.get_mut(..most).unwrap_or_default();
    let read = read_full(&mut Seeking(file), within, out)?;
    if read < most && !is_last {
        out.get_mut(read..).unwrap_or_default().fill(0);
        return Ok(most);
    }
    Ok(read)
}

fn blank(within: u64, len: u64, out: &mut [u8]) -> usize {
    let most = usize::try_from(len.saturating_sub(within)).map_or(out.len(), |rest| rest.min(out.len()));
    out.get_mut(..most).unwrap_or_default().fill(0);
    most
}

struct Seeking<'a>(&'a mut File);

impl ReadAt for Seeking<'_> {
    fn len(&mut self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        return std::os::unix::fs::FileExt::read_at(self.0, out, offset);
        #[cfg(not(unix))]
        {
            self.0.seek(SeekFrom::Start(offset))?;
            self.0.read(out)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, ScratchFolder};
    use super::super::{Log, Reader, verify_file};
    use super::*;

    const SHORT: u64 = 4096;

    #[test]
    fn a_log_goes_on_from_segment_to_segment() {
        let folder = ScratchFolder::new();
        let path = folder.path("log");
        let log =
            Log::create(Segments::create_with(&path, SHORT).unwrap(), fixture::signer(), fixture::entropy()).unwrap();
        for index in 0..120 {
            assert_eq!(log.append(&[(fixture::event_id(index), &fixture::payload(index))]), Ok(index));
        }
        assert_eq!(Segments::open(&path).err(), Some(LogError::InUse));
        let kept = log.checkpoint().unwrap();
        drop(log);
        let (last, len) = survey(&path).unwrap();
        assert!(last >= 3 && len == SHORT, "{last} segments");
        assert_eq!(verify_file(&path, fixture::signer().verifier(), Some(&kept)).unwrap().size, 120);

        let anchor = kept.verify(fixture::signer().verifier()).unwrap();
        let (log, recovery) =
            Log::open(Segments::open(&path).unwrap(), fixture::signer(), fixture::entropy(), Some(&anchor)).unwrap();
        assert_eq!((recovery.entries, recovery.cut), (120, None));
        assert_eq!(log.append(&[(fixture::event_id(120), &fixture::payload(120))]), Ok(120));
        let read = Reader::new(SegmentReader::open(&path).unwrap()).unwrap().map(Result::unwrap).count();
        assert_eq!(read, 121);
    }

    #[test]
    fn a_segment_that_was_taken_away_or_wiped_is_found() {
        let folder = ScratchFolder::new();
        let path = folder.path("log");
        let log =
            Log::create(Segments::create_with(&path, SHORT).unwrap(), fixture::signer(), fixture::entropy()).unwrap();
        for index in 0..120 {
            log.append(&[(fixture::event_id(index), &fixture::payload(index))]).unwrap();
        }
        let kept = log.checkpoint().unwrap();
        drop(log);
        let key = fixture::signer().verifier().clone();
        for number in 0..=2 {
            let segment = path_of(&path, number);
            let bytes = fs::read(&segment).unwrap();
            fs::remove_file(&segment).unwrap();
            assert!(verify_file(&path, &key, None).is_err(), "segment {number} gone");
            fs::write(&segment, vec![0; bytes.len()]).unwrap();
            assert!(verify_file(&path, &key, None).is_err(), "segment {number} wiped");
            fs::write(&segment, fs::read(path_of(&path, if number == 1 { 2 } else { 1 })).unwrap()).unwrap();
            assert!(verify_file(&path, &key, None).is_err(), "another in the place of segment {number}");
            fs::write(&segment, bytes).unwrap();
            assert!(verify_file(&path, &key, Some(&kept)).is_ok());
        }
    }

    #[test]
    fn what_is_prepared_is_zeros_and_has_its_name_only_then() {
        let folder = ScratchFolder::new();
        let path = folder.path("log");
        let mut segments = Segments::create_with(&path, SHORT).unwrap();
        assert_eq!((segments.len().unwrap(), segments.stride()), (SHORT, SHORT));
        segments.reserve(SHORT + 1).unwrap();
        assert_eq!(segments.len().unwrap(), 2 * SHORT);
        segments.write_at(SHORT, b"second").unwrap();
        segments.write_at(10, b"first").unwrap();
        segments.sync_data().unwrap();
        segments.truncate(12).unwrap();
        let mut all = vec![1; 2 * SHORT as usize];
        assert_eq!(read_full(&mut segments, 0, &mut all).unwrap(), all.len());
        assert_eq!(&all[10..12], b"fi");
        assert!(all.iter().filter(|byte| **byte != 0).count() == 2);
        drop(segments);
        assert!(!path.join("00000002.preparing").exists());
    }

    #[test]
    fn a_batch_longer_than_a_segment_is_refused_and_the_log_goes_on() {
        let folder = ScratchFolder::new();
        let segments = Segments::create_with(&folder.path("log"), SHORT).unwrap();
        let log = Log::create(segments, fixture::signer(), fixture::entropy()).unwrap();
        assert_eq!(log.append(&[([1; 16], &[1; 5000])]), Err(LogError::SegmentTooShort));
        assert_eq!(log.append(&[([1; 16], &[1; 500])]), Ok(0));
    }
}
