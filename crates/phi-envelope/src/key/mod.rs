//! Keys in memory: material in boxes that wipe themselves, and what is derived from it.

mod record;
mod state;
mod wrap;

use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha256;
use zeroize::Zeroizing;

use phi_types::{Entropy, EntropyUnavailable};

pub(crate) use record::Place;
pub use record::{KeyOrigin, KeyRecord};
pub use state::KeyState;
pub(crate) use wrap::{WrappingKey, open_wrap, seal_wrap};

use crate::suite::{Suite, SuiteKey, SuiteKeys};

/// Derived key bytes, wiped when dropped.
pub(crate) type KeyBytes = Zeroizing<[u8; 32]>;

/// Thirty-two random bytes of key material: a root key, a tenant key or a data key.
///
/// Kept in a `secrecy` box: wiped when dropped, mute in `Debug`, reached only by a named call.
pub struct KeyMaterial(SecretBox<[u8; 32]>);

impl KeyMaterial {
    /// New random material.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn random(entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
        let mut failed = Ok(());
        let secret = SecretBox::init_with_mut(|bytes: &mut [u8; 32]| failed = entropy.fill(bytes));
        failed.map(|()| Self(secret))
    }

    /// Material from elsewhere, such as what a provider unwrapped. The caller wipes its own copy.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(SecretBox::init_with_mut(|to: &mut [u8; 32]| to.copy_from_slice(bytes)))
    }

    /// The bytes, for a provider that has to wrap them.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose_secret()
    }
}

impl core::fmt::Debug for KeyMaterial {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("[key material]")
    }
}

/// The number of a data key: derived from the key, so that a header that names it commits the message to that key.
pub type KeyId = [u8; 32];

/// A data key ready for use: its number, and subkeys for each purpose and suite, made when first asked for.
pub(crate) struct DataKey {
    id: KeyId,
    key: KeyBytes,
    rows: SuiteKeys,
    notes: SuiteKeys,
    values: SuiteKeys,
}

impl DataKey {
    pub(crate) fn new(material: &KeyMaterial) -> Option<Self> {
        let key = Zeroizing::new(*material.expose());
        Some(Self {
            id: *expand(&key, &[b"phi-envelope 1 key id"])?,
            key,
            rows: SuiteKeys::new(b"row"),
            notes: SuiteKeys::new(b"note"),
            values: SuiteKeys::new(b"value"),
        })
    }

    pub(crate) const fn id(&self) -> &KeyId {
        &self.id
    }

    pub(crate) fn rows(&self, suite: Suite) -> Option<&SuiteKey> {
        self.rows.of(suite, &self.key)
    }

    pub(crate) fn notes(&self, suite: Suite) -> Option<&SuiteKey> {
        self.notes.of(suite, &self.key)
    }

    pub(crate) fn values(&self, suite: Suite) -> Option<&SuiteKey> {
        self.values.of(suite, &self.key)
    }

    /// The key of a blind index, for HMAC.
    pub(crate) fn index(&self) -> Option<KeyBytes> {
        expand(&self.key, &[b"phi-envelope 1 index"])
    }

    /// The input key of files. Their suites are a list of their own, so the label has no suite's byte.
    pub(crate) fn files(&self) -> Option<KeyBytes> {
        expand(&self.key, &[b"phi-envelope 1 file"])
    }
}

/// Labelled HKDF-Expand with SHA-256 (RFC 5869, section 2.3). The input is uniformly random, so Extract is not needed.
pub(crate) fn expand(key: &[u8; 32], label: &[&[u8]]) -> Option<KeyBytes> {
    let hkdf = hkdf::Hkdf::<Sha256>::from_prk(key).ok()?;
    let mut out = Zeroizing::new([0; 32]);
    hkdf.expand_multi_info(label, &mut *out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fails;
    impl Entropy for Fails {
        fn fill(&self, _: &mut [u8]) -> Result<(), EntropyUnavailable> {
            Err(EntropyUnavailable)
        }
    }

    #[test]
    fn a_failing_source_gives_no_key() {
        assert!(KeyMaterial::random(&Fails).is_err());
    }

    #[test]
    fn purposes_suites_and_keys_are_apart() {
        use crate::backend::Backend;
        let mut all = Vec::new();
        for byte in [1, 2] {
            let key = DataKey::new(&KeyMaterial::from_bytes(&[byte; 32])).unwrap();
            all.extend([key.id().to_vec(), key.index().unwrap().to_vec(), key.files().unwrap().to_vec()]);
            for suite in Suite::ALL {
                for subkey in [key.rows(suite), key.notes(suite), key.values(suite)] {
                    let mut sealed = Vec::new();
                    subkey.unwrap().seal(Backend::default(), &[0; 24], b"", &[0; 32], &mut sealed).unwrap();
                    all.push(sealed);
                }
            }
        }
        for (at, left) in all.iter().enumerate() {
            assert!(all.iter().skip(at + 1).all(|right| left != right));
        }
        assert_eq!(format!("{:?}", KeyMaterial::from_bytes(&[1; 32])), "[key material]");
    }
}
