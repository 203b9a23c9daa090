//! The evidence that an answer for a segment leaves nothing out.

use super::digest::Key;
use super::file::{By, Evidence, Head, postings};
use crate::merkle::{Hash, verify_inclusion};
use crate::notice::Notice;
use crate::pseudonym::SubjectPseudonym;

/// Which entries of a segment are about a patient, all of them, as its index says whose root the log names.
///
/// It proves against the [notice](Notice::Indexed) in the entry [`named_by`](Self::named_by); that this entry is in the log is
/// proved by an [`InclusionProof`](crate::InclusionProof). What it rests on is that the index was built from the segment: whoever
/// doubts that builds it again, to the byte, and compares the root.
pub struct Completeness {
    patient: SubjectPseudonym,
    named_by: u64,
    pub(super) evidence: Evidence,
}

/// The evidence does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the evidence does not prove that nothing was left out")]
pub struct Incomplete;

impl Completeness {
    pub(super) const fn new(patient: SubjectPseudonym, named_by: u64, evidence: Evidence) -> Self {
        Self { patient, named_by, evidence }
    }

    /// The entry that names the root.
    #[must_use]
    pub const fn named_by(&self) -> u64 {
        self.named_by
    }

    /// The indexes of all entries of the segment that are about the patient.
    ///
    /// # Errors
    /// [`Incomplete`] if the evidence does not lead to the root that the notice names.
    pub fn verify(&self, notice: &Notice) -> Result<Vec<u64>, Incomplete> {
        let Notice::Indexed { segment, first, entries, root } = notice else { return Err(Incomplete) };
        let (evidence, root) = (&self.evidence, Hash::from_bytes(*root));
        let proved = |bytes: &[u8], leaf: u64, path: &[Hash]| {
            verify_inclusion(&Hash::leaf(bytes), leaf, evidence.leaves, &root, path).map_err(|_| Incomplete)
        };
        proved(&evidence.head, 0, &evidence.head_path)?;
        let head = Head::decode(&evidence.head).ok_or(Incomplete)?;
        if (head.segment, head.first, u64::from(head.entries)) != (*segment, *first, *entries) {
            return Err(Incomplete);
        }
        let key = Key::of_patient(self.patient);
        let leaf = crate::log::wide(Head::bucket_number(By::Patient, &key)).saturating_add(1);
        proved(&evidence.bucket, leaf, &evidence.bucket_path)?;
        let found = postings(&evidence.bucket, &key).ok_or(Incomplete)?;
        Ok(found.into_iter().map(|(number, _)| first.saturating_add(u64::from(number))).collect())
    }
}

impl core::fmt::Debug for Completeness {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Completeness(..)")
    }
}
