//! XAES-256-GCM (C2SP): a key for AES-256-GCM derived from a 256-bit key and the first half of a 192-bit nonce, by the
//! CMAC counter KDF of NIST SP 800-108r1. And the same derivation once more, to give each field of a row its key.

use aes::{
    Aes256,
    cipher::{Array, BlockCipherEncrypt, KeyInit},
};
use zeroize::{Zeroize, Zeroizing};

use crate::key::KeyBytes;

use super::NONCE;

/// The derived key and the nonce for AES-256-GCM.
pub(crate) fn derive(key: &KeyBytes, nonce: &[u8; NONCE]) -> (KeyBytes, [u8; 12]) {
    let (first, second) = halves(nonce);
    (Kdf::new(key).derive(b'X', &first), second)
}

/// Derives the keys of a row's fields. The row's nonce gives the row key as XAES does; the row key gives each field's key,
/// under a label of its own (`F` for `X`), from the field's number and eight bytes more of the nonce.
pub(crate) struct RowDeriver {
    kdf: Kdf,
    second: [u8; 12],
}

impl RowDeriver {
    pub(crate) fn new(key: &KeyBytes, nonce: &[u8; NONCE]) -> Self {
        let (row_key, second) = derive(key, nonce);
        Self { kdf: Kdf::new(&row_key), second }
    }

    pub(crate) fn field(&self, number: u32) -> KeyBytes {
        let mut context = [0; 12];
        let parts = number.to_be_bytes().into_iter().chain(self.second);
        for (to, from) in context.iter_mut().zip(parts) {
            *to = from;
        }
        self.kdf.derive(b'F', &context)
    }

    pub(crate) fn nonce(&self) -> [u8; 12] {
        self.second
    }
}

/// CMAC (NIST SP 800-38B) of one whole block, which is all that XAES needs.
pub(crate) struct Kdf {
    cipher: Aes256,
    subkey: Zeroizing<[u8; 16]>,
}

impl Kdf {
    pub(crate) fn new(key: &KeyBytes) -> Self {
        let cipher = Aes256::new(&(**key).into());
        let mut block = Array::from([0; 16]);
        cipher.encrypt_block(&mut block);
        // Doubling in GF(2^128), in constant time: the reduction is masked, not branched on.
        let value = u128::from_be_bytes(block.into());
        let carry = (value >> 127).wrapping_neg() & 0x87;
        let subkey = Zeroizing::new(((value << 1) ^ carry).to_be_bytes());
        block.zeroize();
        Self { cipher, subkey }
    }

    pub(crate) fn derive(&self, label: u8, context: &[u8; 12]) -> KeyBytes {
        let mut out = Zeroizing::new([0; 32]);
        for (half, counter) in out.chunks_exact_mut(16).zip(1_u8..) {
            let message = [0, counter, label, 0].into_iter().chain(*context);
            let mut block = Array::from([0; 16]);
            for ((byte, from), mask) in block.iter_mut().zip(message).zip(self.subkey.iter()) {
                *byte = from ^ mask;
            }
            self.cipher.encrypt_block(&mut block);
            half.copy_from_slice(&block);
            block.zeroize();
        }
        out
    }
}

fn halves(nonce: &[u8; NONCE]) -> ([u8; 12], [u8; 12]) {
    let (mut first, mut second) = ([0; 12], [0; 12]);
    for (to, from) in first.iter_mut().chain(&mut second).zip(nonce) {
        *to = *from;
    }
    (first, second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::Suite;
    use proptest::prelude::*;
    use xaes_256_gcm::{
        Xaes256Gcm,
        aead::{Aead, Payload},
    };

    /// The two vectors of the C2SP specification.
    #[test]
    fn published_vectors() {
        let nonce = *b"ABCDEFGHIJKLMNOPQRSTUVWX";
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();

        let key = Zeroizing::new([1; 32]);
        assert_eq!(hex(&*derive(&key, &nonce).0), "c8612c9ed53fe43e8e005b828a1631a0bbcb6ab2f46514ec4f439fcfd0fa969b");
        let sealed = Suite::Xaes256Gcm.seal(&key, &nonce, b"", b"XAES-256-GCM").unwrap();
        assert_eq!(hex(&sealed), "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");

        let key = Zeroizing::new([3; 32]);
        assert_eq!(hex(&*derive(&key, &nonce).0), "e9c621d4cdd9b11b00a6427ad7e559aeedd66b3857646677748f8ca796cb3fd8");
        let sealed = Suite::Xaes256Gcm.seal(&key, &nonce, b"c2sp.org/XAES-256-GCM", b"XAES-256-GCM").unwrap();
        assert_eq!(hex(&sealed), "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
    }

    proptest! {
        #[test]
        fn agrees_with_another_implementation(
            key: [u8; 32], nonce: [u8; 24], aad in proptest::collection::vec(any::<u8>(), 0..64),
            plaintext in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            use xaes_256_gcm::aead::KeyInit as _;
            let other = Xaes256Gcm::new(&key.into());
            let expected = other.encrypt(&nonce.into(), Payload { msg: &plaintext, aad: &aad }).unwrap();
            let ours = Suite::Xaes256Gcm.seal(&Zeroizing::new(key), &nonce, &aad, &plaintext).unwrap();
            prop_assert_eq!(ours, expected);
        }
    }
}
