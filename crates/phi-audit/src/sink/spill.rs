//! The mode `Spill`: when the log is down, what an emergency does goes into a journal that was prepared for that hour.

use core::{
    pin::Pin,
    task::{Context, Poll},
};
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use phi_types::{
    Entropy, OsEntropy,
    gate::{AuditRef, AuditUnavailable, PendingReceipt},
};

use super::{AuditSink, Event, Ticket};
use crate::alarm::{Alarm, OnAlarm};
use crate::log::{
    FileReader, FileStorage, Log, LogError, ReadAt, ReadError, Reader, Storage, StorageError, VerifyError,
    sync_folder_of, verify_file,
};
use crate::note::NoteSigner;
use crate::notice::Notice;

/// The most that a journal may hold, in bytes: all of it goes over in one batch.
const LARGEST: u64 = 8 << 20;

/// A sink in front of another: while that one fails, emergencies are recorded in a journal of their own.
///
/// The journal is a log in one file, zero-written beforehand, so that a full disk does not keep it from being written; it
/// is used for events marked as an emergency alone, and it is bounded. Every use is an alarm. When the sink behind takes
/// entries again, all of the journal goes over in one batch, which ends with a notice that names the journal; then the
/// journal is emptied. A file that no longer holds what was acknowledged is left as it is, with an alarm. A crash between the two, or an answer that came too late, can bring the same events twice, with the
/// same ids: never not at all.
///
/// References into the journal bear the journal's own random id.
pub struct SpillSink {
    inner: Arc<Inner>,
    drainer: Option<std::thread::JoinHandle<()>>,
}

struct Inner {
    primary: Arc<dyn AuditSink>,
    journal: Mutex<Journal>,
    path: PathBuf,
    capacity: u64,
    signer: NoteSigner,
    on_alarm: OnAlarm,
    closing: std::sync::atomic::AtomicBool,
}

struct Journal {
    /// Gone while it is being emptied, or if that failed.
    log: Option<Log<Bounded>>,
    entries: u64,
}

/// How full the journal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SpillState {
    /// How many entries it holds.
    pub entries: u64,
    /// Whether it can take any at all.
    pub ready: bool,
}

impl SpillSink {
    /// Opens the journal at `path`, or prepares one of `capacity` bytes (at most 8 MiB, at least 4 KiB).
    ///
    /// `already_drained` says whether a journal of this id went over completely: the log knows from its notices.
    ///
    /// # Errors
    /// [`LogError`] if the journal is damaged or in use, or cannot be prepared.
    pub fn open(
        primary: Arc<dyn AuditSink>,
        path: impl AsRef<Path>,
        capacity: u64,
        signer: &NoteSigner,
        already_drained: &dyn Fn(&[u8; 16]) -> bool,
        on_alarm: OnAlarm,
    ) -> Result<Self, LogError> {
        let path = path.as_ref().to_owned();
        let capacity = capacity.clamp(4096, LARGEST);
        let name = format!("{}/spill", signer.name());
        let signer = signer.named(&name).map_err(|error| LogError::Checkpoint(error.into()))?;
        let mut journal = if path.exists() {
            let (log, recovery) = Log::open(Bounded::open(&path, capacity)?, copy(&signer)?, OsEntropy, None)?;
            Journal { log: Some(log), entries: recovery.entries }
        } else {
            Journal { log: Some(create(&path, capacity, &signer)?), entries: 0 }
        };
        if journal.entries > 0 && journal.log.as_ref().is_some_and(|log| already_drained(&log.id())) {
            journal.log = None;
            journal = Journal { log: Some(create(&path, capacity, &signer)?), entries: 0 };
        }
        let closing = std::sync::atomic::AtomicBool::new(false);
        let journal = Mutex::new(journal);
        let inner = Arc::new(Inner { primary, journal, path, capacity, signer, on_alarm, closing });
        let draining = Arc::clone(&inner);
        let drainer = std::thread::Builder::new().name("phi-audit spill".to_owned()).spawn(move || {
            while !draining.closing.load(std::sync::atomic::Ordering::Relaxed) {
                std::thread::park_timeout(Duration::from_secs(1));
                let _ = draining.drain();
            }
        });
        Ok(Self { inner, drainer: drainer.ok() })
    }

    /// How full the journal is.
    #[must_use]
    pub fn state(&self) -> SpillState {
        let journal = self.inner.lock();
        SpillState { entries: journal.entries, ready: journal.log.is_some() }
    }

    /// Takes what the journal holds over into the sink behind, and empties it. A thread tries this each second.
    ///
    /// # Errors
    /// [`AuditUnavailable`]: the journal keeps what it has.
    pub fn drain(&self) -> Result<(), AuditUnavailable> {
        self.inner.drain()
    }
}

impl AuditSink for SpillSink {
    fn submit(&self, events: Vec<Event>) -> Ticket {
        if !events.iter().any(|event| event.emergency) {
            return self.inner.primary.submit(events);
        }
        let ticket = self.inner.primary.submit(events.clone());
        Ticket::pending(Spilling { ticket: Some(ticket), events, inner: Arc::clone(&self.inner) })
    }
}

impl Drop for SpillSink {
    fn drop(&mut self) {
        self.inner.closing.store(true, std::sync::atomic::Ordering::Relaxed);
        if let Some(drainer) = self.drainer.take() {
            drainer.thread().unpark();
            let _ = drainer.join();
        }
    }
}

impl core::fmt::Debug for SpillSink {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SpillSink(..)")
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn spill(&self, events: &[Event]) -> Result<AuditRef, AuditUnavailable> {
        let mut journal = self.lock();
        let batch: Vec<_> = events.iter().map(|event| (event.id, event.bytes.as_slice())).collect();
        let written = journal.log.as_ref().and_then(|log| Some((log.id(), log.append(&batch).ok()?)));
        let Some((log, index)) = written else {
            drop(journal);
            (self.on_alarm)(&Alarm::JournalFull);
            return Err(AuditUnavailable);
        };
        journal.entries = index.saturating_add(crate::log::wide(events.len()));
        let entries = journal.entries;
        drop(journal);
        (self.on_alarm)(&Alarm::Spilled { entries });
        Ok(AuditRef { log, index })
    }

    fn drain(&self) -> Result<(), AuditUnavailable> {
        let mut journal = self.lock();
        if journal.entries == 0 {
            return Ok(());
        }
        // A journal that could not be emptied is opened again first.
        let Some(log) = journal.log.as_ref() else {
            journal.log = self.reopen();
            return Err(AuditUnavailable);
        };
        let (id, entries) = (log.id(), journal.entries);
        let mut events = match self.taken_down(log, entries) {
            Ok(events) => events,
            Err(reason) => {
                drop(journal);
                if !matches!(reason, VerifyError::Read(ReadError::Storage(_))) {
                    (self.on_alarm)(&Alarm::JournalDamaged);
                }
                return Err(AuditUnavailable);
            }
        };
        let mut notice_id = [0; 16];
        OsEntropy.fill(&mut notice_id).map_err(|_| AuditUnavailable)?;
        events.push(Event::new(notice_id, Notice::Drained { journal: id, entries }.encode()));
        let _ = self.primary.append(&events)?;
        journal.log = None;
        journal.log = create(&self.path, self.capacity, &self.signer).ok();
        journal.entries = 0;
        drop(journal);
        (self.on_alarm)(&Alarm::Drained { entries });
        Ok(())
    }

    /// What the journal holds, if its file still holds all that was acknowledged: a last batch that was turned to zeros would read as
    /// one that was never finished, and the notice would say more than was taken over.
    fn taken_down(&self, log: &Log<Bounded>, entries: u64) -> Result<Vec<Event>, VerifyError> {
        let unavailable = |_| StorageError::new("vouching for the journal", &io::ErrorKind::Other.into());
        let kept = log.checkpoint().map_err(unavailable)?;
        let found = verify_file(&self.path, self.signer.verifier(), Some(&kept))?;
        let mut events = Vec::new();
        for entry in Reader::new(FileReader::open(&self.path)?)? {
            let entry = entry?;
            events.push(Event::new(*entry.event_id(), entry.into_payload()));
        }
        // It was read twice.
        if crate::log::wide(events.len()) < entries.max(found.size) {
            return Err(StorageError::new("reading the journal", &io::ErrorKind::UnexpectedEof.into()).into());
        }
        Ok(events)
    }

    fn reopen(&self) -> Option<Log<Bounded>> {
        let storage = Bounded::open(&self.path, self.capacity).ok()?;
        Log::open(storage, copy(&self.signer).ok()?, OsEntropy, None).ok().map(|(log, _)| log)
    }
}

/// An emergency on its way into the sink behind, or into the journal if that fails.
struct Spilling {
    ticket: Option<Ticket>,
    events: Vec<Event>,
    inner: Arc<Inner>,
}

impl Future for Spilling {
    type Output = Result<AuditRef, AuditUnavailable>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(ticket) = self.ticket.as_mut() else { return Poll::Ready(Err(AuditUnavailable)) };
        match Pin::new(ticket).poll(cx) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(answer) => {
                self.ticket = None;
                // One synced write on this thread: it is an emergency, and the log is down.
                Poll::Ready(answer.or_else(|_| self.inner.spill(&self.events)))
            }
        }
    }
}

impl PendingReceipt for Spilling {
    fn wait(self: Pin<Box<Self>>) -> Result<AuditRef, AuditUnavailable> {
        let Self { ticket, events, inner } = *Pin::into_inner(self);
        ticket.ok_or(AuditUnavailable)?.wait().or_else(|_| inner.spill(&events))
    }
}

fn copy(signer: &NoteSigner) -> Result<NoteSigner, LogError> {
    signer.named(signer.name()).map_err(|error| LogError::Checkpoint(error.into()))
}

/// Prepares a journal beside, and puts it in its place.
fn create(path: &Path, capacity: u64, signer: &NoteSigner) -> Result<Log<Bounded>, LogError> {
    let beside = path.with_extension("preparing");
    let preparing = |error: io::Error| LogError::from(crate::log::StorageError::new("preparing the journal", &error));
    let _ = std::fs::remove_file(&beside);
    let storage = Bounded { storage: FileStorage::create(&beside)?, capacity };
    let mut file = OpenOptions::new().write(true).open(&beside).map_err(preparing)?;
    let zeros = vec![0; 64 << 10];
    let mut left = usize::try_from(capacity).unwrap_or(usize::MAX);
    while left > 0 {
        let step = left.min(zeros.len());
        io::Write::write_all(&mut file, zeros.get(..step).unwrap_or_default()).map_err(preparing)?;
        left = left.saturating_sub(step);
    }
    file.sync_all().map_err(preparing)?;
    let log = Log::create(storage, copy(signer)?, OsEntropy)?;
    std::fs::rename(&beside, path).map_err(preparing)?;
    sync_folder_of(path).map_err(preparing)?;
    Ok(log)
}

/// A file that is as long as it will ever be.
struct Bounded {
    storage: FileStorage,
    capacity: u64,
}

impl Bounded {
    fn open(path: &Path, capacity: u64) -> Result<Self, LogError> {
        let len = File::open(path).and_then(|file| file.metadata()).map_or(capacity, |metadata| metadata.len());
        Ok(Self { storage: FileStorage::open(path)?, capacity: len })
    }
}

impl ReadAt for Bounded {
    fn len(&mut self) -> io::Result<u64> {
        self.storage.len()
    }

    fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
        self.storage.read_at(offset, out)
    }
}

impl Storage for Bounded {
    fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.storage.write_at(offset, bytes)
    }

    fn reserve(&mut self, end: u64) -> io::Result<()> {
        if end > self.capacity { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    /// Writes zeros: the length is what was prepared.
    fn truncate(&mut self, len: u64) -> io::Result<()> {
        let rest = usize::try_from(self.capacity.saturating_sub(len)).map_err(|_| io::ErrorKind::FileTooLarge)?;
        self.storage.write_at(len, &vec![0; rest])
    }

    fn sync_data(&mut self) -> io::Result<()> {
        self.storage.sync_data()
    }
}
