//! One key of one suite, its schedule made once; and the keys of all suites for one purpose.

use alloc::{boxed::Box, vec::Vec};
use std::sync::OnceLock;

use zeroize::{Zeroize, Zeroizing};

use super::{NONCE, Suite, TAG, committing, xaes::Kdf};
use crate::{
    backend::{Backend, Primitive},
    key::{KeyBytes, expand},
};

/// A key ready for one suite.
pub(crate) enum SuiteKey {
    Xaes(Kdf),
    Committing(KeyBytes),
    XChaCha(KeyBytes),
    Siv(Kdf),
}

impl SuiteKey {
    pub(crate) fn new(suite: Suite, key: &KeyBytes) -> Self {
        match suite {
            Suite::Xaes256Gcm => Self::Xaes(Kdf::new(key)),
            Suite::Aes256GcmCommitting => Self::Committing(key.clone()),
            Suite::XChaCha20Poly1305 => Self::XChaCha(key.clone()),
            Suite::Aes256GcmSiv => Self::Siv(Kdf::new(key)),
        }
    }

    /// Appends the sealed message to `out`. `None` only when it is longer than the cipher allows; `out` is wiped then.
    pub(crate) fn seal(
        &self,
        backend: Backend,
        nonce: &[u8; NONCE],
        aad: &[u8],
        plaintext: &[u8],
        out: &mut Vec<u8>,
    ) -> Option<()> {
        // Room for all of it first: growing later would leave a copy of the plaintext behind.
        let commitment = if matches!(self, Self::Committing(_)) { super::COMMITMENT } else { 0 };
        out.reserve_exact(plaintext.len().checked_add(commitment)?.checked_add(TAG)?);
        if let Self::Committing(key) = self {
            out.extend_from_slice(&*committing::commitment(key, nonce, aad)?);
        }
        let from = out.len();
        out.extend_from_slice(plaintext);
        let sealed = self.message(nonce, |primitive, key, nonce| backend.seal(primitive, key, nonce, aad, out, from));
        if sealed.is_none() {
            out.zeroize();
        }
        sealed
    }

    /// Opens what [`seal`](Self::seal) appended.
    pub(crate) fn open(
        &self,
        backend: Backend,
        nonce: &[u8; NONCE],
        aad: &[u8],
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let sealed = match self {
            Self::Committing(key) => {
                let (claimed, rest) = sealed.split_first_chunk()?;
                committing::agree(claimed, &*committing::commitment(key, nonce, aad)?).then_some(rest)?
            }
            Self::Xaes(_) | Self::XChaCha(_) | Self::Siv(_) => sealed,
        };
        let mut text = Zeroizing::new(sealed.to_vec());
        self.message(nonce, |primitive, key, nonce| backend.open(primitive, key, nonce, aad, &mut text))?;
        Some(text)
    }

    /// Derives the message's key and goes on with it.
    fn message<T>(&self, nonce: &[u8; NONCE], act: impl FnOnce(Primitive, &[u8; 32], &[u8]) -> Option<T>) -> Option<T> {
        match self {
            Self::Xaes(kdf) => {
                let (key, rest) = kdf.message(b'X', nonce);
                act(Primitive::Aes256Gcm, &key, &rest)
            }
            Self::Committing(key) => {
                let (_, rest) = nonce.split_last_chunk::<12>()?;
                act(Primitive::Aes256Gcm, &*committing::message_key(key, nonce)?, rest)
            }
            Self::XChaCha(key) => act(Primitive::XChaCha20Poly1305, key, nonce),
            Self::Siv(kdf) => {
                let (key, rest) = kdf.message(b'S', nonce);
                act(Primitive::Aes256GcmSiv, &key, &rest)
            }
        }
    }
}

/// The keys of one purpose, one for each suite, so that no key serves two ciphers. Made when first asked for.
pub(crate) struct SuiteKeys {
    purpose: &'static [u8],
    keys: [OnceLock<Box<SuiteKey>>; 4],
}

impl SuiteKeys {
    pub(crate) const fn new(purpose: &'static [u8]) -> Self {
        Self { purpose, keys: [const { OnceLock::new() }; 4] }
    }

    /// The suite's key, derived from the data key at hand.
    pub(crate) fn of(&self, suite: Suite, data_key: &[u8; 32]) -> Option<&SuiteKey> {
        let [xaes, committing, xchacha, siv] = &self.keys;
        let slot = match suite {
            Suite::Xaes256Gcm => xaes,
            Suite::Aes256GcmCommitting => committing,
            Suite::XChaCha20Poly1305 => xchacha,
            Suite::Aes256GcmSiv => siv,
        };
        if let Some(key) = slot.get() {
            return Some(key);
        }
        // The suite's byte is part of the label.
        let subkey = expand(data_key, &[b"phi-envelope 1 ", self.purpose, &[suite.byte()]])?;
        Some(slot.get_or_init(|| Box::new(SuiteKey::new(suite, &subkey))))
    }
}
