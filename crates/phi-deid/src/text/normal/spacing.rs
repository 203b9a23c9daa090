//! Spaces where none belong, and line breaks inside numbers.

use super::{Builder, short};

/// Whether a document parts its words by two spaces, and letters inside words by one: as scanners do.
pub(in crate::text) fn is_wide(text: &str) -> bool {
    let head = text.as_bytes().get(..16 << 10).unwrap_or(text.as_bytes());
    // Two spaces side by side, many at a time: most documents have few.
    let pairs: usize = head
        .chunks(128)
        .zip(head.get(1..).unwrap_or_default().chunks(128))
        .map(|(at, next)| {
            let both = at.iter().zip(next).map(|(a, b)| u8::from(*a == b' ') & u8::from(*b == b' '));
            usize::from(both.fold(0_u8, u8::wrapping_add))
        })
        .sum();
    if pairs < 20 {
        return pairs >= 6 && is_doubled(head);
    }
    // Where a word begins behind one space, and where behind two, many at a time.
    let mut start = [b'x'; 6];
    start.iter_mut().skip(3).zip(head).for_each(|(slot, byte)| *slot = *byte);
    let (first, rest) = (begins_behind(&start), begins_behind(head));
    let (one, two) = (first.0 + rest.0, first.1 + rest.1);
    two >= 20 && two > one
}

/// Whether all words of a short text are parted by two spaces.
fn is_doubled(text: &[u8]) -> bool {
    let is_one = |window: &[u8]| matches!(window, [a, b' ', b] if *a > b' ' && *b > b' ');
    let is_two = |window: &&[u8]| matches!(window, [a, b' ', b' ', b] if *a > b' ' && *b > b' ');
    !text.windows(3).any(is_one) && text.windows(4).filter(is_two).count() >= 6
}

/// How many words begin behind one space, and behind two; the first three bytes are only looked back at.
fn begins_behind(bytes: &[u8]) -> (usize, usize) {
    let from = |at: usize| bytes.get(at..).unwrap_or_default().chunks(128);
    let (mut one, mut two) = (0, 0);
    for (((third, second), last), byte) in from(0).zip(from(1)).zip(from(2)).zip(from(3)) {
        let (mut ones, mut twos) = (0_u8, 0_u8);
        for (((third, second), last), byte) in third.iter().zip(second).zip(last).zip(byte) {
            let is = |byte: &u8| u8::from(*byte == b' ');
            let behind = is(last) & (is(byte) ^ 1);
            ones = ones.wrapping_add(behind & (is(second) ^ 1));
            twos = twos.wrapping_add(behind & is(second) & (is(third) ^ 1));
        }
        (one, two) = (one + usize::from(ones), two + usize::from(twos));
    }
    (one, two)
}

/// In a wide document: one space goes, two become one, wider gaps are columns.
pub(super) fn narrow(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> usize {
    let spaces = bytes.get(at..).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
    let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b'\n');
    let after = bytes.get(at + spaces).copied().unwrap_or(b'\n');
    match spaces {
        1 if before.is_ascii_digit() && after.is_ascii_digit() => {}
        1 if after.is_ascii_uppercase() && !before.is_ascii_uppercase() => {}
        1 if before == b']' || after == b'[' => {}
        1 if before != b'\n' => builder.replace(at, at + 1, ""),
        2 | 3 => builder.replace(at, at + spaces, " "),
        _ => {}
    }
    at + spaces
}

/// Single letters and digits with one space between them.
#[derive(Clone, Copy, Default)]
pub(super) struct Spaced {
    /// The first of them that is not passed, and the last.
    at: usize,
    end: usize,
    letters: usize,
    capitals: usize,
    digits: usize,
}

impl Spaced {
    /// Those from `at` on, if a single letter or digit begins there.
    fn read(bytes: &[u8], at: usize) -> Self {
        let single = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) && single(bytes, at).is_some();
        let mut spaced = Self { at, end: at, ..Self::default() };
        let mut next = at;
        while single(next) {
            spaced.end = next;
            spaced.letters += 1;
            spaced.capitals += usize::from(bytes.get(next).is_some_and(u8::is_ascii_uppercase));
            spaced.digits += usize::from(bytes.get(next).is_some_and(u8::is_ascii_digit));
            if bytes.get(next + 1) != Some(&b' ') {
                break;
            }
            next += 2;
        }
        spaced
    }

    /// Those from `at` on: what is left of a row that was read before is not read again, or a long row would cost its square.
    fn from(self, bytes: &[u8], at: usize) -> Self {
        let is_within = at > self.at && at <= self.end && (at - self.at).is_multiple_of(2);
        if !is_within {
            return Self::read(bytes, at);
        }
        let mut left = Self { at, ..self };
        for passed in (self.at..at).step_by(2).filter_map(|passed| bytes.get(passed)) {
            left.letters = left.letters.saturating_sub(1);
            left.capitals = left.capitals.saturating_sub(usize::from(passed.is_ascii_uppercase()));
            left.digits = left.digits.saturating_sub(usize::from(passed.is_ascii_digit()));
        }
        left
    }

    /// Letters or digits, not both; all large, all small, or one large among them.
    const fn is_word(self) -> bool {
        let Self { letters, capitals, digits, .. } = self;
        letters >= 4
            && (digits == 0 || digits == letters)
            && (capitals <= 1 || capitals == letters || capitals == 2 && letters > 5)
    }
}

/// Single letters, digits and signs, each behind one blank, and behind more where a word ends.
#[derive(Clone, Copy, Default)]
struct Row {
    end: usize,
    /// Gaps of one blank, and of more.
    ones: usize,
    wider: usize,
    letters: usize,
    digits: usize,
    signs: usize,
    /// How many letters and digits follow another behind one blank.
    pairs: usize,
    slashes: usize,
    small: usize,
    /// A letter stands behind a digit.
    returns: bool,
    is_wide: bool,
}

impl Row {
    /// Those from `at` on.
    fn read(bytes: &[u8], at: usize) -> Self {
        let mut row = Self { end: at, ..Self::default() };
        let (mut next, mut before) = (at, false);
        let (mut gap, mut count) = (0, 0);
        while let Some(len) = single(bytes, next).filter(|_| count < LONGEST) {
            let byte = bytes.get(next).copied().unwrap_or_default();
            let is_letter = byte.is_ascii_alphabetic() || byte >= 0x80 && byte != 0xe2;
            // "1 2 / 1 7 D": a day, and another word.
            if is_letter && gap == 1 && row.slashes > 0 && row.letters == 0 {
                break;
            }
            count += 1;
            row.slashes += usize::from(byte == b'/');
            row.small += usize::from(byte.is_ascii_lowercase());
            row.returns |= is_letter && row.digits > 0;
            row.is_wide |= byte >= 0x80;
            let is_text = is_letter || byte.is_ascii_digit();
            row.letters += usize::from(is_letter);
            row.digits += usize::from(byte.is_ascii_digit());
            row.signs += usize::from(!is_text);
            row.ones += usize::from(gap == 1);
            row.wider += usize::from(gap > 1);
            row.pairs += usize::from(gap == 1 && before && is_text);
            before = is_text;
            row.end = next + len;
            let (width, len) = gap_at(bytes, row.end);
            gap = width;
            if !(1..=9).contains(&gap) {
                break;
            }
            // "F r e i g h t 3 days", "J o h n a nurse": the next one is a word by itself.
            if gap == 1 && row.letters >= 4 && is_letter && is_alone(bytes, row.end + len) {
                break;
            }
            next = row.end + len;
        }
        row
    }

    /// Whether it is one text, spelled.
    fn is_text(&self, bytes: &[u8], at: usize) -> bool {
        let Self { ones, wider, letters, digits, signs, pairs, small, .. } = *self;
        let first = |step: usize| bytes.get(at + 2 * step).copied().unwrap_or(b' ');
        if self.follows(bytes, at) || bytes.get(at + 1) != Some(&b' ') {
            return false;
        }
        let begins_name =
            first(0).is_ascii_uppercase() && first(1).is_ascii_lowercase() && first(2).is_ascii_lowercase();
        // "D a g", "M a y     5"
        if letters == 3 && ones == 2 && signs == 0 && begins_name {
            return wider == 0 && digits == 0 || wider == 1 && digits == 1;
        }
        // "5 t h"
        if letters == 2 && digits == 1 && ones == 2 && signs == 0 {
            return first(0).is_ascii_digit()
                && matches!((first(1), first(2)), (b't', b'h') | (b'n', b'd') | (b'r', b'd') | (b's', b't'));
        }
        let is_plain = signs == 0 && (letters == 0 || digits == 0) && wider == 0 && !self.is_wide;
        let is_day = digits >= 3 && signs >= 1 && pairs >= 1;
        // "Y 3 x a week": a code without a sign has capitals alone.
        // "m r u i z 2"
        let is_user = letters >= 5 && small == letters && digits <= 4 && !self.returns;
        let is_code =
            is_user || signs > 0 || digits == 0 || letters == 0 || small == 0 && letters + digits > 4 || wider > 0;
        !is_plain
            && is_code
            && ones >= 3
            && (ones >= 2 * wider || digits >= 4 && ones > wider)
            && pairs >= 1
            && signs <= letters + digits
            && (letters + digits >= 4 || is_day)
    }

    /// Whether the first of them is a word by itself: "a 1 2 3 4", "4 D a v e", "h 6 / 1 2".
    fn follows(&self, bytes: &[u8], at: usize) -> bool {
        let first = |step: usize| bytes.get(at + 2 * step).copied().unwrap_or(b' ');
        let (a, b, c) = (first(0), first(1), first(2));
        matches!(a, b'a' | b'I') && b.is_ascii_digit()
            || a.is_ascii_digit() && b.is_ascii_uppercase() && c.is_ascii_lowercase()
            || self.slashes > 0 && a.is_ascii_digit() && b.is_ascii_lowercase()
            || self.slashes > 0 && self.letters == 1 && a.is_ascii_alphabetic() && b.is_ascii_digit()
    }

    fn write(&self, builder: &mut Builder<'_>, bytes: &[u8], at: usize) {
        let mut next = at;
        while next < self.end {
            let (width, len) = gap_at(bytes, next);
            if len > 0 {
                builder.replace(next, next + len, if width == 1 { "" } else { " " });
                next += len;
            } else if bytes.get(next) == Some(&0xe2) {
                // A dash of some kind.
                builder.replace(next, next + 3, "-");
                next += 3;
            } else {
                next += 1;
            }
        }
    }
}

/// How wide the gap is that begins at `at`, and how many bytes it has: blanks of all kinds, and what has no width.
fn gap_at(bytes: &[u8], at: usize) -> (usize, usize) {
    let (mut width, mut next, mut is_none) = (0, at, false);
    while width < 10 {
        match bytes.get(next..) {
            Some([b' ', ..]) => (width, next) = (width + 1, next + 1),
            Some([0xc2, 0xa0, ..]) => (width, next) = (width + 1, next + 2),
            Some([0xe2, 0x80, 0xaf, ..]) => (width, next) = (width + 1, next + 3),
            // A letter without width had its own blanks.
            Some([0xe2, 0x80, 0x8b..=0x8d, ..]) if !is_none => (is_none, next) = (true, next + 3),
            _ => break,
        }
    }
    (if is_none && width > 0 { 1 } else { width }, next - at)
}

/// Whether a figure or "a" stands here, and a word in small letters behind it.
fn is_alone(bytes: &[u8], at: usize) -> bool {
    let is_small = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    bytes.get(at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'a')
        && bytes.get(at + 1) == Some(&b' ')
        && is_small(at + 2)
        && is_small(at + 3)
}

/// How long the single character is that stands at `at` by itself, if it may be one of a word that is spelled.
fn single(bytes: &[u8], at: usize) -> Option<usize> {
    let len = match (*bytes.get(at)?, bytes.get(at + 1), bytes.get(at + 2)) {
        (b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z', ..) => 1,
        (b'-' | b'/' | b'.' | b',' | b':' | b'@' | b'#' | b'&' | b'_' | b'\'' | b')' | b'(' | b'^', ..) => 1,
        (0xc3..=0xdf, ..) => 2,
        (0xe2, Some(0x80), Some(0x90..=0x93)) => 3,
        _ => return None,
    };
    // "W e i n e r 8/2026": a number is no letter of it.
    let is_word = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let ends = match bytes.get(at + len) {
        None | Some(b' ' | b'\n' | b'\r' | b'\t') => true,
        // "K a y/PO", "B e x,home"
        Some(b',' | b'/' | b';' | b')') if len > 1 || bytes.get(at).is_some_and(u8::is_ascii_alphabetic) => true,
        // "K n o x's"
        Some(b'\'') if bytes.get(at + len + 1) == Some(&b's') => !is_word(at + len + 2),
        Some(byte) => *byte < 0x80 && !byte.is_ascii_alphanumeric() && !is_word(at + len + 1),
    };
    ends.then_some(len)
}

/// How many characters of a row are looked at.
const LONGEST: usize = 96;

/// `C E D A R`: four single letters or more with one space between them become a word.
pub(super) fn join_letters(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> Option<usize> {
    // "a S o c o r r o": the word before is another.
    let first = |step: usize| bytes.get(at + 2 * step).copied().unwrap_or(b' ');
    if matches!(first(0), b'a' | b'y' | b'e' | b'o' | b'I')
        && first(1).is_ascii_uppercase()
        && first(2).is_ascii_lowercase()
        && bytes.get(at + 1) == Some(&b' ')
        && bytes.get(at + 3) == Some(&b' ')
    {
        return None;
    }
    if at >= builder.row {
        let row = Row::read(bytes, at);
        builder.row = if row.follows(bytes, at) { at + 1 } else { row.end };
        if row.is_text(bytes, at) {
            row.write(builder, bytes, at);
            return Some(row.end);
        }
    }
    if let Some(end) = short::join(builder, bytes, at) {
        return Some(end);
    }
    let spaced = builder.spaced.from(bytes, at);
    builder.spaced = spaced;
    let gap = bytes.get(builder.joined..at).filter(|_| builder.joined > 0 && builder.from <= builder.joined);
    let gap = gap.and_then(between);
    let is_number = spaced.digits == spaced.letters && spaced.letters >= 2;
    let goes_on = gap.is_some() && (spaced.letters >= 2 || is_number);
    if !(spaced.is_word() || goes_on || is_number && leads(bytes, spaced.end)) {
        return None;
    }
    if let Some(plain) = gap {
        builder.replace(builder.joined, at, plain);
    }
    builder.joined = spaced.end + 1;
    for space in (at + 1..spaced.end).step_by(2) {
        builder.replace(space, space + 1, "");
    }
    Some(spaced.end + 1)
}

/// What stands between two rows of single letters, as it is between two words.
fn between(gap: &[u8]) -> Option<&'static str> {
    let sign = match gap.trim_ascii() {
        b"" => " ",
        b"," => ", ",
        b"-" => "-",
        b"/" => "/",
        b"." => ".",
        _ => return None,
    };
    (gap.len() <= 6 && gap.first() == Some(&b' ') && gap.last() == Some(&b' ') && !gap.contains(&b'\n')).then_some(sign)
}

/// Whether a sign of numbers and two more single digits stand behind a row of digits: "5 0 3 - 5 5 5".
fn leads(bytes: &[u8], end: usize) -> bool {
    let behind = bytes.get(end + 1..end + 7).unwrap_or_default();
    matches!(behind, [b' ', b'-' | b'/' | b'.', b' ', a, b' ', b] if a.is_ascii_digit() && b.is_ascii_digit())
}

/// A number broken after its dash: the line break goes, quotation marks of replies with it.
pub(super) fn unwrap(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let gap = rest.iter().take(12).take_while(|b| matches!(b, b'\r' | b'\n' | b' ' | b'>')).count();
    let breaks = rest.iter().take(gap).filter(|b| **b == b'\n').count();
    if breaks == 1 && rest.get(gap).is_some_and(u8::is_ascii_digit) {
        builder.replace(at + 1, at + 1 + gap, "");
        return at + 1 + gap;
    }
    at + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_wide_byte_by_byte(text: &str) -> bool {
        let pairs = text.as_bytes().windows(2).filter(|pair| *pair == b"  ").count();
        // In a short text all words must be parted so.
        let (text, is_short) = if pairs < 20 { (text.trim(), true) } else { (text, false) };
        let (mut one, mut two, mut spaces) = (0, 0, 0);
        for byte in text.bytes() {
            if byte == b' ' {
                spaces += 1;
                continue;
            }
            one += usize::from(spaces == 1);
            two += usize::from(spaces == 2);
            spaces = 0;
        }
        if is_short { pairs >= 6 && one == 0 && two >= 6 } else { two >= 20 && two > one }
    }

    proptest! {
        #[test]
        fn gaps_are_counted_many_at_once_as_one_by_one(
            words in prop::collection::vec("[a-c]{1,9}( |  |  |   )", 15..90),
            head in "[ a]{0,4}",
        ) {
            let text = head + &words.concat();
            prop_assert_eq!(is_wide(&text), is_wide_byte_by_byte(&text), "{}", text);
        }

        #[test]
        fn what_is_left_of_a_row_is_what_would_be_read_there(text in "[Aa1]( [AbB2é]){0,12}[ a]{0,3}", step in 1..4_usize) {
            let bytes = text.as_bytes();
            let mut spaced = Spaced::default();
            for at in (0..bytes.len()).step_by(2 * step) {
                let begins = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
                if begins && bytes[at].is_ascii_alphanumeric() {
                    spaced = spaced.from(bytes, at);
                    let anew = Spaced::read(bytes, at);
                    prop_assert_eq!((spaced.end, spaced.is_word()), (anew.end, anew.is_word()), "{} {}", text, at);
                }
            }
        }
    }
}
