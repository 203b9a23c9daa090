//! A few blocks of AES-256, one by one.
//!
//! Version 0.9 of `aes` widens the key schedule to 512 bits before it does anything where the processor has VAES-512, for the case that 64
//! blocks are asked for at once; for a few blocks that costs more than the cipher itself. The compiler leaves out what nobody asks for. So
//! here is a caller that asks for single blocks alone. They are independent, and the processor works on several at a time.

use aes::{
    Aes256Enc, Block,
    cipher::{BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, consts::U16},
};

/// Fills the places with what becomes of the blocks that `input` gives for 0, 1, 2, …: big-endian numbers, which are encrypted without
/// being written anywhere first.
#[inline]
pub(crate) fn encrypt(cipher: &Aes256Enc, places: &mut [Block], input: impl Fn(u32) -> u128) {
    cipher.encrypt_with_backend(OneByOne { places, input });
}

struct OneByOne<'a, I> {
    places: &'a mut [Block],
    input: I,
}

impl<I> BlockSizeUser for OneByOne<'_, I> {
    type BlockSize = U16;
}

impl<I: Fn(u32) -> u128> BlockCipherEncClosure for OneByOne<'_, I> {
    // Into the function that may use the processor's instructions: called from elsewhere, each block would wait for the one before.
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let mut at = 0_u32;
        for place in self.places {
            let mut block = Block::from((self.input)(at).to_be_bytes());
            backend.encrypt_block_inplace(&mut block);
            *place = block;
            at = at.wrapping_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes::cipher::KeyInit;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_aes_256(key: [u8; 32], inputs in proptest::collection::vec(any::<u128>(), 0..70)) {
            let mut places = vec![Block::default(); inputs.len()];
            encrypt(&Aes256Enc::new(&key.into()), &mut places, |at| inputs[at as usize]);
            let mut expected: Vec<Block> = inputs.iter().map(|input| input.to_be_bytes().into()).collect();
            aes::Aes256::new(&key.into()).encrypt_blocks(&mut expected);
            prop_assert_eq!(places, expected);
        }
    }
}
