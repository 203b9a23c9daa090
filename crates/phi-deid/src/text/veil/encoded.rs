//! Characters as codes of other formats: runs of `%4A`, `=4A` of quoted-printable with its broken lines, `\112`, `\u{4a}`, `U+004A`,
//! pairs of hexadecimal figures, base64, and signs behind a backslash.
//!
//! One code alone may be anything ("PEEP=20", "98%20 mg"); a run of them is read, and what its token tells of the rest.

use std::borrow::Cow;

use super::{
    super::piece::{LARGE, Piece, SMALL},
    Patch,
};

/// How many codes are a run.
const RUN: usize = 3;

/// How many bytes are looked at at once.
pub(super) const BLOCK: usize = 64;

/// Those from a place on; zeros behind the end.
#[inline]
pub(super) fn block(bytes: &[u8], at: usize) -> [u8; BLOCK] {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut block = [0; BLOCK];
        block.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
        block
    })
}

/// How far a token is looked at.
const REACH: usize = 120;

/// Finds what is encoded.
pub(super) fn find(bytes: &[u8], found: &mut Vec<Patch>) {
    let mut done = 0;
    for base in (0..bytes.len()).step_by(BLOCK) {
        // Many at a time: most stretches have none.
        let (chunk, behind) = (block(bytes, base), block(bytes, base + 1));
        let any = chunk.iter().zip(&behind).fold(0, |any, (byte, next)| {
            let is = |byte: u8, sign: u8| u8::from(byte == sign);
            // "98% of", "n = 4" have no figure behind the sign.
            let is_figure = u8::from(next.wrapping_sub(b'0') < 10) | u8::from((*next | 0x20).wrapping_sub(b'a') < 6);
            let is_code = (is(*byte, b'%') | is(*byte, b'=')) & is_figure;
            let is_break = is(*byte, b'=') & (is(*next, b'\n') | is(*next, b'\r'));
            any | is_code | is_break | is(*byte, b'\\') | is(*byte, b'U') & is(*next, b'+')
        });
        if any == 0 {
            continue;
        }
        for (start, byte) in (base..).zip(&chunk) {
            if !matches!(byte, b'%' | b'=' | b'\\' | b'U') || start < done {
                continue;
            }
            let end = match byte {
                b'%' | b'=' => signed(bytes, start, *byte, found),
                b'\\' => escaped(bytes, start, found),
                _ => points(bytes, start, found),
            };
            done = end.unwrap_or(done);
        }
    }
}

fn figures(bytes: &[u8], at: usize, len: usize, base: u32) -> Option<u32> {
    let figures = bytes.get(at..at + len)?;
    figures.iter().try_fold(0, |sum, byte| char::from(*byte).to_digit(base).map(|digit| sum * base + digit))
}

/// A control character other than those that part words and lines.
fn is_binary(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Whether bytes are a text.
pub(super) fn is_text(units: &[(usize, usize, u8)]) -> bool {
    let read: Vec<u8> = units.iter().map(|unit| unit.2).collect();
    core::str::from_utf8(&read).is_ok_and(|read| !read.chars().any(is_binary))
}

/// The codes of one kind that stand from `start` on without a gap: where each begins and ends, and its byte.
pub(super) fn run(bytes: &[u8], start: usize, sign: u8) -> Vec<(usize, usize, u8)> {
    let unit = |at: usize| {
        if bytes.get(at) != Some(&sign) {
            return None;
        }
        let (len, value) = match (sign, bytes.get(at + 1)?) {
            (b'\\', b'x') => (4, figures(bytes, at + 2, 2, 16)?),
            (b'\\', _) => (4, figures(bytes, at + 1, 3, 8)?),
            // Quoted-printable has capitals.
            (b'=', _) if bytes.get(at + 1..at + 3)?.iter().any(u8::is_ascii_lowercase) => return None,
            _ => (3, figures(bytes, at + 1, 2, 16)?),
        };
        Some((at, at + len, u8::try_from(value).ok()?))
    };
    let mut units = Vec::new();
    let mut at = start;
    while let Some(next) = unit(at).filter(|_| units.len() < 4 * REACH) {
        at = next.1;
        units.push(next);
    }
    units
}

/// Writes what bytes say, each of which stands from where to where; nothing if it is no text.
fn decode(units: &[(usize, usize, u8)], found: &mut Vec<Patch>) -> Option<usize> {
    let read: Vec<u8> = units.iter().map(|unit| unit.2).collect();
    let read = core::str::from_utf8(&read).ok().filter(|read| !read.chars().any(is_binary))?;
    let mut chars = read.char_indices().peekable();
    for (at, (start, end, _)) in units.iter().enumerate() {
        let c = chars.next_if(|(begin, _)| *begin == at);
        found.push((
            *start,
            *end,
            c.map_or(
                Cow::Borrowed(""),
                |(_, c)| if c.is_control() { Cow::Borrowed(" ") } else { Cow::Owned(c.to_string()) },
            ),
        ));
    }
    units.last().map(|unit| unit.1)
}

/// `%4A%6F`, `=4A=6F`, `Ana=20Ruiz`, a line that `=` breaks.
fn signed(bytes: &[u8], start: usize, sign: u8, found: &mut Vec<Patch>) -> Option<usize> {
    if sign == b'=' && matches!(bytes.get(start + 1), Some(b'\n' | b'\r')) {
        return soft_break(bytes, start, found);
    }
    if figures(bytes, start + 1, 2, 16).is_none() || is_address(bytes, start) {
        return None;
    }
    let units = run(bytes, start, sign);
    let is_wide = units.first().is_some_and(|unit| unit.2 >= 0xc2) && units.len() > 1;
    if units.len() >= RUN || is_wide {
        return decode(&units, found);
    }
    // A blank: between letters, or told by another of the token.
    let [(_, end, b' ')] = units.as_slice() else { return None };
    let is_word = |at: Option<&u8>| at.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80);
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    let behind = bytes.get(*end);
    let digits =
        bytes.get(start.saturating_sub(4)..start)?.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let is_told = is_word(before) && is_word(behind)
        || sign == b'=' && before.is_some_and(|byte| matches!(byte, b',' | b'.' | b')' | b';' | b':'))
        || sign == b'%' && digits > 2 && !bytes.get(..start)?.ends_with(b"100")
        || blanks_in_token(bytes, start, sign) > 1;
    let is_between = before.is_some_and(|byte| byte.is_ascii_graphic() || *byte >= 0x80)
        && behind.is_some_and(|byte| byte.is_ascii_graphic() || *byte >= 0x80);
    (is_told && is_between).then(|| {
        found.push((start, *end, Cow::Borrowed(" ")));
        *end
    })
}

/// How many blanks of this kind the token has around a place.
fn blanks_in_token(bytes: &[u8], at: usize, sign: u8) -> usize {
    let head = bytes.get(at.saturating_sub(REACH)..at).unwrap_or_default();
    let tail = bytes.get(at..).unwrap_or_default();
    let head = head.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    let tail = tail.get(..REACH).unwrap_or(tail).split(u8::is_ascii_whitespace).next().unwrap_or_default();
    let count =
        |bytes: &[u8]| bytes.windows(3).filter(|window| matches!(window, [s, b'2', b'0'] if *s == sign)).count();
    count(head) + count(tail)
}

/// In an address of the web codes are part of it.
pub(super) fn is_address(bytes: &[u8], at: usize) -> bool {
    let head = bytes.get(at.saturating_sub(REACH)..at).unwrap_or_default();
    let head = head.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    head.windows(3).any(|window| window == b"://" || window.eq_ignore_ascii_case(b"www"))
        || head.iter().any(|byte| matches!(byte, b'?' | b'@'))
}

/// `Kowal=` and `ski`: a line of quoted-printable that goes on. Not `Name=` and what stands below it.
fn soft_break(bytes: &[u8], start: usize, found: &mut Vec<Patch>) -> Option<usize> {
    let end = start + 1 + bytes.get(start + 1..)?.iter().take_while(|byte| **byte == b'\r').take(1).count() + 1;
    if bytes.get(end - 1) != Some(&b'\n') {
        return None;
    }
    let head = bytes.get(start.saturating_sub(REACH)..start)?;
    let line = head.rsplit(|byte| *byte == b'\n').next()?;
    let (before, next) = (*line.last()?, *bytes.get(end)?);
    let is_label = !line.contains(&b' ') && before.is_ascii_alphabetic();
    let goes_on = next.is_ascii_lowercase() && before.is_ascii_alphanumeric()
        || next.is_ascii_digit() && !before.is_ascii_lowercase()
        || next.is_ascii_uppercase() && before.is_ascii_uppercase()
        || next.is_ascii_alphanumeric() && matches!(before, b'-' | b'.' | b'/' | b'@' | b'_' | b'(' | b' ')
        || matches!(next, b' ' | b'-' | b'.' | b'/' | b'@' | b',' | b'_' | b')' | b'\'')
            && before.is_ascii_alphanumeric()
        || line.len() > 68;
    (goes_on && !is_label).then(|| {
        found.push((start, end, Cow::Borrowed("")));
        end
    })
}

/// `\112\157`, `\u{4a}`, `\-`
fn escaped(bytes: &[u8], start: usize, found: &mut Vec<Patch>) -> Option<usize> {
    let next = *bytes.get(start + 1)?;
    if next == b'u' && bytes.get(start + 2) == Some(&b'{') {
        let len = bytes.get(start + 3..)?.iter().take(7).position(|byte| *byte == b'}').filter(|len| *len > 0)?;
        let c = figures(bytes, start + 3, len, 16).and_then(char::from_u32).filter(|c| !c.is_control())?;
        found.push((start, start + 4 + len, Cow::Owned(c.to_string())));
        return Some(start + 4 + len);
    }
    if next.is_ascii_digit() {
        let units = run(bytes, start, b'\\');
        return if units.len() >= RUN { decode(&units, found) } else { None };
    }
    let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    let behind = bytes.get(start + 2).copied().unwrap_or(b' ');
    let is_inner = before.is_ascii_alphanumeric() || behind.is_ascii_alphanumeric();
    if !(next.is_ascii_punctuation()
        || next == b' ' && before.is_ascii_alphanumeric() && behind.is_ascii_alphanumeric())
        || matches!(next, b'\\' | b'|')
        || before == b'\\'
        || !is_inner
    {
        return None;
    }
    found.push((start, start + 1, Cow::Borrowed("")));
    Some(start + 2)
}

/// `U+0041 U+006E`
fn points(bytes: &[u8], start: usize, found: &mut Vec<Patch>) -> Option<usize> {
    let point = |at: usize| {
        if bytes.get(at..at + 2) != Some(b"U+") {
            return None;
        }
        let c = figures(bytes, at + 2, 4, 16).and_then(char::from_u32).filter(|c| !c.is_control())?;
        Some((at + 6, c))
    };
    let mut read: Vec<Patch> = Vec::new();
    let mut at = start;
    while let Some((end, c)) = point(at).filter(|_| read.len() < 4 * REACH) {
        let gap = bytes.get(end..)?.iter().take(2).take_while(|byte| matches!(byte, b' ' | b',')).count();
        let to = if point(end + gap).is_some() { end + gap } else { end };
        read.push((at, to, Cow::Owned(c.to_string())));
        at = to;
    }
    (read.len() >= RUN).then(|| {
        found.append(&mut read);
        at
    })
}

/// Whether three pairs may stand side by side, of which this is the first.
#[inline]
pub(super) fn may_be_pairs(sign: u8, piece: &Piece, next: Option<&[Piece]>) -> bool {
    let is_pair = |next: &Piece, start: usize| next.start == start && next.end == start + 2;
    matches!(sign, b' ' | b':')
        && matches!(next, Some([two, three]) if is_pair(two, piece.end + 1) && is_pair(three, piece.end + 4))
}

/// Pairs of hexadecimal figures with a blank between them, of which the one at `start` is the first: "41 6e 61". Columns of numbers
/// have no letters.
pub(super) fn pairs(bytes: &[u8], start: usize, found: &mut Vec<Patch>) -> Option<usize> {
    let mut units = Vec::new();
    let (mut at, mut letters, mut small, mut large) = (start, 0, 0, 0);
    while let Some(pair) = bytes.get(at..at + 2).filter(|_| units.len() < 4 * REACH) {
        let ends = !bytes.get(at + 2).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        let Some(byte) = figures(bytes, at, 2, 16).filter(|_| ends).and_then(|byte| u8::try_from(byte).ok()) else {
            break;
        };
        letters += usize::from(pair.iter().any(u8::is_ascii_alphabetic));
        small += usize::from(pair.iter().any(u8::is_ascii_lowercase));
        large += usize::from(pair.iter().any(u8::is_ascii_uppercase));
        units.push((at, at + 2, byte));
        if !matches!(bytes.get(at + 2), Some(b' ' | b':')) {
            break;
        }
        at += 3;
    }
    let is_digits = units.iter().all(|unit| matches!(unit.2, b'0'..=b'9' | b' ' | b'-' | b'/' | b'.'));
    let is_name = units.len() >= 3
        && units.first().is_some_and(|unit| unit.2.is_ascii_uppercase())
        && units.iter().skip(1).all(|unit| unit.2.is_ascii_lowercase());
    let is_told =
        letters > 0 && (units.len() >= 5 || is_name) || is_name && units.len() >= 5 || is_digits && units.len() >= 8;
    if !is_told || small > 0 && large > 0 || units.iter().any(|unit| unit.2 < b' ') {
        return None;
    }
    let ends: Vec<usize> = units.iter().skip(1).map(|unit| unit.0).collect();
    for (unit, end) in units.iter_mut().zip(ends) {
        unit.1 = end;
    }
    decode(&units, found)
}

/// What a letter of base64 stands for; more than sixty-three for what is none.
static VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut rest: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut value = 0;
    while let [letter, more @ ..] = rest {
        let (_, behind) = values.split_at_mut(*letter as usize);
        if let [slot, ..] = behind {
            *slot = value;
        }
        value += 1;
        rest = more;
    }
    values
};

/// Whether the first four letters are those of a text: of few words they are.
#[inline]
pub(super) fn may_be_base64(bytes: &[u8], start: usize) -> bool {
    let Some(four) = bytes.get(start..).and_then(<[u8]>::first_chunk::<4>) else { return false };
    let values = four.map(|letter| VALUES.get(usize::from(letter)).copied().unwrap_or(u8::MAX));
    if values.iter().any(|value| *value > 63) {
        return true;
    }
    let bits = values.iter().fold(0, |bits, value| bits << 6 | u32::from(*value));
    bits.to_be_bytes().iter().skip(1).all(|byte| is_plain(*byte))
}

/// What a text that was written so has.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b' ' | b',' | b'.' | b'\'' | b'-' | b'/' | b':' | b'@' | b'#' | b'(' | b')' | b'&' | b'_' | b'+'
        )
}

/// A word of base64 that holds a text.
pub(super) fn base64(text: &str, piece: Piece, found: &mut Vec<Patch>) -> Option<usize> {
    let bytes = text.as_bytes();
    let value = |byte: &u8| match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    };
    if !(piece.has(LARGE) && piece.has(SMALL))
        || matches!(
            piece.start.checked_sub(1).and_then(|at| bytes.get(at)),
            Some(b'/' | b'+' | b'-' | b'_' | b'.' | b'@')
        )
    {
        return None;
    }
    let mut read = String::new();
    let mut at = piece.start;
    let mut padding = 0;
    let mut digits = 0;
    while let Some(four) = bytes.get(at..at + 4).filter(|_| padding == 0 && read.len() < 4096) {
        let Some(letters) = four.iter().position(|byte| value(byte).is_none()).or(Some(4)).filter(|len| *len > 1)
        else {
            break;
        };
        if four.iter().skip(letters).any(|byte| *byte != b'=') {
            break;
        }
        padding = 4 - letters;
        let bits =
            four.iter().take(letters).filter_map(value).fold(0, |bits, value| bits << 6 | value) << (6 * padding);
        digits += four.iter().filter(|byte| byte.is_ascii_digit()).count();
        for byte in bits.to_be_bytes().iter().skip(1).take(3 - padding) {
            if !is_plain(*byte) {
                return None;
            }
            read.push(char::from(*byte));
        }
        at += 4;
    }
    let ends = !bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'=' | b'+' | b'/'));
    let is_sure = padding > 0 || digits > 0 && read.len() > 5 || read.len() > 8;
    (ends && is_sure && read.len() > 4).then(|| {
        found.push((piece.start, at, Cow::Owned(read)));
        at
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn codes_are_read() {
        for (text, plain) in [
            ("by %4A%6F%68%6E%20Ruiz", "by John Ruiz"),
            ("by =4A=6F=68=6E, Ana=20Ruiz, Jos=C3=A9", "by John, Ana Ruiz, Jos\u{e9}"),
            ("call (504)=20555-0126 or 504%20555%200126", "call (504) 555-0126 or 504 555 0126"),
            ("Dr. Kowal=\nski and Ana=\r\n Ruiz", "Dr. Kowalski and Ana Ruiz"),
            ("by \\112\\157\\150\\156 and \\u{41}na", "by John and Ana"),
            ("by U+0041 U+006E U+0061 here", "by Ana here"),
            ("by 4a 6f 68 6e 20 52 75 69 7a", "by John Ruiz"),
            ("by QW5hIFRlc3RjYXNl, seen", "by Ana Testcase, seen"),
            ("504\\-555\\-0126, Ana\\ Ruiz", "504-555-0126, Ana Ruiz"),
        ] {
            assert_eq!(read(text), plain);
        }
    }

    #[test]
    fn one_code_alone_stays() {
        for text in [
            "PEEP=20, n=20, HR=20 and RR=16",
            "98%20 mg, 100%20",
            "Name=\nAna",
            "12 34 56 78 90 ab",
            "C:\\new\\x\\1, \\u00",
            "20 ff 41 ad be ef",
            "https://example.org/%41%42%43",
            "Northfield Memorial, CKD-EPI, HbA1cTest",
            "U+0041",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
