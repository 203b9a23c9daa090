//! Spaces where none belong, and line breaks inside numbers.

use super::Builder;

/// Whether a document parts its words by two spaces, and letters inside words by one: as scanners do.
pub(super) fn is_wide(text: &str) -> bool {
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
        return false;
    }
    // Where a word begins behind one space, and where behind two, many at a time.
    let mut start = [b'x'; 6];
    start.iter_mut().skip(3).zip(head).for_each(|(slot, byte)| *slot = *byte);
    let (first, rest) = (begins_behind(&start), begins_behind(head));
    let (one, two) = (first.0 + rest.0, first.1 + rest.1);
    two >= 20 && two > one
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
        let single = |at: usize| {
            bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)
                && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
        };
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
        if at != self.at + 2 || at > self.end {
            return Self::read(bytes, at);
        }
        let passed = bytes.get(self.at).copied().unwrap_or_default();
        Self {
            at,
            end: self.end,
            letters: self.letters - 1,
            capitals: self.capitals - usize::from(passed.is_ascii_uppercase()),
            digits: self.digits - usize::from(passed.is_ascii_digit()),
        }
    }

    /// Letters or digits, not both; all large, all small, or one large among them.
    const fn is_word(self) -> bool {
        let Self { letters, capitals, digits, .. } = self;
        letters >= 4 && (digits == 0 || digits == letters) && (capitals <= 1 || capitals == letters)
    }
}

/// `C E D A R`: four single letters or more with one space between them become a word.
pub(super) fn join_letters(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> Option<usize> {
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
        two >= 20 && two > one
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
        fn what_is_left_of_a_row_is_what_would_be_read_there(text in "[Aa1]( [AbB2é]){0,12}[ a]{0,3}") {
            let bytes = text.as_bytes();
            let mut spaced = Spaced::default();
            for at in (0..bytes.len()).step_by(2) {
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
