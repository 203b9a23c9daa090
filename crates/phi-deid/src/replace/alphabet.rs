//! Sixteen consonants in place of hexadecimal digits: what they write is neither a name nor a number.
//!
//! So a tag that holds them can be left alone by a later pass: nobody's name or number fits into it.

const CONSONANTS: [u8; 16] = *b"BCDFGHJKLMNPRSTV";

/// Letters in a code: eighty bits.
pub(super) const CODE: usize = 20;

/// A token holds a nonce, sixteen bytes or more, and a tag.
const LEAST_TOKEN: usize = 2 * (12 + 16 + 16);
pub(crate) const MOST_TOKEN: usize = 2048;

/// Two letters for each byte.
pub(super) fn write(bytes: &[u8]) -> String {
    let letter = |nibble: u8| char::from(CONSONANTS.get(usize::from(nibble)).copied().unwrap_or(b'B'));
    bytes.iter().flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect()
}

/// The way back.
pub(super) fn read(text: &str) -> Option<Vec<u8>> {
    let nibble = |letter: u8| CONSONANTS.iter().position(|c| *c == letter).and_then(|at| u8::try_from(at).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(nibble(*high)? << 4 | nibble(*low)?)).collect()
}

/// Whether this is a code or a token as this crate writes them.
pub(crate) fn is_code(text: &str) -> bool {
    (text.len() == CODE || (LEAST_TOKEN..=MOST_TOKEN).contains(&text.len()) && text.len().is_multiple_of(2))
        && text.bytes().all(|b| CONSONANTS.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_comes_back() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(read(&write(&all)), Some(all));
        assert_eq!((read("B"), read("AA"), read("bb")), (None, None, None));
    }

    #[test]
    fn names_and_numbers_are_no_codes() {
        for text in ["", "SCHWARTZ", "12345678901234567890", "BCDFGHJKLMNPRSTVBCD", "bcdfghjklmnprstvbcdf"] {
            assert!(!is_code(text), "{text}");
        }
        assert!(is_code("BCDFGHJKLMNPRSTVBCDF"));
    }
}
