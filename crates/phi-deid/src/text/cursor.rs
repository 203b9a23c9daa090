//! Looking around in a text without ever slicing off a character boundary. Every walk is bounded, so that a scan
//! stays linear.

use super::piece::{DIGIT, Piece, WIDE};

/// Longer runs of letters are no words of a language.
const MAX_WORD: usize = 48;

/// A run of letters, with apostrophes and hyphens between them, without a possessive ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Word<'_> {
    /// `M`
    pub(super) fn is_initial(&self) -> bool {
        let mut chars = self.text.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
    }

    /// `MORGAN`, not `M`
    pub(super) fn is_all_capitals(&self) -> bool {
        self.text.chars().count() > 1 && !self.text.chars().any(char::is_lowercase) && self.starts_upper()
    }

    /// `Morgan`, `McNeil`, `O'Brien`, `MORGAN`
    pub(super) fn starts_upper(&self) -> bool {
        match self.text.as_bytes().first() {
            Some(first) if first.is_ascii() => first.is_ascii_uppercase(),
            _ => self.text.chars().next().is_some_and(char::is_uppercase),
        }
    }

    /// `Morgan`, not `MORGAN`
    pub(super) fn is_title_case(&self) -> bool {
        self.starts_upper() && self.text.chars().any(char::is_lowercase)
    }
}

pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

pub(super) fn char_after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// White space within a line.
pub(super) const fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

pub(super) const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

/// Up to `bytes` of what stands before `at`.
pub(super) fn window_before(text: &str, at: usize, bytes: usize) -> &str {
    let mut from = at.saturating_sub(bytes);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at).unwrap_or_default()
}

/// Up to `bytes` of what stands after `at`.
pub(super) fn window_after(text: &str, at: usize, bytes: usize) -> &str {
    let mut to = at.saturating_add(bytes).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    text.get(at..to).unwrap_or_default()
}

/// How many bytes are of a kind, many at a time: a sum in bytes that cannot overflow is what processors are fast at.
pub(super) fn count(bytes: &[u8], is_counted: impl Fn(u8) -> bool) -> usize {
    bytes
        .chunks(128)
        .map(|chunk| usize::from(chunk.iter().fold(0_u8, |sum, byte| sum.wrapping_add(u8::from(is_counted(*byte))))))
        .sum()
}

/// Whether a byte is of a kind, many at a time.
pub(super) fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(64).any(|chunk| chunk.iter().fold(0_u8, |any, byte| any | u8::from(is(*byte))) != 0)
}

/// Whether neither neighbour is a letter or a digit.
pub(super) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    !char_before(text, start).is_some_and(char::is_alphanumeric)
        && !char_after(text, end).is_some_and(char::is_alphanumeric)
}

/// The offset after white space within the line, at most four characters of it, and after one line break if `wrap`.
pub(super) fn skip_gap(text: &str, at: usize, wrap: bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut breaks = 0_u8;
    let skipped = rest
        .chars()
        .take_while(|c| {
            breaks += u8::from(*c == '\n');
            is_gap(*c) || (wrap && matches!(c, '\r' | '\n') && breaks < 2)
        })
        .take(if wrap { 12 } else { 4 })
        .map(char::len_utf8)
        .sum::<usize>();
    at + skipped
}

/// The word that begins exactly at `at`.
pub(super) fn word_at(text: &str, at: usize) -> Option<Word<'_>> {
    // Most words are letters and end at a space or a full stop.
    let letters = letters_from(text.as_bytes().get(at..)?);
    if text.as_bytes().get(at + letters).is_none_or(|next| next.is_ascii() && !may_join(*next)) {
        let is_word = letters > 0
            && letters <= MAX_WORD
            && !text.as_bytes().get(at + letters).is_some_and(u8::is_ascii_digit)
            && text.is_char_boundary(at);
        return if is_word {
            Some(Word { text: text.get(at..at + letters)?, start: at, end: at + letters })
        } else {
            None
        };
    }
    let rest = window_after(text, at, MAX_WORD + 4);
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        let joins = (is_apostrophe(c) || matches!(c, '-' | '\u{2011}'))
            && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !(c.is_alphabetic() || is_mark(c)) && (end == 0 || !joins) {
            break;
        }
        end = offset + c.len_utf8();
    }
    if end == 0 || end > MAX_WORD || char_after(text, at + end).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let word = strip_possessive(rest.get(..end)?);
    Some(Word { text: word, start: at, end: at + word.len() })
}

/// The word that ends exactly at `at`.
pub(super) fn word_ending(text: &str, at: usize) -> Option<Word<'_>> {
    let letters = letters_up_to(text.as_bytes().get(..at)?);
    let from = at - letters;
    let before = from.checked_sub(1).and_then(|before| text.as_bytes().get(before));
    if before.is_none_or(|before| before.is_ascii() && !may_join(*before)) {
        let is_word = letters > 0 && letters <= MAX_WORD && !before.is_some_and(u8::is_ascii_digit);
        return if is_word { Some(Word { text: text.get(from..at)?, start: from, end: at }) } else { None };
    }
    let rest = window_before(text, at, MAX_WORD + 4);
    let mut start = rest.len();
    let mut chars = rest.char_indices().rev().peekable();
    while let Some((offset, c)) = chars.next() {
        let joins = (is_apostrophe(c) || matches!(c, '-' | '\u{2011}'))
            && chars.peek().is_some_and(|(_, before)| before.is_alphabetic());
        if !(c.is_alphabetic() || is_mark(c)) && (start == rest.len() || !joins) {
            break;
        }
        start = offset;
    }
    let word = rest.get(start..).filter(|word| !word.is_empty() && word.len() <= MAX_WORD)?;
    let start = at - word.len();
    (!char_before(text, start).is_some_and(|c| c.is_alphanumeric())).then_some(Word { text: word, start, end: at })
}

/// What may stand between two letters of a word, in ASCII.
const fn may_join(byte: u8) -> bool {
    matches!(byte, b'\'' | b'-')
}

/// The word that is a piece, where nothing is left to be looked at: letters in ASCII that no sign joins to others.
#[inline]
pub(super) fn word_of<'t>(text: &'t str, piece: &Piece) -> Option<Word<'t>> {
    let is_whole = !piece.has(DIGIT | WIDE)
        && piece.end - piece.start <= MAX_WORD
        && !text.as_bytes().get(piece.end).is_some_and(|next| may_join(*next));
    if !is_whole {
        return None;
    }
    Some(Word { text: text.get(piece.start..piece.end)?, start: piece.start, end: piece.end })
}

/// A bit for each of eight bytes that is this one, the upper of its eighth.
const fn equal(eight: [u8; 8], byte: u8) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x7f; 8]);
    let other = u64::from_le_bytes(eight) ^ u64::from_ne_bytes([byte; 8]);
    !((other & LOW).wrapping_add(LOW) | other | LOW)
}

/// Where a byte stands first.
pub(super) fn first(bytes: &[u8], byte: u8) -> Option<usize> {
    let (eights, rest) = bytes.as_chunks::<8>();
    for (at, eight) in eights.iter().enumerate() {
        let equal = equal(*eight, byte);
        if equal != 0 {
            return Some(at * 8 + equal.trailing_zeros() as usize / 8);
        }
    }
    rest.iter().position(|b| *b == byte).map(|at| eights.len() * 8 + at)
}

/// What stands before a sign and behind it, where it stands first in a short text.
pub(super) fn split_once(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// A text without such signs of ASCII before it.
pub(super) fn trim_start(text: &str, is_sign: impl Fn(u8) -> bool) -> &str {
    let passed = text.bytes().take_while(|byte| is_sign(*byte)).count();
    text.get(passed..).unwrap_or_default()
}

/// A text without such signs of ASCII behind it.
pub(super) fn trim_end(text: &str, is_sign: impl Fn(u8) -> bool) -> &str {
    let passed = text.bytes().rev().take_while(|byte| is_sign(*byte)).count();
    text.get(..text.len() - passed).unwrap_or_default()
}

/// Where a byte stands twice first.
pub(super) fn first_twice(bytes: &[u8], byte: u8) -> Option<usize> {
    const HIGHEST: u64 = 1 << 63;
    let (eights, rest) = bytes.as_chunks::<8>();
    // Whether the last of the eight before is one.
    let mut carried = 0;
    for (at, eight) in eights.iter().enumerate() {
        let equal = equal(*eight, byte);
        // Where both a byte and the one before it are.
        let twice = equal & (equal << 8 | carried);
        if twice != 0 {
            return (at * 8 + twice.trailing_zeros() as usize / 8).checked_sub(1);
        }
        carried = (equal & HIGHEST) >> 56;
    }
    let from = eights.len() * 8;
    let mut is_behind = carried != 0;
    for (at, next) in rest.iter().enumerate() {
        let is_one = *next == byte;
        if is_one && is_behind {
            return (from + at).checked_sub(1);
        }
        is_behind = is_one;
    }
    None
}

/// Where a byte stands last.
pub(super) fn last(bytes: &[u8], byte: u8) -> Option<usize> {
    let (rest, eights) = bytes.as_rchunks::<8>();
    for (at, eight) in eights.iter().enumerate().rev() {
        let equal = equal(*eight, byte);
        if equal != 0 {
            return Some(rest.len() + at * 8 + 7 - equal.leading_zeros() as usize / 8);
        }
    }
    rest.iter().rposition(|b| *b == byte)
}

/// The upper bit of each of eight bytes.
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// The upper bit of each byte that is no letter.
const fn other_than_letters(eight: [u8; 8]) -> u64 {
    const fn from(low: u64, least: u8) -> u64 {
        low.wrapping_add(u64::from_ne_bytes([0x80 - least; 8]))
    }
    let bytes = u64::from_le_bytes(eight);
    let small = (bytes | u64::from_ne_bytes([0x20; 8])) & !HIGH;
    !(from(small, b'a') & !from(small, b'z' + 1) & !bytes) & HIGH
}

/// How many letters there are, at most one more than a word has.
fn letters_from(bytes: &[u8]) -> usize {
    let (eights, rest) = bytes.get(..MAX_WORD + 1).unwrap_or(bytes).as_chunks::<8>();
    for (at, eight) in eights.iter().enumerate() {
        let other = other_than_letters(*eight);
        if other != 0 {
            return at * 8 + other.trailing_zeros() as usize / 8;
        }
    }
    eights.len() * 8 + rest.iter().take_while(|b| b.is_ascii_alphabetic()).count()
}

/// The same backwards.
fn letters_up_to(bytes: &[u8]) -> usize {
    let bytes = bytes.get(bytes.len().saturating_sub(MAX_WORD + 1)..).unwrap_or_default();
    let (rest, eights) = bytes.as_rchunks::<8>();
    for (at, eight) in eights.iter().rev().enumerate() {
        let other = other_than_letters(*eight);
        if other != 0 {
            return at * 8 + other.leading_zeros() as usize / 8;
        }
    }
    eights.len() * 8 + rest.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count()
}

/// `Morgan's` and `MORGAN’S` without the ending.
fn strip_possessive(word: &str) -> &str {
    word.strip_suffix(['s', 'S'])
        .and_then(|stem| stem.strip_suffix(is_apostrophe))
        .filter(|stem| !stem.is_empty())
        .unwrap_or(word)
}

/// Combining accents continue a word.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// So much of a document tells how it is written.
pub(in crate::text) const HEAD: usize = 4096;

/// Whether a document with so many small letters and capitals is written without capitals, so that they cannot be waited for.
pub(in crate::text) const fn is_plain(small: usize, large: usize) -> bool {
    small > 40 && large * 22 < small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_before_the_possessive() {
        assert_eq!(word_at("Morgan's dog", 0).unwrap().text, "Morgan");
        assert_eq!(word_at("O\u{2019}Brien-Lee, MD", 0).unwrap().text, "O\u{2019}Brien-Lee");
        assert_eq!(word_at("José\u{301} x", 0).unwrap().text, "José\u{301}");
        assert_eq!(word_at("B12", 0), None);
        assert_eq!(word_at("-x", 0), None);
        assert_eq!(word_at(&"a".repeat(100), 0), None);
        assert_eq!(word_at("é", 1), None);
    }

    #[test]
    fn words_are_found_backwards() {
        assert_eq!(word_ending("by Ana Ruiz-Vega, MD", 16).unwrap().text, "Ruiz-Vega");
        assert_eq!(word_ending("2x", 2), None);
        assert_eq!(word_ending("", 0), None);
    }

    #[test]
    fn letters_are_counted_many_at_once_as_one_by_one() {
        let letters = |bytes: &[u8]| bytes.iter().take(MAX_WORD + 1).take_while(|b| b.is_ascii_alphabetic()).count();
        for byte in 0..=255_u8 {
            for len in [0, 1, 7, 8, 9, 40, 47, 48, 49, 60] {
                for tail in [0, 1, 9] {
                    let mut text = vec![b'q'; len];
                    text.push(byte);
                    text.extend(std::iter::repeat_n(b'Z', tail));
                    assert_eq!(letters_from(&text), letters(&text), "{byte} {len} {tail}");
                    text.reverse();
                    let forwards: Vec<u8> = text.iter().rev().copied().collect();
                    assert_eq!(letters_up_to(&text), letters(&forwards), "{byte} {len} {tail}");
                }
            }
        }
    }

    #[test]
    fn bytes_are_found_many_at_once_as_one_by_one() {
        for len in 0..40 {
            for (one, other) in (0..len).flat_map(|one| (one..len).map(move |other| (one, other))) {
                let mut bytes = vec![b'\x0b'; len];
                (bytes[one], bytes[other]) = (b'\n', b'\n');
                assert_eq!((first(&bytes, b'\n'), last(&bytes, b'\n')), (Some(one), Some(other)));
            }
            assert_eq!((first(&vec![0x8a; len], b'\n'), last(&vec![0x8a; len], b'\n')), (None, None));
        }
    }

    #[test]
    fn two_in_a_row_are_found() {
        for text in ["", " ", "  ", "a  b", "       a b ", "        ", "a b c d e f  g", "abcdefg  hi", "abcdefgh  "] {
            for lead in 0..18 {
                let text = "x ".repeat(lead) + text;
                assert_eq!(first_twice(text.as_bytes(), b' '), text.find("  "), "{text:?}");
                let text = text.get(lead..).unwrap();
                assert_eq!(first_twice(text.as_bytes(), b' '), text.find("  "), "{text:?}");
            }
        }
    }

    #[test]
    fn what_stands_around_a_sign_is_what_a_search_gives() {
        for text in ["", "-", "a-b-c", "\u{e9}-\u{e9}", "--a--", " a, ", "ab"] {
            assert_eq!(split_once(text, b'-'), text.split_once('-'), "{text:?}");
            let is_sign = |byte: u8| matches!(byte, b' ' | b'-' | b',');
            assert_eq!(trim_start(text, is_sign), text.trim_start_matches([' ', '-', ',']), "{text:?}");
            assert_eq!(trim_end(text, is_sign), text.trim_end_matches([' ', '-', ',']), "{text:?}");
        }
    }

    #[test]
    fn pieces_are_words_where_nothing_joins() {
        for text in ["Ana", "Ana Ruiz", "Ana-Ruiz", "Ana's", "Ana9", "An\u{e9}", "x_y", "Ana\"", "Ana\u{2019}s"] {
            for piece in crate::text::piece::cut(text).iter() {
                let word = word_of(text, piece);
                assert!(word.is_none() || word == word_at(text, piece.start), "{text}");
            }
        }
        assert!(word_of("Ana Ruiz", &crate::text::piece::cut("Ana Ruiz")[0]).is_some());
    }

    #[test]
    fn long_stretches_are_counted() {
        for len in [0, 1, 127, 128, 129, 1000] {
            assert_eq!(count(&vec![b'a'; len], |b| b == b'a'), len);
        }
    }

    #[test]
    fn windows_keep_to_characters() {
        assert_eq!(window_before("aéb", 4, 2), "b");
        assert_eq!(window_after("aéb", 0, 2), "a");
        assert_eq!(window_after("é", 1, 9), "");
        assert_eq!(window_before("é", 1, 9), "");
    }
}
