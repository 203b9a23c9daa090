//! Lays the graded words out as the table that the crate reads in place.

use std::collections::BTreeMap;

use crate::{
    Failure,
    key::{self, FLAGS, SLOT},
};

/// Slots: a power of two, filled to at most four fifths.
const SLOTS: usize = 1 << 19;

/// Open addressing: the place from the lower half of the hash, the print from the upper, then the next free slot. Words
/// are laid in the order of the map, so the file is the same each time.
pub(crate) fn lay_out(words: &BTreeMap<String, u32>) -> Result<Vec<u8>, Failure> {
    if words.len() * 5 > SLOTS * 4 {
        return Err(Failure::Full);
    }
    let mut slots = vec![0_u32; SLOTS];
    for (word, flags) in words {
        let Some(hash) = key::hash(word) else { continue };
        let mut at = usize::try_from(hash & 0xffff_ffff).map_err(|_| Failure::Full)? & (SLOTS - 1);
        while slots.get(at).is_some_and(|slot| *slot != 0) {
            at = (at + 1) & (SLOTS - 1);
        }
        if let (Some(slot), true) = (slots.get_mut(at), *flags & FLAGS != 0) {
            *slot = key::print(hash) | (flags & FLAGS);
        }
    }
    Ok(slots.iter().flat_map(|slot| slot.to_le_bytes()).collect::<Vec<u8>>()).inspect(|bytes| {
        debug_assert_eq!(bytes.len(), SLOTS * SLOT);
    })
}
