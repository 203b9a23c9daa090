//! The backend `ring`: AES-256-GCM.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

use crate::suite::TAG;

// Functions of their own, and the key taken out of its result once: a key has half a kilobyte, and each move of it waits until what was just
// written can be read.

#[inline(never)]
pub(super) fn seal(key: &[u8; 32], nonce: &[u8], aad: &[u8], text: &mut [u8]) -> Option<[u8; TAG]> {
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    match UnboundKey::new(&AES_256_GCM, key) {
        Ok(key) => {
            let key = LessSafeKey::new(key);
            key.seal_in_place_separate_tag(nonce, Aad::from(aad), text).ok()?.as_ref().try_into().ok()
        }
        Err(_) => None,
    }
}

#[inline(never)]
pub(super) fn open(key: &[u8; 32], nonce: &[u8], aad: &[u8], text: &mut [u8]) -> Option<()> {
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    match UnboundKey::new(&AES_256_GCM, key) {
        Ok(key) => LessSafeKey::new(key).open_in_place(nonce, Aad::from(aad), text).ok().map(drop),
        Err(_) => None,
    }
}
