//! The signer of checkpoints: it vouches for nothing that does not extend what it vouched for before.

use core::fmt;
use std::sync::{Mutex, PoisonError};

use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::merkle::{Hash, ProofError, verify_consistency};
use crate::note::{NoteSigner, NoteVerifier};

/// Why a head was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HeadError {
    /// The head does not extend the last one that was signed: entries are missing, or others.
    #[error("the head does not extend the last one that was signed: {0}")]
    NotAnExtension(#[from] ProofError),
    /// It could not be signed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// Signs the heads of one log, each an extension of the one before.
///
/// ```
/// use phi_audit::{HeadSigner, merkle::{Hash, root_at, prove_consistency}, note::NoteSigner};
///
/// let leaves = [Hash::leaf(b"a"), Hash::leaf(b"b")];
/// let signer = HeadSigner::new(NoteSigner::new("audit.example/clinic", &[7; 32])?, None);
/// signer.sign(1, leaves[0], &[])?;
/// signer.sign(2, root_at(&leaves, 2).ok_or("short")?, &prove_consistency(&leaves, 1)?)?;
/// assert!(signer.sign(2, leaves[1], &[]).is_err()); // another log of the same size
/// assert!(signer.sign(1, leaves[0], &[]).is_err()); // back to where it was
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct HeadSigner {
    signer: NoteSigner,
    last: Mutex<Option<(u64, Hash)>>,
}

impl HeadSigner {
    /// Goes on from the last checkpoint that was signed, which the caller has from an anchor.
    #[must_use]
    pub fn new(signer: NoteSigner, last: Option<&Checkpoint>) -> Self {
        Self { signer, last: Mutex::new(last.map(|last| (last.size(), *last.root()))) }
    }

    /// The public key.
    #[must_use]
    pub const fn verifier(&self) -> &NoteVerifier {
        self.signer.verifier()
    }

    /// The size that was vouched for last.
    #[must_use]
    pub fn vouched(&self) -> u64 {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).map_or(0, |(size, _)| size)
    }

    /// Signs the head of `size` entries with this root; `proof` shows that it extends the last one (RFC 9162, 2.1.4), and
    /// is empty after none or after one of size 0.
    ///
    /// # Errors
    /// [`HeadError::NotAnExtension`]: nothing is signed, and the last head stands.
    pub fn sign(&self, size: u64, root: Hash, proof: &[Hash]) -> Result<SignedCheckpoint, HeadError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match *last {
            None | Some((0, _)) if proof.is_empty() => {}
            None => return Err(ProofError::WrongLength.into()),
            Some((older, older_root)) => verify_consistency(older, &older_root, size, &root, proof)?,
        }
        let signed = Checkpoint::new(self.signer.name(), size, root)?.sign(&self.signer)?;
        *last = Some((size, root));
        Ok(signed)
    }
}

impl fmt::Debug for HeadSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeadSigner(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{prove_consistency, reference, root_at};

    #[test]
    fn every_head_but_an_extension_is_refused() {
        let leaves = reference::leaves(20);
        let fork: Vec<_> = leaves[..5].iter().copied().chain(reference::leaves(40)[25..].to_vec()).collect();
        let note = || NoteSigner::new("audit.example/clinic", &[7; 32]).unwrap();
        for older in 1..leaves.len() as u64 {
            let kept = Checkpoint::new("audit.example/clinic", older, root_at(&leaves, older).unwrap()).unwrap();
            for newer in 1..=leaves.len() as u64 {
                let signer = HeadSigner::new(note(), Some(&kept));
                let prove = |leaves: &[Hash]| prove_consistency(&leaves[..newer as usize], older).unwrap_or_default();
                let good = signer.sign(newer, root_at(&leaves, newer).unwrap(), &prove(&leaves));
                assert_eq!(good.is_ok(), newer >= older, "{older} to {newer}");
                let signer = HeadSigner::new(note(), Some(&kept));
                let forked = signer.sign(newer, root_at(&fork, newer).unwrap(), &prove(&fork));
                assert_eq!(forked.is_ok(), newer >= older && older <= 5, "{older} to {newer}, forked");
                if forked.is_err() {
                    assert_eq!(signer.vouched(), older);
                }
            }
        }
    }
}
