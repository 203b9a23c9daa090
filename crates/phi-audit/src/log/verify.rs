//! Whether the log is what it was.

use std::path::Path;

use super::replay::replay;
use super::stream::Batches;
use super::{FileReader, ReadAt, SegmentReader, VerifyError};
use crate::checkpoint::SignedCheckpoint;
use crate::merkle::Hash;
use crate::note::NoteVerifier;

/// A log that was found sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "`unfinished` may want a look"]
#[non_exhaustive]
pub struct Verified {
    /// How many entries it holds.
    pub size: u64,
    /// The root of their Merkle tree.
    pub root: Hash,
    /// How many bytes come after the last complete batch: one that is being written, or that a crash has cut short
    /// before it was acknowledged. 0 in a log at rest. Not an error: the next writer cuts them off.
    pub unfinished: u64,
    /// How many of the entries retention took away; a signed entry of the same log allows for each of them.
    pub pruned: u64,
}

/// Verifies a whole log: that each entry is as it was written and in its place; and with a checkpoint, that the log
/// holds all that the checkpoint vouches for.
///
/// `verifier` is the public key of the log, whose name must be the log's; it verifies the checkpoint. Without a
/// checkpoint this finds what was changed by accident, or by someone who did not recompute the hashes: not a log
/// that was cut at the end of an entry, nor one that was written anew.
///
/// Takes no lock; entries that are appended meanwhile may or may not be seen. Time grows with the length of the
/// log, memory does not.
///
/// # Errors
/// [`VerifyError::Read`] with the index and the place of the first damaged entry, [`VerifyError::Anchor`] if the
/// log is sound but not what the checkpoint vouches for, [`VerifyError::Checkpoint`] if the checkpoint is not by
/// this key.
pub fn verify<R: ReadAt>(
    storage: R,
    verifier: &NoteVerifier,
    checkpoint: Option<&SignedCheckpoint>,
) -> Result<Verified, VerifyError> {
    let anchor = checkpoint.map(|checkpoint| checkpoint.verify(verifier)).transpose()?;
    let mut batches = Batches::new(storage)?;
    let replayed = replay(&mut batches, verifier, anchor.as_ref(), &mut |_| ())?;
    Ok(Verified {
        size: replayed.tree.size(),
        root: replayed.tree.root(),
        unfinished: replayed.unfinished,
        pruned: replayed.pruned,
    })
}

/// Verifies a log file, or a folder of [segments](super::Segments); see [`verify`].
///
/// ```no_run
/// use phi_audit::checkpoint::SignedCheckpoint;
/// use phi_audit::log::verify_file;
/// use phi_audit::note::NoteVerifier;
///
/// let key = NoteVerifier::from_vkey("audit.example/clinic1+1bed9e2d+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")?;
/// let checkpoint = SignedCheckpoint::parse(&std::fs::read_to_string("/mnt/elsewhere/checkpoint.note")?)?;
/// let verified = verify_file("/var/lib/clinic/audit.log", &key, Some(&checkpoint))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`verify`].
pub fn verify_file(
    path: impl AsRef<Path>,
    verifier: &NoteVerifier,
    checkpoint: Option<&SignedCheckpoint>,
) -> Result<Verified, VerifyError> {
    let path = path.as_ref();
    if path.is_dir() {
        return verify(SegmentReader::open(path)?, verifier, checkpoint);
    }
    verify(FileReader::open(path)?, verifier, checkpoint)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{self, checkpoint, verified};
    use super::super::{AnchorError, Damage, DamageReason, MemoryDisk};
    use super::*;
    use crate::checkpoint::{Checkpoint, CheckpointError};
    use crate::note::{NoteError, NoteSigner};

    #[test]
    fn a_sound_log_is_found_sound() {
        let bytes = fixture::twelve_entries().bytes();
        let found = verified(&bytes, Some(&checkpoint(&bytes))).unwrap();
        assert_eq!((found.size, found.unfinished), (12, 0));
    }

    #[test]
    fn the_key_the_checkpoint_and_the_log_must_belong_together() {
        let bytes = fixture::twelve_entries().bytes();
        let other_key = NoteSigner::new(fixture::ORIGIN, &[8; 32]).unwrap();
        let other_name = NoteSigner::new("audit.example/other", &[7; 32]).unwrap();
        let read = |verifier: &NoteVerifier, kept| verify(MemoryDisk::with_bytes(&bytes).reader(), verifier, kept);

        let kept = checkpoint(&bytes);
        let unsigned = VerifyError::Checkpoint(CheckpointError::Note(NoteError::Unsigned));
        assert_eq!(read(other_key.verifier(), Some(&kept)), Err(unsigned));
        assert_eq!(read(other_name.verifier(), None), Err(AnchorError::OtherLog.into()));
        let of_other =
            Checkpoint::new("audit.example/other", 0, Hash::empty()).unwrap().sign(&fixture::signer()).unwrap();
        assert_eq!(verified(&bytes, Some(&of_other)), Err(AnchorError::OtherLog.into()));
        let no_such_root =
            Checkpoint::new(fixture::ORIGIN, 0, Hash::leaf(b"")).unwrap().sign(&fixture::signer()).unwrap();
        assert_eq!(verified(&bytes, Some(&no_such_root)), Err(AnchorError::Rewritten { vouched: 0 }.into()));
    }

    #[test]
    fn errors_are_for_people_on_call() {
        let damage = Damage { index: 7, offset: 1234, reason: DamageReason::Content };
        assert_eq!(
            VerifyError::Read(damage.into()).to_string(),
            "entry 7, at byte 1234 of the file, is damaged: its content is not what was logged"
        );
        assert_eq!(
            VerifyError::from(AnchorError::Missing { held: 5, vouched: 9 }).to_string(),
            "the log holds 5 entries, but the checkpoint vouches for 9: its end was cut off, or an older copy was \
             put in its place"
        );
    }
}
