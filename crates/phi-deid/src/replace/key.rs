//! The secret from which everything keyed is made.

use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use phi_types::{Entropy, EntropyUnavailable};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Thirty-two secret bytes. Wiped when dropped; `Debug` shows none of them.
///
/// Whoever has it can try all Social Security numbers against a pseudonym in minutes, and can undo the shift of dates: it stays
/// with the entity, apart from what it was used on.
#[derive(Clone)]
pub struct SecretKey(Zeroizing<[u8; 32]>);

impl SecretKey {
    /// A key that was kept.
    #[must_use]
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// A new random key.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn random(entropy: &(impl Entropy + ?Sized)) -> Result<Self, EntropyUnavailable> {
        let mut bytes = Zeroizing::new([0; 32]);
        entropy.fill(&mut *bytes)?;
        Ok(Self(bytes))
    }

    /// A key of its own for one use, so that what one use shows tells nothing about another.
    pub(crate) fn derive(&self, usage: &[u8]) -> Self {
        Self(Zeroizing::new(self.mac(&[b"phi-deid-key-1", usage])))
    }

    /// HMAC-SHA-256 (FIPS 198-1, FIPS 180-4) over parts, each with its length before it.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = self.begin();
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// A MAC to be fed piece by piece.
    pub(crate) fn begin(&self) -> Hmac<Sha256> {
        // A key of this length is used as it is, padded with noughts.
        let mut block = hmac::digest::Key::<Hmac<Sha256>>::default();
        if let Some(start) = block.get_mut(..32) {
            start.copy_from_slice(&*self.0);
        }
        Hmac::<Sha256>::new(&block)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret key]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_is_that_of_the_standard() {
        // Python: hmac.new(bytes([7])*32, b"", "sha256") and the same over one frame holding "a".
        let key = SecretKey::new(&[7; 32]);
        let hex = |bytes: [u8; 32]| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(hex(key.mac(&[])), "9dac6a74401b46ed9b489d0e19d68d1b13cc6b5090352fdcfa5bd74df4e69d87");
        assert_eq!(hex(key.mac(&[b"a"])), "0eff5865c6601ac7c16849c20a20547c55637abc83d589476c630c8fb6394be6");
        assert_ne!(key.mac(&[b"ab", b"c"]), key.mac(&[b"a", b"bc"]));
        assert_eq!(format!("{key:?}"), "[secret key]");
    }
}
