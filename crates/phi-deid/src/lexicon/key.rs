//! How a word becomes the place where the table has it. Shared with the program that builds the table.

/// Bytes of a slot.
pub(crate) const SLOT: usize = 4;

/// The bits of a slot that hold flags; the others hold a print of the word.
pub(crate) const FLAGS: u32 = 0xfff;

/// Words longer than this are not in the table.
pub(crate) const MAX_KEY: usize = 40;

/// The hash of a word as the table knows it: small letters without accents, and nothing but letters and spaces.
/// `None` for what has no letter, or another character that the table does not know.
pub(crate) fn hash(word: &str) -> Option<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut letters = 0_usize;
    let mut rest = word.as_bytes();
    while let [byte, tail @ ..] = rest {
        if byte.is_ascii_alphabetic() {
            hash = (hash ^ u64::from(byte | 0x20)).wrapping_mul(0x0100_0000_01b3);
            letters = letters.saturating_add(1);
            rest = tail;
            continue;
        }
        let c = word.get(word.len().checked_sub(rest.len())?..)?.chars().next()?;
        let (first, second) = fold(c)?;
        for byte in [first, second] {
            if byte != 0 {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
                letters = letters.saturating_add(1);
            }
        }
        rest = rest.get(c.len_utf8()..)?;
    }
    (1..=MAX_KEY).contains(&letters).then(|| {
        hash ^= hash >> 33;
        hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 33;
        hash
    })
}

/// The print of a hash: what tells words apart that share a slot.
pub(crate) const fn print(hash: u64) -> u32 {
    // Twenty bits from the upper half; the place comes from the lower.
    let [_, _, _, _, a, b, c, d] = hash.to_le_bytes();
    u32::from_le_bytes([a, b, c, d]) & !FLAGS
}

/// A letter without case and accent, as one or two bytes; apostrophes, dots and combining marks are left out.
pub(crate) const fn fold(c: char) -> Option<(u8, u8)> {
    let byte = match c {
        'a'..='z' | ' ' => c as u8,
        'A'..='Z' => c as u8 | 0x20,
        '\'' | '\u{2019}' | '.' | '\u{300}'..='\u{36f}' => 0,
        '-' | '\u{2011}' => b' ',
        '\u{c0}'..='\u{c5}' | '\u{e0}'..='\u{e5}' | '\u{100}'..='\u{105}' => b'a',
        '\u{c7}' | '\u{e7}' | '\u{106}'..='\u{10d}' => b'c',
        '\u{10e}'..='\u{111}' | '\u{d0}' | '\u{f0}' => b'd',
        '\u{c8}'..='\u{cb}' | '\u{e8}'..='\u{eb}' | '\u{112}'..='\u{11b}' => b'e',
        '\u{11c}'..='\u{123}' => b'g',
        '\u{cc}'..='\u{cf}' | '\u{ec}'..='\u{ef}' | '\u{128}'..='\u{131}' => b'i',
        '\u{139}'..='\u{142}' => b'l',
        '\u{d1}' | '\u{f1}' | '\u{143}'..='\u{148}' => b'n',
        '\u{d2}'..='\u{d6}' | '\u{d8}' | '\u{f2}'..='\u{f6}' | '\u{f8}' | '\u{14c}'..='\u{151}' => b'o',
        '\u{154}'..='\u{159}' => b'r',
        '\u{15a}'..='\u{161}' => b's',
        '\u{162}'..='\u{167}' => b't',
        '\u{d9}'..='\u{dc}' | '\u{f9}'..='\u{fc}' | '\u{168}'..='\u{173}' => b'u',
        '\u{dd}' | '\u{fd}' | '\u{ff}' => b'y',
        '\u{179}'..='\u{17e}' => b'z',
        '\u{df}' => return Some((b's', b's')),
        '\u{c6}' | '\u{e6}' => return Some((b'a', b'e')),
        _ => return None,
    };
    Some((byte, 0))
}
