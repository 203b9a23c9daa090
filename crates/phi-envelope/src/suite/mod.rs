//! Suites: one byte in each header, a closed list, no negotiation and no fallback.

pub(crate) mod xaes;

use alloc::vec::Vec;

use aes_gcm::Aes256Gcm;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use zeroize::Zeroizing;

use crate::key::{KeyBytes, expand};

pub(crate) const NONCE: usize = 24;
pub(crate) const TAG: usize = 16;

/// How a message is sealed. The byte in the header says which; anything not in this list is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Suite {
    /// XAES-256-GCM (C2SP), nonces of 192 random bits. The default: built of AES-256-GCM and CMAC key derivation alone, which
    /// FIPS-validated modules offer.
    #[default]
    Xaes256Gcm,
    /// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), nonces of 192 random bits. Fast without AES hardware. Not FIPS-approved.
    XChaCha20Poly1305,
}

impl Suite {
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Xaes256Gcm => 1,
            Self::XChaCha20Poly1305 => 3,
        }
    }

    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Xaes256Gcm),
            3 => Some(Self::XChaCha20Poly1305),
            _ => None,
        }
    }

    /// Seals one message under a key of its purpose. `None` only when the message is longer than the cipher allows.
    pub(crate) fn seal(self, key: &KeyBytes, nonce: &[u8; NONCE], aad: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload { msg: plaintext, aad };
        match self {
            Self::Xaes256Gcm => {
                let (key, nonce) = xaes::derive(key, nonce);
                Aes256Gcm::new(&(*key).into()).encrypt(&nonce.into(), payload).ok()
            }
            Self::XChaCha20Poly1305 => XChaCha20Poly1305::new(&(**key).into()).encrypt(&(*nonce).into(), payload).ok(),
        }
    }

    /// Opens what [`seal`](Self::seal) sealed.
    pub(crate) fn open(
        self,
        key: &KeyBytes,
        nonce: &[u8; NONCE],
        aad: &[u8],
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let payload = Payload { msg: sealed, aad };
        match self {
            Self::Xaes256Gcm => {
                let (key, nonce) = xaes::derive(key, nonce);
                Aes256Gcm::new(&(*key).into()).decrypt(&nonce.into(), payload).ok()
            }
            Self::XChaCha20Poly1305 => XChaCha20Poly1305::new(&(**key).into()).decrypt(&(*nonce).into(), payload).ok(),
        }
        .map(Zeroizing::new)
    }
}

/// The keys of one row: each field has its own, made from the row's nonce and the field's number, so that a field moved to
/// another place or another row does not open.
#[expect(clippy::large_enum_variant, reason = "one for each row, on the stack; a box would cost an allocation a row")]
pub(crate) enum RowKeys<'a> {
    Xaes(xaes::RowDeriver),
    XChaCha { key: &'a KeyBytes, nonce: [u8; NONCE] },
}

impl<'a> RowKeys<'a> {
    pub(crate) fn new(suite: Suite, key: &'a KeyBytes, nonce: &[u8; NONCE]) -> Self {
        match suite {
            Suite::Xaes256Gcm => Self::Xaes(xaes::RowDeriver::new(key, nonce)),
            Suite::XChaCha20Poly1305 => Self::XChaCha { key, nonce: *nonce },
        }
    }

    pub(crate) fn seal(&self, field: u32, aad: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
        let payload = Payload { msg: plaintext, aad };
        match self {
            Self::Xaes(row) => Aes256Gcm::new(&(*row.field(field)).into()).encrypt(&row.nonce().into(), payload).ok(),
            Self::XChaCha { key, nonce } => {
                let key = field_key(key, nonce, field)?;
                XChaCha20Poly1305::new(&(*key).into()).encrypt(&(*nonce).into(), payload).ok()
            }
        }
    }

    pub(crate) fn open(&self, field: u32, aad: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let payload = Payload { msg: sealed, aad };
        match self {
            Self::Xaes(row) => Aes256Gcm::new(&(*row.field(field)).into()).decrypt(&row.nonce().into(), payload).ok(),
            Self::XChaCha { key, nonce } => {
                let key = field_key(key, nonce, field)?;
                XChaCha20Poly1305::new(&(*key).into()).decrypt(&(*nonce).into(), payload).ok()
            }
        }
        .map(Zeroizing::new)
    }
}

/// RFC 5869 Expand, with row nonce and field number in the label.
fn field_key(key: &KeyBytes, nonce: &[u8; NONCE], field: u32) -> Option<KeyBytes> {
    expand(key, &[b"phi-envelope 1 row field", nonce, &field.to_be_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUITES: [Suite; 2] = [Suite::Xaes256Gcm, Suite::XChaCha20Poly1305];

    #[test]
    fn the_byte_is_a_closed_list() {
        for byte in 0..=u8::MAX {
            assert_eq!(Suite::from_byte(byte).map(Suite::byte), matches!(byte, 1 | 3).then_some(byte));
        }
    }

    #[test]
    fn fields_have_keys_of_their_own() {
        let key = Zeroizing::new([7; 32]);
        for suite in SUITES {
            let row = RowKeys::new(suite, &key, &[1; NONCE]);
            let sealed = row.seal(5, b"aad", b"value").unwrap();
            assert_eq!(**row.open(5, b"aad", &sealed).unwrap(), *b"value");
            assert!(row.open(6, b"aad", &sealed).is_none(), "another field");
            assert!(RowKeys::new(suite, &key, &[2; NONCE]).open(5, b"aad", &sealed).is_none(), "another row");
            assert!(row.open(5, b"aae", &sealed).is_none(), "another context");
            assert_ne!(sealed, row.seal(6, b"aad", b"value").unwrap());
        }
    }

    #[test]
    fn a_message_opens_only_as_it_was_sealed() {
        let key = Zeroizing::new([9; 32]);
        for suite in SUITES {
            let sealed = suite.seal(&key, &[3; NONCE], b"aad", b"").unwrap();
            assert_eq!(sealed.len(), TAG);
            assert!(suite.open(&key, &[3; NONCE], b"aad", &sealed).unwrap().is_empty());
            for cut in 0..TAG {
                assert!(suite.open(&key, &[3; NONCE], b"aad", &sealed[..cut]).is_none());
            }
        }
    }
}
