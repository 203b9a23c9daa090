//! A Bloom filter: whether a segment may hold a key at all.
//!
//! Ten bits a key and seven probes: about one in a hundred segments is looked into in vain. It never says no for a key that is
//! there, so an answer does not depend on it. The keys are pseudonyms, evenly spread already.

use super::digest::Key;

const BITS_A_KEY: usize = 10;
const PROBES: u64 = 7;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Filter(pub(super) Vec<u8>);

impl Filter {
    pub(super) fn of<'a>(keys: impl ExactSizeIterator<Item = &'a Key>) -> Self {
        let mut bits = vec![0; keys.len().saturating_mul(BITS_A_KEY).div_ceil(8)];
        for key in keys {
            for (byte, mask) in probes(key, bits.len()) {
                if let Some(byte) = bits.get_mut(byte) {
                    *byte |= mask;
                }
            }
        }
        Self(bits)
    }

    pub(super) fn may_hold(&self, key: &Key) -> bool {
        !self.0.is_empty()
            && probes(key, self.0.len()).all(|(byte, mask)| self.0.get(byte).is_some_and(|byte| byte & mask != 0))
    }
}

fn probes(key: &Key, bytes: usize) -> impl Iterator<Item = (usize, u8)> {
    let (one, two) = key.spread();
    let bits = crate::log::wide(bytes).saturating_mul(8);
    (0..PROBES).filter_map(move |probe| {
        let bit = one.wrapping_add(probe.wrapping_mul(two)).checked_rem(bits)?;
        Some((usize::try_from(bit / 8).ok()?, 1 << (bit % 8)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SubjectPseudonym;
    use sha2::{Digest as _, Sha256};

    #[test]
    fn what_is_there_is_never_denied_and_what_is_not_nearly_always() {
        let key = |number: u32| {
            let digest: [u8; 32] = Sha256::digest(number.to_be_bytes()).into();
            Key::of_patient(SubjectPseudonym::from_parts(1, *digest.first_chunk().unwrap()))
        };
        let keys: Vec<_> = (0..5000).map(key).collect();
        let filter = Filter::of(keys.iter());
        assert!(keys.iter().all(|key| filter.may_hold(key)));
        let wrong = (5000..25_000).filter(|number| filter.may_hold(&key(*number))).count();
        assert!(wrong < 400, "{wrong} of 20 000");
        assert!(!Filter::of([].iter()).may_hold(&key(1)));
    }
}
