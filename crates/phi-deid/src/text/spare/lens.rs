//! The lists of this room, each with a sieve before it: most words are told not to be listed before any is compared.

use super::{
    list::{
        ABBREVIATIONS, ALONE, BEINGS, FOREIGN, HOUSE_LEADS, LEADS, LETTERS, PAIRS, PAPERS, SCALE_TOWNS, TITLED_THINGS,
        TOWN_THINGS, WEEKDAYS,
    },
    listed,
};

pub(super) static ABBREVIATION: Lens = Lens::of(ABBREVIATIONS);
pub(super) static ALONE_WORD: Lens = Lens::of(ALONE);
pub(super) static BEING: Lens = Lens::of(BEINGS);
pub(super) static FOREIGN_WORD: Lens = Lens::of(FOREIGN);
pub(super) static HOUSE_LEAD: Lens = Lens::of(HOUSE_LEADS);
pub(super) static LEAD: Lens = Lens::of(LEADS);
static LETTER: Lens = Lens::of(LETTERS);
pub(super) static PAIR: Lens = Lens::of(PAIRS);
pub(super) static PAPER: Lens = Lens::of(PAPERS);
pub(super) static SCALE_TOWN: Lens = Lens::of(SCALE_TOWNS);
pub(super) static TITLED_THING: Lens = Lens::of(TITLED_THINGS);
pub(super) static TOWN_THING: Lens = Lens::of(TOWN_THINGS);
pub(super) static WEEKDAY: Lens = Lens::of(WEEKDAYS);

/// Whether these are letters behind a name, as they are written.
pub(super) fn is_letters(value: &str) -> bool {
    LETTER.may_have(value) && LETTERS.binary_search(&value).is_ok()
}

/// A sorted list in small letters, and a bit for each of its words by some of their letters and their length.
pub(super) struct Lens {
    words: &'static [&'static str],
    bits: [u64; 64],
}

impl Lens {
    #[allow(clippy::indexing_slicing, reason = "in a constant an index that is too large does not compile")]
    const fn of(words: &'static [&'static str]) -> Self {
        let mut bits = [0; 64];
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let second = if word.len() > 1 { word[1] } else { word[0] };
            let place = place(word[0], second, word[word.len() - 1], word.len());
            bits[place / 64] |= 1 << (place % 64);
            at += 1;
        }
        Self { words, bits }
    }

    /// Whether the list has the value in any case.
    pub(super) fn has(&self, value: &str) -> bool {
        self.may_have(value) && listed(self.words, value)
    }

    /// The same of the value with blanks for its dashes.
    pub(super) fn has_dashed(&self, value: &str) -> bool {
        self.may_have(value) && listed(self.words, &value.replace('-', " "))
    }

    /// The same of two words with a blank between.
    pub(super) fn has_both(&self, first: &str, second: &str) -> bool {
        let may_have = match (first.as_bytes(), second.as_bytes().last()) {
            ([a, rest @ ..], Some(last)) if first.is_ascii() && second.is_ascii() => {
                self.has_at(place(*a, *rest.first().unwrap_or(&b' '), *last, first.len() + 1 + second.len()))
            }
            _ => true,
        };
        may_have && listed(self.words, &format!("{first} {second}"))
    }

    /// Whether the list may have the value in some case, with blanks for dashes or not: if not, this says so. Of what is not ASCII
    /// it says nothing.
    fn may_have(&self, value: &str) -> bool {
        match value.as_bytes() {
            [] => false,
            [a, rest @ ..] => {
                let (second, last) = (*rest.first().unwrap_or(a), *rest.last().unwrap_or(a));
                self.has_at(place(*a, second, last, value.len())) || !value.is_ascii()
            }
        }
    }

    fn has_at(&self, place: usize) -> bool {
        self.bits.get(place / 64).is_some_and(|bits| bits >> (place % 64) & 1 == 1)
    }
}

/// One of 4 096 places, the same for small letters and capitals.
const fn place(first: u8, second: u8, last: u8, len: usize) -> usize {
    const fn plain(byte: u8) -> u32 {
        (if byte == b'-' { b' ' } else { byte | 0x20 }) as u32
    }
    let key = plain(first) | plain(second) << 8 | plain(last) << 16 | (len as u32) << 24;
    (key.wrapping_mul(0x9e37_79b1) >> 20) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_is_told_by_its_letters() {
        for lens in [
            &ABBREVIATION,
            &ALONE_WORD,
            &BEING,
            &FOREIGN_WORD,
            &HOUSE_LEAD,
            &LEAD,
            &PAIR,
            &PAPER,
            &SCALE_TOWN,
            &TITLED_THING,
            &TOWN_THING,
            &WEEKDAY,
        ] {
            for word in lens.words {
                assert!(lens.has(word) && lens.may_have(&word.to_uppercase()), "{word}");
                assert!(lens.has_dashed(&word.replace(' ', "-")) || word.contains('-'), "{word}");
                if let Some((first, second)) = word.split_once(' ') {
                    assert!(lens.has_both(first, second) && lens.has_both(&first.to_uppercase(), second), "{word}");
                }
            }
            assert!(!lens.has("") && !lens.has_both("", "") && !lens.has("x") || lens.words.contains(&"x"));
            assert!(lens.may_have("\u{212a}x") && !lens.has("xxxxxxxxxxxxxxxxxxxxxxxxx"));
            // Few words of three letters pass.
            let all = || (b'a'..=b'z').flat_map(|a| (b'a'..=b'z').map(move |b| [a, b, b'q']));
            let passed = all().filter(|word| lens.may_have(core::str::from_utf8(word).unwrap())).count();
            assert!(passed < 200, "{passed}");
        }
        assert!(LETTERS.iter().all(|letters| is_letters(letters)) && !is_letters("md"));
    }
}
