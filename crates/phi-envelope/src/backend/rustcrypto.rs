//! The default backend, RustCrypto.

use aes_gcm::Aes256Gcm;
use aes_gcm_siv::Aes256GcmSiv;
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{AeadInOut, KeyInit},
};

use super::{Primitive, short};
use crate::suite::TAG;

pub(super) fn seal(
    primitive: Primitive,
    key: &[u8; 32],
    nonce: &[u8],
    aad: &[u8],
    text: &mut [u8],
) -> Option<[u8; TAG]> {
    match primitive {
        Primitive::Aes256Gcm if short::takes(aad, text) => short::seal(key, nonce.try_into().ok()?, aad, text),
        Primitive::Aes256Gcm => seal_with::<Aes256Gcm>(key, nonce, aad, text),
        Primitive::XChaCha20Poly1305 => seal_with::<XChaCha20Poly1305>(key, nonce, aad, text),
        Primitive::Aes256GcmSiv => seal_with::<Aes256GcmSiv>(key, nonce, aad, text),
    }
}

pub(super) fn open(primitive: Primitive, key: &[u8; 32], nonce: &[u8], aad: &[u8], text: &mut [u8]) -> Option<()> {
    let (text, tag) = text.split_last_chunk_mut::<TAG>()?;
    match primitive {
        Primitive::Aes256Gcm if short::takes(aad, text) => short::open(key, nonce.try_into().ok()?, aad, text, tag),
        Primitive::Aes256Gcm => open_with::<Aes256Gcm>(key, nonce, aad, text, tag),
        Primitive::XChaCha20Poly1305 => open_with::<XChaCha20Poly1305>(key, nonce, aad, text, tag),
        Primitive::Aes256GcmSiv => open_with::<Aes256GcmSiv>(key, nonce, aad, text, tag),
    }
}

fn seal_with<A: AeadInOut + KeyInit>(key: &[u8; 32], nonce: &[u8], aad: &[u8], text: &mut [u8]) -> Option<[u8; TAG]> {
    let cipher = A::new_from_slice(key).ok()?;
    let tag = cipher.encrypt_inout_detached(nonce.try_into().ok()?, aad, text.into()).ok()?;
    tag.as_slice().try_into().ok()
}

fn open_with<A: AeadInOut + KeyInit>(
    key: &[u8; 32],
    nonce: &[u8],
    aad: &[u8],
    text: &mut [u8],
    tag: &[u8; TAG],
) -> Option<()> {
    let cipher = A::new_from_slice(key).ok()?;
    let tag = tag.as_slice().try_into().ok()?;
    cipher.decrypt_inout_detached(nonce.try_into().ok()?, aad, text.into(), tag).ok()
}
