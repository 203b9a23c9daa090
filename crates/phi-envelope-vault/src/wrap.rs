//! The two ways of wrapping, and how a wrap is written.
//!
//! ```text
//! version 1 | how 1 | version of the root key 4 | by encryption: ciphertext 92 | by data key: ciphertext 60, nonce 12, sealed key 48
//! ```
//! Whatever the server does, a wrap is bound here: by encryption the plaintext is the key and SHA-256 of what it is bound to, by
//! data key the key is sealed with that as associated data. What is stored is not the text `vault:v1:…`, which has more than one spelling.

use aes_gcm::{
    Aes256Gcm,
    aead::{AeadInOut, KeyInit},
};
use ctutils::CtEq as _;
use phi_envelope::KeyMaterial;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

const VERSION: u8 = 1;
pub(crate) const KEY: usize = 32;
const NONCE: usize = 12;
const TAG: usize = 16;
/// What AES-256-GCM adds in the engine: its nonce and its tag.
pub(crate) const OVER: usize = NONCE + TAG;
/// A key and a digest.
pub(crate) const PLAIN: usize = KEY + 32;
const SEALED: usize = NONCE + KEY + TAG;

/// How the engine is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// It encrypts the key: `encrypt`, `decrypt`.
    #[default]
    Encrypt,
    /// It makes a key for this one wrap and gives it out in the clear and encrypted; the key is sealed under it here, with AES-256-GCM.
    /// The key itself never goes to the server: `datakey`, `decrypt`.
    DataKey,
}

/// How a wrap was made: the second byte, which is authenticated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct How {
    pub(crate) way: Way,
    /// The engine was given associated data, and had proven that it binds them.
    pub(crate) associated: bool,
    /// The engine was given a context to derive the key from.
    pub(crate) derived: bool,
}

impl How {
    const ASSOCIATED: u8 = 1;
    const DERIVED: u8 = 2;
    const DATA_KEY: u8 = 4;

    pub(crate) fn byte(self) -> u8 {
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        bit(self.associated, Self::ASSOCIATED)
            | bit(self.derived, Self::DERIVED)
            | bit(self.way == Way::DataKey, Self::DATA_KEY)
    }

    fn from_byte(byte: u8) -> Option<Self> {
        let has = |bit: u8| byte & bit != 0;
        let way = if has(Self::DATA_KEY) { Way::DataKey } else { Way::Encrypt };
        let how = Self { way, associated: has(Self::ASSOCIATED), derived: has(Self::DERIVED) };
        (how.byte() == byte).then_some(how)
    }

    /// What a wrap is bound to: its form, and the context.
    pub(crate) fn bound(self, context: &[u8]) -> Vec<u8> {
        phi_types::port::framed(&[b"phi-envelope-vault-1", &[VERSION, self.byte()], context])
    }

    /// How long the engine's ciphertext is.
    pub(crate) const fn ciphertext(self) -> usize {
        OVER + match self.way {
            Way::Encrypt => PLAIN,
            Way::DataKey => KEY,
        }
    }
}

/// A wrap, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wrap<'a> {
    pub(crate) how: How,
    /// The version of the root key.
    pub(crate) version: u32,
    /// What the engine made.
    pub(crate) ciphertext: &'a [u8],
    /// What was sealed here; empty by encryption.
    pub(crate) sealed: &'a [u8],
}

impl<'a> Wrap<'a> {
    /// Whatever has not the form of a wrap is none, and does not reach the server.
    pub(crate) fn read(wrapped: &'a [u8]) -> Option<Self> {
        let ([VERSION, how, a, b, c, d], body) = wrapped.split_first_chunk()? else { return None };
        let (how, version) = (How::from_byte(*how)?, u32::from_be_bytes([*a, *b, *c, *d]));
        let (ciphertext, sealed) = body.split_at_checked(how.ciphertext())?;
        let length = match how.way {
            Way::Encrypt => 0,
            Way::DataKey => SEALED,
        };
        (version > 0 && sealed.len() == length).then_some(Self { how, version, ciphertext, sealed })
    }

    pub(crate) fn write(self) -> Vec<u8> {
        let head = [VERSION, self.how.byte()];
        [&head, self.version.to_be_bytes().as_slice(), self.ciphertext, self.sealed].concat()
    }
}

/// The plaintext of a wrap by encryption.
pub(crate) fn join(key: &KeyMaterial, bound: &[u8]) -> Zeroizing<[u8; PLAIN]> {
    let mut plain = Zeroizing::new([0; PLAIN]);
    let (left, right) = plain.split_at_mut(KEY);
    left.copy_from_slice(key.expose());
    right.copy_from_slice(&Sha256::digest(bound));
    plain
}

/// The key in such a plaintext, if it is bound to this.
pub(crate) fn part(plain: &[u8], bound: &[u8]) -> Option<KeyMaterial> {
    let (key, digest) = plain.split_first_chunk::<KEY>()?;
    let expected = Sha256::digest(bound);
    let same: bool = expected.as_slice().ct_eq(digest).into();
    same.then(|| KeyMaterial::from_bytes(key))
}

/// Seals a key under a data key, which serves this once.
pub(crate) fn seal(data_key: &[u8], nonce: &[u8; NONCE], bound: &[u8], key: &KeyMaterial) -> Option<Vec<u8>> {
    let cipher = Aes256Gcm::new_from_slice(data_key).ok()?;
    let mut sealed = Zeroizing::new(*key.expose());
    let tag = cipher.encrypt_inout_detached(&(*nonce).into(), bound, sealed.as_mut_slice().into()).ok()?;
    Some([nonce.as_slice(), sealed.as_slice(), tag.as_slice()].concat())
}

/// Opens what [`seal`] made.
pub(crate) fn open(data_key: &[u8], bound: &[u8], sealed: &[u8]) -> Option<KeyMaterial> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
    let (body, tag) = rest.split_last_chunk::<TAG>()?;
    let mut key: Zeroizing<[u8; KEY]> = Zeroizing::new(body.try_into().ok()?);
    let cipher = Aes256Gcm::new_from_slice(data_key).ok()?;
    cipher.decrypt_inout_detached(&(*nonce).into(), bound, key.as_mut_slice().into(), &(*tag).into()).ok()?;
    Some(KeyMaterial::from_bytes(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_how() -> impl Iterator<Item = How> {
        (0..8).map(|byte| How::from_byte(byte).unwrap())
    }

    #[test]
    fn a_wrap_has_one_length_for_each_way_and_a_version_above_zero() {
        for how in every_how() {
            let sealed = if how.way == Way::DataKey { vec![2; SEALED] } else { Vec::new() };
            let ciphertext = vec![1; how.ciphertext()];
            let wrap = Wrap { how, version: 7, ciphertext: &ciphertext, sealed: &sealed };
            let bytes = wrap.write();
            assert_eq!(Wrap::read(&bytes), Some(wrap));
            assert!((0..bytes.len()).all(|cut| Wrap::read(&bytes[..cut]).is_none()));
            assert_eq!(Wrap::read(&[&bytes[..], &[0]].concat()), None);
            assert_eq!(Wrap::read(&Wrap { version: 0, ..wrap }.write()), None);
        }
        assert!((8..=255).all(|byte| How::from_byte(byte).is_none()));
    }

    #[test]
    fn each_form_binds_to_other_bytes() {
        let bound: std::collections::BTreeSet<_> = every_how().map(|how| how.bound(b"context")).collect();
        assert_eq!(bound.len(), 8);
    }

    #[test]
    fn a_key_is_bound_here_whatever_the_server_does() {
        let key = KeyMaterial::from_bytes(&[3; 32]);
        let plain = join(&key, b"bound");
        assert_eq!(part(&*plain, b"bound").unwrap().expose(), key.expose());
        assert!(part(&*plain, b"other").is_none());
        assert!((0..PLAIN).all(|cut| part(&plain[..cut], b"bound").is_none()));
        let sealed = seal(&[5; 32], &[6; NONCE], b"bound", &key).unwrap();
        assert_eq!(open(&[5; 32], b"bound", &sealed).unwrap().expose(), key.expose());
        assert!(open(&[5; 32], b"other", &sealed).is_none() && open(&[4; 32], b"bound", &sealed).is_none());
        assert!((0..sealed.len()).all(|cut| open(&[5; 32], b"bound", &sealed[..cut]).is_none()));
        assert!(seal(&[5; 31], &[6; NONCE], b"bound", &key).is_none());
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_wrap_in_one_way_or_none(bytes in proptest::collection::vec(0_u8.., 0..140)) {
            if let Some(wrap) = Wrap::read(&bytes) {
                proptest::prop_assert_eq!(wrap.write(), bytes);
            }
        }
    }
}
