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

/// `C E D A R`: four single letters or more with one space between them become a word.
pub(super) fn join_letters(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> Option<usize> {
    let single = |at: usize| {
        bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)
            && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    };
    let mut letters = 0;
    let mut capitals = 0;
    let mut end = at;
    while single(end) {
        letters += 1;
        capitals += usize::from(bytes.get(end).is_some_and(u8::is_ascii_uppercase));
        if bytes.get(end + 1) != Some(&b' ') || !single(end + 2) {
            break;
        }
        end += 2;
    }
    if letters < 4 {
        return None;
    }
    let digits = letters - bytes.get(at..=end)?.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if (digits > 0 && digits < letters) || (capitals > 0 && capitals < letters && capitals > 1) {
        return None;
    }
    for space in (at + 1..end).step_by(2) {
        builder.replace(space, space + 1, "");
    }
    Some(end + 1)
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
