//! AES-256 that has worked ahead: all blocks of one short message, encrypted in one call.
//!
//! AES-GCM asks its block cipher for the hash key (the block of zeros), the mask of the tag (nonce and 1) and the key stream (nonce
//! and 2, 3, …), each in a call of its own. Version 0.9 of `aes` widens the key schedule to 512 bits anew with every call where the
//! processor has VAES-512; for a short message that costs more than the cipher itself. But all of these blocks are known before. So they are
//! encrypted together, and AES-GCM, which is generic over its block cipher, is answered from here. A block that is not among them
//! is encrypted as it comes: whatever is asked, the answer is that of AES-256.

use aes_gcm::{
    AesGcm,
    aead::{AeadInOut, consts::U12},
    aes::{
        Aes256Enc, Block,
        cipher::{
            BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, KeyInit,
            ParBlocksSizeUser,
            consts::{U1, U16},
            inout::InOut,
        },
    },
};
use zeroize::Zeroize;

use crate::suite::TAG;

/// The longest message for which working ahead is quicker, in bytes. Measured: `docs/performance.md`.
pub(super) const SHORT: usize = 96;
/// The blocks of a message of that length, and those of hash key and mask.
const MOST: usize = SHORT / 16 + 2;

/// AES-256-GCM over the blocks of one message.
type Gcm<'a> = AesGcm<&'a Ahead, U12>;

/// A key, and the blocks of one message under it.
struct Ahead {
    cipher: Aes256Enc,
    nonce: [[u8; 4]; 3],
    /// What becomes of the block of zeros, and of the nonce with the counters 1, 2, 3, …
    blocks: [Block; MOST],
    known: usize,
}

/// Seals in place and gives the tag.
pub(super) fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], text: &mut [u8]) -> Option<[u8; TAG]> {
    let ahead = Ahead::new(key, nonce, text.len());
    Gcm::from(&ahead).encrypt_inout_detached(nonce.into(), aad, text.into()).ok().map(Into::into)
}

/// Opens in place.
pub(super) fn open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], text: &mut [u8], tag: &[u8; TAG]) -> Option<()> {
    let ahead = Ahead::new(key, nonce, text.len());
    Gcm::from(&ahead).decrypt_inout_detached(nonce.into(), aad, text.into(), tag.into()).ok()
}

impl Ahead {
    #[inline]
    fn new(key: &[u8; 32], nonce: &[u8; 12], length: usize) -> Self {
        let nonce = words(nonce);
        let known = length.div_ceil(16).saturating_add(2).min(MOST);
        let mut blocks = [Block::default(); MOST];
        if let Some((_, behind)) = blocks.split_first_mut() {
            let mut counter = 0_u32;
            for block in behind {
                counter = counter.saturating_add(1);
                let [a, b, c] = nonce;
                block
                    .0
                    .as_chunks_mut()
                    .0
                    .iter_mut()
                    .zip([a, b, c, counter.to_be_bytes()])
                    .for_each(|(to, word)| *to = word);
            }
        }
        let cipher = Aes256Enc::new(key.into());
        if let Some(blocks) = blocks.get_mut(..known) {
            cipher.encrypt_blocks(blocks);
        }
        Self { cipher, nonce, blocks, known }
    }

    /// What becomes of a block, if that is known. Nonce and counter are no secrets. Word by word, as the counter mode writes it: read as
    /// a whole, each block would wait until it is written.
    #[inline]
    fn known(&self, block: &Block) -> Option<&Block> {
        let ([a, b, c, counter], _) = block.0.as_chunks::<4>() else { return None };
        let at = usize::try_from(u32::from_be_bytes(*counter)).ok().filter(|at| *at < self.known)?;
        let expected = if at == 0 { [[0; 4]; 3] } else { self.nonce };
        if [*a, *b, *c] == expected { self.blocks.get(at) } else { None }
    }
}

#[inline]
fn words(nonce: &[u8; 12]) -> [[u8; 4]; 3] {
    let [a, b, c, d, e, f, g, h, i, j, k, l] = *nonce;
    [[a, b, c, d], [e, f, g, h], [i, j, k, l]]
}

impl Drop for Ahead {
    fn drop(&mut self) {
        // The key stream tells the plaintext. The cipher wipes itself.
        Block::slice_as_flattened_mut(&mut self.blocks).zeroize();
    }
}

impl BlockSizeUser for Ahead {
    type BlockSize = U16;
}

impl BlockCipherEncrypt for Ahead {
    #[inline]
    fn encrypt_with_backend(&self, f: impl BlockCipherEncClosure<BlockSize = U16>) {
        f.call(&OneByOne(self));
    }
}

/// Looks each block up by itself.
struct OneByOne<'a>(&'a Ahead);

impl BlockSizeUser for OneByOne<'_> {
    type BlockSize = U16;
}

impl ParBlocksSizeUser for OneByOne<'_> {
    type ParBlocksSize = U1;
}

impl BlockCipherEncBackend for OneByOne<'_> {
    #[inline]
    fn encrypt_block(&self, mut block: InOut<'_, '_, Block>) {
        match self.0.known(block.get_in()) {
            Some(known) => *block.get_out() = *known,
            None => self.0.cipher.encrypt_block_inout(block),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes_gcm::aes::Aes256;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is asked, the answer is that of AES-256: what is known, and what is not.
        #[test]
        fn it_is_aes_256(key: [u8; 32], nonce: [u8; 12], length in 0..2 * SHORT, counter in 0..64_u32, other: [u8; 16]) {
            let (ahead, plain) = (Ahead::new(&key, &nonce, length), Aes256::new(&key.into()));
            let mut of_message = [0; 16];
            of_message[..12].copy_from_slice(&nonce);
            of_message[12..].copy_from_slice(&counter.to_be_bytes());
            for block in [of_message, other, [0; 16], [0xFF; 16]] {
                let (mut ours, mut theirs) = (Block::from(block), Block::from(block));
                ahead.encrypt_block(&mut ours);
                plain.encrypt_block(&mut theirs);
                prop_assert_eq!(ours, theirs);
            }
        }

        #[test]
        fn it_seals_and_opens_as_aes_256_gcm_does(
            key: [u8; 32], nonce: [u8; 12], aad in proptest::collection::vec(any::<u8>(), 0..80),
            text in proptest::collection::vec(any::<u8>(), 0..3 * SHORT), flip in any::<usize>(),
        ) {
            let stock = aes_gcm::Aes256Gcm::new(&key.into());
            let (mut ours, mut theirs) = (text.clone(), text.clone());
            let mut tag = seal(&key, &nonce, &aad, &mut ours).unwrap();
            let expected = stock.encrypt_inout_detached(&nonce.into(), &aad, theirs.as_mut_slice().into()).unwrap();
            prop_assert_eq!((&ours, tag), (&theirs, expected.into()));
            open(&key, &nonce, &aad, &mut ours, &tag).unwrap();
            prop_assert_eq!(ours, text);
            tag[flip % TAG] ^= 1 << (flip % 8);
            prop_assert_eq!(open(&key, &nonce, &aad, &mut theirs, &tag), None);
        }
    }

    #[test]
    fn all_that_a_short_message_asks_for_is_known() {
        for (nonce, length) in [([0; 12], 0), ([7; 12], 1), ([0xFF; 12], 16), ([1; 12], 17), ([2; 12], SHORT)] {
            let ahead = Ahead::new(&[3; 32], &nonce, length);
            assert!(ahead.known(&Block::default()).is_some());
            let last = u32::try_from(length.div_ceil(16) + 1).unwrap();
            for (counter, known) in [(1, true), (last, true), (last + 1, false), (u32::MAX, false)] {
                let block: Vec<u8> = nonce.into_iter().chain(counter.to_be_bytes()).collect();
                assert_eq!(ahead.known(&Block::try_from(&block[..]).unwrap()).is_some(), known, "{length} {counter}");
            }
        }
    }
}
