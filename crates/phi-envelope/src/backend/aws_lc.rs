//! The backend `aws-lc-rs`: AES-256-GCM and AES-256-GCM-SIV.

use aws_lc_rs::aead::{AES_256_GCM, AES_256_GCM_SIV, Aad, Algorithm, LessSafeKey, Nonce, UnboundKey};

use crate::suite::TAG;

pub(super) const GCM: &Algorithm = &AES_256_GCM;
pub(super) const GCM_SIV: &Algorithm = &AES_256_GCM_SIV;

pub(super) fn seal(
    algorithm: &'static Algorithm,
    key: &[u8; 32],
    nonce: &[u8],
    aad: &[u8],
    text: &mut [u8],
) -> Option<[u8; TAG]> {
    let tag = cipher(algorithm, key)?.seal_in_place_separate_tag(at(nonce)?, Aad::from(aad), text).ok()?;
    tag.as_ref().try_into().ok()
}

pub(super) fn open(
    algorithm: &'static Algorithm,
    key: &[u8; 32],
    nonce: &[u8],
    aad: &[u8],
    text: &mut [u8],
) -> Option<()> {
    let (text, tag) = text.split_last_chunk_mut::<TAG>()?;
    cipher(algorithm, key)?.open_in_place_separate_tag(at(nonce)?, Aad::from(aad), tag, text).ok().map(drop)
}

fn cipher(algorithm: &'static Algorithm, key: &[u8; 32]) -> Option<LessSafeKey> {
    UnboundKey::new(algorithm, key).ok().map(LessSafeKey::new)
}

fn at(nonce: &[u8]) -> Option<Nonce> {
    Nonce::try_assume_unique_for_key(nonce).ok()
}
