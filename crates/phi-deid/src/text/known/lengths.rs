//! How long words are that begin with a letter: most words of a text need not be compared at all.

/// How many letters words have, a bit each, by their first letter.
#[derive(Clone, Default)]
pub(super) struct Lengths([u64; 26]);

impl Lengths {
    pub(super) fn add(&mut self, word: &str) {
        match letter_and_length(word).and_then(|(letter, len)| Some((self.0.get_mut(letter)?, len))) {
            Some((lengths, len)) => *lengths |= 1 << len,
            None => self.0.fill(u64::MAX),
        }
    }

    /// By first letter.
    pub(super) const fn each(&self) -> &[u64; 26] {
        &self.0
    }

    /// Whether there is a word of that first letter and one of the lengths; true of what is not counted.
    pub(super) fn has(&self, word: &str, lengths: impl Fn(u32) -> u64) -> bool {
        let Some((letter, len)) = letter_and_length(word) else { return true };
        self.0.get(letter).is_some_and(|known| known & lengths(len) != 0)
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (slot, lengths) in self.0.iter_mut().zip(other.0) {
            *slot |= lengths;
        }
    }
}

/// The first letter, from 0, and how many letters there are, the longest taken together; `None` where capitals and small letters can
/// differ in number.
fn letter_and_length(word: &str) -> Option<(usize, u32)> {
    let first = word.bytes().next().filter(u8::is_ascii_alphabetic)?.to_ascii_lowercase();
    word.is_ascii().then(|| (usize::from(first - b'a'), word.len().min(62) as u32))
}
