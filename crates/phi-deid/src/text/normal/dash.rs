//! Blanks around the dash of one thing: "2026 - 10 - 28", "A12 - 33 - 9", "BX - 33218".
//!
//! All that dashes join is read at once, and told as a whole: a day, a telephone, a code of several parts. Between two parts it
//! takes more: a label, a nought in front, letters and figures mixed.

use super::{
    super::cursor,
    date,
    mark::Mark,
    quote::{self, is_label},
};

/// So many parts are looked at, and such long ones.
const PARTS: usize = 8;
const LONG: usize = 24;

/// Closes the gaps around a dash with a blank before it at `at`, and those of what follows it; up to where that was looked at.
pub(super) fn close(text: &str, at: usize, found: &mut Vec<Mark>) -> usize {
    let bytes = text.as_bytes();
    let back = bytes.get(..at).unwrap_or_default().iter().rev().take(1).take_while(|byte| **byte == b' ').count();
    let (start, dash) = (at - back, at + 1);
    if let Some(chain) = Chain::read(bytes, start) {
        let before = bytes.get(..chain.begin).unwrap_or_default().last().copied().unwrap_or(b' ');
        let behind = bytes.get(chain.end..).unwrap_or_default();
        if chain.is_one(text, before, behind) {
            for (start, end) in chain.gaps() {
                found.push((*start, *end, Some('-')));
            }
            return chain.end;
        }
    }
    let end = dash + 1 + blanks(bytes, dash + 1);
    let is_behind_comma = bytes.get(..start).is_some_and(|head| matches!(head, [.., b'0'..=b'9', b',']));
    let is_sign = is_behind_comma && is_minus(bytes.get(dash + 1..).unwrap_or_default());
    // "47.21, -118.40" is as it should be.
    if is_sign && end - start > 2 || is_inner_dash(text, start, dash) || is_domain(bytes, start, dash) {
        found.push((start, end, Some('-')));
    }
    at + 1
}

/// The same for a dash at `at` with a blank behind it alone: "2026-01- 05". "pre- and postnatal" are two.
pub(super) fn close_behind(text: &str, at: usize, found: &mut Vec<Mark>) -> usize {
    let bytes = text.as_bytes();
    let is_due = at
        .checked_sub(1)
        .and_then(|at| bytes.get(at))
        .is_some_and(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && bytes.get(at + 2).is_some_and(u8::is_ascii_digit);
    let chain = Chain::read(bytes, at).filter(|_| is_due);
    let Some(chain) = chain else { return at + 1 };
    let before = bytes.get(..chain.begin).unwrap_or_default().last().copied().unwrap_or(b' ');
    if !chain.is_one(text, before, bytes.get(chain.end..).unwrap_or_default()) {
        return at + 1;
    }
    for (start, end) in chain.gaps() {
        found.push((*start, *end, Some('-')));
    }
    chain.end
}

/// What dashes join, with blanks around some of them.
struct Chain<'t> {
    parts: [&'t [u8]; PARTS],
    count: usize,
    /// From where to where each dash goes that has blanks around.
    gaps: [(usize, usize); PARTS],
    wide: usize,
    begin: usize,
    end: usize,
}

impl<'t> Chain<'t> {
    /// The part before `at`, and all that follows.
    fn read(bytes: &'t [u8], at: usize) -> Option<Self> {
        let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'*' | b'#');
        let head = bytes.get(at.saturating_sub(LONG)..at)?;
        let len = head.iter().rev().take_while(|byte| is_in(byte) || **byte == b'-').count();
        let none = (0, 0);
        let mut chain = Self { parts: [&[]; PARTS], count: 0, gaps: [none; PARTS], wide: 0, begin: at - len, end: at };
        let mut next = at - len;
        // "(212) - 555 - 0142"
        let area = head.last_chunk::<5>().filter(|area| matches!(area, [b'(', .., b')']));
        while let Some(slot) = chain.parts.get_mut(chain.count) {
            let rest = bytes.get(next..)?;
            let len = rest.iter().take(LONG).take_while(|byte| is_in(byte)).count();
            match area.filter(|_| chain.count == 0) {
                Some([_, area @ .., _]) => (*slot, chain.begin) = (area, at - 5),
                _ if len == 0 => return None,
                _ => *slot = rest.get(..len)?,
            }
            chain.count += 1;
            chain.end = next + len;
            let before = blanks(bytes, chain.end);
            let dash = chain.end + before;
            let behind = blanks(bytes, dash + 1);
            let goes_on = bytes.get(dash) == Some(&b'-') && bytes.get(dash + 1 + behind).is_some_and(is_in);
            if !goes_on || before > 2 || behind > 2 {
                break;
            }
            next = dash + 1 + behind;
            if before + behind > 0 {
                *chain.gaps.get_mut(chain.wide)? = (chain.end, next);
                chain.wide += 1;
            }
        }
        Some(chain)
    }

    fn gaps(&self) -> &[(usize, usize)] {
        self.gaps.get(..self.wide).unwrap_or_default()
    }

    fn is_one(&self, text: &str, before: u8, behind: &[u8]) -> bool {
        let parts = self.parts.get(..self.count).unwrap_or_default();
        let next = behind.first().copied().unwrap_or(b' ');
        let goes_on = next.is_ascii_alphanumeric()
            || next >= 0x80
            || next == b'-'
            || matches!(next, b'.' | b'/') && behind.get(1).is_some_and(u8::is_ascii_digit);
        let begins = !(before.is_ascii_alphanumeric() || before >= 0x80 || matches!(before, b'.' | b'/' | b'-'));
        if !begins || goes_on || self.wide == 0 {
            return false;
        }
        // "Seen - 2026 - 10 - 28": the day begins behind the first dash.
        if !is_day(parts) && parts.split_first().is_some_and(|(_, rest)| is_day(rest)) {
            return false;
        }
        // "exp 2026 - 08."
        let is_month_of = matches!(parts, [year, month] if is_year(year) && month.len() == 2 && value(month).is_some_and(|month| (1..=12).contains(&month)));
        let is_counted = matches!(behind, [b' ', next, ..] if next.is_ascii_lowercase());
        is_month_of && !is_counted
            || is_number_word(parts)
            || is_day(parts)
            || is_telephone(parts)
            || is_masked(parts)
            || is_code(parts, || is_announced(text, self.begin))
    }
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take(4).take_while(|byte| **byte == b' ').count()
}

fn is_figures(part: &[u8]) -> bool {
    part.iter().all(u8::is_ascii_digit)
}

/// The number that a part of figures is, up to four of them.
fn value(part: &[u8]) -> Option<u32> {
    let read = |sum: u32, byte: &u8| sum * 10 + u32::from(byte - b'0');
    ((1..=4).contains(&part.len()) && is_figures(part)).then(|| part.iter().fold(0, read))
}

fn is_year(part: &[u8]) -> bool {
    part.len() == 4 && value(part).is_some_and(|year| (1880..2100).contains(&year))
}

fn is_month(part: &[u8]) -> bool {
    core::str::from_utf8(part).is_ok_and(date::is_month)
        || matches!(
            part,
            b"enero" | b"ene" | b"abr" | b"ago" | b"dic" | b"agosto" | b"mayo" | b"abril" | b"julio" | b"junio"
        )
}

/// "2026 - 10 - 28", "1 - Dec - 1986", "29 - XI - 2025", "Apr - 2025", "2025 - Q3", "mid - July", "4/17 - 18/2026"
fn is_day(parts: &[&[u8]]) -> bool {
    let is = |part: &[u8], most: u32| part.len() <= 2 && value(part).is_some_and(|value| (1..=most).contains(&value));
    let is_any_year = |part: &[u8]| is_year(part) || part.len() == 2 && is_figures(part);
    let is_roman = |part: &[u8]| {
        matches!(part, b"I" | b"II" | b"III" | b"IV" | b"V" | b"VI" | b"VII" | b"VIII" | b"IX" | b"X" | b"XI" | b"XII")
    };
    let is_pair = |part: &[u8]| {
        let mut figures = part.split(|byte| *byte == b'/');
        figures.next().is_some_and(|month| is(month, 12))
            && figures.next().is_some_and(|day| is(day, 31))
            && figures.next().is_none_or(is_any_year)
            && figures.next().is_none()
    };
    match parts {
        [year, month, day] if is_year(year) => {
            // "2026-01-04T09:12"
            let day = day.split(|byte| *byte == b'T').next().unwrap_or_default();
            (is(month, 12) || is_month(month)) && is(day, 31)
        }
        [a, b, year] if is_any_year(year) => {
            is(a, 12) && is(b, 31)
                || is(a, 31) && (is(b, 12) || is_month(b) || is_roman(b) && year.len() == 4)
                || is_month(a) && is(b, 31)
        }
        [month, year] if is_year(year) && is_month(month) => true,
        [day, month] if is(day, 31) && is_month(month) => month.first().is_some_and(u8::is_ascii_uppercase),
        [year, [b'Q' | b'q', b'1'..=b'4']] => is_year(year),
        [b"mid" | b"Mid" | b"MID" | b"early" | b"late", month] => {
            is_month(month) && month.first().is_some_and(u8::is_ascii_uppercase)
        }
        [from, to] => {
            // "4/17 - 18/2026"
            let mut figures = to.split(|byte| *byte == b'/');
            let is_end = figures.next().is_some_and(|day| is(day, 31)) && figures.next().is_some_and(is_year);
            is_pair(from) && is_end && figures.next().is_none()
        }
        _ => false,
    }
}

/// "ninety - nine"
fn is_number_word(parts: &[&[u8]]) -> bool {
    const TENS: [&[u8]; 8] = [b"twenty", b"thirty", b"forty", b"fifty", b"sixty", b"seventy", b"eighty", b"ninety"];
    const ONES: [&[u8]; 9] = [b"one", b"two", b"three", b"four", b"five", b"six", b"seven", b"eight", b"nine"];
    let is_in = |word: &[u8], list: &[&[u8]]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    matches!(parts, [tens, ones] if is_in(tens, &TENS) && is_in(ones, &ONES))
}

/// Three, three and four figures, "1" before them or not, or an SSN's three, two and four.
fn is_telephone(parts: &[&[u8]]) -> bool {
    let are = |parts: &[&[u8]], lengths: &[usize]| {
        parts.iter().map(|part| part.len()).eq(lengths.iter().copied()) && parts.iter().all(|part| is_figures(part))
    };
    match parts {
        [[b'1'], rest @ ..] => are(rest, &[3, 3, 4]),
        _ => are(parts, &[3, 3, 4]) || are(parts, &[3, 2, 4]),
    }
}

/// "*** - ** - 6188", "xxx - xx - 2095"
fn is_masked(parts: &[&[u8]]) -> bool {
    let is_hidden = |part: &[u8], len: usize| {
        part.len() == len && part.iter().all(|byte| matches!(byte, b'x' | b'X' | b'*' | b'#'))
    };
    matches!(parts, [a, b, last] if is_hidden(a, 3) && is_hidden(b, 2) && last.len() == 4 && is_figures(last))
}

/// "PA - 2026 - 1001 - 55718", "A4 - C1 - 38 - 0F": figures in more than one part, or a long number among short letters.
fn is_code(parts: &[&[u8]], is_announced: impl Fn() -> bool) -> bool {
    let digits = |part: &[u8]| part.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_large =
        |part: &[u8]| part.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'/');
    // "98fc": small letters have a figure beside.
    let is_mixed = |part: &[u8]| digits(part) > 0 && part.iter().all(u8::is_ascii_alphanumeric);
    if parts.len() < 3 && !is_split(parts) || !parts.iter().all(|part| is_large(part) || is_mixed(part)) {
        return false;
    }
    let count: usize = parts.iter().map(|part| digits(part)).sum();
    let lettered = parts.iter().filter(|part| digits(part) == 0);
    // "CHEST - ABD - 2026"
    if count < 2 || lettered.clone().any(|part| part.len() > 5) {
        return false;
    }
    if is_announced() {
        return count >= 2;
    }
    let numbered = parts.len() - lettered.count();
    // "C5 - C6 - C7", "120 - 130 - 140", "10 - 12 - 14"
    let is_level = |part: &&[u8]| part.len() <= 3 && !part.starts_with(b"0");
    let is_word = |part: &&[u8]| part.len() == 3 && digits(part) == 0;
    let is_row = parts.iter().all(is_level) && parts.len() < 5 && !parts.first().is_some_and(is_word);
    let is_zero = parts.iter().skip(1).any(|part| part.len() > 2 && part.starts_with(b"0"));
    !is_row && count >= 4 && (numbered > 1 || count >= 5 || is_zero)
}

/// "MV - 104A/2026/2207": one dash, and slashes behind it.
fn is_split(parts: &[&[u8]]) -> bool {
    matches!(parts, [head, tail] if head.iter().all(u8::is_ascii_uppercase)
        && tail.iter().filter(|byte| **byte == b'/').count() == 2 && tail.iter().filter(|byte| byte.is_ascii_digit()).count() > 5)
}

/// "47.21863,  - 118.40277"
fn is_minus(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii_start();
    let whole = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let part =
        rest.get(whole + 1..).unwrap_or_default().iter().take(8).take_while(|byte| byte.is_ascii_digit()).count();
    (1..=3).contains(&whole) && rest.get(whole) == Some(&b'.') && part >= 3
}

/// "ana@example - health.org"
fn is_domain(bytes: &[u8], at: usize, dash: usize) -> bool {
    let gap = blanks(bytes, dash + 1);
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let head = bytes.get(at.saturating_sub(LONG)..at).unwrap_or_default();
    let len = head.iter().rev().take_while(|byte| is_in(byte)).count();
    let tail = bytes.get(dash + 1 + gap..).unwrap_or_default();
    let host = tail.iter().take(LONG).take_while(|byte| is_in(byte)).count();
    (1..=2).contains(&gap)
        && len > 0
        && host > 0
        && head.iter().rev().nth(len) == Some(&b'@')
        && tail.get(host) == Some(&b'.')
        && tail.get(host + 1).is_some_and(u8::is_ascii_lowercase)
}

/// Whether a word that announces a code stands before it, letters of the code or a State between them or not: "plate NY", "rx # is".
fn is_announced(text: &str, start: usize) -> bool {
    if quote::is_labelled(text, start) {
        return true;
    }
    let head = cursor::window_before(text, start, 24).trim_end();
    let (rest, last) = head.rsplit_once(' ').unwrap_or_default();
    let is_part = (2..=4).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_uppercase());
    let rest = rest.trim_end_matches([' ', '#', ':', '.', ',']);
    (is_part || matches!(last, "is" | "was"))
        && is_label(rest.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default())
}

/// "BX - 33218", "2026 - 07-06", "MRN: 982 - 12-34": the dash of one code, with blanks around.
fn is_inner_dash(text: &str, at: usize, dash: usize) -> bool {
    let bytes = text.as_bytes();
    let is_in = |byte: &u8| byte.is_ascii_alphanumeric();
    let gap = blanks(bytes, dash + 1);
    // With the dash alone it is as it should be.
    if gap == 0 || gap > 2 {
        return false;
    }
    let head_len = bytes.get(..at).unwrap_or_default().iter().rev().take(12).take_while(|byte| is_in(byte)).count();
    let tail = bytes.get(dash + 1 + gap..).unwrap_or_default();
    let tail_len = tail.iter().take(20).take_while(|byte| is_in(byte) || **byte == b'-').count();
    let (head, tail) = (bytes.get(at - head_len..at).unwrap_or_default(), tail.get(..tail_len).unwrap_or_default());
    // "x5 - 8813"
    if matches!(head, [b'x' | b'X', b'0'..=b'9']) && tail.len() == 4 && is_figures(tail) {
        return true;
    }
    let is_large =
        |part: &[u8]| part.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'-');
    let digits = tail.iter().filter(|byte| byte.is_ascii_digit()).count();
    let begins_alone =
        !bytes.get(..at - head_len).unwrap_or_default().last().is_some_and(|byte| matches!(byte, b'.' | b'/' | b'-'));
    if is_double_name(head, tail, bytes.get(dash + 1 + gap + tail_len..).unwrap_or_default()) {
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
            || (head_len >= 2 && digits >= 3 || digits >= 4) && is_announced(text, at - head_len)
            || head_len == 5 && are(&[4]) && text.get(..at - 5).is_some_and(|head| head.ends_with(' '))
            || head_len >= 4 && head.first() == Some(&b'0') && digits >= 3
            // No range ends so.
            || head_len <= 5 && parts().count() == 1 && digits >= 4 && tail.first() == Some(&b'0')
            || head_len == 3
                && are(&[4])
                && text.get(..at - 3).is_some_and(|head| head.ends_with(") ") || head.ends_with('-'));
    }
    // "S26 - 18842", "CL - 7710-22"
    let letters = head_len - head_digits;
    let zero = parts().next().is_some_and(|part| part.len() > 2 && part.first() == Some(&b'0'));
    let is_range = parts().count() == 2 && parts().all(|part| part.len() <= 3);
    let is_year = matches!(tail, [b'1', b'9', _, _] | [b'2', b'0', _, _]);
    let is_long = digits >= 4 && head_digits >= 2 && letters > 0 && !is_year && !is_range
        || digits >= 5 && (letters <= 2 || head_digits > 0)
        || tail.contains(&b'-') && digits >= 4 && !is_range;
    // "3PD5 - VF7-MY24"
    let is_mixed = letters > 0 && head_digits > 0 && head_len > 3 && tail.contains(&b'-') && digits < tail.len() - 1;
    begins_alone
        && letters <= 4
        && (is_mixed
            || zero && digits >= 4
            || is_long && !is_measure(head)
            || digits >= 3 && is_announced(text, at - head_len))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let (mut read, mut at, mut found) = (String::new(), 0, Vec::new());
        let mut next = 0;
        while let Some(gap) = text.get(next..).and_then(|rest| rest.find(" -")) {
            next = close(text, next + gap, &mut found);
        }
        for (start, end, plain) in found {
            read.push_str(text.get(at..start).unwrap());
            read.extend(plain);
            at = end;
        }
        read + text.get(at..).unwrap()
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
    fn all_dashes_of_one_thing_are_read() {
        for text in [
            "on 2026-07-06, 12-3-26, 1-Dec-1986, 29-XI-2025, Apr-2025, 2025-Q3 and 4/17-18/2026",
            "call (212)-555-0142 or 212-555-0142 or 1-212-555-0142",
            "SSN ***-**-6188, xxx-xx-2095, 900-12-3456",
            "ref PA-2026-1001-55718, MAC A4-C1-38-0F-92-6B, lab 26-323-04502, hash e3b0c442-98fc-1c14-9afb",
            "report MV-104A/2026/2207, plate NY KLM-2093, DL 0417-88-2093",
            "(case PRV-2026-0388), number SEC 20-1188, rx # is 4410-88213, (x5-8813), ext. 6-2204",
            "at 47.21863,-118.40277; ana@stelmo-health.example",
            "2026-01-04T09:12 out",
        ] {
            assert_eq!(read(&text.replace('-', " - ")), text);
        }
        assert_eq!(read("SEEN - 2026 - 07 - 06"), "SEEN - 2026-07-06");
    }

    #[test]
    fn dashes_of_a_sentence_stay() {
        for text in [
            "10 - 15 mg, BNP - 1200, HR - 80-100, 1 - 2",
            "C5 - C6 - C7, T10 - T11 - T12",
            "BP 120 - 130 - 140, Hgb 14 - 11 - 9",
            "CT - MRI - US, ED - ICU - floor, X - ",
            "PLAN - CT - 2026",
            "a - b - c",
            " -",
            "-  -  -",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
