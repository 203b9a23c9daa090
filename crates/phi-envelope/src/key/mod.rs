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

use crate::suite::Suite;

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

/// A data key ready for use: its subkeys, each for one purpose and one suite, and its number.
pub(crate) struct DataKey {
    id: KeyId,
    rows: [KeyBytes; 2],
    notes: [KeyBytes; 2],
}

impl DataKey {
    pub(crate) fn new(material: &KeyMaterial) -> Option<Self> {
        let key = material.expose();
        // No key serves two ciphers: the suite's byte is part of the label.
        let subkey = |purpose: &[u8], suite: Suite| expand(key, &[b"phi-envelope 1 ", purpose, &[suite.byte()]]);
        Some(Self {
            id: *expand(key, &[b"phi-envelope 1 key id"])?,
            rows: [subkey(b"row", Suite::Xaes256Gcm)?, subkey(b"row", Suite::XChaCha20Poly1305)?],
            notes: [subkey(b"note", Suite::Xaes256Gcm)?, subkey(b"note", Suite::XChaCha20Poly1305)?],
        })
    }

    pub(crate) const fn id(&self) -> &KeyId {
        &self.id
    }

    pub(crate) const fn rows(&self, suite: Suite) -> &KeyBytes {
        Self::of(&self.rows, suite)
    }

    pub(crate) const fn notes(&self, suite: Suite) -> &KeyBytes {
        Self::of(&self.notes, suite)
    }

    const fn of([xaes, xchacha]: &[KeyBytes; 2], suite: Suite) -> &KeyBytes {
        match suite {
            Suite::Xaes256Gcm => xaes,
            Suite::XChaCha20Poly1305 => xchacha,
        }
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
    fn purposes_and_keys_are_apart() {
        let one = DataKey::new(&KeyMaterial::from_bytes(&[1; 32])).unwrap();
        let two = DataKey::new(&KeyMaterial::from_bytes(&[2; 32])).unwrap();
        let of = |key: &DataKey| {
            let [xaes, xchacha] = [Suite::Xaes256Gcm, Suite::XChaCha20Poly1305];
            [*key.id(), **key.rows(xaes), **key.rows(xchacha), **key.notes(xaes), **key.notes(xchacha)]
        };
        let all = [of(&one), of(&two)].concat();
        for (at, left) in all.iter().enumerate() {
            assert!(all.iter().skip(at + 1).all(|right| left != right));
        }
        assert_eq!(format!("{:?}", KeyMaterial::from_bytes(&[1; 32])), "[key material]");
    }
}
