//! Synthetic logs for the tests.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use super::stream::Batches;
use super::{Log, LogError, MemoryDisk, MemoryStorage, Reader, Recovery, Verified, VerifyError, verify};
use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::note::NoteSigner;
use phi_types::{Entropy, EntropyUnavailable};
use std::sync::Mutex;

pub(super) const ORIGIN: &str = "audit.example/clinic";

/// How many entries are appended at a time to the log of twelve.
const BATCHES: [u64; 6] = [1, 1, 3, 1, 2, 4];

/// Where its last batch begins.
pub(super) const LAST_BATCH: usize = 8;

pub(super) fn signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, &[7; 32]).unwrap()
}

/// Counts instead of drawing lots, so that each log comes out the same.
pub(super) fn entropy() -> impl Entropy {
    let mut count = 0_u64;
    source(move |out: &mut [u8]| {
        for chunk in out.chunks_mut(16) {
            count = count.wrapping_add(1);
            for (byte, place) in chunk.iter_mut().zip(0_u8..) {
                *byte = count.to_le_bytes()[usize::from(place % 8)] ^ place ^ 0x5C;
            }
        }
        Ok(())
    })
}

/// A source of what the closure makes.
pub(super) fn source(fill: impl FnMut(&mut [u8]) -> Result<(), EntropyUnavailable> + Send) -> impl Entropy {
    Source(Mutex::new(fill))
}

struct Source<F>(Mutex<F>);

impl<F: FnMut(&mut [u8]) -> Result<(), EntropyUnavailable> + Send> Entropy for Source<F> {
    fn fill(&self, out: &mut [u8]) -> Result<(), EntropyUnavailable> {
        (self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner))(out)
    }
}

pub(super) fn event_id(index: u64) -> [u8; 16] {
    u128::from(index).wrapping_add(1 << 100).to_be_bytes()
}

/// One is empty, one longer than a sector, one has a sector of zeros in it.
pub(super) fn payload(index: u64) -> Vec<u8> {
    match index {
        4 => Vec::new(),
        8 => vec![3; 700],
        10 => [vec![1; 30], vec![0; 560], vec![2; 30]].concat(),
        _ => format!("{{\"synthetic\":{index}}}").into_bytes(),
    }
}

pub(super) fn create(disk: &MemoryDisk) -> Log<MemoryStorage> {
    Log::create(disk.writer().unwrap(), signer(), entropy()).unwrap()
}

pub(super) fn append(log: &Log<MemoryStorage>, indices: std::ops::Range<u64>) -> Result<u64, LogError> {
    let payloads: Vec<_> = indices.map(|index| (event_id(index), payload(index))).collect();
    let entries: Vec<_> = payloads.iter().map(|(id, payload)| (*id, payload.as_slice())).collect();
    log.append(&entries)
}

/// A log of twelve entries in six batches.
pub(super) fn twelve_entries() -> MemoryDisk {
    let disk = MemoryDisk::new();
    let log = create(&disk);
    let mut next = 0;
    for len in BATCHES {
        assert_eq!(append(&log, next..next + len), Ok(next));
        next += len;
    }
    disk
}

pub(super) fn open(disk: &MemoryDisk) -> Result<(Log<MemoryStorage>, Recovery), LogError> {
    Log::open(disk.writer()?, signer(), entropy(), None)
}

/// The indices of the entries, each checked against what was appended under it.
pub(super) fn held(disk: &MemoryDisk) -> u64 {
    let mut count = 0;
    for entry in Reader::new(disk.reader()).unwrap() {
        let entry = entry.unwrap();
        assert_eq!((entry.index(), entry.payload()), (count, &payload(count)[..]));
        count += 1;
    }
    count
}

pub(super) fn verified(bytes: &[u8], checkpoint: Option<&SignedCheckpoint>) -> Result<Verified, VerifyError> {
    verify(MemoryDisk::with_bytes(bytes).reader(), signer().verifier(), checkpoint)
}

/// The checkpoint of a log that someone else keeps.
pub(super) fn checkpoint(bytes: &[u8]) -> SignedCheckpoint {
    let verified = verified(bytes, None).unwrap();
    Checkpoint::new(ORIGIN, verified.size, verified.root).unwrap().sign(&signer()).unwrap()
}

/// Where each entry begins.
pub(super) fn offsets(bytes: &[u8]) -> Vec<usize> {
    let mut batches = Batches::new(MemoryDisk::with_bytes(bytes).reader()).unwrap();
    let mut offsets = Vec::new();
    while batches.advance().unwrap() {
        offsets.extend(batches.frames().iter().map(|placed| usize::try_from(placed.offset).unwrap()));
    }
    offsets
}

/// A folder for the files of one test, removed in the end.
pub(crate) struct ScratchFolder(PathBuf);

impl ScratchFolder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("phi-audit-{}-{number}", std::process::id()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
