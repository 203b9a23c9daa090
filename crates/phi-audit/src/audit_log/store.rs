//! The store of the committer: the log with its index, its clocks, and what to do when a write fails.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use phi_types::{
    Entropy,
    gate::{AuditRef, AuditUnavailable},
};

use super::index::IndexWriter;
use super::timing::Timing;
use crate::alarm::{Alarm, OnAlarm};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::event::AuditEvent;
use crate::log::{Log, LogError, Passed, Recovery, Segments, Storage, wide};
use crate::merkle::Hash;
use crate::note::NoteSigner;
use crate::notice::Notice;
use crate::sink::{Event, Store};

/// How soon after a failure the log is opened anew once more.
const PAUSE: Duration = Duration::from_secs(5);

/// Where a log lies, so that it can be opened anew.
pub(super) trait Medium: Send + 'static {
    type Storage: Storage + Send + 'static;

    fn open(&self) -> Result<Self::Storage, LogError>;

    /// The folder of the index, if there is one.
    fn index(&self) -> Option<PathBuf>;
}

/// A folder of segments.
pub(super) struct SegmentFolder(pub(super) PathBuf);

impl Medium for SegmentFolder {
    type Storage = Segments;

    fn open(&self) -> Result<Segments, LogError> {
        Segments::open(&self.0)
    }

    fn index(&self) -> Option<PathBuf> {
        Some(self.0.clone())
    }
}

/// What others may know while the committer works.
pub(super) struct Shared {
    size: AtomicU64,
    head: Mutex<(u64, Hash)>,
    pub(super) latest: Mutex<Option<SignedCheckpoint>>,
}

impl Shared {
    pub(super) fn new() -> Self {
        Self { size: AtomicU64::new(0), head: Mutex::new((0, Hash::empty())), latest: Mutex::new(None) }
    }

    pub(super) fn size(&self) -> u64 {
        self.size.load(Ordering::Acquire)
    }

    pub(super) fn head(&self) -> (u64, Hash) {
        *self.head.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_head(&self, head: (u64, Hash)) {
        *self.head.lock().unwrap_or_else(PoisonError::into_inner) = head;
        self.size.store(head.0, Ordering::Release);
    }
}

/// What was seen on the way through a log that was opened.
#[derive(Default)]
pub(super) struct Seen {
    /// The latest time of an event, in nanoseconds since 1970.
    pub(super) latest: Option<i128>,
    /// The journals that went over into the log.
    pub(super) drained: Vec<[u8; 16]>,
    /// The ids of the entries from the one on that was asked for.
    ids: Vec<[u8; 16]>,
}

pub(super) struct LogStore<M: Medium> {
    medium: M,
    signer: NoteSigner,
    entropy: Arc<dyn Entropy>,
    timing: Timing,
    on_alarm: OnAlarm,
    shared: Arc<Shared>,
    log: Option<Log<M::Storage>>,
    log_id: [u8; 16],
    index: Option<IndexWriter>,
    failed: Option<Instant>,
}

impl<M: Medium> LogStore<M> {
    /// Opens the log on the medium, which must extend `anchor`.
    pub(super) fn open(
        medium: M,
        signer: NoteSigner,
        entropy: Arc<dyn Entropy>,
        timing: Timing,
        on_alarm: OnAlarm,
        anchor: Option<&Checkpoint>,
    ) -> Result<(Self, Recovery, Seen), LogError> {
        let mut store = Self {
            medium,
            signer,
            entropy,
            timing,
            on_alarm,
            shared: Arc::new(Shared::new()),
            log: None,
            log_id: [0; 16],
            index: None,
            failed: None,
        };
        let (recovery, seen) = store.reopen(anchor, u64::MAX)?;
        if let Some(latest) = seen.latest {
            store.timing.resume(latest);
        }
        Ok((store, recovery, seen))
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(super) const fn id(&self) -> [u8; 16] {
        self.log_id
    }

    /// Makes an entry of the log's own.
    pub(super) fn notify(&mut self, notice: &Notice) -> Result<(), AuditUnavailable> {
        let id = self.draw()?;
        self.write(&[(id, &notice.encode())]).map(|_| ())
    }

    /// Reads all of the log, verifies it, and builds the index again where it differs.
    fn reopen(&mut self, anchor: Option<&Checkpoint>, ids_from: u64) -> Result<(Recovery, Seen), LogError> {
        (self.log, self.index) = (None, None);
        let storage = self.medium.open()?;
        let mut index = self.medium.index().map(|folder| IndexWriter::restore(&folder)).transpose().unwrap_or(None);
        let mut seen = Seen::default();
        let signer = self.signer.named(self.signer.name()).map_err(|error| LogError::Checkpoint(error.into()))?;
        let mut watch = |passed: &Passed<'_>| {
            if index.as_mut().is_some_and(|index| index.push(passed.leaf(), passed.offset).is_err()) {
                index = None;
            }
            if let Ok(event) = AuditEvent::decode(passed.payload) {
                seen.latest = seen.latest.max(Some(event.recorded.unix_timestamp_nanos()));
            } else if let Some(Notice::Drained { journal, .. }) = Notice::decode(passed.payload) {
                seen.drained.push(journal);
            }
            if passed.index() >= ids_from {
                seen.ids.push(passed.event_id());
            }
        };
        let (log, recovery) =
            Log::open_watched(storage, signer, Box::new(Arc::clone(&self.entropy)), anchor, &mut watch)?;
        self.log_id = log.id();
        self.shared.set_head(log.head()?);
        self.log = Some(log);
        self.index = index.and_then(|mut index| index.flush().is_ok().then_some(index));
        if self.index.is_none() && self.medium.index().is_some() {
            (self.on_alarm)(&Alarm::NoProofs);
        }
        Ok((recovery, seen))
    }

    fn draw(&self) -> Result<[u8; 16], AuditUnavailable> {
        let mut id = [0; 16];
        self.entropy.fill(&mut id).map_err(|_| AuditUnavailable)?;
        Ok(id)
    }

    fn write(&mut self, batch: &[([u8; 16], &[u8])]) -> Result<u64, AuditUnavailable> {
        if self.log.is_none() {
            self.open_again(batch)?;
        }
        let log = self.log.as_ref().ok_or(AuditUnavailable)?;
        match log.append_placed(batch) {
            Ok(appended) => {
                self.remember(&appended.leaves, &appended.offsets);
                Ok(appended.first)
            }
            Err(LogError::Storage(_) | LogError::Intruder) => {
                if !log.is_poisoned() {
                    (self.on_alarm)(&Alarm::NoRoom);
                    return Err(AuditUnavailable);
                }
                (self.on_alarm)(&Alarm::WriteFailed);
                self.failed = None;
                let found = self.open_again(batch)?;
                if let Some(first) = found {
                    return Ok(first);
                }
                let log = self.log.as_ref().ok_or(AuditUnavailable)?;
                let Ok(appended) = log.append_placed(batch) else {
                    return Err(self.stop());
                };
                self.remember(&appended.leaves, &appended.offsets);
                Ok(appended.first)
            }
            Err(_) => Err(AuditUnavailable),
        }
    }

    /// Opens the log anew after a failure, holding it against what was acknowledged. Returns where the batch stands if it
    /// is there after all: what is opened is written once more and synced, so that it is durable now.
    fn open_again(&mut self, batch: &[([u8; 16], &[u8])]) -> Result<Option<u64>, AuditUnavailable> {
        if self.failed.is_some_and(|failed| failed.elapsed() < PAUSE) {
            return Err(AuditUnavailable);
        }
        let (size, root) = self.shared.head();
        let acknowledged = Checkpoint::new(self.signer.name(), size, root).map_err(|_| AuditUnavailable)?;
        let Ok((recovery, seen)) = self.reopen(Some(&acknowledged), size) else {
            return Err(self.stop());
        };
        self.failed = None;
        let same = seen.ids.iter().eq(batch.iter().map(|(id, _)| id));
        Ok((same && recovery.entries == size.saturating_add(wide(batch.len()))).then_some(size))
    }

    fn stop(&mut self) -> AuditUnavailable {
        (self.log, self.index) = (None, None);
        self.failed = Some(Instant::now());
        (self.on_alarm)(&Alarm::Stopped);
        AuditUnavailable
    }

    fn remember(&mut self, leaves: &[Hash], offsets: &[u64]) {
        if let Some(index) = &mut self.index {
            let pushed = leaves.iter().zip(offsets).try_for_each(|(leaf, offset)| index.push(*leaf, *offset));
            if pushed.and_then(|()| index.flush()).is_err() {
                self.index = None;
                (self.on_alarm)(&Alarm::NoProofs);
            }
        }
        if let Some(Ok(head)) = self.log.as_ref().map(Log::head) {
            self.shared.set_head(head);
        }
    }
}

impl<M: Medium> Store for LogStore<M> {
    fn commit(&mut self, events: &[Event]) -> Result<AuditRef, AuditUnavailable> {
        let step = self.timing.look();
        let step = step.map(|step| self.draw().map(|id| (id, step))).transpose()?;
        let encoded = step.as_ref().map(|(id, step)| (*id, step.encode()));
        let batch: Vec<_> = encoded
            .iter()
            .map(|(id, step)| (*id, step.as_slice()))
            .chain(events.iter().map(|event| (event.id, event.bytes.as_slice())))
            .collect();
        let first = self.write(&batch)?;
        if let Some((_, Notice::ClockStepped { previous, now, elapsed })) = step {
            let by = now.saturating_sub(previous).saturating_sub(i128::from(elapsed.unwrap_or(0)));
            let seconds = by.saturating_add(by.signum().saturating_mul(500_000_000)) / 1_000_000_000;
            (self.on_alarm)(&Alarm::ClockStepped { seconds: i64::try_from(seconds).unwrap_or(i64::MAX) });
        }
        let before = wide(batch.len().saturating_sub(events.len()));
        Ok(AuditRef { log: self.log_id, index: first.saturating_add(before) })
    }

    fn longest_event(&self) -> usize {
        crate::log::MAX_PAYLOAD_LEN
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::super::timing::instant;
    use super::*;
    use crate::log::{Fault, MemoryDisk, MemoryStorage, ReadAt, Reader};
    use phi_types::{ManualClock, OsEntropy};
    use time::OffsetDateTime;

    impl Medium for MemoryDisk {
        type Storage = MemoryStorage;

        fn open(&self) -> Result<MemoryStorage, LogError> {
            self.writer()
        }

        fn index(&self) -> Option<PathBuf> {
            None
        }
    }

    type Heard = Arc<Mutex<Vec<Alarm>>>;

    fn store(disk: &MemoryDisk, clock: &Arc<ManualClock>) -> (LogStore<MemoryDisk>, Heard) {
        let signer = || NoteSigner::new("audit.example/clinic", &[7; 32]).unwrap();
        if disk.bytes().is_empty() {
            Log::create(disk.writer().unwrap(), signer(), OsEntropy).unwrap();
        }
        let heard = Heard::default();
        let hearing = Arc::clone(&heard);
        let on_alarm: OnAlarm = Arc::new(move |alarm| hearing.lock().unwrap().push(alarm.clone()));
        let timing = Timing::new(Arc::clone(clock) as _, instant());
        let opened = LogStore::open(disk.clone(), signer(), Arc::new(OsEntropy), timing, on_alarm, None);
        (opened.unwrap().0, heard)
    }

    fn event(number: u8) -> Event {
        Event::new([number; 16], vec![number; 40])
    }

    fn held(disk: &MemoryDisk) -> Vec<[u8; 16]> {
        Reader::new(disk.reader()).unwrap().map(|entry| *entry.unwrap().event_id()).collect()
    }

    #[test]
    fn after_a_fault_the_log_is_opened_anew_and_nothing_is_there_twice() {
        for stride in [u64::MAX, 16_384] {
            for fault in
                [Fault::Sync, Fault::Write { after: 0 }, Fault::Write { after: 70 }, Fault::Write { after: 200 }]
            {
                let disk = if stride == u64::MAX { MemoryDisk::new() } else { MemoryDisk::in_parts_of(stride) };
                let clock = Arc::new(ManualClock::at(OffsetDateTime::UNIX_EPOCH));
                let (mut store, heard) = store(&disk, &clock);
                assert_eq!(store.commit(&[event(1), event(2)]).unwrap().index, 0);
                disk.fail_next(fault);
                assert_eq!(store.commit(&[event(3), event(4)]).unwrap().index, 2, "{fault:?}");
                assert_eq!(*heard.lock().unwrap(), [Alarm::WriteFailed]);
                let after = disk.after_power_cut(|_| false);
                assert_eq!(held(&after), [[1; 16], [2; 16], [3; 16], [4; 16]], "{fault:?}: durable");
                assert_eq!(store.commit(&[event(5)]).unwrap().index, 4);
                assert_eq!(store.shared().size(), 5);
            }
        }
    }

    #[test]
    fn what_fails_twice_stops_the_log_and_what_was_acknowledged_is_there() {
        let disk = MemoryDisk::new();
        let clock = Arc::new(ManualClock::at(OffsetDateTime::UNIX_EPOCH));
        let (mut store, heard) = store(&disk, &clock);
        store.commit(&[event(1)]).unwrap();
        disk.fail_next(Fault::Sync);
        disk.fail_next(Fault::Sync);
        assert!(store.commit(&[event(2)]).is_err());
        assert!(store.commit(&[event(2)]).is_err(), "not again at once");
        assert_eq!(*heard.lock().unwrap(), [Alarm::WriteFailed, Alarm::Stopped]);
        assert_eq!(held(&disk.after_power_cut(|_| false)), [[1; 16]]);
        // Later it is opened anew. What was written and never acknowledged turns up, once.
        store.failed = None;
        assert_eq!(store.commit(&[event(3)]).unwrap().index, 2);
        assert_eq!(held(&disk.after_power_cut(|_| false)), [[1; 16], [2; 16], [3; 16]]);
    }

    #[test]
    fn no_room_is_no_damage() {
        let disk = MemoryDisk::in_parts_of(16_384);
        let clock = Arc::new(ManualClock::at(OffsetDateTime::UNIX_EPOCH));
        let (mut store, heard) = store(&disk, &clock);
        store.commit(&[event(1)]).unwrap();
        disk.fail_next(Fault::Reserve);
        assert!(store.commit(&[event(2)]).is_err());
        assert_eq!(*heard.lock().unwrap(), [Alarm::NoRoom]);
        assert_eq!(store.commit(&[event(2)]).unwrap().index, 1);
    }

    #[test]
    fn a_step_of_the_clock_is_an_entry_and_the_index_goes_on() {
        let disk = MemoryDisk::new();
        let clock = Arc::new(ManualClock::at(OffsetDateTime::UNIX_EPOCH + time::Duration::days(20_000)));
        let (mut store, heard) = store(&disk, &clock);
        assert_eq!(store.commit(&[event(1)]).unwrap().index, 0);
        for (by, index) in [(-3600, 2), (7200, 4)] {
            clock.advance(time::Duration::seconds(by));
            assert_eq!(store.commit(&[event(2)]).unwrap().index, index);
        }
        let steps: Vec<_> =
            Reader::new(disk.reader()).unwrap().filter_map(|entry| Notice::decode(entry.unwrap().payload())).collect();
        assert!(matches!(steps[..], [Notice::ClockStepped { .. }, Notice::ClockStepped { .. }]));
        assert_eq!(*heard.lock().unwrap(), [-3600, 7200].map(|seconds| Alarm::ClockStepped { seconds }));
    }

    /// Real segments, with something going wrong at one call of the writer.
    struct Faulty {
        segments: Segments,
        plan: Arc<Mutex<Plan>>,
    }

    #[derive(Clone, Copy)]
    struct Plan {
        calls_left: u32,
        kind: io::ErrorKind,
        /// How many bytes of a write go through all the same.
        short: usize,
        /// How many calls fail.
        times: u32,
    }

    impl Plan {
        fn fails(plan: &Mutex<Self>) -> Option<Self> {
            let mut plan = plan.lock().unwrap();
            if plan.calls_left > 0 {
                plan.calls_left -= 1;
                return None;
            }
            plan.times = plan.times.checked_sub(1)?;
            Some(*plan)
        }
    }

    impl ReadAt for Faulty {
        fn len(&mut self) -> io::Result<u64> {
            Plan::fails(&self.plan).map_or(Ok(()), |plan| Err(io::Error::from(plan.kind)))?;
            self.segments.len()
        }

        fn read_at(&mut self, offset: u64, out: &mut [u8]) -> io::Result<usize> {
            Plan::fails(&self.plan).map_or(Ok(()), |plan| Err(io::Error::from(plan.kind)))?;
            self.segments.read_at(offset, out)
        }

        fn stride(&self) -> u64 {
            self.segments.stride()
        }
    }

    impl Storage for Faulty {
        fn write_at(&mut self, offset: u64, bytes: &[u8]) -> io::Result<()> {
            match Plan::fails(&self.plan) {
                None => self.segments.write_at(offset, bytes),
                Some(plan) => {
                    self.segments.write_at(offset, &bytes[..plan.short.min(bytes.len())])?;
                    Err(plan.kind.into())
                }
            }
        }

        fn reserve(&mut self, end: u64) -> io::Result<()> {
            Plan::fails(&self.plan).map_or(Ok(()), |plan| Err(io::Error::from(plan.kind)))?;
            self.segments.reserve(end)
        }

        fn truncate(&mut self, len: u64) -> io::Result<()> {
            Plan::fails(&self.plan).map_or(Ok(()), |plan| Err(io::Error::from(plan.kind)))?;
            self.segments.truncate(len)
        }

        fn sync_data(&mut self) -> io::Result<()> {
            Plan::fails(&self.plan).map_or(Ok(()), |plan| Err(io::Error::from(plan.kind)))?;
            self.segments.sync_data()
        }
    }

    struct FaultyFolder(PathBuf, Arc<Mutex<Plan>>);

    impl Medium for FaultyFolder {
        type Storage = Faulty;

        fn open(&self) -> Result<Faulty, LogError> {
            Ok(Faulty { segments: Segments::open(&self.0)?, plan: Arc::clone(&self.1) })
        }

        fn index(&self) -> Option<PathBuf> {
            Some(self.0.clone())
        }
    }

    #[test]
    fn a_fault_at_each_call_in_turn_loses_nothing_that_was_acknowledged() {
        let signer = || NoteSigner::new("audit.example/clinic", &[7; 32]).unwrap();
        let (mut runs, mut refused, mut recovered) = (0, 0, 0);
        for (kind, short, times) in [
            (io::ErrorKind::Other, 0, 1),
            (io::ErrorKind::Other, 70, 1),
            (io::ErrorKind::Other, usize::MAX, 1),
            (io::ErrorKind::StorageFull, 0, 1),
            (io::ErrorKind::Other, 70, 3),
        ] {
            for calls_left in 0..60 {
                let folder = crate::log::ScratchFolder::new();
                let path = folder.path("log");
                drop(Log::create(Segments::create_with(&path, 4096).unwrap(), signer(), OsEntropy).unwrap());
                let plan = Arc::new(Mutex::new(Plan { calls_left: u32::MAX, kind, short, times }));
                let medium = FaultyFolder(path.clone(), Arc::clone(&plan));
                let clock = Arc::new(ManualClock::at(OffsetDateTime::UNIX_EPOCH));
                let timing = Timing::new(clock, Arc::new(|| Duration::ZERO));
                let opened =
                    LogStore::open(medium, signer(), Arc::new(OsEntropy), timing, crate::alarm::unheard(), None);
                let mut store = opened.unwrap().0;
                plan.lock().unwrap().calls_left = calls_left;
                let mut acknowledged = Vec::new();
                for number in 0..12 {
                    match store.commit(&[Event::new([number; 16], vec![number; 500])]) {
                        Ok(place) => acknowledged.push((place.index, [number; 16])),
                        Err(AuditUnavailable) => refused += 1,
                    }
                    store.failed = None;
                }
                assert!(acknowledged.len() + times as usize + 1 >= 12, "a fault refuses at most one call more");
                recovered += usize::from(acknowledged.len() == 12 && plan.lock().unwrap().times == 0);
                drop(store);
                runs += 1;
                let found = crate::log::verify_file(&path, signer().verifier(), None).unwrap();
                let (log, _) = Log::open(Segments::open(&path).unwrap(), signer(), OsEntropy, None).unwrap();
                assert_eq!(log.size(), Ok(found.size));
                let held: Vec<_> = Reader::new(crate::log::SegmentReader::open(&path).unwrap())
                    .unwrap()
                    .map(|entry| entry.map(|entry| (entry.index(), *entry.event_id())).unwrap())
                    .collect();
                assert!(acknowledged.iter().all(|place| held.contains(place)), "{kind}, call {calls_left}");
            }
        }
        println!("{runs} runs, {refused} calls refused, {recovered} faults that nobody noticed");
        assert!(refused > 0 && recovered > 0);
    }
}
