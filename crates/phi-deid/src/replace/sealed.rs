//! Tokens that hold the value itself, encrypted: AES-256-GCM-SIV (RFC 8452).

use core::fmt;

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use phi_types::IdentifierClass;
use zeroize::Zeroizing;

use super::{SecretKey, alphabet};

const NONCE: usize = 12;
/// Lengths are rounded up to this, so that a token does not tell a short name from a shorter one.
const PAD: usize = 16;
/// A longer value gets a numbered tag, and cannot be read back.
const MOST: usize = 900;

/// Makes tokens and opens them.
///
/// The nonce is taken from an HMAC of the value, so the same value under the same letter has the same token: equality shows,
/// nothing else does. The letter is bound to the token.
///
/// ```
/// use phi_deid::{profile::ExpertDetermination, replace::{Replacement, SealedTokens, SecretKey}, rule::Reference, text::TextEngine};
/// use phi_types::{IdentifierClass, OsEntropy};
///
/// let tokens = SealedTokens::new(&SecretKey::random(&OsEntropy)?);
/// let replacement = Replacement::<ExpertDetermination>::new().tokens(&tokens);
/// let redacted = TextEngine::new()?.redact_by(&replacement, "Seen by Dr. Testcase.", &[], Reference { year: 2026 })?;
/// let token = redacted.text.split_once("[NAME-").unwrap().1.split(']').next().unwrap();
/// assert_eq!(tokens.open(IdentifierClass::Name, token)?.as_str(), "Testcase");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SealedTokens {
    key: SecretKey,
    nonces: SecretKey,
}

/// The token cannot be opened: cut, changed, of another key or another letter. Which of them would be an oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token cannot be opened")]
pub struct TokenError;

impl SealedTokens {
    /// Tokens under this key.
    #[must_use]
    pub fn new(key: &SecretKey) -> Self {
        Self { key: key.derive(b"token"), nonces: key.derive(b"token nonce") }
    }

    /// The value of a token, without brackets and word.
    ///
    /// # Errors
    /// [`TokenError`] for whatever was not made by this key for this letter.
    pub fn open(&self, class: IdentifierClass, token: &str) -> Result<Zeroizing<String>, TokenError> {
        let bytes = alphabet::read(token).ok_or(TokenError)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or(TokenError)?;
        let nonce = Nonce::try_from(nonce).map_err(|_| TokenError)?;
        let aad = [class.letter() as u8];
        let padded = self.cipher().decrypt(&nonce, Payload { msg: sealed, aad: &aad }).map_err(|_| TokenError)?;
        let padded = Zeroizing::new(padded);
        let end = padded.iter().rposition(|byte| *byte == 0x80).ok_or(TokenError)?;
        let value = padded.get(..end).and_then(|value| core::str::from_utf8(value).ok()).ok_or(TokenError)?;
        Ok(Zeroizing::new(value.to_owned()))
    }

    /// The token of a value; `None` for one that is too long.
    pub(super) fn seal(&self, class: IdentifierClass, value: &str) -> Option<String> {
        if value.len() > MOST {
            return None;
        }
        // ISO/IEC 7816-4: one bit, then noughts.
        let mut padded = Zeroizing::new(vec![0; (value.len() + 1).next_multiple_of(PAD)]);
        padded.get_mut(..value.len())?.copy_from_slice(value.as_bytes());
        *padded.get_mut(value.len())? = 0x80;
        let aad = [class.letter() as u8];
        let mac = self.nonces.mac(&[&aad, value.as_bytes()]);
        let nonce = Nonce::try_from(mac.get(..NONCE)?).ok()?;
        let sealed = self.cipher().encrypt(&nonce, Payload { msg: &padded, aad: &aad }).ok()?;
        Some(alphabet::write(&[nonce.as_slice(), &sealed].concat()))
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new(self.key.bytes().into())
    }
}

impl fmt::Debug for SealedTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sealed tokens]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: IdentifierClass = IdentifierClass::Name;

    #[test]
    fn what_was_sealed_is_read_back_by_its_key_and_letter_alone() {
        let tokens = SealedTokens::new(&SecretKey::new(&[7; 32]));
        for value in ["", "a", "Ana Testcase", "fifteen letters", "sixteen letters!", "Jos\u{e9}", &"x".repeat(MOST)] {
            let token = tokens.seal(NAME, value).unwrap();
            assert!(alphabet::is_code(&token));
            assert_eq!(tokens.open(NAME, &token).unwrap().as_str(), value);
            assert_eq!(tokens.open(IdentifierClass::Ssn, &token), Err(TokenError));
            assert_eq!(SealedTokens::new(&SecretKey::new(&[8; 32])).open(NAME, &token), Err(TokenError));
            assert_eq!(tokens.open(NAME, token.get(2..).unwrap()), Err(TokenError));
        }
        assert_eq!(tokens.seal(NAME, &"x".repeat(MOST + 1)), None);
        assert_eq!(tokens.seal(NAME, "Ana").unwrap().len(), tokens.seal(NAME, "Bartholomew").unwrap().len());
        assert_eq!(tokens.seal(NAME, "Ana"), tokens.seal(NAME, "Ana"));
        assert_eq!(tokens.open(NAME, "no token"), Err(TokenError));
    }
}
