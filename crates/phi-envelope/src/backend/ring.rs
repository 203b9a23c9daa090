//! The backend `ring`: AES-256-GCM.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use crate::suite::TAG;

pub(super) fn seal(key: &[u8; 32], nonce: &[u8], aad: &[u8], text: &mut [u8]) -> Option<[u8; TAG]> {
    let tag = cipher(key)?.seal_in_place_separate_tag(at(nonce)?, Aad::from(aad), text).ok()?;
    tag.as_ref().try_into().ok()
}

pub(super) fn open(key: &[u8; 32], nonce: &[u8], aad: &[u8], text: &mut [u8]) -> Option<()> {
    cipher(key)?.open_in_place(at(nonce)?, Aad::from(aad), text).ok().map(|_| ())
}

fn cipher(key: &[u8; 32]) -> Option<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, key).ok().map(LessSafeKey::new)
}

fn at(nonce: &[u8]) -> Option<Nonce> {
    Nonce::try_assume_unique_for_key(nonce).ok()
}
