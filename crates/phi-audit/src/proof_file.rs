//! Proofs as files that stand for themselves: whoever has the log's public key checks one without the log, and without
//! this library (`docs/verifier` holds a program of its own for it).
//!
//! Inclusion is [C2SP tlog-proof](https://c2sp.org/tlog-proof), whose `extra` line holds the entry: its event id, its salt
//! and its bytes.
//!
//! ```text
//! c2sp.org/tlog-proof@v1
//! extra AQEBAQEBAQEBAQEBAQEBAQ…
//! index 73894
//! gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
//!
//! audit.example/clinic
//! 109482
//! sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=
//!
//! — audit.example/clinic hI2DJw…
//! ```
//!
//! Consistency is of our own making, in the same manner: `phi-audit/consistency@v1`, a line `older` with the base64 of the
//! older checkpoint, the hashes, an empty line and the newer checkpoint.
#![deny(clippy::arithmetic_side_effects)]

use base64ct::{Base64, Encoding as _};

use crate::checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
use crate::log::leaf_hash;
use crate::merkle::{HASH_LEN, Hash, ProofError, verify_consistency, verify_inclusion};
use crate::note::{MAX_NOTE_LEN, NoteVerifier};

const INCLUSION: &str = "c2sp.org/tlog-proof@v1";
const CONSISTENCY: &str = "phi-audit/consistency@v1";

/// Why a proof file proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofFileError {
    /// It is not in the format.
    #[error("this is not a proof file, or a damaged one")]
    Malformed,
    /// A checkpoint in it is refused.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The checkpoint is of another log than the key names.
    #[error("the checkpoint is of another log")]
    OtherLog,
    /// It does not prove what it says.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// An entry, and the proof that it is in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct InclusionProof {
    /// The index of the entry.
    pub index: u64,
    /// The id of the event.
    pub event_id: [u8; 16],
    /// The salt.
    pub salt: [u8; 16],
    /// The stored bytes.
    pub payload: Vec<u8>,
    /// The hashes from the leaf to the root.
    pub path: Vec<Hash>,
    /// The checkpoint that the proof leads to.
    pub checkpoint: SignedCheckpoint,
}

impl InclusionProof {
    /// The file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let extra = [&self.event_id[..], &self.salt, &self.payload].concat();
        let mut text = format!("{INCLUSION}\nextra {}\nindex {}\n", Base64::encode_string(&extra), self.index);
        write_hashes(&self.path, &mut text);
        text.push('\n');
        text.push_str(self.checkpoint.as_str());
        text
    }

    /// Reads a file. It proves nothing until it was [verified](Self::verify).
    ///
    /// # Errors
    /// [`ProofFileError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, ProofFileError> {
        let (head, checkpoint) = split(text)?;
        let mut lines = head.split('\n');
        let mut field = |name: &str| lines.next()?.strip_prefix(name);
        let read = (|| {
            field(INCLUSION).filter(|rest| rest.is_empty())?;
            let extra = Base64::decode_vec(field("extra ")?).ok()?;
            let index = field("index ")?;
            let index = index.parse::<u64>().ok().filter(|parsed| parsed.to_string() == index)?;
            let (event_id, rest) = extra.split_first_chunk()?;
            let (salt, payload) = rest.split_first_chunk()?;
            Some((*event_id, *salt, payload.to_vec(), index))
        })();
        let (event_id, salt, payload, index) = read.ok_or(ProofFileError::Malformed)?;
        let path = lines.map(read_hash).collect::<Option<_>>().ok_or(ProofFileError::Malformed)?;
        Ok(Self { index, event_id, salt, payload, path, checkpoint })
    }

    /// Checks that the entry is in the log of this key, and returns the checkpoint that says so.
    ///
    /// # Errors
    /// A [`ProofFileError`].
    pub fn verify(&self, key: &NoteVerifier) -> Result<Checkpoint, ProofFileError> {
        let checkpoint = of_log(&self.checkpoint, key)?;
        let leaf = leaf_hash(key.name(), self.index, &self.event_id, &self.salt, &self.payload);
        verify_inclusion(&leaf, self.index, checkpoint.size(), checkpoint.root(), &self.path)?;
        Ok(checkpoint)
    }
}

/// Shows the index alone: the bytes may not be sealed.
impl core::fmt::Debug for InclusionProof {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("InclusionProof").field("index", &self.index).finish_non_exhaustive()
    }
}

/// The proof that a log has only grown between two checkpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// The checkpoint of the smaller tree.
    pub older: SignedCheckpoint,
    /// The hashes.
    pub path: Vec<Hash>,
    /// The checkpoint of the larger tree.
    pub newer: SignedCheckpoint,
}

impl ConsistencyProof {
    /// The file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{CONSISTENCY}\nolder {}\n", Base64::encode_string(self.older.as_str().as_bytes()));
        write_hashes(&self.path, &mut text);
        text.push('\n');
        text.push_str(self.newer.as_str());
        text
    }

    /// Reads a file. It proves nothing until it was [verified](Self::verify).
    ///
    /// # Errors
    /// [`ProofFileError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, ProofFileError> {
        let (head, newer) = split(text)?;
        let mut lines = head.split('\n');
        let older = (|| {
            lines.next().filter(|line| *line == CONSISTENCY)?;
            let note = Base64::decode_vec(lines.next()?.strip_prefix("older ")?).ok()?;
            SignedCheckpoint::parse(core::str::from_utf8(&note).ok()?).ok()
        })();
        let older = older.ok_or(ProofFileError::Malformed)?;
        let path = lines.map(read_hash).collect::<Option<_>>().ok_or(ProofFileError::Malformed)?;
        Ok(Self { older, path, newer })
    }

    /// Checks that the log of this key has only grown, and returns both states.
    ///
    /// # Errors
    /// A [`ProofFileError`].
    pub fn verify(&self, key: &NoteVerifier) -> Result<(Checkpoint, Checkpoint), ProofFileError> {
        let (older, newer) = (of_log(&self.older, key)?, of_log(&self.newer, key)?);
        verify_consistency(older.size(), older.root(), newer.size(), newer.root(), &self.path)?;
        Ok((older, newer))
    }
}

fn of_log(checkpoint: &SignedCheckpoint, key: &NoteVerifier) -> Result<Checkpoint, ProofFileError> {
    let checkpoint = checkpoint.verify(key)?;
    if checkpoint.origin() == key.name() { Ok(checkpoint) } else { Err(ProofFileError::OtherLog) }
}

fn split(text: &str) -> Result<(&str, SignedCheckpoint), ProofFileError> {
    if text.len() > MAX_NOTE_LEN.saturating_mul(3) {
        return Err(ProofFileError::Malformed);
    }
    let (head, note) = text.split_once("\n\n").ok_or(ProofFileError::Malformed)?;
    Ok((head, SignedCheckpoint::parse(note).map_err(|_| ProofFileError::Malformed)?))
}

fn write_hashes(path: &[Hash], text: &mut String) {
    for hash in path {
        text.push_str(&Base64::encode_string(hash.as_bytes()));
        text.push('\n');
    }
}

fn read_hash(line: &str) -> Option<Hash> {
    let mut buffer = [0; HASH_LEN];
    <[u8; HASH_LEN]>::try_from(Base64::decode(line, &mut buffer).ok()?).ok().map(Hash::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{prove_consistency, prove_inclusion, root_at};
    use crate::note::NoteSigner;
    use proptest::prelude::*;

    const ORIGIN: &str = "audit.example/clinic";

    fn signer() -> NoteSigner {
        NoteSigner::new(ORIGIN, &[7; 32]).unwrap()
    }

    fn leaves() -> Vec<Hash> {
        (0..12).map(|index| leaf_hash(ORIGIN, index, &[1; 16], &[2; 16], b"synthetic")).collect()
    }

    fn signed(size: u64) -> SignedCheckpoint {
        Checkpoint::new(ORIGIN, size, root_at(&leaves(), size).unwrap()).unwrap().sign(&signer()).unwrap()
    }

    fn proof(index: u64) -> InclusionProof {
        InclusionProof {
            index,
            event_id: [1; 16],
            salt: [2; 16],
            payload: b"synthetic".to_vec(),
            path: prove_inclusion(&leaves(), index).unwrap(),
            checkpoint: signed(12),
        }
    }

    #[test]
    fn what_was_written_is_read_and_proves() {
        for index in 0..12 {
            let text = proof(index).to_text();
            let read = InclusionProof::parse(&text).unwrap();
            assert!(read == proof(index));
            assert_eq!(read.verify(signer().verifier()).unwrap().size(), 12);
        }
        for older in 1..=12 {
            let path = prove_consistency(&leaves(), older).unwrap();
            let proof = ConsistencyProof { older: signed(older), path, newer: signed(12) };
            let read = ConsistencyProof::parse(&proof.to_text()).unwrap();
            assert_eq!(read, proof);
            assert_eq!(read.verify(signer().verifier()).unwrap().0.size(), older);
        }
    }

    #[test]
    fn every_changed_byte_of_a_proof_is_found() {
        let path = prove_consistency(&leaves(), 5).unwrap();
        let consistency = ConsistencyProof { older: signed(5), path, newer: signed(12) }.to_text();
        for text in [proof(7).to_text(), consistency] {
            for at in 0..text.len() {
                for bit in 0..8 {
                    let mut bytes = text.clone().into_bytes();
                    bytes[at] ^= 1 << bit;
                    let Ok(changed) = String::from_utf8(bytes) else { continue };
                    let one = InclusionProof::parse(&changed).and_then(|proof| proof.verify(signer().verifier()));
                    let two = ConsistencyProof::parse(&changed).and_then(|proof| proof.verify(signer().verifier()));
                    assert!(one.is_err() && two.is_err(), "byte {at}, bit {bit}");
                }
            }
        }
        let other = signer().named("audit.example/other").unwrap();
        assert!(proof(7).verify(other.verifier()).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(c2sp.org/tlog-proof@v1|\\PC|\n|index |extra |=){0,60}") {
            prop_assert!(InclusionProof::parse(&text).is_err());
            prop_assert!(ConsistencyProof::parse(&text).is_err());
        }
    }
}
