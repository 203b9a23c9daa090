//! Signs around and within one thing: quotation marks and brackets around a number or a name, blanks around the dash of a code.

use super::{super::cursor, mark::Mark};
use crate::lexicon;

/// The longest stretch between two signs that belong together.
const REACH: usize = 40;

/// Where such signs stand that say nothing.
pub(super) fn find(text: &str, found: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let next = bytes.get(1..).unwrap_or_default();
    let is = |byte: u8, sign: u8| u8::from(byte == sign);
    for (index, (chunk, behind)) in bytes.chunks(64).zip(next.chunks(64)).enumerate() {
        // Many at a time: most stretches have none.
        let any = chunk.iter().zip(behind).fold(0, |any, (byte, behind)| {
            any | is(*byte, b'[')
                | is(*byte, b'"')
                | is(*byte, b' ') & is(*behind, b'-')
                | is(*byte, b'(') & u8::from(behind.is_ascii_uppercase())
        });
        if any == 0 {
            continue;
        }
        for (offset, byte) in chunk.iter().enumerate() {
            let at = index * 64 + offset;
            match byte {
                b'[' => around(text, at, b']', found),
                b'"' => around(text, at, b'"', found),
                b'(' => around(text, at, b')', found),
                b' ' if bytes.get(at + 1) == Some(&b'-') && is_inner_dash(text, at) => {
                    let gap = bytes.get(at + 2..).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count();
                    found.push((at, at + 2 + gap, Some('-')));
                }
                _ => {}
            }
        }
    }
}

/// Both signs around a number, a code, or a name where one is due.
fn around(text: &str, open: usize, close: u8, found: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let rest = bytes.get(open + 1..).unwrap_or_default();
    if !rest.first().is_some_and(|first| first.is_ascii_alphanumeric() || *first >= 0x80) {
        return;
    }
    let end = rest.iter().take(REACH).position(|byte| *byte == close || matches!(byte, b'\n' | b'[' | b'"'));
    let Some(len) = end.filter(|len| rest.get(*len) == Some(&close)) else { return };
    let Some(inner) = text.get(open + 1..open + 1 + len) else { return };
    let before = cursor::window_before(text, open, 24);
    let behind = text.get(open + len + 2..).unwrap_or_default();
    if before.ends_with(|c: char| c.is_alphanumeric() && !matches!(c, 'x' | 'X'))
        || behind.starts_with(char::is_alphanumeric)
    {
        return;
    }
    // A value among others of a format.
    let is_value = close == b'"'
        && (before.trim_end().ends_with(['{', '[', ',', '=']) || before.trim_end().ends_with("\":"))
        && behind.trim_start().starts_with([',', '}', ']', ':', '/', '>']);
    if !is_value && !is_tag(inner) && (close != b')' && is_code(inner) || is_due(before, inner, behind)) {
        found.push((open, open + 1, None));
        found.push((open + 1 + len, open + 2 + len, None));
    }
}

/// `[NAME-1]`, `[DATE 2026]`
fn is_tag(inner: &str) -> bool {
    let digits = inner.bytes().rev().take_while(u8::is_ascii_digit).count();
    let word = inner.get(..inner.len() - digits).unwrap_or_default();
    word.len() > 1
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b' '))
        && (digits <= 3 || word.ends_with(' '))
}

/// A day, or a code of three digits or more.
fn is_code(inner: &str) -> bool {
    let digits = inner.bytes().filter(u8::is_ascii_digit).count();
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'#' | b'.' | b' ');
    if digits == 0 || !inner.bytes().all(is_fit) {
        return false;
    }
    let is_day = inner.split_once('/').is_some_and(|(month, day)| {
        let is_part = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        is_part(month) && is_part(day.split('/').next().unwrap_or_default())
    });
    is_day || digits >= 3 && inner.split(' ').all(|word| word.bytes().any(|byte| byte.is_ascii_digit()))
}

/// A name behind a title, or between two commas.
fn is_due(before: &str, inner: &str, behind: &str) -> bool {
    let is_lettered = inner.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '\u{2019}' | '-'));
    if !is_lettered || inner.split(' ').count() > 3 {
        return false;
    }
    let head = before.trim_end();
    let title = head.rsplit([' ', '\n', '(', '/']).next().unwrap_or_default().trim_end_matches('.');
    if matches!(
        title,
        "Dr" | "Mr"
            | "Mrs"
            | "Ms"
            | "DR"
            | "MR"
            | "MRS"
            | "MS"
            | "dr"
            | "mr"
            | "mrs"
            | "ms"
            | "Rabbi"
            | "Pastor"
            | "Pt"
    ) {
        return head.len() < before.len();
    }
    let words = || inner.split(' ');
    let is_cased = words().all(|word| word.starts_with(char::is_uppercase));
    let given = || lexicon::facts(words().next().unwrap_or_default()).entry;
    is_cased
        && words().count() > 1
        && head.ends_with(',')
        && behind.starts_with([',', '.', ';', ')', ' '])
        && given().given() >= 2
}

/// "BX - 33218", "2026 - 07-06", "MRN: 982 - 12-34": the dash of one code, with blanks around.
fn is_inner_dash(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric();
    let gap = bytes.get(at + 2..at + 5).unwrap_or_default().iter().take_while(|byte| **byte == b' ').count();
    // With the dash alone it is as it should be.
    if gap == 0 || gap > 2 {
        return false;
    }
    let head_len = bytes.get(..at).unwrap_or_default().iter().rev().take(12).take_while(|byte| is_in(byte)).count();
    let tail = bytes.get(at + 2 + gap..).unwrap_or_default();
    let tail_len = tail.iter().take(20).take_while(|byte| is_in(byte) || **byte == b'-').count();
    let (head, tail) = (bytes.get(at - head_len..at).unwrap_or_default(), tail.get(..tail_len).unwrap_or_default());
    let is_large =
        |part: &[u8]| part.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'-');
    let digits = tail.iter().filter(|byte| byte.is_ascii_digit()).count();
    let begins_alone =
        !bytes.get(..at - head_len).unwrap_or_default().last().is_some_and(|byte| matches!(byte, b'.' | b'/' | b'-'));
    if is_double_name(head, tail, bytes.get(at + 2 + gap + tail_len..).unwrap_or_default()) {
        return true;
    }
    if head.is_empty() || head_len > 8 || !is_large(head) || !is_large(tail) || digits < 2 || tail.last() == Some(&b'-')
    {
        return false;
    }
    let head_digits = head.iter().filter(|byte| byte.is_ascii_digit()).count();
    let parts = || tail.split(|byte| *byte == b'-');
    let are = |lengths: &[usize]| parts().map(<[u8]>::len).eq(lengths.iter().copied());
    if head_digits == head_len && tail.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-') {
        // A day: "2026 - 07-06", "5 - 5-1960".
        let is_day = head_len == 4 && are(&[2, 2])
            || head_len <= 2 && ([1, 2].iter().any(|day| are(&[*day, 4]) || are(&[*day, 2])));
        return begins_alone && is_day
            || head_len >= 2 && digits >= 3 && is_labelled(text, at - head_len)
            || head_len == 5 && are(&[4]) && text.get(..at - 5).is_some_and(|head| head.ends_with(' '))
            || head_len >= 4 && head.first() == Some(&b'0') && digits >= 3
            || head_len == 3
                && are(&[4])
                && text.get(..at - 3).is_some_and(|head| head.ends_with(") ") || head.ends_with('-'));
    }
    // "S26 - 18842", "CL - 7710-22"
    let letters = head_len - head_digits;
    let zero = parts().next().is_some_and(|part| part.len() > 2 && part.first() == Some(&b'0'));
    let is_range = parts().count() == 2 && parts().all(|part| part.len() <= 3);
    let is_long = digits >= 5 && (letters <= 2 || head_digits > 0) || tail.contains(&b'-') && digits >= 4 && !is_range;
    // "3PD5 - VF7-MY24"
    let is_mixed = letters > 0 && head_digits > 0 && head_len > 3 && tail.contains(&b'-') && digits < tail.len() - 1;
    begins_alone
        && letters <= 4
        && (is_mixed
            || zero && digits >= 4
            || is_long && !is_measure(head)
            || digits >= 3 && is_labelled(text, at - head_len))
}

/// "Baptiste - Kim, MD"
fn is_double_name(head: &[u8], tail: &[u8], behind: &[u8]) -> bool {
    let is_name = |part: &[u8]| {
        part.len() > 2
            && part.first().is_some_and(u8::is_ascii_uppercase)
            && part.iter().skip(1).all(u8::is_ascii_lowercase)
    };
    is_name(head)
        && is_name(tail)
        && matches!(behind, [b',', b' ', a, b, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase())
}

/// What is measured, and followed by a number.
const fn is_measure(head: &[u8]) -> bool {
    matches!(
        head,
        b"HR"
            | b"BP"
            | b"RR"
            | b"TV"
            | b"WBC"
            | b"PLT"
            | b"CK"
            | b"CPK"
            | b"BNP"
            | b"LDH"
            | b"ALT"
            | b"AST"
            | b"IV"
            | b"PO"
    )
}

/// Whether a word that announces a code stands before it.
fn is_labelled(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 24).trim_end_matches([' ', '#', ':', '.', '"', '\'']);
    let word = head.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    is_label(word)
}

/// "MRN", "case", "plate"
pub(super) fn is_label(word: &str) -> bool {
    const LABELS: [&str; 47] = [
        "accession",
        "account",
        "acct",
        "auth",
        "badge",
        "barcode",
        "batch",
        "call",
        "case",
        "chart",
        "claim",
        "code",
        "conf",
        "cytology",
        "exp",
        "file",
        "group",
        "grp",
        "id",
        "invoice",
        "kit",
        "lic",
        "license",
        "lot",
        "mr",
        "mrn",
        "no",
        "number",
        "order",
        "plate",
        "policy",
        "record",
        "ref",
        "report",
        "serial",
        "sn",
        "subject",
        "tag",
        "ticket",
        "trial",
        "trip",
        "at",
        "pgr",
        "pager",
        "phone",
        "cell",
        "tel",
    ];
    LABELS.iter().any(|label| label.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let (mut read, mut at, mut found) = (String::new(), 0, Vec::new());
        find(text, &mut found);
        for (start, end, plain) in found {
            read.push_str(text.get(at..start).unwrap());
            read.extend(plain);
            at = end;
        }
        read + text.get(at..).unwrap()
    }

    #[test]
    fn signs_around_one_thing_are_read() {
        assert_eq!(read("Dr. \"Heart\", Dr [Lee], case # [0822-0091]"), "Dr. Heart, Dr Lee, case # 0822-0091");
        assert_eq!(read("on \"5/5\" and [3/3]; MRN [1188-0042]"), "on 5/5 and 3/3; MRN 1188-0042");
        assert_eq!(read("a man, [Thomas L.], who"), "a man, Thomas L., who");
        assert_eq!(read("a man, (Thomas L.), who (he says)"), "a man, Thomas L., who (he says)");
        assert_eq!(read("Zip: \"28899\", x[41173]"), "Zip: 28899, x41173");
    }

    #[test]
    fn the_dash_of_a_code_is_read() {
        assert_eq!(read("MRN: 982 - 12-34, BX - 33218"), "MRN: 982-12-34, BX-33218");
        assert_eq!(read("Ana Baptiste - Kim, MD; 3PD5 - VF7-MY24"), "Ana Baptiste-Kim, MD; 3PD5-VF7-MY24");
        assert_eq!(read("on 2026 - 07-06 or 5 - 5-1960"), "on 2026-07-06 or 5-5-1960");
        assert_eq!(read("(413) 555 -  0182"), "(413) 555-0182");
        assert_eq!(read("case TH - 4183, SEC - 3200-0417, S26 - 18842"), "case TH-4183, SEC-3200-0417, S26-18842");
    }

    #[test]
    fn what_says_something_stays() {
        for text in [
            "[NAME-1] and [DATE 2026], [MRN-12]",
            "he said \"no\" and \"Call Ana\"",
            "see [12], [x], [ ]",
            "10 - 15 mg, BNP - 1200, HR - 80-100, 1 - 2",
            "{\"id\": \"58820\", \"n\": \"1234\"}",
            "a - b - c",
            "Robert \"Bob\" Smith",
            "\"",
            "[",
            " -",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
