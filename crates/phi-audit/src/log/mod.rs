//! The log itself: append-only, durable before it acknowledges, and unable to change unnoticed.
//!
//! [`Log`] is the one writer. [`Reader`] streams the entries, also while the writer is at work. [`verify`] finds
//! out whether anything was changed, dropped, reordered, repeated or cut off, up to a
//! [checkpoint](crate::checkpoint) kept elsewhere.
//!
//! # What holds
//! - An entry whose [`append`](Log::append) has returned survives the loss of power, as far as the disk keeps its
//!   word about syncing. If a write or a sync fails, the log takes no more entries until it is opened anew: a sync
//!   that fails once and then succeeds may have lost the data in between.
//! - Entries that were appended together are there together or not at all.
//! - [`Log::open`] reads and verifies everything. It cuts off what a crash left of a batch that was never
//!   acknowledged, and says so. It refuses a file that was damaged otherwise, and names the first bad entry.
//! - Whoever can write the file can also compute all that is in it: without a checkpoint, [`verify`] finds
//!   accidents and clumsy hands. With one, it finds every change to the entries that the checkpoint vouches for,
//!   and any loss of them.
//!
//! # The file
//! All numbers are big-endian. The header:
//!
//! | bytes | |
//! |---|---|
//! | 14 | `phi-audit log` and a newline |
//! | 2 | version: 1 |
//! | 2 | length of the origin |
//! | 16 | log id, random |
//! | | origin |
//! | 8 | the first bytes of SHA-256(`phi-audit header 1` ‖ all of the above) |
//!
//! Then frames, one for each entry:
//!
//! | bytes | |
//! |---|---|
//! | 1 | 0xA5 |
//! | 1 | flags: 1 if the payload has 512 zero bytes in a row; 2 if retention took the entry away: no payload then, and zeros for event id and salt |
//! | 4 | length of the payload |
//! | 4 | how many frames of the same batch come before this one |
//! | 4 | how many bytes of the same batch come after this frame |
//! | 8 | index of the entry, from 0 |
//! | 16 | event id |
//! | 16 | salt, random |
//! | 32 | leaf hash, see [`leaf_hash`] |
//! | 8 | the first bytes of SHA-256(`phi-audit frame 1` ‖ log id ‖ all of the above) |
//! | 1 | 0x5A |
//! | | payload |
//! | 1 | 0xA5 |
//!
//! A folder of [`Segments`] holds the same, cut into files of 64 MiB. No batch crosses from one into the next; what is left
//! over, and what was prepared and not yet written, is zeros.
//!
//! # Example
//! ```
//! use phi_audit::log::{Log, MemoryDisk, Reader, verify};
//! use phi_audit::note::NoteSigner;
//! use phi_types::OsEntropy;
//!
//! let signer = || NoteSigner::new("audit.example/clinic", &[7; 32]);
//! let disk = MemoryDisk::new(); // `FileStorage::create(path)?` in earnest
//! let log = Log::create(disk.writer()?, signer()?, OsEntropy)?;
//! log.append(&[([1; 16], b"sealed event"), ([2; 16], b"another")])?;
//! let kept_elsewhere = log.checkpoint()?;
//!
//! let entry = Reader::new(disk.reader())?.last().ok_or("empty")??;
//! assert_eq!((entry.index(), entry.payload()), (1, &b"another"[..]));
//!
//! let verified = verify(disk.reader(), signer()?.verifier(), Some(&kept_elsewhere))?;
//! assert_eq!(verified.size, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(test)]
mod attacks;
mod batch;
mod copy;
#[cfg(test)]
mod crash;
mod entropy;
mod error;
#[cfg(test)]
mod fixture;
mod frame;
mod header;
mod lookup;
mod memory;
mod open;
mod reader;
mod recovery;
mod replay;
mod retained;
mod rewrite;
mod segments;
mod state;
mod storage;
mod stream;
mod verify;
mod writer;

pub use copy::write_copy;
pub use error::{AnchorError, Damage, DamageReason, HeaderError, LogError, ReadError, StorageError, VerifyError};
pub use frame::{FRAME_OVERHEAD, MAX_BATCH_LEN, MAX_PAYLOAD_LEN, leaf_hash};
pub use memory::{Fault, MemoryDisk, MemoryReader, MemoryStorage};
pub use open::{CutTail, Recovery};
pub use reader::{Entry, Reader};
pub use segments::{SEGMENT_LEN, SegmentReader, Segments};
pub use storage::{FileReader, FileStorage, ReadAt, Storage};
pub use verify::{Verified, verify, verify_file};
pub use writer::Log;

pub(crate) use entropy::draw;
#[cfg(test)]
pub(crate) use fixture::ScratchFolder;
pub(crate) use frame::wide;
pub(crate) use header::header_len;
pub(crate) use lookup::{Lookup, read_entry, watch_entries, watch_from};
pub(crate) use replay::Passed;
pub(crate) use rewrite::rewrite_segment;
pub(crate) use segments::is_segment;
pub(crate) use storage::sync_folder_of;
