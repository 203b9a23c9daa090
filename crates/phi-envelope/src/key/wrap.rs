//! One key wrapped under another: `version 1 | nonce 24 | wrapped key 32 | tag 16`, XAES-256-GCM.

use alloc::vec::Vec;

use phi_types::{Entropy, EntropyUnavailable};
use zeroize::Zeroizing;

use super::{KeyBytes, KeyMaterial, expand};
use crate::suite::{NONCE, Suite};

const VERSION: u8 = 1;
const LENGTH: usize = 1 + NONCE + 32 + 16;

/// A key that wraps keys, its subkey for wrapping derived once.
pub(crate) struct WrappingKey(KeyBytes);

impl WrappingKey {
    pub(crate) fn new(under: &KeyMaterial) -> Option<Self> {
        expand(under.expose(), &[b"phi-envelope 1 wrap"]).map(Self)
    }

    /// Wraps a key. The context is what the wrap is bound to: moved elsewhere, it does not open.
    pub(crate) fn seal(
        &self,
        context: &[u8],
        key: &KeyMaterial,
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, EntropyUnavailable> {
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce)?;
        self.seal_with(nonce, context, key)
    }

    /// Wraps a key under a nonce that was drawn before; each nonce once.
    pub(crate) fn seal_with(
        &self,
        nonce: [u8; NONCE],
        context: &[u8],
        key: &KeyMaterial,
    ) -> Result<Vec<u8>, EntropyUnavailable> {
        // INVARIANT: 32 bytes are within what the cipher allows, so this cannot fail.
        let sealed = Suite::Xaes256Gcm.seal(&self.0, &nonce, context, key.expose()).ok_or(EntropyUnavailable)?;
        let mut out = Vec::with_capacity(LENGTH);
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Unwraps a key, or tells nothing but that it could not.
    pub(crate) fn open(&self, context: &[u8], wrapped: &[u8]) -> Option<KeyMaterial> {
        if wrapped.len() != LENGTH {
            return None;
        }
        let (&version, rest) = wrapped.split_first()?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>()?;
        if version != VERSION {
            return None;
        }
        let opened = Suite::Xaes256Gcm.open(&self.0, nonce, context, sealed)?;
        let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(opened.as_slice().try_into().ok()?);
        Some(KeyMaterial::from_bytes(&bytes))
    }
}

/// [`WrappingKey::seal`] for a single wrap.
pub(crate) fn seal_wrap(
    under: &KeyMaterial,
    context: &[u8],
    key: &KeyMaterial,
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, EntropyUnavailable> {
    // INVARIANT: HKDF gives 32 bytes for any key, so deriving cannot fail.
    WrappingKey::new(under).ok_or(EntropyUnavailable)?.seal(context, key, entropy)
}

/// [`WrappingKey::open`] for a single wrap.
pub(crate) fn open_wrap(under: &KeyMaterial, context: &[u8], wrapped: &[u8]) -> Option<KeyMaterial> {
    WrappingKey::new(under)?.open(context, wrapped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use phi_types::OsEntropy;

    #[test]
    fn every_bit_flip_truncation_and_extension_is_refused() {
        let (under, key) = (KeyMaterial::from_bytes(&[1; 32]), KeyMaterial::from_bytes(&[2; 32]));
        let wrapped = seal_wrap(&under, b"context", &key, &OsEntropy).unwrap();
        assert_eq!(open_wrap(&under, b"context", &wrapped).unwrap().expose(), key.expose());
        assert!(open_wrap(&under, b"other", &wrapped).is_none());
        for bit in 0..wrapped.len() * 8 {
            let mut flipped = wrapped.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(open_wrap(&under, b"context", &flipped).is_none(), "bit {bit}");
        }
        for cut in 0..wrapped.len() {
            assert!(open_wrap(&under, b"context", &wrapped[..cut]).is_none());
        }
        assert!(open_wrap(&under, b"context", &[wrapped.as_slice(), &[0]].concat()).is_none());
    }
}
