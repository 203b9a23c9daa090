//! The keys of a row's fields: derived all at once, since making the row's key ready costs more than using it.

use alloc::vec::Vec;

use aes::{
    Aes256Enc, Block,
    cipher::{BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, KeyInit, consts::U16},
};
use zeroize::Zeroize;

use super::xaes::{blocks_of, doubled, start};
use crate::key::KeyBytes;

/// So many keys have their place here, without an allocation.
const FEW: usize = 8;

/// The keys of a row's fields, wiped when dropped.
///
/// INVARIANT: it is filled where it stands and not moved then, and the list is made at its full size, so that no copies are left behind.
pub(crate) struct FieldKeys {
    few: [[u8; 32]; FEW],
    many: Vec<[u8; 32]>,
    count: usize,
}

impl FieldKeys {
    /// A place for keys.
    pub(crate) const fn new() -> Self {
        Self { few: [[0; 32]; FEW], many: Vec::new(), count: 0 }
    }

    /// Derives them from the row's key, the fields' numbers and eight bytes of what is left of the row's nonce.
    pub(super) fn derive(&mut self, row: &KeyBytes, numbers: impl ExactSizeIterator<Item = u32>, second: &[u8; 12]) {
        // INVARIANT: twelve bytes have a first eight.
        let rest = second.first_chunk().copied().map_or(0, u64::from_be_bytes);
        let keys = self.place(numbers.len());
        for (number, key) in numbers.zip(&mut *keys) {
            let context = (u128::from(number) << 64) | u128::from(rest);
            for (counter, half) in (1..).zip(blocks_of(core::slice::from_mut(key))) {
                half.0 = (start(counter, b'F') | context).to_be_bytes();
            }
        }
        Aes256Enc::new(&(**row).into()).encrypt_with_backend(Masked(blocks_of(keys)));
    }

    /// Takes them in one by one.
    pub(super) fn each(&mut self, keys: impl ExactSizeIterator<Item = Option<KeyBytes>>) -> Option<()> {
        for (place, key) in self.place(keys.len()).iter_mut().zip(keys) {
            *place = *key?;
        }
        Some(())
    }

    /// In the order of the numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8; 32]> {
        let few = self.few.get(..self.count).unwrap_or_default();
        if self.many.is_empty() { few.iter() } else { self.many.iter() }
    }

    fn place(&mut self, count: usize) -> &mut [[u8; 32]] {
        self.count = count;
        match self.few.get_mut(..count) {
            Some(few) => few,
            None => {
                self.many = alloc::vec![[0; 32]; count];
                &mut self.many
            }
        }
    }
}

impl Drop for FieldKeys {
    fn drop(&mut self) {
        let used = self.count.min(FEW);
        if let Some(few) = self.few.get_mut(..used) {
            few.as_flattened_mut().zeroize();
        }
        self.many.as_flattened_mut().zeroize();
    }
}

/// CMAC of blocks: first the mask, then all of them, while the key's schedule is at hand.
struct Masked<'a>(&'a mut [Block]);

impl BlockSizeUser for Masked<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Masked<'_> {
    // Single blocks alone, and inline: see `backend/few.rs`.
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let mut zero = Block::default();
        backend.encrypt_block_inplace(&mut zero);
        let mask = doubled(zero.0);
        zero.0.as_mut_slice().zeroize();
        for block in self.0 {
            block.0 = (u128::from_be_bytes(block.0) ^ mask).to_be_bytes();
            backend.encrypt_block_inplace(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::xaes::Kdf;
    use proptest::prelude::*;
    use zeroize::Zeroizing;

    proptest! {
        #[test]
        fn fields_keys_are_those_of_the_derivation_by_itself(key: [u8; 32], second: [u8; 12], numbers in proptest::collection::vec(any::<u32>(), 0..130)) {
            let key = Zeroizing::new(key);
            let (kdf, mut together) = (Kdf::new(&key), FieldKeys::new());
            together.derive(&key, numbers.iter().copied(), &second);
            prop_assert_eq!(together.iter().count(), numbers.len());
            for (number, key) in numbers.iter().zip(together.iter()) {
                let half = |counter| {
                    let message = [&[0, counter, b'F', 0], &number.to_be_bytes()[..], &second[..8]].concat();
                    kdf.cmac(&message.try_into().unwrap())
                };
                prop_assert_eq!([half(1), half(2)].concat(), key);
            }
        }
    }
}
