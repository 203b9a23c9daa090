//! Signs around one thing: quotation marks and brackets around a number or a name.

use super::{
    super::{cursor, words::ShortList},
    dash,
    mark::Mark,
};
use crate::lexicon;

/// The longest stretch between two signs that belong together.
const REACH: usize = 40;

/// Where such signs stand that say nothing, among these.
pub(super) fn find(text: &str, signs: &[usize], found: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    // Up to here dashes are looked at.
    let mut dashed = 0;
    for (index, at) in signs.iter().copied().enumerate() {
        let behind = || signs.get(index + 1..).unwrap_or_default();
        match bytes.get(at).copied().unwrap_or(b' ') {
            b'[' => around(text, at, b']', behind(), found),
            b'"' => around(text, at, b'"', behind(), found),
            b'(' => around(text, at, b')', behind(), found),
            b'-' => {
                let blank = at.checked_sub(1).filter(|blank| bytes.get(*blank) == Some(&b' '));
                if let Some(blank) = blank.filter(|blank| *blank >= dashed) {
                    dashed = dash::close(text, blank, found);
                }
                if bytes.get(at + 1) == Some(&b' ') && at >= dashed && at > 0 {
                    dashed = dash::close_behind(text, at, found);
                }
            }
            _ => {}
        }
    }
}

/// Both signs around a number, a code, or a name where one is due; `signs` are those behind the first.
fn around(text: &str, open: usize, close: u8, signs: &[usize], found: &mut Vec<Mark>) {
    let bytes = text.as_bytes();
    let rest = bytes.get(open + 1..).unwrap_or_default();
    if !rest.first().is_some_and(|first| first.is_ascii_alphanumeric() || *first >= 0x80) {
        return;
    }
    let near = signs.iter().map(|sign| sign - open - 1).take_while(|len| *len < REACH);
    let end = near.zip(signs).find_map(|(len, sign)| {
        let byte = *bytes.get(*sign)?;
        (byte == close || matches!(byte, b'\n' | b'[' | b'"')).then_some((len, byte))
    });
    let Some((len, _)) = end.filter(|(_, byte)| *byte == close) else { return };
    let Some(inner) = text.get(open + 1..open + 1 + len) else { return };
    let before = cursor::window_before(text, open, 24);
    let behind = text.get(open + len + 2..).unwrap_or_default();
    let is_lettered = before.ends_with(|c: char| c.is_alphanumeric() && !matches!(c, 'x' | 'X'));
    if is_lettered || behind.starts_with(char::is_alphanumeric) && !is_aged(inner, behind) {
        return;
    }
    // A value among others of a format.
    let is_value = close == b'"'
        && (before.trim_end().ends_with(['{', '[', ',', '=']) || before.trim_end().ends_with("\":"))
        && behind.trim_start().starts_with([',', '}', ']', ':', '/', '>']);
    if !is_value
        && !is_tag(inner)
        && (close != b')' && is_code(inner) || is_announced(before, inner, behind) || is_due(before, inner, behind))
    {
        found.push((open, open + 1, None));
        found.push((open + 1 + len, open + 2 + len, None));
    }
}

/// "(91)M", "(102) yrs"
fn is_aged(inner: &str, behind: &str) -> bool {
    let behind = behind.trim_start_matches([' ', '-']);
    let unit = behind.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    (2..=3).contains(&inner.len())
        && inner.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(unit, "M" | "F" | "yo" | "y" | "yr" | "yrs" | "year" | "years" | "YO")
}

/// A number behind what numbers follow: "pager (4471)", "x(41173)", "badge #(88)", "NC (28599)"; an age before its unit.
fn is_announced(before: &str, inner: &str, behind: &str) -> bool {
    let digits = inner.bytes().filter(u8::is_ascii_digit).count();
    if is_aged(inner, behind) {
        return true;
    }
    let is_fit = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b' ');
    if digits < 2 || !inner.bytes().all(is_fit) {
        return false;
    }
    let head = before.trim_end_matches([' ', ':', '.', '"', '\n']);
    let word = head.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_state = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    head.ends_with('#')
        || digits >= 4
            && (matches!(word, "x" | "X") || is_label(word) && !matches!(word, "at" | "no" | "order" | "call"))
        || digits == 5 && inner.len() == 5 && is_state
}

/// `[NAME-1]`, `[DATE 2026]`, `[REDACTED]`; no name in capitals.
fn is_tag(inner: &str) -> bool {
    const WORDS: [&str; 12] = [
        "NAME", "DATE", "PATIENT", "REDACTED", "LOCATION", "PHONE", "DOCTOR", "HOSPITAL", "PERSON", "AGE", "REMOVED",
        "ID",
    ];
    let digits = inner.bytes().rev().take_while(u8::is_ascii_digit).count();
    let word = inner.get(..inner.len() - digits).unwrap_or_default();
    let is_known = || word.split(['-', ' ', '_']).any(|word| WORDS.contains(&word));
    word.len() > 1
        && (digits > 0 || is_known())
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

/// Whether a word that announces a code stands before it.
pub(super) fn is_labelled(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 24).trim_end_matches([' ', '#', ':', '.', '"', '\'']);
    let word = head.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    is_label(word)
}

/// "MRN", "case", "plate"
pub(super) fn is_label(word: &str) -> bool {
    static LABELS: ShortList = ShortList::of(&[
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
        "ext",
        "req",
        "rx",
        "rcpt",
        "receipt",
        "docket",
        "incident",
        "specimen",
        "acc",
        "imei",
        "dl",
        "member",
        "medicare",
        "medicaid",
        "ssn",
        "rpt",
        "study",
        "roi",
        "permit",
    ]);
    LABELS.has(word)
}

#[cfg(test)]
mod tests {
    use super::super::{super::piece, sign};
    use super::*;

    fn read(text: &str) -> String {
        let (mut read, mut at, mut found) = (String::new(), 0, Vec::new());
        find(text, &sign::places(text, &piece::cut(text)), &mut found);
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
        assert_eq!(read("pager (4471), x(41173), badge #(88), NC (28599)"), "pager 4471, x41173, badge #88, NC 28599");
        assert_eq!(read("a (91)M, (102) yrs; DR [WHITE] and DR. (REST)"), "a 91M, 102 yrs; DR WHITE and DR. REST");
        assert_eq!(read("seen by dr (grant hall) today"), "seen by dr grant hall today");
    }

    #[test]
    fn what_says_something_stays() {
        for text in [
            "[NAME-1] and [DATE 2026], [MRN-12]",
            "he said \"no\" and \"Call Ana\"",
            "see [12], [x], [ ]",
            "DR [NAME], Dr. [REDACTED], Dr. [LAST NAME]",
            "HR (120), Hgb (12.4), weight (1188), (4) doses",
            "{\"id\": \"58820\", \"n\": \"1234\"}",
            "Robert \"Bob\" Smith",
            "\"",
            "[",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
