//! The certificate of a shredding: what was destroyed, what it cannot reach, and until when it is provisional.

use alloc::vec::Vec;

use phi_types::SubjectId;
use time::OffsetDateTime;

use crate::evidence::EncryptionEvidence;

/// What a shredding did, and what it cannot reach. Keep it: the keys can no longer say.
///
/// It is provisional while a backup of the key store from before it exists, since whoever restores that backup has the keys
/// again (NIST SP 800-88 Rev. 2: cryptographic erase counts when every copy of the key is gone).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DestructionRecord {
    /// When the last of the keys was destroyed.
    pub at: OffsetDateTime,
    /// How many wrapped keys were destroyed.
    pub keys: usize,
    /// Whose: those who were merged into the subject, and the subject.
    pub subjects: Vec<SubjectId>,
    /// How many index rows were deleted by the call that answered this; `None` where the keyring knows no index.
    pub index_rows: Option<usize>,
    /// How the keys protected while they stood. Empty when the call found them destroyed already.
    pub evidence: Vec<EncryptionEvidence>,
    /// What it does not reach.
    pub out_of_reach: Vec<&'static str>,
}

/// What the host knows of the backups of its key store, replicas and snapshots included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backups {
    /// None exists.
    None,
    /// The oldest that exists was taken at this instant.
    OldestFrom(OffsetDateTime),
    /// Not known.
    Unknown,
}

/// Whether a certificate is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStatus {
    /// A backup from before the shredding exists, or may exist.
    Provisional,
    /// As far as the host knows its backups, no copy of the keys is left. The rest of what is out of reach stays so.
    Final,
}

impl DestructionRecord {
    pub(super) fn new(
        at: OffsetDateTime,
        keys: usize,
        subjects: Vec<SubjectId>,
        index_rows: Option<usize>,
        evidence: Vec<EncryptionEvidence>,
    ) -> Self {
        let mut out_of_reach = Vec::from([
            "backups and replicas of the key store",
            "other processes' key caches, until their time is over or they are invalidated",
            "what was shown, exported or de-identified before",
            "the audit log, in which the subject is a pseudonym",
        ]);
        if index_rows.is_none() {
            out_of_reach.push("index rows: the keyring was given no index");
        }
        Self { at, keys, subjects, index_rows, evidence, out_of_reach }
    }

    /// Whether the certificate is final, given what backups there are.
    ///
    /// A backup from the very second of the shredding counts as from before.
    #[must_use]
    pub fn status(&self, backups: Backups) -> CertificateStatus {
        match backups {
            Backups::None => CertificateStatus::Final,
            Backups::OldestFrom(oldest) if oldest.unix_timestamp() > self.at.unix_timestamp() => {
                CertificateStatus::Final
            }
            Backups::OldestFrom(_) | Backups::Unknown => CertificateStatus::Provisional,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::Duration;

    #[test]
    fn provisional_until_no_backup_is_older() {
        let at = OffsetDateTime::UNIX_EPOCH + Duration::days(20_000);
        let record = DestructionRecord::new(at, 1, Vec::new(), None, Vec::new());
        for (backups, status) in [
            (Backups::Unknown, CertificateStatus::Provisional),
            (Backups::OldestFrom(at - Duration::days(1)), CertificateStatus::Provisional),
            (Backups::OldestFrom(at), CertificateStatus::Provisional),
            (Backups::OldestFrom(at + Duration::milliseconds(900)), CertificateStatus::Provisional),
            (Backups::OldestFrom(at + Duration::seconds(1)), CertificateStatus::Final),
            (Backups::None, CertificateStatus::Final),
        ] {
            assert_eq!(record.status(backups), status, "{backups:?}");
        }
        assert!(record.out_of_reach.iter().any(|place| place.starts_with("index rows")));
    }
}
