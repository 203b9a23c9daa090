//! The one writer of a log.

use core::fmt;
use std::sync::{Mutex, MutexGuard};

use super::header::Header;
use super::state::{self, State};
use super::{AnchorError, LogError, Storage, StorageError, batch, entropy, frame};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::merkle::{Hash, Tree};
use crate::note::NoteSigner;
use phi_types::{Entropy, EntropyUnavailable};

/// A log that is open for writing.
///
/// Its name is that of the key that signs its checkpoints. It can be shared among threads; they take turns.
pub struct Log<S> {
    pub(super) header: Header,
    pub(super) signer: NoteSigner,
    pub(super) state: Mutex<State<S>>,
}

/// Where entries were appended.
pub(crate) struct Appended {
    pub(crate) first: u64,
    pub(crate) leaves: Vec<Hash>,
    pub(crate) offsets: Vec<u64>,
}

impl<S: Storage> Log<S> {
    /// Creates a log in an empty storage. It is durable when this returns.
    ///
    /// `entropy` makes the id of the log and the salts of its entries.
    ///
    /// # Errors
    /// [`LogError::NotEmpty`], [`LogError::Entropy`], [`LogError::Storage`]. If this fails or the program ends in
    /// it, remove the file.
    pub fn create(mut storage: S, signer: NoteSigner, entropy: impl Entropy + 'static) -> Result<Self, LogError> {
        if !state::is_blank(&mut storage).map_err(StorageError::during("looking at what the file holds"))? {
            return Err(LogError::NotEmpty);
        }
        let log_id = entropy::draw(&entropy, 1)?.into_iter().next().ok_or(EntropyUnavailable)?;
        // A signer's name is never longer than a header can hold.
        let header = Header::new(signer.name(), log_id).ok_or(AnchorError::OtherLog)?;
        let bytes = header.encode();
        let end = frame::wide(bytes.len());
        storage.reserve(end).map_err(StorageError::during("preparing the file"))?;
        storage.write_at(0, &bytes).map_err(StorageError::during("writing the header"))?;
        storage.sync_data().map_err(StorageError::during("syncing the header"))?;
        let len = storage.len().map_err(StorageError::during("looking at the length of the file"))?;
        let state = State { storage, entropy: Box::new(entropy), tree: Tree::new(), end, len, poisoned: false };
        Ok(Self { header, signer, state: Mutex::new(state) })
    }

    /// Appends entries, each an event id and the bytes to store, and returns the index of the first. They are
    /// durable when this returns. They are written at once and synced once, so many together cost little more than
    /// one.
    ///
    /// The bytes are stored as they are: seal them before.
    ///
    /// # Errors
    /// On [`LogError::Storage`] and [`LogError::Intruder`] it is not known whether the entries will be in the log:
    /// they were not acknowledged, and may turn up, all or none, when it is next opened. Until then every append
    /// fails with [`LogError::Poisoned`].
    ///
    /// After any other error nothing was written, and the log goes on: [`LogError::EmptyBatch`],
    /// [`LogError::PayloadTooLong`], [`LogError::BatchTooLong`], [`LogError::Entropy`], [`LogError::Full`].
    pub fn append(&self, entries: &[([u8; 16], &[u8])]) -> Result<u64, LogError> {
        Ok(self.append_placed(entries)?.first)
    }

    /// As [`append`](Self::append), and says where the entries stand.
    pub(crate) fn append_placed(&self, entries: &[([u8; 16], &[u8])]) -> Result<Appended, LogError> {
        let batch_len = frame::wide(batch::encoded_len(entries)?);
        let mut state = self.lock()?;
        if state.poisoned {
            return Err(LogError::Poisoned);
        }
        let first = state.tree.size();
        // Whatever cannot be counted is refused before anything is written.
        first.checked_add(frame::wide(entries.len())).ok_or(LogError::Full)?;
        let salts = entropy::draw(&*state.entropy, entries.len())?;
        let batch = batch::encode(&self.header, first, entries, &salts)?;
        let start = state.make_room(batch_len)?;
        // Poisoned until the very end: whatever leaves early, be it by a panic in the storage, leaves it so.
        state.poisoned = true;
        state.write(start, &batch.bytes)?;
        for leaf in &batch.leaves {
            state.tree.push(*leaf).map_err(|_| LogError::Full)?;
        }
        state.poisoned = false;
        Ok(Appended {
            first,
            leaves: batch.leaves,
            offsets: batch.offsets.iter().map(|at| start.saturating_add(*at)).collect(),
        })
    }

    /// Vouches for all entries that are acknowledged now. Keep the text where whoever may write the log cannot.
    ///
    /// A log that is poisoned can still do this.
    ///
    /// # Errors
    /// [`LogError::Poisoned`] after a panic during an append.
    pub fn checkpoint(&self) -> Result<SignedCheckpoint, LogError> {
        let (size, root) = self.head()?;
        Ok(Checkpoint::new(self.origin(), size, root)?.sign(&self.signer)?)
    }

    /// How many entries are acknowledged.
    ///
    /// # Errors
    /// [`LogError::Poisoned`] after a panic during an append.
    pub fn size(&self) -> Result<u64, LogError> {
        Ok(self.head()?.0)
    }

    /// The random id of the log, by which entries are referred to.
    #[must_use]
    pub const fn id(&self) -> [u8; 16] {
        *self.header.log_id()
    }

    /// The name of the log.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.header.origin()
    }

    /// Whether a write or a sync has failed.
    pub(crate) fn is_poisoned(&self) -> bool {
        self.lock().map_or(true, |state| state.poisoned)
    }

    /// Size and root of what is acknowledged.
    pub(crate) fn head(&self) -> Result<(u64, Hash), LogError> {
        let state = self.lock()?;
        Ok((state.tree.size(), state.tree.root()))
    }

    fn lock(&self) -> Result<MutexGuard<'_, State<S>>, LogError> {
        self.state.lock().map_err(|_| LogError::Poisoned)
    }
}

impl<S> fmt::Debug for Log<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Log(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, open};
    use super::super::{FileStorage, HeaderError, MemoryDisk, MemoryStorage, Reader, verify, verify_file};
    use super::*;

    #[test]
    fn the_format_is_the_one_that_older_logs_have() {
        // If this fails, logs that exist can no longer be read: a new version of the format is needed.
        let digest = Hash::leaf(&fixture::twelve_entries().bytes());
        assert_eq!(digest.to_string(), "437a1286f98da6ab01649c14785d4ac0fb9490de454cca6861d52fb62a8c156e");
    }

    #[test]
    fn without_random_bytes_nothing_is_written_and_the_log_goes_on() {
        let disk = MemoryDisk::new();
        let source = fixture::entropy();
        let mut draws = 0;
        let failing = fixture::source(move |out: &mut [u8]| {
            draws += 1;
            match draws {
                2 => Err(EntropyUnavailable),
                3 => Ok(()),
                _ => source.fill(out),
            }
        });
        let log = Log::create(disk.writer().unwrap(), fixture::signer(), failing).unwrap();
        let before = disk.bytes();
        for _ in 0..2 {
            assert_eq!(fixture::append(&log, 0..2), Err(EntropyUnavailable.into()));
        }
        assert_eq!(disk.bytes(), before);
        assert_eq!(fixture::append(&log, 0..2), Ok(0));
        let none = Log::create(
            MemoryDisk::new().writer().unwrap(),
            fixture::signer(),
            fixture::source(|_: &mut [u8]| Err(EntropyUnavailable)),
        );
        assert_eq!(none.err(), Some(EntropyUnavailable.into()));
    }

    #[test]
    fn a_panic_within_leaves_an_error_and_no_panic() {
        let disk = MemoryDisk::new();
        let source = fixture::entropy();
        let mut draws = 0;
        let panicking = fixture::source(move |out: &mut [u8]| {
            draws += 1;
            assert!(draws < 3, "as the test wants it");
            source.fill(out)
        });
        let log = Log::create(disk.writer().unwrap(), fixture::signer(), panicking).unwrap();
        fixture::append(&log, 0..1).unwrap();
        assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| fixture::append(&log, 1..2))).is_err());
        assert_eq!(fixture::append(&log, 1..2), Err(LogError::Poisoned));
        assert_eq!(log.checkpoint().err(), Some(LogError::Poisoned));
        drop(log);
        assert_eq!(open(&disk).unwrap().1.entries, 1);
    }

    #[test]
    fn what_may_not_be_appended_is_refused_and_the_log_goes_on() {
        let disk = MemoryDisk::new();
        let log = fixture::create(&disk);
        let before = disk.bytes();
        assert_eq!(log.append(&[]), Err(LogError::EmptyBatch));
        let long = vec![0; super::super::MAX_PAYLOAD_LEN + 1];
        assert_eq!(log.append(&[([0; 16], b""), ([0; 16], &long)]), Err(LogError::PayloadTooLong { position: 1 }));
        assert_eq!(disk.bytes(), before);
        assert_eq!(fixture::append(&log, 0..1), Ok(0));
    }

    #[test]
    fn there_is_one_writer_and_whoever_goes_around_it_is_noticed() {
        let disk = fixture::twelve_entries();
        let (log, _) = open(&disk).unwrap();
        assert_eq!(open(&disk).err(), Some(LogError::InUse));
        let mut intruder = MemoryStorage::without_lock(&disk);
        intruder.write_at(disk.bytes().len() as u64, b"x").unwrap();
        assert_eq!(fixture::append(&log, 12..13), Err(LogError::Intruder));
        assert_eq!(fixture::append(&log, 12..13), Err(LogError::Poisoned));
    }

    #[test]
    fn a_log_is_not_created_over_anything() {
        let disk = MemoryDisk::with_bytes(b"x");
        let created = Log::create(disk.writer().unwrap(), fixture::signer(), fixture::entropy());
        assert_eq!(created.err(), Some(LogError::NotEmpty));
        assert_eq!(disk.bytes(), b"x");
        assert_eq!(open(&MemoryDisk::new()).err(), Some(LogError::Read(HeaderError::Incomplete.into())));
    }

    #[test]
    fn threads_take_turns() {
        let disk = MemoryDisk::new();
        let log = fixture::create(&disk);
        let mut firsts: Vec<u64> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        (0..25).map(|_| log.append(&[([0; 16], b"a"), ([0; 16], b"b")]).unwrap()).collect::<Vec<_>>()
                    })
                })
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        firsts.sort_unstable();
        assert_eq!(firsts, (0..100).map(|batch| batch * 2).collect::<Vec<_>>());
        assert_eq!(verify(disk.reader(), fixture::signer().verifier(), None).unwrap().size, 200);
    }

    #[test]
    fn a_log_lives_in_a_file() {
        let folder = fixture::ScratchFolder::new();
        let path = folder.path("audit.log");
        let log = Log::create(FileStorage::create(&path).unwrap(), fixture::signer(), fixture::entropy()).unwrap();
        log.append(&[([1; 16], b"one"), ([2; 16], b"two")]).unwrap();
        assert_eq!(FileStorage::open(&path).err(), Some(LogError::InUse));
        assert_eq!(Reader::open(&path).unwrap().map(Result::unwrap).count(), 2);
        let kept = log.checkpoint().unwrap();
        drop(log);

        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend_from_slice(&[0xA5; 40]);
        std::fs::write(&path, &bytes).unwrap();
        let anchor = kept.verify(fixture::signer().verifier()).unwrap();
        let storage = FileStorage::open(&path).unwrap();
        let (log, recovery) = Log::open(storage, fixture::signer(), fixture::entropy(), Some(&anchor)).unwrap();
        assert_eq!((recovery.entries, recovery.cut.map(|cut| cut.bytes)), (2, Some(40)));
        assert_eq!(log.append(&[([3; 16], b"three")]), Ok(2));
        assert_eq!(verify_file(&path, fixture::signer().verifier(), Some(&kept)).unwrap().size, 3);
    }

    #[test]
    fn the_log_shows_nothing_of_itself() {
        fn is_shared<T: Send + Sync>(_: &T) {}
        let log = fixture::create(&MemoryDisk::new());
        is_shared(&log);
        assert_eq!(format!("{log:?}"), "Log(..)");
    }
}
