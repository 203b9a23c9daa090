//! Suites: one byte in each header, a closed list, no negotiation and no fallback.

mod committing;
mod field_keys;
mod key;
mod row;
#[cfg(test)]
mod salamander;
pub(crate) mod xaes;

use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::{backend::Backend, key::KeyBytes};

pub(crate) use field_keys::FieldKeys;
pub(crate) use key::{SuiteKey, SuiteKeys};
pub(crate) use row::{RowKeys, commitment as row_commitment, committed as row_committed};

pub(crate) const NONCE: usize = 24;
pub(crate) const TAG: usize = 16;
/// A commitment to key, salt and context, in the suite that has one.
pub(crate) const COMMITMENT: usize = 32;

/// How a message is sealed. The byte in the header says which; anything not in this list is refused.
///
/// Which one to take: `docs/which-suite-which-provider.md`. In all of them the 32-byte number of the data key in the header is
/// derived from the key and checked, so a message that the keyring opens is committed to its data key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Suite {
    /// XAES-256-GCM (C2SP), nonces of 192 random bits. The default: built of AES-256-GCM and CMAC key derivation alone, which
    /// FIPS-validated modules offer.
    #[default]
    Xaes256Gcm,
    /// AES-256-GCM under a key for each message (HKDF-Expand, RFC 5869), with a 32-byte commitment to key, salt and context. A
    /// ciphertext opens under one key and in one context, even for somebody who chooses both. 32 bytes longer.
    Aes256GcmCommitting,
    /// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), nonces of 192 random bits. Fast without AES hardware. Not FIPS-approved.
    XChaCha20Poly1305,
    /// AES-256-GCM-SIV (RFC 8452) under a key for each message. Should a nonce ever repeat, as on a cloned virtual machine, it shows
    /// that two messages are equal, and no more. Not FIPS-approved.
    Aes256GcmSiv,
}

impl Suite {
    /// All of them, in the order of their bytes.
    pub const ALL: [Self; 4] =
        [Self::Xaes256Gcm, Self::Aes256GcmCommitting, Self::XChaCha20Poly1305, Self::Aes256GcmSiv];

    /// The byte that stands for it in every header.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Xaes256Gcm => 1,
            Self::Aes256GcmCommitting => 2,
            Self::XChaCha20Poly1305 => 3,
            Self::Aes256GcmSiv => 4,
        }
    }

    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Xaes256Gcm),
            2 => Some(Self::Aes256GcmCommitting),
            3 => Some(Self::XChaCha20Poly1305),
            4 => Some(Self::Aes256GcmSiv),
            _ => None,
        }
    }

    /// How long the commitment is that stands before the ciphertext.
    pub(crate) const fn commitment(self) -> usize {
        match self {
            Self::Aes256GcmCommitting => COMMITMENT,
            Self::Xaes256Gcm | Self::XChaCha20Poly1305 | Self::Aes256GcmSiv => 0,
        }
    }

    /// Seals one message under a key that is used once or seldom, so that its schedule is not kept.
    pub(crate) fn seal(self, key: &KeyBytes, nonce: &[u8; NONCE], aad: &[u8], plaintext: &[u8]) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        SuiteKey::new(self, key).seal(Backend::default(), nonce, aad, plaintext, &mut out)?;
        Some(out)
    }

    /// Opens what [`seal`](Self::seal) sealed.
    pub(crate) fn open(
        self,
        key: &KeyBytes,
        nonce: &[u8; NONCE],
        aad: &[u8],
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        SuiteKey::new(self, key).open(Backend::default(), nonce, aad, sealed)
    }
}

/// How a keyring seals, and which suites it reads.
#[derive(Clone, Copy)]
pub(crate) struct Sealer {
    pub(crate) suite: Suite,
    pub(crate) backend: Backend,
    /// The allow-list, one bit for each suite's byte.
    reads: u8,
}

impl Default for Sealer {
    fn default() -> Self {
        Self { suite: Suite::default(), backend: Backend::default(), reads: u8::MAX }
    }
}

impl Sealer {
    pub(crate) fn reading_only(mut self, suites: &[Suite]) -> Self {
        self.reads = suites.iter().fold(0, |mask, suite| mask | 1 << suite.byte());
        self
    }

    pub(crate) const fn reads(self, suite: Suite) -> bool {
        self.reads & (1 << suite.byte()) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_byte_is_a_closed_list() {
        for byte in 0..=u8::MAX {
            assert_eq!(Suite::from_byte(byte).map(Suite::byte), matches!(byte, 1..=4).then_some(byte));
        }
        assert_eq!(Suite::ALL.map(Suite::byte), [1, 2, 3, 4]);
    }

    #[test]
    fn the_allow_list_names_what_is_read() {
        let all = Sealer::default();
        assert!(Suite::ALL.into_iter().all(|suite| all.reads(suite)));
        let one = all.reading_only(&[Suite::Aes256GcmCommitting]);
        assert_eq!(Suite::ALL.map(|suite| one.reads(suite)), [false, true, false, false]);
    }

    #[test]
    fn a_message_opens_only_as_it_was_sealed_and_no_suite_opens_another() {
        let key = Zeroizing::new([9; 32]);
        for suite in Suite::ALL {
            let sealed = suite.seal(&key, &[3; NONCE], b"aad", b"").unwrap();
            assert_eq!(sealed.len(), suite.commitment() + TAG);
            assert!(suite.open(&key, &[3; NONCE], b"aad", &sealed).unwrap().is_empty());
            assert!(suite.open(&key, &[3; NONCE], b"aae", &sealed).is_none(), "another context");
            assert!(suite.open(&key, &[4; NONCE], b"aad", &sealed).is_none(), "another nonce");
            assert!(suite.open(&Zeroizing::new([8; 32]), &[3; NONCE], b"aad", &sealed).is_none(), "another key");
            for cut in 0..sealed.len() {
                assert!(suite.open(&key, &[3; NONCE], b"aad", &sealed[..cut]).is_none());
            }
            for bit in 0..sealed.len() * 8 {
                let mut flipped = sealed.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert!(suite.open(&key, &[3; NONCE], b"aad", &flipped).is_none(), "bit {bit}");
            }
            assert!(suite.open(&key, &[3; NONCE], b"aad", &[sealed.as_slice(), &[0]].concat()).is_none());
            for other in Suite::ALL.into_iter().filter(|other| *other != suite) {
                assert!(other.open(&key, &[3; NONCE], b"aad", &sealed).is_none());
            }
        }
    }
}
