//! Backends: whose code does the authenticated encryption. Features make them available, an argument selects one.

#[cfg(feature = "aws-lc-rs")]
mod aws_lc;
pub(crate) mod few;
mod ready;
#[cfg(feature = "ring")]
mod ring;
mod rustcrypto;
mod short;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;

pub(crate) use ready::ReadyKey;

use crate::suite::TAG;

/// Whose implementation of the ciphers serves.
///
/// Every backend gives the same bytes for the same key, nonce and message, so that what one sealed any other opens, and a
/// host can change its mind. A primitive that a backend does not have is done by RustCrypto; [`Backend::offers`] says which.
/// Key derivation (HKDF, HMAC, CMAC) is RustCrypto's in any case. What is FIPS-validated and what is not: `docs/backends.md`.
///
/// ```
/// use phi_envelope::{Backend, Primitive};
/// assert!(Backend::default().offers(Primitive::XChaCha20Poly1305));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Backend {
    /// Pure Rust, on every platform. Not FIPS-validated.
    #[default]
    RustCrypto,
    /// `ring`, which has AES-256-GCM of ours. Not FIPS-validated.
    #[cfg(feature = "ring")]
    #[cfg_attr(docsrs, doc(cfg(feature = "ring")))]
    Ring,
    /// `aws-lc-rs`, which has AES-256-GCM and AES-256-GCM-SIV of ours.
    #[cfg(feature = "aws-lc-rs")]
    #[cfg_attr(docsrs, doc(cfg(feature = "aws-lc-rs")))]
    AwsLcRs,
}

/// The ciphers beneath the suites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Primitive {
    /// NIST SP 800-38D with nonces of 96 bits, beneath suites 1 and 2.
    Aes256Gcm,
    /// draft-irtf-cfrg-xchacha, beneath suite 3.
    XChaCha20Poly1305,
    /// RFC 8452, beneath suite 4.
    Aes256GcmSiv,
}

impl Backend {
    /// Every backend that this build has.
    pub const ALL: &'static [Self] = &[
        Self::RustCrypto,
        #[cfg(feature = "ring")]
        Self::Ring,
        #[cfg(feature = "aws-lc-rs")]
        Self::AwsLcRs,
    ];

    /// A stable word for evidence and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::RustCrypto => "rustcrypto",
            #[cfg(feature = "ring")]
            Self::Ring => "ring",
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs => "aws-lc-rs",
        }
    }

    /// Whether the backend has the primitive itself. What it has not is done by RustCrypto.
    #[must_use]
    pub const fn offers(self, primitive: Primitive) -> bool {
        match (self, primitive) {
            (Self::RustCrypto, _) => true,
            #[cfg(feature = "ring")]
            (Self::Ring, primitive) => matches!(primitive, Primitive::Aes256Gcm),
            #[cfg(feature = "aws-lc-rs")]
            (Self::AwsLcRs, primitive) => matches!(primitive, Primitive::Aes256Gcm | Primitive::Aes256GcmSiv),
        }
    }

    /// Whether the backend runs as a FIPS module in this build and says so itself. It says nothing about the operating
    /// environment, nor about the key derivation, which stands outside any module.
    #[must_use]
    pub fn in_fips_mode(self) -> bool {
        match self {
            Self::RustCrypto => false,
            #[cfg(feature = "ring")]
            Self::Ring => false,
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs => aws_lc_rs::try_fips_mode().is_ok(),
        }
    }

    /// Encrypts everything in `out` from `from` on, in place, and puts the tag behind it. `None` when the message is longer than
    /// the cipher allows; the caller throws `out` away.
    pub(crate) fn seal(
        self,
        primitive: Primitive,
        key: &[u8; 32],
        nonce: &[u8],
        aad: &[u8],
        out: &mut Vec<u8>,
        from: usize,
    ) -> Option<()> {
        let text = out.get_mut(from..)?;
        let tag = match (self, primitive) {
            #[cfg(feature = "ring")]
            (Self::Ring, Primitive::Aes256Gcm) => ring::seal(key, nonce, aad, text)?,
            #[cfg(feature = "aws-lc-rs")]
            (Self::AwsLcRs, Primitive::Aes256Gcm) => aws_lc::seal(aws_lc::GCM, key, nonce, aad, text)?,
            #[cfg(feature = "aws-lc-rs")]
            (Self::AwsLcRs, Primitive::Aes256GcmSiv) => aws_lc::seal(aws_lc::GCM_SIV, key, nonce, aad, text)?,
            (_, primitive) => rustcrypto::seal(primitive, key, nonce, aad, text)?,
        };
        out.extend_from_slice(&tag);
        Some(())
    }

    /// Decrypts `text`, a ciphertext with its tag behind it, in place, and takes the tag off: [`open_at`](Self::open_at).
    pub(crate) fn open(
        self,
        primitive: Primitive,
        key: &[u8; 32],
        nonce: &[u8],
        aad: &[u8],
        text: &mut Vec<u8>,
    ) -> Option<()> {
        let length = self.open_at(primitive, key, nonce, aad, text)?;
        text.truncate(length);
        Some(())
    }

    /// Decrypts a ciphertext with its tag behind it, in place, and says how long the text is at the beginning of the place. `None` for
    /// whatever is wrong; what is there then is no plaintext that was authenticated, and the caller wipes it.
    pub(crate) fn open_at(
        self,
        primitive: Primitive,
        key: &[u8; 32],
        nonce: &[u8],
        aad: &[u8],
        text: &mut [u8],
    ) -> Option<usize> {
        let length = text.len().checked_sub(TAG)?;
        match (self, primitive) {
            #[cfg(feature = "ring")]
            (Self::Ring, Primitive::Aes256Gcm) => ring::open(key, nonce, aad, text)?,
            #[cfg(feature = "aws-lc-rs")]
            (Self::AwsLcRs, Primitive::Aes256Gcm) => aws_lc::open(aws_lc::GCM, key, nonce, aad, text)?,
            #[cfg(feature = "aws-lc-rs")]
            (Self::AwsLcRs, Primitive::Aes256GcmSiv) => aws_lc::open(aws_lc::GCM_SIV, key, nonce, aad, text)?,
            (_, primitive) => rustcrypto::open(primitive, key, nonce, aad, text)?,
        }
        Some(length)
    }
}
