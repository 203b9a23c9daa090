//! How many chunks are in memory at a time.

use super::message::SEALED;
use crate::suite::TAG;

/// The first batch: one chunk, since a small file has no more.
pub(crate) const FIRST_BATCH: usize = SEALED;
/// With one thread: what stays in its cache.
const ALONE: usize = 16 * SEALED;
/// With several, together: four MiB and a little. Larger parts are worth more than the starts of the threads.
const TOGETHER: usize = 256 * SEALED;
/// What each of several threads opens at a time: it stays in the cache of one, and is worth being handed over.
const EACH: usize = 32 * SEALED;
/// The most threads.
pub(crate) const MOST_WORKERS: usize = 8;

/// As many as the machine has cores, and not more than [`MOST_WORKERS`].
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_WORKERS))
}

/// An empty batch. It has room for one more tag, so that it never has to move.
pub(crate) fn batch(bytes: usize) -> Vec<u8> {
    let mut batch = vec![0; bytes.saturating_add(TAG)];
    batch.truncate(bytes);
    batch
}

/// The size of the batch after one of this size.
pub(crate) fn larger(bytes: usize, workers: usize) -> usize {
    bytes.max(if workers > 1 { TOGETHER } else { ALONE })
}

/// The size of a portion of a large file.
pub(crate) fn portion(workers: usize) -> usize {
    if workers > 1 { EACH } else { ALONE }
}
