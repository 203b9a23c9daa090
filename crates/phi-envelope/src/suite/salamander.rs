//! Ciphertexts that open under two keys: made here, and refused.
//!
//! AES-GCM does not commit to its key. With one block of the ciphertext free, the tags under two keys can be made equal by solving
//! one linear equation in GF(2^128) (Dodis, Grubbs, Ristenpart, Woodage, 2018, section 4).

use aes::{
    Aes256, Block,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use phi_types::{OsEntropy, RecordId, TenantId};

use super::{NONCE, Suite, SuiteKey, committing, xaes::Kdf};
use crate::{
    backend::Backend,
    header::{Form, Start},
    key::{DataKey, KeyBytes, KeyMaterial},
    sealed::{Sealed, ValueContext, ValueKey},
};

/// Multiplication in the field of GHASH (NIST SP 800-38D, section 6.3).
fn times(left: u128, right: u128) -> u128 {
    let (mut product, mut shifted) = (0, right);
    for bit in (0..128).rev() {
        if left >> bit & 1 == 1 {
            product ^= shifted;
        }
        shifted = shifted >> 1 ^ if shifted & 1 == 1 { 0xe1 << 120 } else { 0 };
    }
    product
}

/// The inverse: the power of 2^128 - 2.
fn inverse(of: u128) -> u128 {
    let (mut result, mut square) = (1 << 127, of);
    for _ in 1..128 {
        square = times(square, square);
        result = times(result, square);
    }
    result
}

/// What GCM under one key makes of associated data and of one free block.
struct Side {
    hash_key: u128,
    mask: u128,
    aad: u128,
}

impl Side {
    fn new(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8]) -> Self {
        let block = |bytes: [u8; 16]| {
            let mut block = Block::from(bytes);
            Aes256::new(&(*key).into()).encrypt_block(&mut block);
            u128::from_be_bytes(block.into())
        };
        let hash_key = block([0; 16]);
        let mut counter = [0; 16];
        counter[..12].copy_from_slice(nonce);
        counter[15] = 1;
        let aad = aad.chunks(16).fold(0, |sum, chunk| {
            let mut part = [0; 16];
            part[..chunk.len()].copy_from_slice(chunk);
            times(sum ^ u128::from_be_bytes(part), hash_key)
        });
        Self { hash_key, mask: block(counter), aad }
    }

    /// The tag of a ciphertext of one block.
    fn tag(&self, block: u128, lengths: u128) -> u128 {
        times(times(self.aad ^ block, self.hash_key) ^ lengths, self.hash_key) ^ self.mask
    }
}

/// One block and its tag, valid under both keys.
fn salamander(one: (&[u8; 32], &[u8]), two: (&[u8; 32], &[u8]), nonce: &[u8; 12]) -> Vec<u8> {
    let (left, right) = (Side::new(one.0, nonce, one.1), Side::new(two.0, nonce, two.1));
    assert_eq!(one.1.len(), two.1.len());
    let lengths = (one.1.len() as u128 * 8) << 64 | 128;
    let squares = times(left.hash_key, left.hash_key) ^ times(right.hash_key, right.hash_key);
    let block = times(left.tag(0, lengths) ^ right.tag(0, lengths), inverse(squares));
    assert_eq!(left.tag(block, lengths), right.tag(block, lengths), "the equation is solved");
    [block.to_be_bytes(), left.tag(block, lengths).to_be_bytes()].concat()
}

fn value_keys() -> [(KeyMaterial, ValueKey); 2] {
    [1, 2].map(|byte| {
        let material = KeyMaterial::from_bytes(&[byte; 32]);
        let key = ValueKey::new(&material).unwrap();
        (material, key)
    })
}

/// The subkey of values, as the data key derives it.
fn subkey(material: &KeyMaterial, suite: Suite) -> KeyBytes {
    crate::key::expand(material.expose(), &[b"phi-envelope 1 ", b"value", &[suite.byte()]]).unwrap()
}

#[test]
fn a_ciphertext_for_two_keys_opens_under_the_key_that_its_header_names_alone() {
    let tenant = TenantId::new("north").unwrap();
    let context = ValueContext::new(&tenant, "Attachment", RecordId::random(&OsEntropy).unwrap(), "scan", 1);
    let [(one, first), (two, second)] = value_keys();
    let nonce = [5; NONCE];
    let start = Start { suite: Suite::Xaes256Gcm, key: *first.id(), nonce };
    let header = start.write_message(Form::Value, 0);
    let bound = context.sealing().with_associated_data(&header, <[u8]>::to_vec);
    let aad = bound.as_slice();
    let message = |material: &KeyMaterial| Kdf::new(&subkey(material, Suite::Xaes256Gcm)).message(b'X', &nonce).0;
    let body = salamander((&message(&one), aad), (&message(&two), aad), &nonce[12..].try_into().unwrap());
    // The cipher alone is fooled: that is the attack.
    for material in [&one, &two] {
        let key = SuiteKey::new(Suite::Xaes256Gcm, &subkey(material, Suite::Xaes256Gcm));
        assert!(key.open(Backend::default(), &nonce, aad, &body).is_some());
    }
    // The envelope is not.
    let sealed = Sealed::<[u8]>::parse([header.as_slice(), &body].concat()).unwrap();
    assert!(first.open(&context.opening(), &sealed).is_ok());
    assert!(second.open(&context.opening(), &sealed).is_err());
    let mut renamed = sealed.into_bytes();
    renamed[3..35].copy_from_slice(second.id());
    assert!(second.open(&context.opening(), &Sealed::<[u8]>::parse(renamed).unwrap()).is_err());
}

#[test]
fn the_committing_suite_refuses_two_keys_and_two_contexts_without_its_header() {
    let (suite, nonce) = (Suite::Aes256GcmCommitting, [6; NONCE]);
    let keys = [1, 2].map(|byte| subkey(&KeyMaterial::from_bytes(&[byte; 32]), suite));
    let contexts: [&[u8]; 2] = [b"context of one", b"context of two"];
    let rest = nonce[12..].try_into().unwrap();
    for (left, right) in [((0, 0), (1, 0)), ((0, 0), (1, 1))] {
        let message = |(key, _): (usize, usize)| committing::message_key(&keys[key], &nonce).unwrap();
        let body = salamander((&message(left), contexts[left.1]), (&message(right), contexts[right.1]), &rest);
        let committed = committing::commitment(&keys[left.0], &nonce, contexts[left.1]).unwrap();
        let sealed = [committed.as_slice(), &body].concat();
        let open = |(key, context): (usize, usize)| {
            SuiteKey::new(suite, &keys[key]).open(Backend::default(), &nonce, contexts[context], &sealed)
        };
        assert!(open(left).is_some(), "the one to which it is committed");
        assert!(open(right).is_none(), "the other, for which the tag is right as well");
    }
}

/// Two-key ciphertexts that were made elsewhere: the header of a value commits to one of the two keys.
#[test]
fn foreign_salamanders_are_refused() {
    let Some(folder) = std::env::var_os("PHI_SHARED") else {
        println!("skipped: PHI_SHARED is not set, so there are no foreign two-key ciphertexts to try");
        return;
    };
    let path = std::path::Path::new(&folder).join("vectors/salamander_aes256gcm.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: there is no vectors/salamander_aes256gcm.json");
        return;
    };
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut tried = 0;
    for case in all["cases"].as_array().unwrap() {
        let bytes = |name: &str| {
            let digits: Vec<_> = case[name].as_str().unwrap().chars().map(|c| c.to_digit(16).unwrap()).collect();
            digits.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).unwrap()).collect::<Vec<_>>()
        };
        let (nonce, aad) = (bytes("nonce"), bytes("aad"));
        let body = [bytes("ct"), bytes("tag")].concat();
        let keys: [[u8; 32]; 2] = ["k1", "k2"].map(|name| bytes(name).try_into().unwrap());
        for key in &keys {
            let mut text = body.clone();
            let gcm = crate::backend::Primitive::Aes256Gcm;
            assert!(Backend::default().open(gcm, key, &nonce, &aad, &mut text).is_some(), "opens under both");
        }
        let ids = keys.map(|key| *DataKey::new(&KeyMaterial::from_bytes(&key)).unwrap().id());
        assert_ne!(ids[0], ids[1], "and the header names one of them");
        let salt = [7; NONCE];
        let commitments = keys.map(|key| *committing::commitment(&key.into(), &salt, &aad).unwrap());
        assert!(!committing::agree(&commitments[0], &commitments[1]));
        tried += 1;
    }
    println!("{tried} foreign two-key ciphertexts");
    assert!(tried > 0);
}
