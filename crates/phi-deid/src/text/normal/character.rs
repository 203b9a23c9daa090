//! Single characters beyond ASCII.

use super::Builder;
use crate::text::cursor;

/// Replaces the character at `at`, if it has a plain form.
pub(super) fn replace(builder: &mut Builder<'_>, at: usize) -> usize {
    let Some(c) = cursor::char_after(builder.text, at) else { return at + 1 };
    let end = at + c.len_utf8();
    if is_invisible(c) || (matches!(c, '\u{300}'..='\u{36f}') && at > 0) {
        builder.replace(at, end, "");
        return end;
    }
    if let Some(two) = ligature(c) {
        builder.replace(at, end, two);
        return end;
    }
    let near_digit = || {
        cursor::char_before(builder.text, at).is_some_and(|c| c.is_numeric())
            && cursor::char_after(builder.text, end).is_some_and(|c| c.is_numeric())
    };
    // "BH\u{2013}445566", "Iron\u{2013}Cloud", "07\u{2013}Aug\u{2013}1962"
    let is_joint = || {
        cursor::char_before(builder.text, at).is_some_and(char::is_alphanumeric)
            && cursor::char_after(builder.text, end).is_some_and(char::is_alphanumeric)
    };
    // "47.21, \u{2013}118.40"
    let is_minus = || {
        cursor::char_before(builder.text, at) == Some(' ')
            && cursor::char_after(builder.text, end).is_some_and(|c| c.is_ascii_digit())
    };
    let plain = match c {
        '\u{2014}' if near_digit() => '-',
        '\u{2013}' if is_joint() || is_minus() => '-',
        _ => match plain(c) {
            Some(plain) => plain,
            None => return end,
        },
    };
    builder.replace(at, end, plain.encode_utf8(&mut [0; 4]));
    end
}

/// What stands for a character that an escape spells: its plain form, or nothing.
pub(super) fn read(c: char) -> Option<char> {
    if is_invisible(c) { None } else { Some(plain(c).unwrap_or(c)) }
}

/// Characters without width or shape, by which words are cut or turned.
pub(in crate::text) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e007f}')
}

const fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// The ASCII character that it looks like or is a form of.
fn plain(c: char) -> Option<char> {
    let offset = |from: u32, base: u8| char::from_u32(u32::from(c) - from + u32::from(base));
    match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2212}' | '\u{fe63}' => Some('-'),
        '\u{2044}' | '\u{2215}' | '\u{29f8}' => Some('/'),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2032}' => Some('\''),
        '\u{201c}' | '\u{201d}' | '\u{201f}' | '\u{2033}' => Some('"'),
        '\u{2024}' => Some('.'),
        '\u{b9}' => Some('1'),
        '\u{b2}' => Some('2'),
        '\u{b3}' => Some('3'),
        '\u{2070}' | '\u{2074}'..='\u{2079}' => offset(0x2070, b'0'),
        '\u{2080}'..='\u{2089}' => offset(0x2080, b'0'),
        '\u{2460}'..='\u{2468}' => offset(0x2460, b'1'),
        '\u{24ea}' => Some('0'),
        '\u{a789}' => Some(':'),
        '\u{ff01}'..='\u{ff5e}' => offset(0xff01, b'!'),
        '\u{660}'..='\u{669}' => offset(0x660, b'0'),
        '\u{6f0}'..='\u{6f9}' => offset(0x6f0, b'0'),
        '\u{966}'..='\u{96f}' => offset(0x966, b'0'),
        '\u{9e6}'..='\u{9ef}' => offset(0x9e6, b'0'),
        '\u{1d7ce}'..='\u{1d7ff}' => char::from_digit((u32::from(c) - 0x1d7ce) % 10, 10),
        '\u{1d400}'..='\u{1d6a3}' => {
            let letter = u8::try_from((u32::from(c) - 0x1d400) % 52).ok()?;
            Some(char::from(if letter < 26 { b'A' + letter } else { b'a' + letter - 26 }))
        }
        '\u{370}'..='\u{52f}' => look_alike(c),
        _ => None,
    }
}

/// Greek and Cyrillic letters that look like Latin ones.
const fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'Α' | 'А' => 'A',
        'Β' | 'В' => 'B',
        'С' => 'C',
        'Ε' | 'Е' => 'E',
        'Η' | 'Н' => 'H',
        'Ι' | 'І' => 'I',
        'Ј' => 'J',
        'Κ' | 'К' => 'K',
        'Μ' | 'М' => 'M',
        'Ν' => 'N',
        'Ο' | 'О' => 'O',
        'Ρ' | 'Р' => 'P',
        'Ѕ' => 'S',
        'Τ' | 'Т' => 'T',
        'Υ' | 'У' => 'Y',
        'Χ' | 'Х' => 'X',
        'Ζ' => 'Z',
        'а' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' => 'i',
        'ј' => 'j',
        'о' | 'ο' => 'o',
        'р' => 'p',
        'ѕ' => 's',
        'у' => 'y',
        'х' => 'x',
        _ => return None,
    })
}
