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
    let (mut one, mut two) = (0_usize, 0_usize);
    let mut spaces = 0_usize;
    for byte in head {
        if *byte == b' ' {
            spaces += 1;
            continue;
        }
        match spaces {
            1 => one += 1,
            2 => two += 1,
            _ => {}
        }
        spaces = 0;
    }
    two >= 20 && two > one
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
    if !spaced.is_word() {
        return None;
    }
    for space in (at + 1..spaced.end).step_by(2) {
        builder.replace(space, space + 1, "");
    }
    Some(spaced.end + 1)
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

    proptest! {
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
