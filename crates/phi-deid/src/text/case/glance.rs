//! Lists of words at a glance: most words are in none, as their first and their last letter and their length tell.

/// Which first and last letters and lengths the words of some lists have.
pub(super) struct Glance([u64; 64]);

impl Glance {
    pub(super) const fn of(lists: &[&[&str]]) -> Self {
        let mut bits = [0; 64];
        let mut lists = lists;
        while let [list, other @ ..] = lists {
            let mut words = *list;
            while let [word, more @ ..] = words {
                if let Some(place) = place(word.as_bytes()) {
                    let (_, behind) = bits.split_at_mut(place >> 6);
                    if let [slot, ..] = behind {
                        *slot |= 1 << (place & 63);
                    }
                }
                words = more;
            }
            lists = other;
        }
        Self(bits)
    }

    /// Whether one of the lists may have the word.
    #[inline]
    pub(super) fn may_have(&self, word: &[u8]) -> bool {
        place(word).and_then(|place| Some(self.0.get(place >> 6)? >> (place & 63) & 1 == 1)).unwrap_or(false)
    }
}

/// The place of a word of two letters or more.
#[inline]
const fn place(word: &[u8]) -> Option<usize> {
    match word {
        [first, .., last] => Some((*first & 31) as usize | ((*last & 31) as usize) << 5 | (word.len() & 3) << 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_seen_and_few_others_are() {
        static GLANCE: Glance = Glance::of(&[&["farm", "mill"], &["oxygen"]]);
        for (word, is) in [
            ("farm", true),
            ("mill", true),
            ("oxygen", true),
            ("form", true),
            ("fork", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(GLANCE.may_have(word.as_bytes()), is, "{word}");
        }
    }
}
