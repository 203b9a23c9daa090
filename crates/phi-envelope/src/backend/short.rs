//! AES-256-GCM (NIST SP 800-38D) of short messages under a key that serves once.
//!
//! `aes-gcm` asks its cipher and its hash for one thing after another: the hash key, the mask of the tag, the key stream, and block by block
//! of what is hashed, since a short message seldom fills its strides. All of that is known before. So here the AES blocks are encrypted
//! together, and what is hashed is put together first. Same bytes; what is longer is left to `aes-gcm`.
//!
//! The hash is taken as POLYVAL, which is GHASH with its bytes the other way round (RFC 8452, appendix A). That is how `aes-gcm` computes it as
//! well; but `ghash` moves half a kilobyte of key and blocks in between, and each move waits for what was just written.

use aes::{
    Aes256Enc, Block,
    cipher::{KeyInit, array::Array},
};
use ctutils::CtEq;
use polyval::{Polyval, universal_hash::UniversalHash};
use zeroize::Zeroize;

use super::few;
use crate::suite::TAG;

/// The longest text and the longest associated data for which this is quicker, in bytes. Measured: `docs/performance.md`.
pub(super) const SHORT: usize = 256;
/// As long as most fields of a row, with their associated data: that takes a quarter of the room, which is to be filled with zeros first.
const SHORTER: usize = 80;
/// The hash takes so many blocks at once.
const STRIDE: usize = 4;

/// Whether text and associated data are short enough.
pub(super) const fn takes(aad: &[u8], text: &[u8]) -> bool {
    aad.len() <= SHORT && text.len() <= SHORT
}

/// The blocks for a text of so many bytes, the hash key and the mask.
const fn most(short: usize) -> usize {
    short / 16 + 2
}

/// The blocks that are hashed of text and associated data of so many bytes: theirs, that of the lengths, and zeros before.
const fn most_hashed(short: usize) -> usize {
    2 * (short / 16) + 1 + (STRIDE - 1)
}

/// Seals in place and gives the tag. `None` for what is [not short](takes).
pub(super) fn seal(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], text: &mut [u8]) -> Option<[u8; TAG]> {
    if aad.len() <= SHORTER && text.len() <= SHORTER {
        seal_in::<{ most(SHORTER) }, { most_hashed(SHORTER) }>(key, nonce, aad, text)
    } else {
        seal_in::<{ most(SHORT) }, { most_hashed(SHORT) }>(key, nonce, aad, text)
    }
}

/// Opens in place. `None`, and the text is as it was, when the tag is another.
pub(super) fn open(key: &[u8; 32], nonce: &[u8; 12], aad: &[u8], text: &mut [u8], tag: &[u8; TAG]) -> Option<()> {
    if aad.len() <= SHORTER && text.len() <= SHORTER {
        open_in::<{ most(SHORTER) }, { most_hashed(SHORTER) }>(key, nonce, aad, text, tag)
    } else {
        open_in::<{ most(SHORT) }, { most_hashed(SHORT) }>(key, nonce, aad, text, tag)
    }
}

fn seal_in<const MOST: usize, const HASHED: usize>(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
) -> Option<[u8; TAG]> {
    let (mut once, mut hashed) = (Once::<MOST>::EMPTY, Hashed::<HASHED>::EMPTY);
    once.fill(key, nonce, text.len())?;
    let places = hashed.lay_out(aad, text.len())?;
    // Both places in one pass: what has just been written would have to be waited for.
    let (whole, rest) = text.as_chunks_mut::<16>();
    for ((block, place), key) in whole.iter_mut().zip(&mut *places).zip(once.stream()) {
        let sealed = u128::from_be_bytes(*block) ^ u128::from_be_bytes(key.0);
        *block = sealed.to_be_bytes();
        *place = reversed(sealed);
    }
    if let (Some(place), Some(key)) = (places.get_mut(whole.len()), once.stream().get(whole.len())) {
        rest.iter_mut().zip(key.0).for_each(|(byte, key)| *byte ^= key);
        *place = reversed(filled_up(rest));
    }
    Some(hashed.tag(&once)?.to_be_bytes())
}

fn open_in<const MOST: usize, const HASHED: usize>(
    key: &[u8; 32],
    nonce: &[u8; 12],
    aad: &[u8],
    text: &mut [u8],
    tag: &[u8; TAG],
) -> Option<()> {
    let (mut once, mut hashed) = (Once::<MOST>::EMPTY, Hashed::<HASHED>::EMPTY);
    once.fill(key, nonce, text.len())?;
    put(hashed.lay_out(aad, text.len())?, text);
    hashed.tag(&once)?.ct_eq(&u128::from_be_bytes(*tag)).to_bool().then_some(())?;
    let (whole, rest) = text.as_chunks_mut::<16>();
    for (block, key) in whole.iter_mut().zip(once.stream()) {
        *block = (u128::from_ne_bytes(*block) ^ u128::from_ne_bytes(key.0)).to_ne_bytes();
    }
    if let Some(key) = once.stream().get(whole.len()) {
        rest.iter_mut().zip(key.0).for_each(|(byte, key)| *byte ^= key);
    }
    Some(())
}

/// All that a key makes for one message: the hash key, the mask of the tag, the key stream. Wiped when dropped.
///
/// INVARIANT: filled where it stands and not moved then.
struct Once<const MOST: usize> {
    blocks: [Block; MOST],
    used: usize,
}

impl<const MOST: usize> Once<MOST> {
    const EMPTY: Self = Self { blocks: [Array([0; 16]); MOST], used: 0 };

    #[inline]
    fn fill(&mut self, key: &[u8; 32], nonce: &[u8; 12], length: usize) -> Option<()> {
        self.used = length.div_ceil(16).checked_add(2)?;
        let blocks = self.blocks.get_mut(..self.used)?;
        let ([a, b, c], _) = nonce.as_chunks::<4>() else { return None };
        let word = |bytes: &[u8; 4], shift: u32| u128::from(u32::from_be_bytes(*bytes)) << shift;
        let nonce = word(a, 96) | word(b, 64) | word(c, 32);
        // The block of zeros, then the nonce with the counters 1, 2, 3, …
        few::encrypt(&Aes256Enc::new(key.into()), blocks, |at| if at == 0 { 0 } else { nonce | u128::from(at) });
        Some(())
    }

    #[inline]
    fn stream(&self) -> &[Block] {
        self.blocks.get(2..).unwrap_or_default()
    }
}

impl<const MOST: usize> Drop for Once<MOST> {
    fn drop(&mut self) {
        // The key stream tells the plaintext. Cipher and hash wipe themselves.
        if let Some(blocks) = self.blocks.get_mut(..self.used) {
            Block::slice_as_flattened_mut(blocks).zeroize();
        }
    }
}

/// What is hashed: associated data and ciphertext, each filled up to whole blocks, and their lengths; each block the other way round. No secret.
struct Hashed<const HASHED: usize> {
    blocks: [Block; HASHED],
    used: usize,
}

impl<const HASHED: usize> Hashed<HASHED> {
    const EMPTY: Self = Self { blocks: [Array([0; 16]); HASHED], used: 0 };

    /// Puts everything down but the ciphertext, and gives the place for that.
    #[inline]
    fn lay_out(&mut self, aad: &[u8], length: usize) -> Option<&mut [Block]> {
        let (of_aad, of_text) = (aad.len().div_ceil(16), length.div_ceil(16));
        let count = of_aad.checked_add(of_text)?.checked_add(1)?;
        self.used = count.checked_next_multiple_of(STRIDE)?;
        let blocks = self.blocks.get_mut(..self.used)?;
        // Zeros before everything else hash to nothing, and leave no block behind the last stride.
        let blocks = blocks.get_mut(blocks.len().checked_sub(count)?..)?;
        let (lengths, blocks) = blocks.split_last_mut()?;
        let bits = |bytes: usize| u128::from(bytes as u64) << 3;
        *lengths = reversed(bits(aad.len()) << 64 | bits(length));
        let (place, text) = blocks.split_at_mut_checked(of_aad)?;
        put(place, aad);
        Some(text)
    }

    #[inline]
    fn tag<const MOST: usize>(&self, once: &Once<MOST>) -> Option<u128> {
        let (hash_key, mask) = (once.blocks.first()?, once.blocks.get(1)?);
        let mut of_polyval = reversed(times_x(u128::from_be_bytes(hash_key.0)));
        let mut hash = Polyval::new(&of_polyval);
        of_polyval.0.as_mut_slice().zeroize();
        hash.update(self.blocks.get(..self.used)?);
        Some(u128::from_le_bytes(hash.finalize().0) ^ u128::from_be_bytes(mask.0))
    }
}

/// A block of GHASH as one of POLYVAL.
#[inline]
fn reversed(block: u128) -> Block {
    Array(block.to_le_bytes())
}

/// Puts bytes down in whole blocks.
#[inline]
fn put(places: &mut [Block], bytes: &[u8]) {
    let (whole, rest) = bytes.as_chunks::<16>();
    for (place, block) in places.iter_mut().zip(whole) {
        *place = reversed(u128::from_be_bytes(*block));
    }
    if let Some(place) = places.get_mut(whole.len()) {
        *place = reversed(filled_up(rest));
    }
}

/// What is left behind the whole blocks, as a block with zeros behind it. Put together in registers: a block that is written byte by byte would have
/// to be waited for.
#[inline]
fn filled_up(rest: &[u8]) -> u128 {
    match rest.split_first_chunk::<8>() {
        Some((first, rest)) => u128::from(u64::from_be_bytes(*first)) << 64 | u128::from(word(rest)),
        None => u128::from(word(rest)) << 64,
    }
}

/// Up to eight bytes with zeros behind them.
#[inline]
fn word(bytes: &[u8]) -> u64 {
    let filled = bytes.iter().fold((0_u64, 64_u32), |(word, shift), byte| {
        let shift = shift.saturating_sub(8);
        (word | u64::from(*byte) << shift, shift)
    });
    filled.0
}

/// Multiplication by x in the field as POLYVAL writes it down, in constant time: GHASH's key as a key of POLYVAL (RFC 8452, appendix A).
#[inline]
const fn times_x(element: u128) -> u128 {
    let carry = element >> 127;
    (element << 1) ^ (carry | carry << 127 | carry << 126 | carry << 121)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes_gcm::aead::AeadInOut;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_seals_and_opens_as_aes_256_gcm_does(
            key: [u8; 32], nonce: [u8; 12], aad in proptest::collection::vec(any::<u8>(), 0..=SHORT),
            text in proptest::collection::vec(any::<u8>(), 0..=SHORT), flip in any::<usize>(),
        ) {
            let stock = aes_gcm::Aes256Gcm::new(&key.into());
            let (mut ours, mut theirs) = (text.clone(), text.clone());
            let mut tag = seal(&key, &nonce, &aad, &mut ours).unwrap();
            let expected = stock.encrypt_inout_detached(&nonce.into(), &aad, theirs.as_mut_slice().into()).unwrap();
            prop_assert_eq!((&ours, tag), (&theirs, expected.into()));
            open(&key, &nonce, &aad, &mut ours, &tag).unwrap();
            prop_assert_eq!(ours, text);
            tag[flip % TAG] ^= 1 << (flip % 8);
            let before = theirs.clone();
            prop_assert_eq!(open(&key, &nonce, &aad, &mut theirs, &tag), None);
            prop_assert_eq!(theirs, before, "nothing is decrypted that is not authentic");
        }
    }

    /// Lengths around each block and stride, with and without associated data.
    #[test]
    fn each_length_is_as_aes_256_gcm_has_it() {
        let stock = aes_gcm::Aes256Gcm::new(&[5; 32].into());
        let bytes: Vec<u8> = (0..=255).collect();
        for length in 0..=SHORT {
            for aad in [0, 1, 15, 16, 17, 36, 47, 48, 49, SHORT - length, SHORT] {
                let (mut ours, mut theirs) = (bytes[..length].to_vec(), bytes[..length].to_vec());
                let tag = seal(&[5; 32], &[6; 12], &bytes[..aad], &mut ours).unwrap();
                let expected =
                    stock.encrypt_inout_detached(&[6; 12].into(), &bytes[..aad], theirs.as_mut_slice().into());
                assert_eq!((ours, tag), (theirs, expected.unwrap().into()), "{length} {aad}");
            }
        }
    }

    #[test]
    fn what_is_longer_is_refused() {
        let long = [0; SHORT + 1];
        assert!(takes(&long[1..], &long[1..]) && !takes(&long, b"") && !takes(b"", &long));
        assert_eq!(seal(&[1; 32], &[2; 12], b"", &mut [0; SHORT + 20]), None);
        assert_eq!(seal(&[1; 32], &[2; 12], &[0; SHORT * 2 + 100], &mut [0; 1]), None);
        assert_eq!(open(&[1; 32], &[2; 12], b"", &mut [0; SHORT + 20], &[0; TAG]), None);
    }
}
