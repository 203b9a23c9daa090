//! Marks of formats that are no text: entities of HTML, tags without attributes that change a letter's look, and the stars and
//! lines of Markdown around a word. A tag with attributes stays: a name may stand in them.

use super::{Builder, character, quote};

/// From where to where, and the character that is read there, if any.
pub(super) type Mark = (usize, usize, Option<char>);

/// The longest stretch between two marks that belong together.
const REACH: usize = 80;

/// Where marks stand, in order.
pub(super) fn find(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let is = |byte: u8, sign: u8| u8::from(byte == sign);
    let is_mark = |byte: u8| is(byte, b'&') | is(byte, b'<') | is(byte, b'*') | is(byte, b'_');
    let mut found: Vec<Mark> = Vec::new();
    for (at, chunk) in bytes.chunks(64).enumerate() {
        // Many at a time: most stretches have none.
        if chunk.iter().fold(0, |any, byte| any | is_mark(*byte)) == 0 {
            continue;
        }
        for (offset, byte) in chunk.iter().enumerate().filter(|(_, byte)| is_mark(**byte) != 0) {
            let start = at * 64 + offset;
            if found.last().is_some_and(|last| start < last.1) {
                continue;
            }
            match byte {
                b'&' => found.extend(entity(text, start)),
                b'<' => found.extend(tag(bytes, start)),
                _ => emphasis(bytes, start, *byte, &mut found),
            }
        }
    }
    quote::find(text, &mut found);
    if !found.is_sorted() {
        found.sort_unstable();
    }
    found.dedup();
    found
}

/// Writes what stands for a mark, where nothing was written yet.
pub(super) fn write(builder: &mut Builder<'_>, (start, end, plain): Mark) {
    match plain {
        Some(c) => builder.unwrap((start, end, c.encode_utf8(&mut [0; 4]))),
        None => builder.unwrap((start, end, "")),
    }
}

/// `&#45;`, `&nbsp;`
fn entity(text: &str, start: usize) -> Option<Mark> {
    let rest = text.get(start + 1..)?;
    let len = rest.bytes().take(8).position(|byte| byte == b';')?;
    let name = rest.get(..len)?;
    let end = start + len + 2;
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let c = match (name, number) {
        (_, Some(number)) => char::from_u32(number).filter(|c| !c.is_control())?,
        ("nbsp" | "ensp" | "emsp" | "thinsp", _) => ' ',
        ("shy" | "zwnj" | "zwj", _) => return Some((start, end, None)),
        ("amp", _) => '&',
        ("lt", _) => '<',
        ("gt", _) => '>',
        ("quot" | "ldquo" | "rdquo", _) => '"',
        ("apos" | "lsquo" | "rsquo", _) => '\'',
        ("ndash" | "mdash" | "hyphen", _) => '-',
        ("sol", _) => '/',
        ("period", _) => '.',
        ("commat", _) => '@',
        ("colon", _) => ':',
        _ => return None,
    };
    Some((start, end, character::read(c)))
}

/// `<b>`, `</span>`, `<br/>`
fn tag(bytes: &[u8], start: usize) -> Option<Mark> {
    let rest = bytes.get(start + 1..)?;
    let len = rest.iter().take(10).position(|byte| *byte == b'>')?;
    let name = rest.get(..len)?;
    let name = name.strip_prefix(b"/").unwrap_or(name);
    let name = name.strip_suffix(b"/").map_or(name, |name| name.trim_ascii_end());
    let is = |known: &&[u8]| name.eq_ignore_ascii_case(known);
    const LOOKS: [&[u8]; 16] = [
        b"b", b"i", b"u", b"s", b"em", b"strong", b"span", b"font", b"wbr", b"mark", b"small", b"big", b"sup", b"sub",
        b"tt", b"a",
    ];
    let end = start + len + 2;
    match name {
        _ if LOOKS.iter().any(&is) => Some((start, end, None)),
        _ if is(&&b"br"[..]) => Some((start, end, Some('\n'))),
        _ => None,
    }
}

/// `**word**`, `_8/12/26_`: both ends of it, within a line.
fn emphasis(bytes: &[u8], start: usize, sign: u8, found: &mut Vec<Mark>) {
    let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    let opens =
        before.is_ascii_whitespace() || matches!(before, b'(' | b'[' | b'"' | b'\'' | b'>' | b':' | b'-' | b'|');
    let run = |at: usize| bytes.get(at..).unwrap_or_default().iter().take(4).take_while(|byte| **byte == sign).count();
    let len = run(start);
    let first = bytes.get(start + len).copied().unwrap_or(b' ');
    if !opens
        || len > if sign == b'*' { 3 } else { 2 }
        || !(first.is_ascii_alphanumeric() || first >= 0x80 || first == b'(')
    {
        return;
    }
    let inner = bytes.get(start + len..).unwrap_or_default();
    let inner = inner.get(..REACH).unwrap_or(inner);
    let Some(close) = inner.iter().position(|byte| *byte == sign || *byte == b'\n').map(|at| start + len + at) else {
        return;
    };
    let last = bytes.get(close.saturating_sub(1)).copied().unwrap_or(b' ');
    let next = bytes.get(close + len).copied().unwrap_or(b' ');
    let closes = run(close) == len && !last.is_ascii_whitespace() && !(next.is_ascii_alphanumeric() || next >= 0x80);
    if closes {
        found.push((start, start + len, None));
        found.push((close, close + len, None));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let (mut read, mut at) = (String::new(), 0);
        for (start, end, plain) in find(text) {
            read.push_str(text.get(at..start).unwrap());
            read.extend(plain);
            at = end;
        }
        read + text.get(at..).unwrap()
    }

    #[test]
    fn marks_are_read() {
        assert_eq!(read("Dr.&nbsp;Testcase, 504&#45;555&#x2d;0126, A&amp;B"), "Dr. Testcase, 504-555-0126, A&B");
        assert_eq!(read("Test&shy;case &#8209; &#8203;x"), "Testcase - x");
        assert_eq!(read("a **93**-year-old, _3/31/2026_, *Ana*"), "a 93-year-old, 3/31/2026, Ana");
        assert_eq!(read("<b>Test</b>case<br/>x <SPAN>y</SPAN>"), "Testcase\nx y");
    }

    #[test]
    fn what_is_text_stays() {
        for text in [
            "R&D; AT&T",
            "a < b > c",
            "* item\n* item",
            "5 * 3 * 2",
            "______",
            "**",
            "&#0; &#xffffff;",
            "<a href=\"mailto:x\">",
            "<td>x</td>",
            "&",
            "<",
            "_",
            "2*3*4",
            "*see below",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
