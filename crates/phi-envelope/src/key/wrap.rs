//! One key wrapped under another: `version 1 | nonce 24 | wrapped key 32 | tag 16`, XAES-256-GCM.

use alloc::vec::Vec;

use aes_gcm::{
    Aes256Gcm,
    aead::{AeadInOut, KeyInit},
};
use phi_types::{Entropy, EntropyUnavailable};
use zeroize::Zeroizing;

use super::{KeyMaterial, expand};
use crate::suite::{NONCE, TAG, xaes::Kdf};

const VERSION: u8 = 1;
const LENGTH: usize = 1 + NONCE + 32 + TAG;

/// A key that wraps keys. Its subkey for wrapping and that one's schedule are made once: a rotation uses it for every data key
/// of a tenant, and schedules would be most of the work. XAES-256-GCM otherwise, as the suite has it; a test compares the two.
pub(crate) struct WrappingKey(Kdf);

impl WrappingKey {
    pub(crate) fn new(under: &KeyMaterial) -> Option<Self> {
        expand(under.expose(), &[b"phi-envelope 1 wrap"]).map(|key| Self(Kdf::new(&key)))
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
        let (cipher, second) = self.cipher(&nonce);
        let mut sealed = Zeroizing::new(*key.expose());
        // INVARIANT: 32 bytes are within what the cipher allows, so this cannot fail.
        let tag = cipher
            .encrypt_inout_detached(&second.into(), context, sealed.as_mut_slice().into())
            .map_err(|_| EntropyUnavailable)?;
        let mut out = Vec::with_capacity(LENGTH);
        out.push(VERSION);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&*sealed);
        out.extend_from_slice(&tag);
        Ok(out)
    }

    /// Unwraps a key, or tells nothing but that it could not.
    pub(crate) fn open(&self, context: &[u8], wrapped: &[u8]) -> Option<KeyMaterial> {
        let (&version, rest) = wrapped.split_first()?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE>()?;
        let (sealed, tag) = rest.split_last_chunk::<TAG>()?;
        if version != VERSION {
            return None;
        }
        let mut key: Zeroizing<[u8; 32]> = Zeroizing::new(sealed.try_into().ok()?);
        let (cipher, second) = self.cipher(nonce);
        cipher.decrypt_inout_detached(&second.into(), context, key.as_mut_slice().into(), &(*tag).into()).ok()?;
        Some(KeyMaterial::from_bytes(&key))
    }

    /// The cipher and the nonce for one wrap.
    fn cipher(&self, nonce: &[u8; NONCE]) -> (Aes256Gcm, [u8; 12]) {
        let (key, second) = self.0.message(b'X', nonce);
        (Aes256Gcm::new(&(*key).into()), second)
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
    use crate::suite::Suite;
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

    #[test]
    fn a_wrap_is_what_the_suite_makes_of_it() {
        let (under, key) = (KeyMaterial::from_bytes(&[1; 32]), KeyMaterial::from_bytes(&[2; 32]));
        let wrapped = seal_wrap(&under, b"context", &key, &OsEntropy).unwrap();
        let subkey = expand(under.expose(), &[b"phi-envelope 1 wrap"]).unwrap();
        let nonce = wrapped[1..1 + NONCE].try_into().unwrap();
        let sealed = Suite::Xaes256Gcm.seal(&subkey, &nonce, b"context", key.expose()).unwrap();
        assert_eq!(wrapped[1 + NONCE..], sealed);
    }
}
