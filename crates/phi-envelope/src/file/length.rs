//! How long a sealed file is, and how long its text.
#![deny(clippy::arithmetic_side_effects)]

use super::{
    header::BEFORE,
    message::{CHUNK, SEALED},
};
use crate::suite::TAG;

/// How many bytes a text of so many has when it is sealed: 98 + *n* + 16 · (⌊*n* / 16384⌋ + 1). `None` if no `u64` holds it.
///
/// ```
/// use phi_envelope::file::{sealed_length, text_length};
/// assert_eq!(sealed_length(0), Some(98 + 16));
/// assert_eq!(text_length(98 + 16 + 5), Some(5));
/// assert_eq!(text_length(98), None);
/// ```
#[must_use]
pub const fn sealed_length(text: u64) -> Option<u64> {
    // Dividing by constants other than 0 never fails.
    let Some(whole) = text.checked_div(CHUNK as u64) else { return None };
    let Some(chunks) = whole.checked_add(1) else { return None };
    let Some(tags) = chunks.checked_mul(TAG as u64) else { return None };
    let Some(message) = text.checked_add(tags) else { return None };
    message.checked_add(BEFORE as u64)
}

/// How many bytes of text a sealed file of so many has; `None` if none has that length. Until it was opened, that is only what its length says.
#[must_use]
pub const fn text_length(sealed: u64) -> Option<u64> {
    let Some(chunks) = sealed.checked_sub(BEFORE as u64) else { return None };
    let (Some(whole), Some(rest)) = (chunks.checked_div(SEALED as u64), chunks.checked_rem(SEALED as u64)) else {
        return None;
    };
    // The last chunk is shorter than the others, and has at least its tag.
    let (Some(last), Some(before)) = (rest.checked_sub(TAG as u64), whole.checked_mul(CHUNK as u64)) else {
        return None;
    };
    before.checked_add(last)
}

/// The same for what is in memory.
pub(super) fn in_memory(length: usize, of: impl FnOnce(u64) -> Option<u64>) -> Option<usize> {
    of(u64::try_from(length).ok()?).and_then(|length| usize::try_from(length).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_the_inverse_of_the_other() {
        let mut before = None;
        for text in 0..3 * CHUNK as u64 + 5 {
            let sealed = sealed_length(text).unwrap();
            assert_eq!(text_length(sealed), Some(text));
            // Lengths that no file has lie in between, wherever a chunk begins.
            if let Some(before) = before {
                assert!((before + 1..sealed).all(|length| text_length(length).is_none()));
            }
            before = Some(sealed);
        }
        assert_eq!((sealed_length(u64::MAX), text_length(97), text_length(113)), (None, None, None));
    }
}
