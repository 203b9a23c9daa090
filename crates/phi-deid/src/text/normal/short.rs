//! Short things one by one: "1 0 / 2 8", "9 3", "V u", "J . M .", "x 2 2 0 4".
//!
//! A row of four letters or more tells by its length that it is a word. Of two or three there must be more: the form of a day, an age
//! that few reach, a title before it, three capitals, a sign that numbers follow.

use super::Builder;

/// Reads what begins at `at`, writes it without its blanks, and goes on behind it.
pub(super) fn join(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> Option<usize> {
    let first = *bytes.get(at)?;
    if bytes.get(at + 1) == Some(&b'.') {
        return dotted(builder, bytes, at);
    }
    // "X2 2 0 4"
    let is_led = matches!(first, b'x' | b'X') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    let (start, from) = if is_led { (at + 1, at + 1) } else { (at, at) };
    let is_near = match bytes.get(start + 1..start + 4) {
        Some([b' ', b' ', sign]) => *sign == b'/',
        Some([gap, next, _]) => *gap == b' ' && *next > b' ',
        _ => matches!(bytes.get(start + 1..), Some([b' ', _])),
    };
    if !is_near {
        return None;
    }
    let before = Before { head: bytes.get(at.saturating_sub(12)..at)? };
    let row = Row::read(bytes, from);
    let end = if is_led {
        (row.digits >= 3 && row.letters == 0).then_some(row.end)
    } else {
        day(bytes, at)
            .or_else(|| row.is_age(bytes, &before).then_some(row.end))
            .or_else(|| row.is_name(bytes, &before).then_some(row.end))
            .or_else(|| initials(bytes, at))
    }?;
    let mut next = start;
    while next < end {
        let len = bytes.get(next..end)?.iter().take_while(|byte| **byte == b' ').count();
        if len > 0 {
            builder.replace(next, next + len, "");
        }
        next += len.max(1);
    }
    Some(end)
}

/// What stands before.
struct Before<'t> {
    head: &'t [u8],
}

impl Before<'_> {
    fn ends_with(&self, ends: &[&[u8]]) -> bool {
        ends.iter().any(|end| self.head.ends_with(end))
    }

    /// Another single letter or digit.
    fn is_single(&self) -> bool {
        matches!(self.head, [.., a, b, b' '] if b.is_ascii_alphanumeric() && !a.is_ascii_alphanumeric() && *a < 0x80)
            || matches!(self.head, [b, b' '] if b.is_ascii_alphanumeric())
    }

    fn is_title(&self) -> bool {
        self.ends_with(&[
            b"Dr. ", b"Dr ", b"DR. ", b"DR ", b"dr ", b"dr. ", b"Mr. ", b"Mrs. ", b"Ms. ", b"Mr ", b"Mrs ", b"Ms ",
            b"Miss ",
        ])
    }
}

/// Up to four single letters or digits with one blank between them.
struct Row {
    end: usize,
    letters: usize,
    digits: usize,
    /// Something that goes on with it follows.
    goes_on: bool,
    /// "9 1M", "K o's": a letter stands behind the last one.
    tail: Option<u8>,
}

impl Row {
    /// More are none of ours: a longer row is a word.
    const MOST: usize = 6;

    fn read(bytes: &[u8], at: usize) -> Self {
        let mut row = Self { end: at, letters: 0, digits: 0, goes_on: false, tail: None };
        let mut next = at;
        while let Some(byte) = bytes.get(next).copied() {
            let len = if byte < 0x80 { 1 } else { 2 };
            let is_letter = byte.is_ascii_alphabetic() || matches!(byte, 0xc3..=0xcf);
            if !is_letter && !byte.is_ascii_digit() || row.letters + row.digits == Self::MOST {
                row.goes_on = is_letter || byte.is_ascii_digit() || is_sign(bytes, next);
                break;
            }
            // "9 1 M"
            if is_letter && row.letters == 0 && row.digits >= 2 && matches!(byte, b'M' | b'F') {
                break;
            }
            let behind = bytes.get(next + len).copied().unwrap_or(b'\n');
            if behind.is_ascii_alphanumeric() || behind >= 0x80 {
                // A word, or the letter behind an age.
                let is_sex = byte.is_ascii_digit() && matches!(behind, b'M' | b'F' | b'm' | b'f');
                if !is_sex || bytes.get(next + len + 1).is_some_and(u8::is_ascii_alphanumeric) {
                    break;
                }
                row.tail = Some(behind);
            }
            row.letters += usize::from(is_letter);
            row.digits += usize::from(byte.is_ascii_digit());
            row.end = next + len;
            if behind != b' ' {
                break;
            }
            next += len + 1;
        }
        row
    }

    /// From 90 to 119, where no other score of single figures is told.
    fn is_age(&self, bytes: &[u8], before: &Before<'_>) -> bool {
        let at = self.end.saturating_sub(2 * self.digits).wrapping_add(1);
        let figure = |step: usize| bytes.get(at + 2 * step).copied().unwrap_or(b' ');
        let is_old = match self.digits {
            2 => figure(0) == b'9',
            3 => figure(0) == b'1' && matches!(figure(1), b'0' | b'1'),
            _ => false,
        };
        let is_scored = || {
            let head = before.head.trim_ascii_end();
            let is = |end: &[u8]| {
                head.len() >= end.len()
                    && head.get(head.len() - end.len()..).is_some_and(|head| head.eq_ignore_ascii_case(end))
            };
            is(b"apgar") || is(b"apgars") || is(b"gcs") || is(b"phq") || is(b"gad")
        };
        let is_part = matches!(before.head.last(), Some(b'/' | b'-' | b'.' | b':' | b'$' | b'+'));
        self.letters == 0
            && is_old
            && !is_part
            && !self.goes_on
            && !before.is_single()
            && !is_scored()
            && self.ends(bytes)
    }

    /// "V u" behind a title, or where its letters are no words; "L E E"; "2 6 t h".
    fn is_name(&self, bytes: &[u8], before: &Before<'_>) -> bool {
        let at = self.end.saturating_sub(1);
        if self.goes_on || self.tail.is_some() || before.is_single() {
            return false;
        }
        let start = |count: usize| at.checked_sub(2 * (count - 1));
        let is_large = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
        let is_small = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
        let count = self.letters + self.digits;
        if self.letters == 2 && self.digits == 2 {
            return bytes
                .get(at.saturating_sub(2)..=at)
                .is_some_and(|end| matches!(end, b"t h" | b"n d" | b"r d" | b"s t"))
                && bytes.get(at.saturating_sub(6)).is_some_and(u8::is_ascii_digit)
                && bytes.get(at.saturating_sub(4)).is_some_and(u8::is_ascii_digit);
        }
        // "# 3 1 7" and "#3 1 7"
        if before.ends_with(&[b"#", b"# "]) {
            return count >= 2 && self.digits > 0 && self.ends(bytes);
        }
        if self.digits > 0 {
            return false;
        }
        match count {
            2 if before.is_title() => true,
            // "H \u{e0}": the last has two bytes.
            2 if bytes.get(at).is_some_and(|byte| *byte >= 0x80) => true,
            2 => {
                start(2).is_some_and(is_large)
                    && is_small(at)
                    && !matches!(
                        bytes.get(at),
                        Some(b'a' | b'c' | b'e' | b'o' | b'p' | b'q' | b's' | b'w' | b'x' | b'y')
                    )
            }
            3 if before.is_title() => true,
            3 => {
                let letters = || start(3).into_iter().flat_map(|start| [start, start + 2, at]);
                let is_table = || {
                    letters()
                        .all(|at| matches!(bytes.get(at), Some(b'Y' | b'N' | b'X' | b'M' | b'F' | b'S' | b'L' | b'R')))
                };
                letters().all(is_large) && !is_table() && bytes.get(self.end) != Some(&b':')
            }
            _ => false,
        }
    }

    /// Nothing that makes a longer number of it.
    fn ends(&self, bytes: &[u8]) -> bool {
        let behind = bytes.get(self.end..).unwrap_or_default();
        match behind {
            [b'.' | b'/' | b'-', next, ..] | [b' ', b'.' | b'/' | b'-', b' ', next, ..] => !next.is_ascii_digit(),
            // "June 9 8:15", "inj #2 6/9"
            [b'%' | b':' | b'/', ..] | [b' ', b'%', ..] => false,
            _ => true,
        }
    }
}

/// A sign that stands alone and goes on with a row.
fn is_sign(bytes: &[u8], at: usize) -> bool {
    matches!(bytes.get(at..at + 2), Some([b'/' | b'-' | b'.' | b'&' | b'@', b' ']))
}

/// "1 0 / 2 8", "5  /  6  /  4 7": month and day, a year behind them or not.
fn day(bytes: &[u8], at: usize) -> Option<usize> {
    let group = |at: usize, most: usize| {
        let (mut value, mut count, mut end) = (0_u32, 0_usize, at);
        let mut next = at;
        while let Some(digit) = bytes.get(next).filter(|byte| byte.is_ascii_digit() && count < most) {
            value = value * 10 + u32::from(digit - b'0');
            count += 1;
            end = next + 1;
            if bytes.get(end) != Some(&b' ') {
                break;
            }
            next = end + 1;
        }
        (value, count, end)
    };
    let slash = |at: usize| {
        let blanks =
            |at: usize| bytes.get(at..).unwrap_or_default().iter().take(3).take_while(|byte| **byte == b' ').count();
        let sign = at + blanks(at);
        let next = sign + 1 + blanks(sign + 1);
        let is_parted = sign > at && next > sign + 1 && sign - at < 3 && next - sign < 4;
        (bytes.get(sign) == Some(&b'/') && is_parted).then_some(next)
    };
    let is_end = |at: usize| !bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/'));
    let head = bytes.get(at.saturating_sub(2)..at)?;
    if matches!(head, [_, b'/' | b'.' | b'-'] | [b'/', b' ']) {
        return None;
    }
    let (month, count, end) = group(at, 2);
    let (day, days, end) = group(slash(end).filter(|_| count > 0 && (1..=12).contains(&month))?, 2);
    if days == 0 || !(1..=31).contains(&day) || !is_end(end) {
        return None;
    }
    let Some(next) = slash(end) else {
        // A line may end before the year.
        let behind = bytes.get(end..end + 4).unwrap_or_default().trim_ascii_start();
        if behind.first() == Some(&b'/') {
            return None;
        }
        // "1 / 2 0 0": more figures than a day has.
        return (!matches!(bytes.get(end..end + 2), Some([b' ', next]) if next.is_ascii_digit())).then_some(end);
    };
    let (_, years, end) = group(next, 4);
    (matches!(years, 2 | 4) && is_end(end)).then_some(end)
}

/// "J.o.h.n": letters parted by full stops, written as a name or a word is. Abbreviations have three, or capitals.
fn dotted(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> Option<usize> {
    const LONGEST: usize = 24;
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let (mut last, mut count, mut capitals) = (at, 1_usize, usize::from(bytes.get(at)?.is_ascii_uppercase()));
    while count < LONGEST && is_letter(last) && bytes.get(last + 1) == Some(&b'.') && is_letter(last + 2) {
        last += 2;
        count += 1;
        capitals += usize::from(bytes.get(last).is_some_and(u8::is_ascii_uppercase));
    }
    let is_cased = capitals == 1 && bytes.get(at).is_some_and(u8::is_ascii_uppercase) && count >= 3;
    let is_even = capitals == 0 && count >= 4 || capitals == count && count >= 5;
    let ends = !bytes
        .get(last + 1)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'_') || *byte >= 0x80);
    let begins = !matches!(at.checked_sub(1).and_then(|at| bytes.get(at)), Some(b'.' | b'@' | b'_'));
    if !(is_cased || is_even) || !ends || !begins {
        return None;
    }
    for dot in (at + 1..last).step_by(2) {
        builder.replace(dot, dot + 1, "");
    }
    Some(last + 1)
}

/// "J . M . K ."
fn initials(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = |at: usize| matches!(bytes.get(at..at + 3), Some([letter, b' ', b'.']) if letter.is_ascii_uppercase());
    let mut count = 0;
    let mut next = at;
    while pair(next) && count < 4 {
        count += 1;
        if bytes.get(next + 3) != Some(&b' ') || !pair(next + 4) {
            return (count >= 2).then_some(next + 3);
        }
        next += 4;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::plain;

    #[test]
    fn short_things_are_read() {
        for text in [
            "on 10/28, 1/21 and 8/8",
            "he is 93, his aunt (101) and 97 both",
            "seen by Dr. Li and Vu today",
            "read by Dr. Haq and J.M.K. today",
            "initials TLB, badge #317",
            "a man, 91 M",
            "on the 26th she went",
        ] {
            let is_word =
                |word: &str| word.bytes().filter(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()).count() > 0;
            let is_spaced = |word: &&str| is_word(word) && !word.starts_with("Dr");
            let spaced: Vec<String> = text
                .split(' ')
                .map(|word| {
                    let (head, rest) = word.split_at(usize::from(word.starts_with(['(', '#'])));
                    let (inner, tail) = rest.split_at(rest.trim_end_matches([',', ')']).len());
                    let inner: Vec<String> = inner.chars().map(String::from).collect();
                    if is_spaced(&word) { format!("{head}{}{tail}", inner.join(" ")) } else { word.to_owned() }
                })
                .collect();
            assert_eq!(plain(&spaced.join(" ")), text, "{spaced:?}");
        }
        assert_eq!(
            plain("by J.o.h.n R.u.i.z and s.o.n.j.a, e.g. the U.S.A. F.A.C.S."),
            "by John Ruiz and sonja, e.g. the U.S.A. F.A.C.S."
        );
        assert_eq!(plain("call X2 2 0 4 now; DOB 5  /  6  /  4 7, ok"), "call X2204 now; DOB 5/6/47, ok");
    }

    #[test]
    fn what_are_single_letters_stay() {
        for text in [
            "Apgars 9 9",
            "A P and lateral",
            "Type I a",
            "Y N Y",
            "T 9 8",
            "vitamin B a day",
            "3 x a day",
            "9 10",
            "grade 4 5",
        ] {
            assert_eq!(plain(text), text);
        }
    }
}
