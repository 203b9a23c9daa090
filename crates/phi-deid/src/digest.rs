//! Keyed digests by which somebody with the key shows later which input gave which output.

use core::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::replace::SecretKey;

/// Digests under a secret key. Without one, whoever holds a digest could try what the input was.
///
/// ```
/// use phi_deid::{digest::DigestKey, replace::SecretKey};
/// let key = DigestKey::new(&SecretKey::new(&[7; 32]));
/// let mut document = key.begin();
/// document.update(b"one ");
/// document.update(b"note");
/// assert_eq!(document.finish(), key.of(b"one note"));
/// ```
#[derive(Clone, Debug)]
pub struct DigestKey(SecretKey);

/// HMAC-SHA-256 of an input or an output. `Display` writes 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

/// A digest that is fed piece by piece.
#[derive(Clone)]
pub struct Digesting(Hmac<Sha256>);

impl DigestKey {
    /// Digests under this key.
    #[must_use]
    pub fn new(key: &SecretKey) -> Self {
        Self(key.derive(b"digest"))
    }

    /// The digest of what is there at once.
    #[must_use]
    pub fn of(&self, bytes: &[u8]) -> Digest {
        let mut digesting = self.begin();
        digesting.update(bytes);
        digesting.finish()
    }

    /// A digest to be fed.
    #[must_use]
    pub fn begin(&self) -> Digesting {
        Digesting(self.0.begin())
    }
}

impl Digesting {
    /// Takes more.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// A part with its length before it, so that parts cannot run into each other.
    pub(crate) fn frame(&mut self, bytes: &[u8]) {
        self.update(&(bytes.len() as u64).to_be_bytes());
        self.update(bytes);
    }

    /// The digest.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into_bytes().into())
    }
}

impl Digest {
    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Digesting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[digesting]")
    }
}
