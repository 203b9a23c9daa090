//! Cobblestone-256: the chunked encryption of C2SP (<https://c2sp.org/chunked-encryption>) with SHA-512 and AES-256-GCM.
//!
//! ```text
//! salt 24 | commitment 32 | (16 KiB of text, sealed | tag 16) … | less than 16 KiB of text, sealed | tag 16
//! ```
//! Key, base nonce and commitment come from the input key, the salt and the context. A chunk's nonce is the base nonce XOR its number.
//! The last chunk is always shorter than the others, so that a message that was cut at a chunk is seen to be cut.
#![deny(clippy::arithmetic_side_effects)]

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;
use zeroize::Zeroizing;

use crate::{
    backend::{Backend, ReadyKey},
    key::KeyBytes,
    suite::TAG,
};

/// Bytes of text in each chunk but the last.
pub(crate) const CHUNK: usize = 16 * 1024;
/// Bytes of a whole sealed chunk.
pub(crate) const SEALED: usize = CHUNK + TAG;
pub(crate) const SALT: usize = 24;
pub(crate) const COMMITMENT: usize = 32;
/// The most chunks of a message, of the specification: four PiB.
const MOST_CHUNKS: u64 = 1 << 38;
const INFO: &[u8] = b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0";

/// The keys of one message.
pub(crate) struct Message {
    cipher: ReadyKey,
    base: [u8; 12],
}

impl Message {
    /// The message's keys and its commitment.
    pub(crate) fn derive(
        backend: Backend,
        key: &KeyBytes,
        salt: &[u8; SALT],
        context: &[u8],
    ) -> Option<(Self, [u8; COMMITMENT])> {
        // HKDF-Expand (RFC 5869, 2.3), two blocks of it. By hand, since the `hkdf` crate refuses a key shorter than the hash.
        let mut blocks = Zeroizing::new([0; 128]);
        let (first, second) = blocks.split_at_mut(64);
        expand_block(key, &[], salt, context, 1, first)?;
        expand_block(key, first, salt, context, 2, second)?;
        let (key, rest) = blocks.split_first_chunk::<32>()?;
        let (base, rest) = rest.split_first_chunk::<12>()?;
        let (commitment, _) = rest.split_first_chunk::<COMMITMENT>()?;
        Some((Self { cipher: backend.ready(key)?, base: *base }, *commitment))
    }

    /// Seals whole chunks in place; of each the last sixteen bytes are room for the tag.
    pub(crate) fn seal_whole(&self, first: u64, region: &mut [u8]) -> Option<()> {
        region.chunks_exact_mut(SEALED).zip(first..).try_for_each(|(chunk, number)| {
            let (text, tag) = chunk.split_at_mut_checked(CHUNK)?;
            self.seal(number, text, tag)
        })
    }

    /// Seals whole chunks of text into the place beside, without a copy in between.
    pub(crate) fn seal_into(&self, first: u64, text: &[u8], out: &mut [u8]) -> Option<()> {
        let mut chunks = text.chunks_exact(CHUNK).zip(out.chunks_exact_mut(SEALED)).zip(first..);
        chunks.try_for_each(|((text, chunk), number)| self.seal_beside(number, text, chunk))
    }

    /// Opens whole chunks in place. On `None` what the region holds is nobody's to see.
    pub(crate) fn open_whole(&self, first: u64, region: &mut [u8]) -> Option<()> {
        region.chunks_exact_mut(SEALED).zip(first..).try_for_each(|(chunk, number)| self.open(number, chunk).map(drop))
    }

    /// Opens whole chunks into the place beside. On `None` what that holds is nobody's to see.
    pub(crate) fn open_into(&self, first: u64, sealed: &[u8], out: &mut [u8]) -> Option<()> {
        let mut chunks = sealed.chunks_exact(SEALED).zip(out.chunks_exact_mut(CHUNK)).zip(first..);
        chunks.try_for_each(|((chunk, out), number)| self.open_beside(number, chunk, out))
    }

    /// Seals one chunk, whole or last, into the place beside, which has room for the tag.
    pub(crate) fn seal_beside(&self, number: u64, text: &[u8], out: &mut [u8]) -> Option<()> {
        self.cipher.seal_into(self.nonce(number)?, text, out)
    }

    /// Opens one chunk, whole or last, into the place beside. On `None` what that holds is nobody's to see.
    pub(crate) fn open_beside(&self, number: u64, chunk: &[u8], out: &mut [u8]) -> Option<()> {
        let (sealed, tag) = chunk.split_last_chunk::<TAG>()?;
        self.cipher.open_into(self.nonce(number)?, sealed, tag, out)
    }

    /// Seals one chunk in place, whole or last, and gives its tag.
    pub(crate) fn seal_apart(&self, number: u64, text: &mut [u8]) -> Option<[u8; TAG]> {
        self.cipher.seal(self.nonce(number)?, text)
    }

    /// Opens all chunks of a message, the last one included, and moves their text together: it stands at the beginning then, and this is
    /// its length. On `None` what the region holds is nobody's to see.
    pub(crate) fn open_all(&self, region: &mut [u8]) -> Option<usize> {
        let (mut rest, mut length) = (region, 0_usize);
        for number in 0.. {
            // Each chunk stands so much further behind its text as there were tags before it.
            let shift = usize::try_from(number).ok()?.checked_mul(TAG)?;
            let end = rest.len().min(shift.checked_add(SEALED)?);
            let text = end.checked_sub(shift)?.checked_sub(TAG)?;
            self.cipher.open_shifted(self.nonce(number)?, rest.get_mut(..end)?, shift)?;
            length = length.checked_add(text)?;
            if text < CHUNK {
                return (rest.len() == end).then_some(length);
            }
            rest = rest.get_mut(CHUNK..)?;
        }
        None
    }

    /// Seals one chunk in place and writes its tag.
    pub(crate) fn seal(&self, number: u64, text: &mut [u8], tag: &mut [u8]) -> Option<()> {
        let made = self.cipher.seal(self.nonce(number)?, text)?;
        (tag.len() == TAG).then(|| tag.copy_from_slice(&made))
    }

    /// Opens one chunk in place, whole or last, and gives its text.
    pub(crate) fn open<'c>(&self, number: u64, chunk: &'c mut [u8]) -> Option<&'c mut [u8]> {
        let (text, tag) = chunk.split_last_chunk_mut::<TAG>()?;
        self.cipher.open(self.nonce(number)?, text, tag)?;
        Some(text)
    }

    fn nonce(&self, number: u64) -> Option<[u8; 12]> {
        let mut nonce = self.base;
        let (_, counter) = nonce.split_last_chunk_mut::<8>()?;
        *counter = (u64::from_be_bytes(*counter) ^ number).to_be_bytes();
        (number < MOST_CHUNKS).then_some(nonce)
    }
}

/// Compares without telling by its time how much agrees.
pub(crate) fn same(one: &[u8; COMMITMENT], other: &[u8; COMMITMENT]) -> bool {
    one.iter().zip(other).fold(0, |differ, (one, other)| differ | (one ^ other)) == 0
}

fn expand_block(
    key: &KeyBytes,
    before: &[u8],
    salt: &[u8; SALT],
    context: &[u8],
    counter: u8,
    out: &mut [u8],
) -> Option<()> {
    let mut mac = Hmac::<Sha512>::new_from_slice(&**key).ok()?;
    for part in [before, INFO, salt, context, &[counter]] {
        mac.update(part);
    }
    let mut made = mac.finalize().into_bytes();
    (out.len() == made.len()).then(|| out.copy_from_slice(&made))?;
    zeroize::Zeroize::zeroize(made.as_mut_slice());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        Message::derive(Backend::default(), &Zeroizing::new([7; 32]), &[1; SALT], b"context").unwrap().0
    }

    #[test]
    fn the_number_of_a_chunk_goes_into_the_end_of_the_nonce() {
        let message = message();
        let xor = |number: u64| {
            let nonce = message.nonce(number).unwrap();
            std::array::from_fn::<u8, 12, _>(|at| nonce[at] ^ message.base[at])
        };
        assert_eq!(xor(0), [0; 12]);
        assert_eq!(xor(0x1234), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x12, 0x34]);
        assert!(message.nonce(MOST_CHUNKS - 1).is_some());
        assert!(message.nonce(MOST_CHUNKS).is_none(), "beyond four PiB");
    }

    #[test]
    fn in_place_and_beside_are_the_same() {
        let message = message();
        let text: Vec<u8> = (0..CHUNK * 7).map(|at| (at % 251) as u8).collect();
        let mut here: Vec<u8> = text.chunks(CHUNK).flat_map(|chunk| [chunk, &[0; TAG]].concat()).collect();
        let (mut beside, mut back) = (vec![0; here.len()], vec![0; text.len()]);
        message.seal_whole(5, &mut here).unwrap();
        message.seal_into(5, &text, &mut beside).unwrap();
        assert!(here == beside);
        message.open_into(5, &beside, &mut back).unwrap();
        message.open_whole(5, &mut here).unwrap();
        assert!(back == text && here.chunks(SEALED).zip(text.chunks(CHUNK)).all(|(here, text)| here[..CHUNK] == *text));
        for spoilt in [0, SEALED * 3 + 100, SEALED * 7 - 1] {
            let mut region = beside.clone();
            region[spoilt] ^= 1;
            assert!(message.open_into(5, &region, &mut back).is_none());
            assert!(message.open_whole(5, &mut region).is_none());
        }
    }

    #[test]
    fn key_salt_and_context_each_give_another_message() {
        let derive = |key: u8, salt: u8, context: &[u8]| {
            let key = Zeroizing::new([key; 32]);
            let (message, commitment) = Message::derive(Backend::default(), &key, &[salt; SALT], context).unwrap();
            (message.base, commitment)
        };
        let one = derive(1, 1, b"a");
        for other in [derive(2, 1, b"a"), derive(1, 2, b"a"), derive(1, 1, b"b"), derive(1, 1, b"")] {
            assert!(one.0 != other.0 && !same(&one.1, &other.1));
        }
    }
}
