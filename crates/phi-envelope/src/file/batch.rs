//! How many chunks are in memory at a time.

use zeroize::Zeroizing;

use super::message::SEALED;
use crate::suite::TAG;

/// The first batch: one chunk, since a small file has no more, and what is larger costs its wiping.
pub(crate) const FIRST_BATCH: usize = SEALED;
/// One worker's part of a batch: a MiB and a little.
const SHARE: usize = 64 * SEALED;
/// So that no file takes more than eight MiB and a little.
pub(crate) const MOST_WORKERS: usize = 8;

/// As many as the machine has cores, and not more than [`MOST_WORKERS`].
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_WORKERS))
}

/// An empty batch. It wipes itself, and has room for one more tag, so that it never has to move.
pub(crate) fn batch(bytes: usize) -> Zeroizing<Vec<u8>> {
    let mut batch = Vec::with_capacity(bytes.saturating_add(TAG));
    batch.resize(bytes, 0);
    Zeroizing::new(batch)
}

/// The size of the batch after one of this size.
pub(crate) fn larger(bytes: usize, workers: usize) -> usize {
    // One thread works best on what stays in its cache.
    let most = if workers > 1 { SHARE.saturating_mul(workers) } else { 16 * SEALED };
    most.max(bytes)
}
