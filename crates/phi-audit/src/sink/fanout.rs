//! The mode `Open`, for further sinks alone: what is in the log is forwarded, in order, from where the last run ended.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use phi_types::gate::AuditUnavailable;

use crate::alarm::{Alarm, OnAlarm};
use crate::log::{Entry, ReadAt, Reader, StorageError, sync_folder_of, wide};

/// How many entries are delivered at a time, at most.
const BATCH: usize = 256;

/// Takes entries that are durable in the log already: a search index, a SIEM, a second database.
///
/// # Implementing
/// Entries come in order and at least once: after a crash the last ones come again, with the same index and id.
pub trait FurtherSink: Send + 'static {
    /// Takes some entries. When this returns, they need not be sent again.
    ///
    /// # Errors
    /// [`AuditUnavailable`]: they are sent again later. The log does not wait for it.
    fn deliver(&mut self, entries: &[Entry]) -> Result<(), AuditUnavailable>;
}

/// The cursor could not be read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cursor of the further sink cannot be read or written: {0}")]
pub struct FanoutError(io::ErrorKind);

/// Forwards the entries of a log to one further sink, with a durable cursor. Ends when it is dropped.
pub struct Fanout {
    delivered: Arc<AtomicU64>,
    closing: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Fanout {
    /// Starts at the cursor kept in `cursor`, or at the beginning of the log. `open` opens the log for reading, `durable`
    /// says how many of its entries are durable.
    ///
    /// [`AuditLog::forward`](crate::AuditLog::forward) sees to both, and puts it on record that there is such a sink.
    ///
    /// # Errors
    /// [`FanoutError`] if the cursor cannot be read.
    pub fn start<R: ReadAt>(
        name: &str,
        cursor: impl AsRef<Path>,
        open: impl Fn() -> Result<R, StorageError> + Send + 'static,
        durable: impl Fn() -> u64 + Send + 'static,
        sink: impl FurtherSink,
        on_alarm: OnAlarm,
    ) -> Result<Self, FanoutError> {
        let cursor = Cursor::open(cursor.as_ref()).map_err(|error| FanoutError(error.kind()))?;
        let delivered = Arc::new(AtomicU64::new(cursor.next));
        let closing = Arc::new(AtomicBool::new(false));
        let mut forwarding = Forwarding {
            name: name.to_owned(),
            cursor,
            sink,
            on_alarm,
            delivered: Arc::clone(&delivered),
            closing: Arc::clone(&closing),
        };
        let thread = std::thread::Builder::new()
            .name("phi-audit further sink".to_owned())
            .spawn(move || forwarding.run(&open, &durable))
            .map_err(|error| FanoutError(error.kind()))?;
        Ok(Self { delivered, closing, thread: Some(thread) })
    }

    /// How many entries the sink has taken, as far as the cursor knows.
    #[must_use]
    pub fn delivered(&self) -> u64 {
        self.delivered.load(Ordering::Acquire)
    }
}

impl Drop for Fanout {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

impl core::fmt::Debug for Fanout {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Fanout({} delivered)", self.delivered())
    }
}

struct Forwarding<S> {
    name: String,
    cursor: Cursor,
    sink: S,
    on_alarm: OnAlarm,
    delivered: Arc<AtomicU64>,
    closing: Arc<AtomicBool>,
}

impl<S: FurtherSink> Forwarding<S> {
    fn run<R: ReadAt>(&mut self, open: &dyn Fn() -> Result<R, StorageError>, durable: &dyn Fn() -> u64) {
        let mut reader = None;
        let mut pause = Duration::from_millis(20);
        while !self.closing.load(Ordering::Relaxed) {
            let behind = durable().saturating_sub(self.cursor.next);
            if behind == 0 {
                std::thread::park_timeout(Duration::from_millis(50));
                continue;
            }
            if reader.is_none() {
                reader = open().ok().and_then(|storage| Reader::new(storage).ok());
            }
            let forwarded = match reader.as_mut() {
                Some(reader) => self.forward(reader, behind),
                None => Err(AuditUnavailable),
            };
            match forwarded {
                Ok(()) => pause = Duration::from_millis(20),
                Err(AuditUnavailable) => {
                    (self.on_alarm)(&Alarm::Behind { name: self.name.clone(), behind });
                    // Read again from the cursor on: what was read and not taken would be passed over.
                    reader = None;
                    std::thread::park_timeout(pause);
                    pause = (pause * 2).min(Duration::from_secs(10));
                }
            }
        }
    }

    fn forward<R: ReadAt>(&mut self, reader: &mut Reader<R>, behind: u64) -> Result<(), AuditUnavailable> {
        let most = usize::try_from(behind).map_or(BATCH, |behind| behind.min(BATCH));
        let mut entries = Vec::with_capacity(most);
        while entries.len() < most {
            match reader.next() {
                Some(Ok(entry)) if entry.index() < self.cursor.next => {}
                Some(Ok(entry)) => entries.push(entry),
                Some(Err(_)) => return Err(AuditUnavailable),
                None => break,
            }
        }
        if entries.is_empty() {
            return Err(AuditUnavailable);
        }
        self.sink.deliver(&entries)?;
        let next = self.cursor.next.saturating_add(wide(entries.len()));
        self.cursor.advance(next).map_err(|_| AuditUnavailable)?;
        self.delivered.store(next, Ordering::Release);
        Ok(())
    }
}

/// The index of the next entry to deliver, in a file of its own.
struct Cursor {
    path: PathBuf,
    next: u64,
}

impl Cursor {
    fn open(path: &Path) -> io::Result<Self> {
        let next = match fs::read_to_string(path) {
            Ok(text) => text.trim_end().parse().map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error),
        };
        Ok(Self { path: path.to_owned(), next })
    }

    fn advance(&mut self, next: u64) -> io::Result<()> {
        let beside = self.path.with_extension("new");
        let mut file = File::create(&beside)?;
        file.write_all(format!("{next}\n").as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &self.path)?;
        sync_folder_of(&self.path)?;
        self.next = next;
        Ok(())
    }
}
