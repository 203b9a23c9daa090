//! Words as numbers, and words without one of their letters.

/// Of no letter.
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

/// Letters are the digits of a number to this base: so what a word is without one of them follows from the word itself.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// What it is multiplied with to give one.
const INVERSE: u64 = {
    // Each step doubles the bits that are right; the first three are.
    let mut inverse = BASE;
    let mut step = 0;
    while step < 5 {
        inverse = inverse.wrapping_mul(2_u64.wrapping_sub(BASE.wrapping_mul(inverse)));
        step += 1;
    }
    inverse
};

/// Of a word in small letters.
pub(super) fn hash(word: &str) -> u64 {
    extend(EMPTY, word)
}

fn extend(hash: u64, word: &str) -> u64 {
    let add = |hash: u64, c: u32| hash.wrapping_mul(BASE).wrapping_add(u64::from(c));
    if word.is_ascii() {
        word.bytes().fold(hash, |hash, byte| add(hash, u32::from(byte.to_ascii_lowercase())))
    } else {
        word.chars().flat_map(char::to_lowercase).fold(hash, |hash, c| add(hash, u32::from(c)))
    }
}

/// Tells the hashes of what is left of a word without one of its letters, until one is wanted; the first stays. Whether one was.
pub(super) fn without_a_letter(word: &str, mut is_wanted: impl FnMut(u64) -> bool) -> bool {
    if !word.is_ascii() {
        return word.char_indices().skip(1).any(|(at, c)| {
            let (head, tail) = (word.get(..at).unwrap_or_default(), word.get(at + c.len_utf8()..).unwrap_or_default());
            is_wanted(extend(extend(EMPTY, head), tail))
        });
    }
    let whole = hash(word);
    // The word up to a letter with it, and what that is multiplied with for the letters behind.
    let (mut with, mut power) = (whole, 1_u64);
    word.bytes().skip(1).rev().any(|byte| {
        let without = with.wrapping_sub(u64::from(byte.to_ascii_lowercase())).wrapping_mul(INVERSE);
        let rest = whole.wrapping_sub(with.wrapping_sub(without).wrapping_mul(power));
        (with, power) = (without, power.wrapping_mul(BASE));
        is_wanted(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(word: &str) -> Vec<u64> {
        let mut all = Vec::new();
        assert!(!without_a_letter(word, |near| {
            all.push(near);
            false
        }));
        all.sort_unstable();
        all
    }

    #[test]
    fn a_word_without_a_letter_is_the_shorter_word() {
        for word in ["", "a", "ab", "Thornbury", "TH\u{d6}RNBURY", "Jos\u{e9}", "\u{130}zmir", &"Xy".repeat(99)] {
            let shorter = word.char_indices().skip(1).map(|(at, c)| {
                let rest = word.get(at + c.len_utf8()..).unwrap();
                hash(&format!("{}{rest}", word.get(..at).unwrap()))
            });
            let mut shorter: Vec<u64> = shorter.collect();
            shorter.sort_unstable();
            assert_eq!(near(word), shorter, "{word}");
        }
        assert_eq!(BASE.wrapping_mul(INVERSE), 1);
        assert!(hash("Ana") == hash("aNA") && hash("Ana") != hash("Ane") && hash("") != hash("\0"));
        assert!(without_a_letter("Ruiz", |near| near == hash("Rui")));
    }
}
