//! Marks of formats that are no text: entities of HTML, escapes, tags without attributes that change a letter's look, and the stars and
//! lines of Markdown around a word. A tag with attributes stays: a name may stand in them.

use super::{Builder, character, date, quote};

/// From where to where, and the character that is read there, if any.
pub(super) type Mark = (usize, usize, Option<char>);

/// The longest stretch between two marks that belong together.
const REACH: usize = 80;

/// Where marks stand, in order, among these signs.
pub(super) fn find(text: &str, signs: &[usize]) -> Vec<Mark> {
    let bytes = text.as_bytes();
    let mut found: Vec<Mark> = Vec::new();
    for start in signs.iter().copied() {
        let byte = bytes.get(start).copied().unwrap_or(b' ');
        let is_mark = matches!(byte, b'&' | b'<' | b'*' | b'_' | b'%' | b'\\');
        if !is_mark || found.last().is_some_and(|last| start < last.1) {
            continue;
        }
        match byte {
            b'&' => found.extend(entity(text, start)),
            b'<' => found.extend(tag(bytes, start)),
            b'%' => found.extend(percent(bytes, start)),
            b'\\' => found.extend(escape(bytes, start)),
            b'_' if is_joint(bytes, start) => found.push((start, start + 1, Some(' '))),
            _ => emphasis(bytes, start, byte, &mut found),
        }
    }
    quote::find(text, signs, &mut found);
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

/// The number that some hexadecimal figures write.
fn hexadecimal(figures: &[u8]) -> Option<u32> {
    let read = |sum: u32, byte: &u8| char::from(*byte).to_digit(16).map(|digit| sum * 16 + digit);
    figures.iter().try_fold(0, read)
}

/// `%20`, `%2F`; not in an address of the web, and not the part of a hundred.
fn percent(bytes: &[u8], start: usize) -> Option<Mark> {
    let figures = bytes.get(start + 1..start + 3)?;
    let c = hexadecimal(figures).and_then(char::from_u32).filter(|c| (' '..='~').contains(c))?;
    let head = bytes.get(start.saturating_sub(REACH)..start)?;
    let is_lettered = figures.iter().any(u8::is_ascii_alphabetic);
    let next = bytes.get(start + 3).copied().unwrap_or(b' ');
    let is_plain = is_lettered || next.is_ascii_alphabetic() || next == b'%';
    if head.last().is_none_or(|last| last.is_ascii_digit() && !is_plain || last.is_ascii_whitespace()) {
        return None;
    }
    let token = head.iter().rev().take_while(|byte| !byte.is_ascii_whitespace()).count();
    let token = head.get(head.len() - token..)?;
    let is_address = token.windows(3).any(|window| window == b"://" || window.eq_ignore_ascii_case(b"www"))
        || token.iter().any(|byte| matches!(byte, b'?' | b'@'));
    (!is_address).then_some((start, start + 3, Some(c)))
}

/// `\u0041`, `\x41`
fn escape(bytes: &[u8], start: usize) -> Option<Mark> {
    let len = match bytes.get(start + 1)? {
        b'u' => 4,
        b'x' => 2,
        _ => return None,
    };
    let end = start + 2 + len;
    let c = hexadecimal(bytes.get(start + 2..end)?).and_then(char::from_u32).filter(|c| !c.is_control())?;
    Some((start, end, character::read(c)))
}

/// `Ana_Ruiz`, `Apr_21,_2026`: words with a capital and numbers, and no name of a file, a field or somebody who logs in.
fn is_joint(bytes: &[u8], start: usize) -> bool {
    let is_in =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b',' | b'.' | b'\'' | b'-') || *byte >= 0x80;
    let head = bytes.get(start.saturating_sub(REACH)..start).unwrap_or_default();
    let tail = bytes.get(start..).unwrap_or_default();
    let len = head.iter().rev().take_while(|byte| is_in(byte)).count();
    let behind = tail.iter().take(REACH).take_while(|byte| is_in(byte)).count();
    let parted = |byte: Option<&u8>| {
        byte.is_none_or(|byte| {
            matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b'(' | b')' | b'"' | b';' | b':' | b',' | b'[' | b']')
        })
    };
    if !parted(head.len().checked_sub(len + 1).and_then(|at| head.get(at))) || !parted(tail.get(behind)) {
        return false;
    }
    let (head, tail) = (head.get(head.len() - len..).unwrap_or_default(), tail.get(1..behind).unwrap_or_default());
    let words = || head.split(|byte| *byte == b'_').chain(tail.split(|byte| *byte == b'_'));
    let is_named = |word: &[u8]| matches!(word, [first, second, ..] if first.is_ascii_uppercase() && (second.is_ascii_lowercase() || *second >= 0x80));
    let is_small = |word: &[u8]| matches!(word, b"of" | b"the" | b"de" | b"la" | b"del" | b"and");
    let is_fit = |word: &[u8]| {
        let letters = word.strip_suffix(b",").or_else(|| word.strip_suffix(b".")).unwrap_or(word);
        let is_initial = letters.len() == 1 && letters.iter().all(u8::is_ascii_uppercase);
        let figures =
            [&b"st"[..], b"nd", b"rd", b"th"].iter().find_map(|end| letters.strip_suffix(*end)).unwrap_or(letters);
        let is_number = !figures.is_empty() && figures.iter().all(u8::is_ascii_digit);
        let inner = letters.iter().any(|byte| matches!(byte, b',' | b'.'));
        !inner && (is_named(letters) || is_initial || is_number || is_small(letters))
    };
    let is_month = |word: &[u8]| {
        let word = word.strip_suffix(b",").or_else(|| word.strip_suffix(b".")).unwrap_or(word);
        word.first().is_some_and(u8::is_ascii_uppercase) && core::str::from_utf8(word).is_ok_and(date::is_month)
    };
    // Beside a month words in small letters are of the day: "sixth_of_November".
    let is_dated = words().any(is_month);
    let is_plain = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_lowercase);
    words().all(|word| is_fit(word) || is_dated && (is_month(word) || is_plain(word)))
        && (is_dated || words().any(is_named))
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
    use super::super::{super::piece, sign};
    use super::*;

    fn read(text: &str) -> String {
        let (mut read, mut at) = (String::new(), 0);
        for (start, end, plain) in find(text, &sign::places(text, &piece::cut(text))) {
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
        assert_eq!(read("Test%20case, 3%2F14%2F75, M%52N; \\u0041na R\\x75iz"), "Test case, 3/14/75, MRN; Ana Ruiz");
        assert_eq!(read("Ana_Ruiz, Apr_21,_2026"), "Ana Ruiz, Apr 21, 2026");
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
            "98%20 mg, 50%, 5 %20",
            "https://example.org/a%20b?c",
            "face_front.jpg, Ana_Ruiz.pdf, REG_USER, svc_hl7, user_Id",
            "C:\\new\\x, \\u00",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
