//! What optical character recognition confuses: letters in numbers, digits in words.

use super::Builder;

/// Corrects the token that begins at `at`, and goes on behind its first letters or digits.
pub(super) fn correct(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> usize {
    let word = bytes.get(at..).unwrap_or_default();
    let len = word.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(word.len());
    let word = word.get(..len).unwrap_or_default();
    let digits = word.iter().filter(|b| b.is_ascii_digit()).count();
    // "l5th", "2lst", "3Oth"
    if let Some((head, b"st" | b"nd" | b"rd" | b"th")) = word.split_last_chunk::<2>()
        && head.len() == 2
        && digits == 1
        && head.iter().all(|b| b.is_ascii_digit() || as_digit(*b, false).is_some())
    {
        number(builder, head, at, false);
        return at + len;
    }
    if let Some(end) = day(builder, bytes, at, len)
        .or_else(|| triple(builder, bytes, at))
        .or_else(|| address(builder, bytes, at, len))
        .or_else(|| part(builder, bytes, at, word))
    {
        return end;
    }
    if digits == 0 || digits == len || len > 24 {
        // "SS-Ol42": a part of letters alone inside a number.
        if digits == 0 && len <= 3 && follows_number(bytes, at) && word.iter().all(|b| as_digit(*b, true).is_some()) {
            number(builder, word, at, true);
        }
        return at + len.max(1);
    }
    let confusable = word.iter().all(|b| b.is_ascii_digit() || as_digit(*b, digits > 3).is_some());
    let starts_with_digit = word.first().is_some_and(u8::is_ascii_digit);
    if confusable
        && (len > 2 || starts_with_digit || in_number(bytes, at, len))
        && !(len == 2 && !starts_with_digit && !in_number(bytes, at, len))
    {
        number(builder, word, at, digits > 3 || in_number(bytes, at, len));
    } else if is_word(word, digits) {
        letters(builder, word, at);
    }
    at + len
}

/// "lO/l5", "March lst", "OlJAN2O26": a day whose figures are letters.
fn day(builder: &mut Builder<'_>, bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    let word = bytes.get(at..at + len)?;
    let first = *word.first()?;
    if !(first.is_ascii_digit() || matches!(first, b'l' | b'I' | b'O')) || len > 9 {
        return None;
    }
    let is_letter = |byte: &u8| matches!(byte, b'l' | b'O' | b'I');
    let is_figure = |byte: &u8| byte.is_ascii_digit() || is_letter(byte);
    let value = |part: &[u8]| {
        let read = |sum: usize, byte: &u8| sum * 10 + usize::from(as_digit(*byte, false).unwrap_or(*byte) - b'0');
        part.iter().all(is_figure).then(|| part.iter().fold(0, read))
    };
    // "OlJAN2O26"
    if len == 9 {
        let (head, month, year) = (word.get(..2)?, word.get(2..5)?, word.get(5..)?);
        let is_day = (1..=31).contains(&value(head)?) && (1900..2100).contains(&value(year)?) && is_month(month);
        if is_day && (head.iter().any(is_letter) || year.iter().any(is_letter)) {
            number(builder, head, at, false);
            number(builder, year, at + 5, false);
            return Some(at + len);
        }
        return None;
    }
    let figures = word.iter().take_while(|byte| is_figure(byte)).count();
    let (head, ending) = word.split_at_checked(figures)?;
    // "March lst", "Jan l, 2O26"; not "May I"
    if (1..=2).contains(&figures) && matches!(ending, b"" | b"st" | b"nd" | b"rd" | b"th") {
        let is_day = (1..=31).contains(&value(head)?) && head.iter().any(is_letter) && head != b"I" && head != b"II";
        if is_day && follows_month(bytes, at) {
            number(builder, head, at, false);
            return Some(at + len);
        }
    }
    // "lO/l5", "ll/2O23"; not "I/O", "I/II"
    if figures != len || len > 2 || head.iter().all(|byte| *byte == b'I') {
        return None;
    }
    let sign = *bytes.get(at + len)?;
    if !matches!(sign, b'/' | b'-')
        || matches!(at.checked_sub(1).and_then(|at| bytes.get(at)), Some(b'/' | b'-' | b'.'))
    {
        return None;
    }
    let next = bytes.get(at + len + 1..)?;
    let tail = next.iter().take(5).take_while(|byte| is_figure(byte)).count();
    let ends = !next.get(tail).is_some_and(u8::is_ascii_alphanumeric);
    let tail = next.get(..tail)?;
    let is_day = (1..=12).contains(&value(head)?)
        && ends
        && match tail.len() {
            1 | 2 => (1..=31).contains(&value(tail)?) && !tail.iter().all(|byte| *byte == b'I'),
            4 => (1900..2100).contains(&value(tail)?),
            _ => false,
        };
    if !is_day || !(head.iter().any(is_letter) || tail.iter().any(is_letter)) {
        return None;
    }
    number(builder, head, at, false);
    number(builder, tail, at + len + 1, false);
    Some(at + len + 1 + tail.len())
}

/// "lO.3l.l977", "2O26-O9-3O": a day of three numbers.
fn triple(builder: &mut Builder<'_>, bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let is_figure = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'l' | b'O' | b'I');
    let is_sign = |byte: u8| matches!(byte, b'.' | b'-' | b'/');
    let run =
        |from: usize| rest.get(from..).unwrap_or_default().iter().take(5).take_while(|byte| is_figure(byte)).count();
    let first = run(0);
    let sign = rest.get(first).copied().filter(|sign| (1..=4).contains(&first) && is_sign(*sign))?;
    let second = run(first + 1);
    if !(1..=2).contains(&second) || rest.get(first + 1 + second) != Some(&sign) {
        return None;
    }
    let third = run(first + second + 2);
    let end = first + second + 2 + third;
    let ends = match rest.get(end..end + 2).unwrap_or_default() {
        // "2O26-O9-3OT09:12"
        [b'T', digit] => digit.is_ascii_digit(),
        [next, behind] => !(next.is_ascii_alphanumeric() || is_sign(*next) && behind.is_ascii_alphanumeric()),
        _ => true,
    };
    let value = |from: usize, len: usize| -> u32 {
        let read = |sum: u32, byte: &u8| sum * 10 + u32::from(as_digit(*byte, false).unwrap_or(*byte) - b'0');
        rest.get(from..from + len).unwrap_or_default().iter().fold(0, read)
    };
    let (a, b, c) = (value(0, first), value(first + 1, second), value(first + second + 2, third));
    let is_day = match (first, third) {
        (4, 2) => (1880..2100).contains(&a) && (1..=12).contains(&b) && (1..=31).contains(&c),
        (1 | 2, 2 | 4) => {
            ((1..=12).contains(&a) && (1..=31).contains(&b) || (1..=31).contains(&a) && (1..=12).contains(&b))
                && (third == 2 || (1880..2100).contains(&c))
        }
        _ => false,
    };
    let whole = rest.get(..end)?;
    let letters = whole.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let digits = whole.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_before = |at: usize| bytes.get(at).is_some_and(|byte| is_sign(*byte));
    if !is_day || !ends || letters == 0 || digits == 0 || at.checked_sub(1).is_some_and(is_before) {
        return None;
    }
    number(builder, whole, at, false);
    Some(at + end)
}

/// "x22O7", "9lF", "555-OlOO", "l(843)555", "EMOO4ll77": figures beside letters that are letters.
fn part(builder: &mut Builder<'_>, bytes: &[u8], at: usize, word: &[u8]) -> Option<usize> {
    let is_figure = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'l' | b'O' | b'I');
    let is_mixed = |part: &[u8]| part.iter().all(is_figure) && part.iter().any(u8::is_ascii_digit);
    let end = at + word.len();
    let behind = || bytes.get(end..end + 5).unwrap_or_default();
    match word {
        [b'x' | b'X', rest @ ..] if rest.len() >= 3 && rest.iter().any(u8::is_ascii_alphabetic) && is_mixed(rest) => {
            number(builder, rest, at + 1, false);
        }
        [head @ .., b'M' | b'F'] if matches!(head, [b'9', b'l' | b'O']) => number(builder, head, at, false),
        [a, b, c, d]
            if [a, b, c, d].into_iter().all(|byte| matches!(byte, b'l' | b'O' | b'I')) && follows_area(bytes, at) =>
        {
            number(builder, word, at, false);
        }
        b"l" if matches!(behind(), [b'(', a, b, c, b')'] if [a, b, c].into_iter().all(is_figure)) => {
            number(builder, word, at, false);
        }
        // "l6": vertebrae have lower numbers.
        [b'l', b'6'..=b'9'] => number(builder, word, at, false),
        _ if is_code(word) => code(builder, word, at),
        _ => return None,
    }
    Some(end)
}

/// Capitals and figures, and a small "l" beside a figure: no capital is written so.
fn is_code(word: &[u8]) -> bool {
    let rest = word.get(1..).unwrap_or_default();
    let is_fit = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || *byte == b'l';
    let is_one = |pair: &[u8]| matches!(pair, [b'l', b'0'..=b'9'] | [b'0'..=b'9', b'l']);
    let is_cased = || rest.iter().any(u8::is_ascii_uppercase) || word.first().is_some_and(u8::is_ascii_alphabetic);
    (5..=20).contains(&word.len())
        && rest.iter().all(is_fit)
        && word.iter().filter(|byte| byte.is_ascii_digit()).count() >= 2
        && is_cased()
        && word.windows(2).any(is_one)
}

/// Each "l" of a code, and each "O" that stands beside a figure of it.
fn code(builder: &mut Builder<'_>, word: &[u8], at: usize) {
    let is_figure = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'l');
    // Whether a figure stands before the row of noughts.
    let mut is_behind = false;
    for (offset, byte) in word.iter().enumerate() {
        let rest = word.get(offset..).unwrap_or_default();
        let next = rest.iter().take(4).find(|byte| **byte != b'O');
        let plain = match byte {
            b'l' => "1",
            b'O' if is_behind || is_figure(next) => "0",
            _ => "",
        };
        if !plain.is_empty() {
            builder.replace(at + offset, at + offset + 1, plain);
        }
        is_behind = !plain.is_empty() || byte.is_ascii_digit();
    }
}

/// Behind three figures and a sign: "555-", "(843) 555."
fn follows_area(bytes: &[u8], at: usize) -> bool {
    let head = at.checked_sub(4).and_then(|from| bytes.get(from..at));
    head.is_some_and(|head| matches!(head, [a, b, c, b'-' | b'.'] if [a, b, c].into_iter().all(u8::is_ascii_digit)))
}

/// "l92.O.2.ll8": an address of four numbers.
fn address(builder: &mut Builder<'_>, bytes: &[u8], at: usize, len: usize) -> Option<usize> {
    if len > 3 || bytes.get(at + len) != Some(&b'.') || at > 0 && bytes.get(at - 1) == Some(&b'.') {
        return None;
    }
    let rest = bytes.get(at..)?;
    let is_figure = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'l' | b'O');
    let len = rest.iter().take(16).take_while(|byte| is_figure(byte) || **byte == b'.').count();
    let whole = rest.get(..len)?;
    let whole = whole.strip_suffix(b".").unwrap_or(whole);
    let parts = || whole.split(|byte| *byte == b'.');
    let is_fit = parts().count() == 4 && parts().all(|part| (1..=3).contains(&part.len()));
    let figures = whole.iter().filter(|byte| byte.is_ascii_digit()).count();
    if !is_fit
        || figures < 2
        || figures + 3 == whole.len()
        || rest.get(whole.len()).is_some_and(u8::is_ascii_alphanumeric)
    {
        return None;
    }
    number(builder, whole, at, false);
    Some(at + whole.len())
}

fn is_month(word: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))
}

/// The digit that a letter is taken for.
const fn as_digit(byte: u8, also_rare: bool) -> Option<u8> {
    match byte {
        b'O' | b'o' => Some(b'0'),
        b'l' | b'I' => Some(b'1'),
        b'S' if also_rare => Some(b'5'),
        b'B' if also_rare => Some(b'8'),
        _ => None,
    }
}

/// After a digit and a separator of numbers.
fn follows_number(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(2)
        .and_then(|from| bytes.get(from..at))
        .is_some_and(|b| matches!(b, [d, j] if d.is_ascii_digit() && matches!(j, b'/' | b'-')))
}

/// Between digits and the separators of numbers.
fn in_number(bytes: &[u8], at: usize, len: usize) -> bool {
    let is_joint = |b: u8| matches!(b, b'/' | b'-');
    // "Sept l9", "OCT  O5"
    if follows_month(bytes, at) {
        return true;
    }
    let is_digit = |b: u8| b.is_ascii_digit() || matches!(b, b'O' | b'l');
    let before = at
        .checked_sub(2)
        .and_then(|from| bytes.get(from..at))
        .is_some_and(|b| matches!(b, [d, j] if is_digit(*d) && is_joint(*j)));
    let after =
        bytes.get(at + len..at + len + 2).is_some_and(|b| matches!(b, [j, d] if d.is_ascii_digit() && is_joint(*j)));
    before || after
}

/// Behind the name of a month and a few spaces: "OCT  O5", "Nov. l2", "jun l9".
fn follows_month(bytes: &[u8], at: usize) -> bool {
    let head = bytes.get(at.saturating_sub(14)..at).unwrap_or_default();
    let word = head.trim_ascii_end();
    let gap = head.len() - word.len();
    let (word, is_dotted) = word.strip_suffix(b".").map_or((word, false), |word| (word, true));
    let letters = word.iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let word = word.get(word.len() - letters..).unwrap_or_default();
    let is_small = word.first().is_some_and(u8::is_ascii_lowercase);
    let is_fit =
        if is_small { word.len() == 3 && word != b"may" && word != b"mar" } else { !is_dotted || word.len() < 5 };
    (1..=3).contains(&gap) && is_fit && word.get(..3).is_some_and(is_month)
}

fn number(builder: &mut Builder<'_>, word: &[u8], at: usize, also_rare: bool) {
    for (offset, byte) in word.iter().enumerate() {
        if let Some(digit) = as_digit(*byte, also_rare) {
            builder.replace(at + offset, at + offset + 1, char::from(digit).encode_utf8(&mut [0; 4]));
        }
    }
}

/// Letters with a nought or a one among them, written as a word is: not `HbA1c`, `CHA2DS2`, `BRCA1`.
fn is_word(word: &[u8], digits: usize) -> bool {
    let letters = word.len() - digits;
    let only = word.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'0' | b'1'));
    let ends_in_digit = word.last().is_some_and(u8::is_ascii_digit);
    let rest = word.get(1..).unwrap_or_default();
    let is_lower = rest.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let is_upper = word.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let short = matches!(word, b"D0B" | b"0CT" | b"N0V" | b"0ct" | b"N0v" | b"AUG0ST" | b"0ut");
    only && !ends_in_digit && (short || is_lower && letters > 3 || is_upper && letters > 4) && digits * 2 < letters + 1
}

fn letters(builder: &mut Builder<'_>, word: &[u8], at: usize) {
    let is_upper = word.iter().filter(|b| b.is_ascii_uppercase()).count() > 1;
    for (offset, byte) in word.iter().enumerate() {
        let letter = match (byte, is_upper || offset == 0) {
            (b'0', true) => "O",
            (b'0', false) => "o",
            (b'1', true) => "I",
            (b'1', false) => "i",
            _ => continue,
        };
        builder.replace(at + offset, at + offset + 1, letter);
    }
}
