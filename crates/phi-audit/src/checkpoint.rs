//! Checkpoints: the state of a log in three signed lines, small enough to be kept where an attacker cannot reach.
//!
//! The format is [C2SP tlog-checkpoint](https://c2sp.org/tlog-checkpoint) inside a [signed note](crate::note):
//!
//! ```text
//! audit.example/clinic                          the origin: which log this is
//! 100                                           how many entries it holds
//! yYsdO7sOh6Ih+FbtbIuIvYyrihZa31gY8L4xvvyXJx8=  the root of its Merkle tree
//!
//! — audit.example/clinic G+2eLZKM…              the signature
//! ```
//!
//! A log by itself cannot prove that its end is still there: whoever can write the file can cut it, or restore last
//! week's copy. A checkpoint that was carried elsewhere (another machine, another account, a printer) shows it: the
//! log must hold at least that many entries, and the first of them must have that root. What came after the last
//! checkpoint that the attacker could not reach is not protected: write them often.

use core::fmt;

use base64ct::{Base64, Encoding as _};

use crate::merkle::{HASH_LEN, Hash};
use crate::note::{self, NoteError, NoteSigner, NoteVerifier};

/// Why a checkpoint was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The signed note around it was refused.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The origin is empty or has a control character in it.
    #[error("the origin of a checkpoint must be one line of text")]
    Origin,
    /// The signed text is not three lines of origin, size and root.
    #[error("the signed text is not a checkpoint of an audit log")]
    Malformed,
}

/// The state of a log: its origin, its size and the root of its Merkle tree.
///
/// This type alone says nothing about who vouches for it. [`SignedCheckpoint::verify`] gives one that a key has
/// vouched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    // INVARIANT: not empty, no control characters.
    origin: String,
    size: u64,
    root: Hash,
}

impl Checkpoint {
    /// States that the log named `origin` had this root at `size` entries.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`].
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Self, CheckpointError> {
        if origin.is_empty() || origin.contains(char::is_control) {
            return Err(CheckpointError::Origin);
        }
        Ok(Self { origin: origin.to_owned(), size, root })
    }

    /// The name of the log.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries the log held.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root of the Merkle tree of these entries.
    #[must_use]
    pub const fn root(&self) -> &Hash {
        &self.root
    }

    /// Signs it.
    ///
    /// A log must not sign two checkpoints of which the later is not an extension of the earlier, and its key
    /// should bear the name of the log; [`Log::checkpoint`](crate::log::Log::checkpoint) sees to both.
    ///
    /// # Errors
    /// [`CheckpointError::Note`] if the origin is longer than a note may be.
    pub fn sign(&self, signer: &NoteSigner) -> Result<SignedCheckpoint, CheckpointError> {
        Ok(SignedCheckpoint { note: signer.sign(&self.to_string())? })
    }

    /// Reads the three lines. Extension lines, which the specification allows and advises against, are refused:
    /// this log writes none, and nothing here could say what one means.
    fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.strip_suffix('\n').ok_or(CheckpointError::Malformed)?.split('\n');
        let (Some(origin), Some(size), Some(root), None) = (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError::Malformed);
        };
        let size = parse_size(size).ok_or(CheckpointError::Malformed)?;
        let mut buffer = [0; HASH_LEN];
        // Fails for more than 32 bytes, since the buffer is full, and for bits that do not belong to any byte.
        let decoded = Base64::decode(root, &mut buffer).map_err(|_| CheckpointError::Malformed)?;
        let root = <[u8; HASH_LEN]>::try_from(decoded).map_err(|_| CheckpointError::Malformed)?;
        Self::new(origin, size, Hash::from_bytes(root))
    }
}

/// The text that is signed: three lines.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = Base64::encode_string(self.root.as_bytes());
        writeln!(f, "{}\n{}\n{root}", self.origin, self.size)
    }
}

/// A checkpoint with its signature, as text: what to keep elsewhere.
///
/// Its content cannot be read but by [`verify`](Self::verify), so that nobody relies on what nobody has checked.
///
/// ```
/// use phi_audit::checkpoint::{Checkpoint, SignedCheckpoint};
/// use phi_audit::merkle::Hash;
/// use phi_audit::note::NoteSigner;
///
/// let signer = NoteSigner::new("audit.example/clinic", &[7; 32])?;
/// let kept = Checkpoint::new("audit.example/clinic", 0, Hash::empty())?.sign(&signer)?.to_string();
///
/// let checkpoint = SignedCheckpoint::parse(&kept)?.verify(signer.verifier())?;
/// assert_eq!(checkpoint.size(), 0);
/// # Ok::<(), phi_audit::checkpoint::CheckpointError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    note: String,
}

impl SignedCheckpoint {
    /// Takes in a text that was kept elsewhere. It is only looked at; [`verify`](Self::verify) verifies it.
    ///
    /// # Errors
    /// [`CheckpointError::Note`] if it is not in the format of a signed note.
    pub fn parse(note: &str) -> Result<Self, CheckpointError> {
        note::check_format(note)?;
        Ok(Self { note: note.to_owned() })
    }

    /// The same with a further signature line below, of a witness or of a second algorithm: lines of keys that a verifier
    /// does not know are passed over, so there is room for an ML-DSA cosigner ([C2SP tlog-cosignature]).
    ///
    /// [C2SP tlog-cosignature]: https://c2sp.org/tlog-cosignature
    ///
    /// # Errors
    /// [`CheckpointError::Note`] if it is no signature line.
    pub fn with_signature(&self, line: &str) -> Result<Self, CheckpointError> {
        Self::parse(&format!("{}{}\n", self.note, line.trim_end_matches('\n')))
    }

    /// Which log it claims to be of, and how many entries, unverified: for a place that keeps checkpoints and has no key.
    #[must_use]
    pub fn claims(&self) -> Option<(&str, u64)> {
        let mut lines = self.note.split('\n');
        Some((lines.next()?, parse_size(lines.next()?)?))
    }

    /// The text to keep.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.note
    }

    /// Verifies the signature and returns what it vouches for.
    ///
    /// # Errors
    /// A [`CheckpointError`] if the key has not signed it, or has signed something else than a checkpoint.
    pub fn verify(&self, verifier: &NoteVerifier) -> Result<Checkpoint, CheckpointError> {
        Checkpoint::parse(verifier.verify(&self.note)?)
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.note)
    }
}

/// A decimal number without sign and leading zeros, so that each size has one spelling.
fn parse_size(digits: &str) -> Option<u64> {
    let canonical = digits == "0" || !digits.starts_with(['0', '+']);
    canonical.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> NoteSigner {
        NoteSigner::new("audit.example/clinic", &[7; 32]).unwrap()
    }

    #[test]
    fn what_was_signed_is_read_back() {
        for size in [0, 1, 12, u64::MAX] {
            let checkpoint = Checkpoint::new("audit.example/clinic", size, Hash::leaf(b"root")).unwrap();
            let kept = checkpoint.sign(&signer()).unwrap().to_string();
            let read = SignedCheckpoint::parse(&kept).unwrap();
            assert_eq!(read.as_str(), kept);
            assert_eq!(read.verify(signer().verifier()), Ok(checkpoint));
        }
    }

    #[test]
    fn what_the_format_does_not_allow_is_refused_though_signed() {
        let root = "yYsdO7sOh6Ih+FbtbIuIvYyrihZa31gY8L4xvvyXJx8=";
        let verify =
            |text: &str| SignedCheckpoint::parse(&signer().sign(text).unwrap()).unwrap().verify(signer().verifier());
        assert!(verify(&format!("log\n12\n{root}\n")).is_ok());
        for text in [
            format!("log\n012\n{root}\n"),
            format!("log\n+12\n{root}\n"),
            format!("log\n-1\n{root}\n"),
            format!("log\n\n{root}\n"),
            format!("log\n18446744073709551616\n{root}\n"),
            format!("log\n12 \n{root}\n"),
            format!("log\n12\n{root}\nextension\n"),
            format!("log\n12\n{root}\n\n"),
            format!("log\n12\n{root}A\n"),
            format!("log\n12\n{}\n", root.replace("8=", "9=")),
            format!("log\n12\n{}\n", root.trim_end_matches('=')),
            "log\n12\nAAAA\n".to_owned(),
            "log\n12\n".to_owned(),
            "log\n".to_owned(),
            "\n".to_owned(),
        ] {
            assert_eq!(verify(&text), Err(CheckpointError::Malformed), "{text:?}");
        }
        assert_eq!(verify(&format!("\n12\n{root}\n")), Err(CheckpointError::Origin));
    }

    #[test]
    fn an_origin_is_one_line() {
        for origin in ["", "two\nlines", "tab\t", "delete\u{7f}"] {
            assert_eq!(Checkpoint::new(origin, 0, Hash::empty()).err(), Some(CheckpointError::Origin));
        }
    }

    #[test]
    fn vectors_that_another_implementation_accepts_and_refuses() {
        let Some(shared) = std::env::var_os("PHI_SHARED") else {
            return;
        };
        let folder = std::path::Path::new(&shared).join("vectors");
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let verifier = NoteVerifier::from_vkey(read("checkpoint.vkey").trim_end()).unwrap();

        let checkpoint = SignedCheckpoint::parse(&read("checkpoint.note")).unwrap().verify(&verifier).unwrap();
        assert_eq!((checkpoint.origin(), checkpoint.size()), ("audit.example/clinic1", 100));
        let tampered = SignedCheckpoint::parse(&read("checkpoint-tampered.note")).unwrap().verify(&verifier);
        assert_eq!(tampered, Err(CheckpointError::Note(NoteError::Signature)));
        println!("checkpoint: 2 vectors ran, 1 of them valid");
    }
}
