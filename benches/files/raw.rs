//! The raw cipher of each backend, key ready, on pieces of 16 KiB in place: what files are compared with.

use std::{hint::black_box, thread};

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use phi_envelope::Backend;

pub(crate) const PIECE: usize = 16 * 1024;

pub(crate) enum Raw {
    RustCrypto(Aes256Gcm),
    #[cfg(feature = "ring")]
    Ring(ring::aead::LessSafeKey),
    #[cfg(feature = "aws-lc-rs")]
    AwsLcRs(aws_lc_rs::aead::LessSafeKey),
}

impl Raw {
    pub(crate) fn new(backend: Backend) -> Self {
        match backend {
            #[cfg(feature = "ring")]
            Backend::Ring => {
                use ring::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
                Self::Ring(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).unwrap()))
            }
            #[cfg(feature = "aws-lc-rs")]
            Backend::AwsLcRs => {
                use aws_lc_rs::aead::{AES_256_GCM, LessSafeKey, UnboundKey};
                Self::AwsLcRs(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &[7; 32]).unwrap()))
            }
            _ => Self::RustCrypto(Aes256Gcm::new(&[7; 32].into())),
        }
    }

    pub(crate) fn seal_piece(&self, piece: &mut [u8]) -> [u8; 16] {
        match self {
            Self::RustCrypto(key) => key.encrypt_inout_detached(&[1; 12].into(), &[], piece.into()).unwrap().into(),
            #[cfg(feature = "ring")]
            Self::Ring(key) => {
                use ring::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key([1; 12]);
                key.seal_in_place_separate_tag(nonce, Aad::empty(), piece).unwrap().as_ref().try_into().unwrap()
            }
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs(key) => {
                use aws_lc_rs::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key([1; 12]);
                key.seal_in_place_separate_tag(nonce, Aad::empty(), piece).unwrap().as_ref().try_into().unwrap()
            }
        }
    }

    fn open_piece(&self, piece: &mut [u8], tag: &[u8; 16]) {
        match self {
            Self::RustCrypto(key) => {
                key.decrypt_inout_detached(&[1; 12].into(), &[], piece.into(), &(*tag).into()).unwrap();
            }
            #[cfg(feature = "ring")]
            Self::Ring(key) => {
                use ring::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key([1; 12]);
                black_box(key.open_in_place_separate_tag(nonce, Aad::empty(), (*tag).into(), piece, 0..).unwrap());
            }
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs(key) => {
                use aws_lc_rs::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key([1; 12]);
                black_box(key.open_in_place_separate_tag(nonce, Aad::empty(), tag, piece).unwrap());
            }
        }
    }

    pub(crate) fn seal(&self, buffer: &mut [u8], tags: &mut [[u8; 16]]) {
        for (piece, tag) in buffer.chunks_mut(PIECE).zip(tags) {
            *tag = self.seal_piece(piece);
        }
    }

    pub(crate) fn open(&self, buffer: &mut [u8], tags: &[[u8; 16]]) {
        for (piece, tag) in buffer.chunks_mut(PIECE).zip(tags) {
            self.open_piece(piece, tag);
        }
    }

    /// As whoever reads from somewhere and writes to somewhere has to: a piece is fetched into one place, and sealed there.
    pub(crate) fn seal_fetched(&self, text: &[u8], place: &mut [u8]) {
        for piece in text.chunks(PIECE) {
            let place = &mut place[..piece.len()];
            place.copy_from_slice(piece);
            black_box(self.seal_piece(place));
        }
    }

    pub(crate) fn open_fetched(&self, sealed: &[u8], tags: &[[u8; 16]], place: &mut [u8]) {
        for (piece, tag) in sealed.chunks(PIECE).zip(tags) {
            let place = &mut place[..piece.len()];
            place.copy_from_slice(piece);
            self.open_piece(place, tag);
        }
    }

    /// Half on another thread: what two cores of this machine have to give.
    pub(crate) fn seal_by_two(&self, buffer: &mut [u8], tags: &mut [[u8; 16]]) {
        let half = tags.len() / 2;
        let ((one, other), (tags, others)) = (buffer.split_at_mut(half * PIECE), tags.split_at_mut(half));
        thread::scope(|scope| {
            scope.spawn(|| self.seal(one, tags));
            self.seal(other, others);
        });
    }

    pub(crate) fn open_by_two(&self, buffer: &mut [u8], tags: &[[u8; 16]]) {
        let half = tags.len() / 2;
        let ((one, other), (tags, others)) = (buffer.split_at_mut(half * PIECE), tags.split_at(half));
        thread::scope(|scope| {
            scope.spawn(|| self.open(one, tags));
            self.open(other, others);
        });
    }
}
