//! XAES-256-GCM (C2SP): a key for AES-256-GCM derived from a 256-bit key and the first half of a 192-bit nonce, by the
//! CMAC counter KDF of NIST SP 800-108r1. And the same derivation under other labels: `S` for AES-256-GCM-SIV, and `F`, in
//! `field_keys.rs`, to give each field of a row its key.

use aes::{Aes256Enc, Block, cipher::KeyInit};
use zeroize::{Zeroize, Zeroizing};

use crate::{backend::few, key::KeyBytes};

use super::NONCE;

/// CMAC (NIST SP 800-38B) of one whole block, which is all that XAES needs. The key's schedule and the mask are made once.
pub(crate) struct Kdf {
    cipher: Aes256Enc,
    subkey: Zeroizing<[u8; 16]>,
}

impl Kdf {
    pub(crate) fn new(key: &KeyBytes) -> Self {
        let cipher = Aes256Enc::new(&(**key).into());
        let mut block = Block::default();
        few::encrypt(&cipher, core::slice::from_mut(&mut block), |_| 0);
        let subkey = Zeroizing::new(doubled(block.0).to_be_bytes());
        block.0.as_mut_slice().zeroize();
        Self { cipher, subkey }
    }

    /// The derived key, and the nonce that is left over.
    pub(crate) fn message(&self, label: u8, nonce: &[u8; NONCE]) -> (KeyBytes, [u8; 12]) {
        let (first, second) = halves(nonce);
        let mask = u128::from_be_bytes(*self.subkey);
        let mut key = Zeroizing::new([0; 32]);
        let halves = blocks_of(core::slice::from_mut(&mut *key));
        few::encrypt(&self.cipher, halves, |at| message(if at == 0 { 1 } else { 2 }, label, &first) ^ mask);
        (key, second)
    }

    #[cfg(test)]
    pub(crate) fn cmac(&self, message: &[u8; 16]) -> [u8; 16] {
        let mut block = Block::default();
        let input = u128::from_be_bytes(*message) ^ u128::from_be_bytes(*self.subkey);
        few::encrypt(&self.cipher, core::slice::from_mut(&mut block), |_| input);
        block.into()
    }
}

/// Doubling in GF(2^128), in constant time: the reduction is masked, not branched on.
#[inline]
pub(super) const fn doubled(block: [u8; 16]) -> u128 {
    let value = u128::from_be_bytes(block);
    let carry = (value >> 127).wrapping_neg() & 0x87;
    (value << 1) ^ carry
}

/// What a block of the counter KDF begins with.
#[inline]
pub(super) const fn start(counter: u8, label: u8) -> u128 {
    (u32::from_be_bytes([0, counter, label, 0]) as u128) << 96
}

/// A block of the counter KDF, not masked yet.
#[inline]
fn message(counter: u8, label: u8, context: &[u8; 12]) -> u128 {
    let mut block = [0; 16];
    // INVARIANT: sixteen bytes have a last twelve.
    if let Some(tail) = block.last_chunk_mut() {
        *tail = *context;
    }
    start(counter, label) | u128::from_be_bytes(block)
}

/// Each key as its two blocks.
#[inline]
pub(super) fn blocks_of(keys: &mut [[u8; 32]]) -> &mut [Block] {
    let (blocks, _) = keys.as_flattened_mut().as_chunks_mut();
    Block::cast_slice_from_core_mut(blocks)
}

#[inline]
fn halves(nonce: &[u8; NONCE]) -> ([u8; 12], [u8; 12]) {
    // INVARIANT: twenty-four bytes have both halves.
    let first = nonce.first_chunk().copied().unwrap_or_default();
    (first, nonce.last_chunk().copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::Suite;
    use proptest::prelude::*;
    use shake::{
        Shake128,
        digest::{ExtendableOutput, Update, XofReader},
    };
    use xaes_256_gcm::{
        Xaes256Gcm,
        aead::{Aead, Payload},
    };

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The two vectors of the C2SP specification.
    #[test]
    fn published_vectors() {
        let nonce = *b"ABCDEFGHIJKLMNOPQRSTUVWX";
        let derive = |key: &KeyBytes| hex(&*Kdf::new(key).message(b'X', &nonce).0);

        let key = Zeroizing::new([1; 32]);
        assert_eq!(hex(&*Kdf::new(&key).subkey), "e531954aca063d5b8d9c47a47d4cc6f0");
        assert_eq!(derive(&key), "c8612c9ed53fe43e8e005b828a1631a0bbcb6ab2f46514ec4f439fcfd0fa969b");
        let sealed = Suite::Xaes256Gcm.seal(&key, &nonce, b"", b"XAES-256-GCM").unwrap();
        assert_eq!(hex(&sealed), "ce546ef63c9cc60765923609b33a9a1974e96e52daf2fcf7075e2271");

        let key = Zeroizing::new([3; 32]);
        assert_eq!(hex(&*Kdf::new(&key).subkey), "23810ec50edb99f374409466ed1f4b7b");
        assert_eq!(derive(&key), "e9c621d4cdd9b11b00a6427ad7e559aeedd66b3857646677748f8ca796cb3fd8");
        let sealed = Suite::Xaes256Gcm.seal(&key, &nonce, b"c2sp.org/XAES-256-GCM", b"XAES-256-GCM").unwrap();
        assert_eq!(hex(&sealed), "986ec1832593df5443a179437fd083bf3fdb41abd740a21f71eb769d");
    }

    /// The accumulated test of the C2SP specification: inputs from one SHAKE-128 stream, ciphertexts into another.
    fn accumulated(times: usize) -> String {
        let mut stream = Shake128::default().finalize_xof();
        let mut hash = Shake128::default();
        let mut opened = 0;
        for _ in 0..times {
            let (mut key, mut nonce) = ([0; 32], [0; NONCE]);
            stream.read(&mut key);
            stream.read(&mut nonce);
            let mut variable = || {
                let mut length = [0];
                stream.read(&mut length);
                let mut bytes = vec![0; usize::from(length[0])];
                stream.read(&mut bytes);
                bytes
            };
            let (plaintext, aad) = (variable(), variable());
            let key = Zeroizing::new(key);
            let sealed = Suite::Xaes256Gcm.seal(&key, &nonce, &aad, &plaintext).unwrap();
            opened += usize::from(**Suite::Xaes256Gcm.open(&key, &nonce, &aad, &sealed).unwrap() == *plaintext);
            hash.update(&sealed);
        }
        assert_eq!(opened, times);
        let mut digest = [0; 32];
        hash.finalize_xof().read(&mut digest);
        hex(&digest)
    }

    #[test]
    fn the_accumulated_test_of_ten_thousand() {
        assert_eq!(accumulated(10_000), "e6b9edf2df6cec60c8cbd864e2211b597fb69a529160cd040d56c0c210081939");
    }

    #[test]
    fn the_accumulated_test_of_a_million() {
        if std::env::var_os("PHI_LONG").is_none() {
            println!("skipped: a million cases of XAES-256-GCM take a minute; PHI_LONG=1 runs them");
            return;
        }
        assert_eq!(accumulated(1_000_000), "2163ae1445985a30b60585ee67daa55674df06901b890593e824b8a7c885ab15");
    }

    proptest! {
        #[test]
        fn agrees_with_another_implementation(
            key: [u8; 32], nonce: [u8; 24], aad in proptest::collection::vec(any::<u8>(), 0..64),
            plaintext in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let other = Xaes256Gcm::new(&key.into());
            let expected = other.encrypt(&nonce.into(), Payload { msg: &plaintext, aad: &aad }).unwrap();
            let ours = Suite::Xaes256Gcm.seal(&Zeroizing::new(key), &nonce, &aad, &plaintext).unwrap();
            prop_assert_eq!(ours, expected);
        }

        /// The other implementation does not show its subkey; AES-256-GCM under ours must give what it gives.
        #[test]
        fn the_subkey_is_the_one_of_the_other_implementation(key: [u8; 32], nonce: [u8; 24]) {
            let other = Xaes256Gcm::new(&key.into());
            let expected = other.encrypt(&nonce.into(), b"subkey".as_slice()).unwrap();
            let (subkey, rest) = Kdf::new(&key.into()).message(b'X', &nonce);
            let ours = aes_gcm::Aes256Gcm::new(&(*subkey).into()).encrypt(&rest.into(), b"subkey".as_slice()).unwrap();
            prop_assert_eq!(ours, expected);
        }
    }
}
