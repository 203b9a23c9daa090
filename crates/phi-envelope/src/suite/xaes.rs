//! XAES-256-GCM (C2SP): a key for AES-256-GCM derived from a 256-bit key and the first half of a 192-bit nonce, by the
//! CMAC counter KDF of NIST SP 800-108r1. And the same derivation under other labels: `S` for AES-256-GCM-SIV, and `F` to give
//! each field of a row its key.

use alloc::vec::Vec;

use aes::{
    Aes256Enc, Block,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use zeroize::{Zeroize, Zeroizing};

use crate::key::KeyBytes;

use super::NONCE;

/// CMAC (NIST SP 800-38B) of one whole block, which is all that XAES needs. The key's schedule and the mask are made once.
pub(crate) struct Kdf {
    cipher: Aes256Enc,
    subkey: Zeroizing<[u8; 16]>,
}

impl Kdf {
    pub(crate) fn new(key: &KeyBytes) -> Self {
        let cipher = Aes256Enc::new(&(**key).into());
        let mut block = Block::from([0; 16]);
        cipher.encrypt_block(&mut block);
        // Doubling in GF(2^128), in constant time: the reduction is masked, not branched on.
        let value = u128::from_be_bytes(block.into());
        let carry = (value >> 127).wrapping_neg() & 0x87;
        let subkey = Zeroizing::new(((value << 1) ^ carry).to_be_bytes());
        block.zeroize();
        Self { cipher, subkey }
    }

    /// The derived key, and the nonce that is left over.
    pub(crate) fn message(&self, label: u8, nonce: &[u8; NONCE]) -> (KeyBytes, [u8; 12]) {
        let (first, second) = halves(nonce);
        let mut blocks = [self.block(1, label, &first), self.block(2, label, &first)];
        // Both at once: the second costs next to nothing beside the first.
        self.cipher.encrypt_blocks(&mut blocks);
        let key = joined(&blocks);
        blocks.iter_mut().for_each(|block| block.zeroize());
        (key, second)
    }

    /// The keys of a row's fields, from their numbers and eight bytes of what is left of the row's nonce.
    pub(crate) fn fields(&self, numbers: impl Iterator<Item = u32>, second: &[u8; 12]) -> Vec<KeyBytes> {
        let mut blocks = Vec::with_capacity(numbers.size_hint().0.saturating_mul(2));
        for number in numbers {
            let mut context = [0; 12];
            // INVARIANT: twelve bytes have a first four and a rest of eight.
            if let (Some((head, tail)), Some((first, _))) =
                (context.split_first_chunk_mut::<4>(), second.split_first_chunk::<8>())
            {
                *head = number.to_be_bytes();
                tail.copy_from_slice(first);
            }
            blocks.extend([self.block(1, b'F', &context), self.block(2, b'F', &context)]);
        }
        self.cipher.encrypt_blocks(&mut blocks);
        let keys = blocks.chunks_exact(2).map(joined).collect();
        blocks.iter_mut().for_each(|block| block.zeroize());
        keys
    }

    /// One block of the counter KDF, masked as CMAC masks a whole last block.
    #[inline]
    fn block(&self, counter: u8, label: u8, context: &[u8; 12]) -> Block {
        let mut message = [0; 16];
        // INVARIANT: sixteen bytes have a first four and a rest of twelve.
        if let Some((head, tail)) = message.split_first_chunk_mut::<4>() {
            *head = [0, counter, label, 0];
            tail.copy_from_slice(context);
        }
        (u128::from_ne_bytes(message) ^ u128::from_ne_bytes(*self.subkey)).to_ne_bytes().into()
    }

    #[cfg(test)]
    pub(crate) fn cmac(&self, message: &[u8; 16]) -> [u8; 16] {
        let mut block = Block::from(u128::from_be_bytes(*message).to_be_bytes());
        block.iter_mut().zip(self.subkey.iter()).for_each(|(byte, mask)| *byte ^= mask);
        self.cipher.encrypt_block(&mut block);
        block.into()
    }
}

#[inline]
fn joined(blocks: &[Block]) -> KeyBytes {
    let mut out = Zeroizing::new([0; 32]);
    out.chunks_exact_mut(16).zip(blocks).for_each(|(to, from)| to.copy_from_slice(from));
    out
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

        #[test]
        fn fields_derive_alike_alone_and_together(key: [u8; 32], second: [u8; 12], numbers: [u32; 5]) {
            let kdf = Kdf::new(&key.into());
            let together = kdf.fields(numbers.into_iter(), &second);
            for (number, key) in numbers.into_iter().zip(together) {
                prop_assert_eq!(&*kdf.fields([number].into_iter(), &second)[0], &*key);
            }
        }
    }
}
