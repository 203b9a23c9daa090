//! Pseudonyms of subjects: the log names nobody, and yet everything about one subject can be found.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use phi_types::{Entropy, EntropyUnavailable, SubjectId, TenantId};
use sha2::Sha256;
use zeroize::Zeroizing;

/// The secret key of pseudonyms. Keep it with the other keys, not with the log: whoever has it can tell whether an entry is
/// about a subject whose id they know.
///
/// Keys have versions. After a change of the key a subject has another pseudonym, which bears the new version: so it is known
/// which key to ask, and what is about somebody is found under each key that was ever in use.
pub struct SubjectPseudonymKey {
    key: Zeroizing<[u8; 32]>,
    version: u16,
}

/// A subject in the log: `HMAC-SHA-256(key, label, tenant, subject)`, the first 16 bytes. It is the same for the same subject
/// in the same tenant, and unrelated between tenants.
///
/// It is derived from an identifier, so it is no Safe Harbor code (45 CFR 164.514(c)), and the log stays PHI.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectPseudonym {
    version: u16,
    bytes: [u8; 16],
}

impl SubjectPseudonymKey {
    /// A new random key.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn random(entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
        let mut key = Zeroizing::new([0; 32]);
        entropy.fill(&mut *key)?;
        Ok(Self { key, version: 1 })
    }

    /// A key that was kept.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self { key: Zeroizing::new(*bytes), version: 1 }
    }

    /// The same key as another version than the first. Count upwards whenever the key is changed.
    #[must_use]
    pub const fn with_version(mut self, version: u16) -> Self {
        self.version = version;
        self
    }

    /// The version that its pseudonyms bear.
    #[must_use]
    pub const fn version(&self) -> u16 {
        self.version
    }

    /// The bytes, for a safe place: without the same key after a restart the same subject gets another pseudonym, and what the
    /// log says about somebody can no longer be found.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.key
    }

    /// The subject's pseudonym in the tenant's part of the log: to find what is about somebody.
    #[must_use]
    pub fn pseudonym(&self, tenant: &TenantId, subject: SubjectId) -> SubjectPseudonym {
        let mut pseudonym = [0; 16];
        // HMAC takes keys of any length; this one never fails, and a pseudonym of zeros would name nobody.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&*self.key) {
            mac.update(b"phi-audit subject 1");
            mac.update(&(tenant.as_str().len() as u64).to_be_bytes());
            mac.update(tenant.as_str().as_bytes());
            mac.update(&subject.to_bytes());
            for (to, from) in pseudonym.iter_mut().zip(mac.finalize().into_bytes()) {
                *to = from;
            }
        }
        SubjectPseudonym { version: self.version, bytes: pseudonym }
    }
}

impl fmt::Debug for SubjectPseudonymKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[pseudonym key]")
    }
}

impl SubjectPseudonym {
    /// The pseudonym with this version of the key and these bytes, as an event in another format bears it.
    #[must_use]
    pub const fn from_parts(version: u16, bytes: [u8; 16]) -> Self {
        Self { version, bytes }
    }

    /// Its bytes, without the version.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.bytes
    }

    /// The version of the key that it was made with.
    #[must_use]
    pub const fn version(&self) -> u16 {
        self.version
    }
}

/// The first six bytes in hexadecimal: enough to tell subjects apart in a listing.
impl fmt::Display for SubjectPseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bytes.iter().take(6).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SubjectPseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_tenants_and_keys_are_apart() {
        let (one, two) = (SubjectPseudonymKey::from_bytes(&[1; 32]), SubjectPseudonymKey::from_bytes(&[2; 32]));
        let (north, south) = (TenantId::new("north").unwrap(), TenantId::new("south").unwrap());
        let subject = SubjectId::from_bytes([5; 16]);
        let pseudonym = one.pseudonym(&north, subject);
        assert_eq!(pseudonym, SubjectPseudonymKey::from_bytes(&[1; 32]).pseudonym(&north, subject));
        assert_ne!(pseudonym, one.pseudonym(&south, subject));
        assert_ne!(pseudonym, two.pseudonym(&north, subject));
        assert_ne!(pseudonym, one.pseudonym(&north, SubjectId::from_bytes([6; 16])));
        assert_ne!(pseudonym.to_bytes(), subject.to_bytes());
        assert_eq!((pseudonym.version(), two.version()), (1, 1));
        assert_eq!(two.with_version(2).pseudonym(&north, subject).version(), 2);
    }
}
