//! How many chunks are in memory at a time.

use super::message::SEALED;

/// The first portion: one chunk, since a small file has no more.
pub(crate) const FIRST_PORTION: usize = SEALED;
/// Each portion of a large file: it stays in the cache of a core, and is worth being handed to another one.
pub(crate) const PORTION: usize = 16 * SEALED;
/// A portion that one thread seals straight from a large text at hand. Written to what is in no cache, it is a tenth quicker with the quick ciphers.
pub(crate) const LARGE_PORTION: usize = 64 * SEALED;
/// The most threads.
pub(crate) const MOST_WORKERS: usize = 8;

/// As many as the machine has cores, and not more than [`MOST_WORKERS`].
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST_WORKERS))
}
