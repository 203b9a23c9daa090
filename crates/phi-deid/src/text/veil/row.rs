//! Letters and digits one by one with a sign between them: `J_o_h_n`, `5/5/5-0/1/4/2`, `[A][n][a]`, `M.R.N.-.0.0.4`.

use std::borrow::Cow;

use super::{
    super::piece::{Piece, WIDE},
    Patch,
};
use crate::{lexicon, text::cursor};

/// The most characters of a row.
const LONGEST: usize = 256;

/// The most characters of the sign.
const SIGN: usize = 4;

/// What is dealt with.
pub(super) struct Passed {
    /// Where the last row ends that was read.
    pub(super) end: usize,
    /// The last one that was none: where it ends, and its sign.
    barren: usize,
    walks: usize,
    sign: String,
    /// Room for the next.
    room: Vec<Element>,
}

impl Passed {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self { end: 0, barren: 0, walks: 0, sign: String::new(), room: Vec::new() }
    }
}

/// A letter or digit, or a sign that stands as they do.
struct Element {
    start: usize,
    end: usize,
    c: char,
    /// The gap before it is no sign of the row: another word begins.
    begins: bool,
}

/// Whether a row may begin with this piece, a single letter or digit: what stands behind it is no blank, and behind that a single one.
#[inline]
pub(super) fn may_begin(sign: u8, piece: &Piece, next: Option<&Piece>) -> bool {
    !matches!(sign, b' ' | b'\n' | b'\r')
        && next.is_some_and(|next| {
            next.start - piece.end <= SIGN && (next.end - next.start == 1 || next.kinds & WIDE != 0)
        })
}

/// Reads the row that begins with a character at `at`.
pub(super) fn find(text: &str, at: usize, passed: &mut Passed, found: &mut Vec<Patch>) {
    let Some(first) = cursor::char_after(text, at) else { return };
    let Some(sign) = sign_behind(text, at + first.len_utf8()) else { return };
    // Where signs take turns, each would be walked to its end anew.
    if at >= passed.barren {
        passed.walks = 0;
    } else if sign == passed.sign || passed.walks > 2 {
        return;
    }
    passed.walks += 1;
    let mut row = core::mem::take(&mut passed.room);
    walk(text, at, sign, &mut row);
    if let Some(last) = row.last() {
        if is_row(text, &row, sign) {
            write(text, &row, sign, found);
            passed.end = last.end;
        } else {
            passed.barren = passed.barren.max(last.end);
            sign.clone_into(&mut passed.sign);
        }
    }
    passed.room = row;
}

/// The same where signs beyond ASCII stand, or letters.
pub(super) fn find_wide(text: &str, piece: Piece, passed: &mut Passed, found: &mut Vec<Patch>) {
    let mut before = cursor::char_before(text, piece.start).unwrap_or(' ');
    for (at, c) in text.get(piece.start..piece.end).unwrap_or_default().char_indices() {
        let at = piece.start + at;
        if at >= passed.end && c.is_alphanumeric() && !before.is_alphanumeric() {
            find(text, at, passed, found);
        }
        before = c;
    }
}

/// What parts this letter from the next, if it may be the sign of a row.
fn sign_behind(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let (mut len, mut count) = (0, 0);
    for c in rest.chars() {
        if c.is_alphanumeric() {
            break;
        }
        (len, count) = (len + c.len_utf8(), count + 1);
        if count > SIGN
            || matches!(c, ' ' | '\n' | '\r' | '\u{a0}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{300}'..='\u{36f}')
        {
            return None;
        }
    }
    let next = rest.get(len..)?;
    let mut chars = next.chars();
    let is_single = count > 0
        && chars.next().is_some_and(char::is_alphanumeric)
        && !chars.next().is_some_and(char::is_alphanumeric);
    let sign = rest.get(..len).filter(|_| is_single)?;
    // "3./.1": a sign that stands as the digits do.
    let mut chars = sign.chars();
    match (chars.next(), chars.next(), chars.next(), chars.next()) {
        (Some(one), Some(_), Some(other), None) if one == other => sign.get(..one.len_utf8()),
        _ => Some(sign),
    }
}

/// The characters of the row.
fn walk(text: &str, at: usize, sign: &str, row: &mut Vec<Element>) {
    row.clear();
    let (mut next, mut begins) = (at, false);
    while row.len() < LONGEST {
        let Some(c) = cursor::char_after(text, next) else { break };
        let end = next + c.len_utf8();
        let behind = text.get(end..).unwrap_or_default();
        let is_parted = behind.starts_with(sign);
        if c.is_alphanumeric() {
            if cursor::char_after(text, end).is_some_and(char::is_alphanumeric) || begins && !is_parted {
                break;
            }
        } else if !is_parted || begins || row.last().is_none_or(|last| last.c == c) || matches!(c, '\n' | '\r') {
            break;
        }
        row.push(Element { start: next, end, c, begins });
        let is_element = |c: char, at: usize| {
            c.is_alphanumeric() || text.get(at + c.len_utf8()..).is_some_and(|rest| rest.starts_with(sign))
        };
        let goes_on =
            is_parted && cursor::char_after(text, end + sign.len()).is_some_and(|c| is_element(c, end + sign.len()));
        if goes_on {
            (next, begins) = (end + sign.len(), false);
            continue;
        }
        // Another word of it, behind a blank or a sign of its own.
        let gap: usize = behind
            .chars()
            .take(SIGN)
            .take_while(|c| !c.is_alphanumeric() && !matches!(c, '\n' | '\r'))
            .map(char::len_utf8)
            .sum();
        (next, begins) = (end + gap, true);
        if gap == 0 {
            break;
        }
    }
    while row.pop_if(|last| !last.c.is_alphanumeric() || last.begins).is_some() {}
}

/// What a row holds.
#[derive(Default)]
struct Sum {
    letters: usize,
    digits: usize,
    /// Signs that stand as they do.
    signs: usize,
    longest: usize,
    /// Words that are written as names are, or spelled ones.
    words: usize,
    others: usize,
    large_digits: usize,
    /// Words behind another, and whether a bare sign parts all of them.
    groups: usize,
    is_grouped: bool,
    /// A blank parts two of them.
    is_parted: bool,
    /// A word has letters and digits.
    is_mixed: bool,
    rises: bool,
}

/// Whether it is a text that was taken apart.
fn is_row(text: &str, row: &[Element], sign: &str) -> bool {
    // "3/4", as most rows are.
    if let [one, other] = row
        && one.c.is_numeric()
        && other.c.is_numeric()
    {
        return is_odd(sign) && is_short(text, row) || is_age(text, row);
    }
    let mut sum = Sum { rises: true, is_grouped: true, ..Sum::default() };
    for element in row {
        sum.letters += usize::from(element.c.is_alphabetic());
        sum.digits += usize::from(element.c.is_numeric());
        sum.signs += usize::from(!element.c.is_alphanumeric());
        sum.large_digits += usize::from(element.c.to_digit(10).is_some_and(|digit| digit > 5));
    }
    // "A, B, C", "1-2-3": the next of them each time.
    let follows = |one: char, next: char| {
        let step = i64::from(u32::from(next)) - i64::from(u32::from(one));
        step.abs() == 1 || (one, next) == ('9', '0')
    };
    let mut end = None;
    for word in row.chunk_by(|_, next| !next.begins) {
        let spelled: String = word.iter().map(|element| element.c).filter(|c| c.is_alphanumeric()).collect();
        let len = spelled.chars().count();
        sum.rises &= spelled.chars().zip(spelled.chars().skip(1)).all(|(one, next)| follows(one, next));
        let digits = spelled.chars().filter(|c| c.is_numeric()).count();
        // "3ElmSt"
        let rest = spelled.trim_start_matches(char::is_numeric);
        let is_numbered = rest.chars().all(char::is_alphabetic) && is_word(rest, rest.chars().count());
        let is_told = digits >= 3 || is_numbered || sum.words > 0 || sum.signs > 0;
        sum.is_mixed |= digits > 0 && digits < len && len >= 5 && is_told;
        sum.longest = sum.longest.max(len);
        if let (Some(end), Some(first)) = (end, word.first()) {
            sum.groups += 1;
            let gap = text.get(end..first.start).unwrap_or_default();
            sum.is_parted |= sum.groups > 0 && gap == " ";
            sum.is_grouped &= matches!(gap, "/" | "-" | "." | "]/[" | "]-[" | "].[" | ")/(" | ")-(" | ").(");
        }
        end = word.last().map(|last| last.end);
        if spelled.chars().all(char::is_alphabetic) {
            *(if is_word(&spelled, len) { &mut sum.words } else { &mut sum.others }) += 1;
        }
    }
    sum.tells(text, row, sign)
}

impl Sum {
    fn tells(&self, text: &str, row: &[Element], sign: &str) -> bool {
        let is_cell = matches!(sign, "\t" | "|") && !is_alone(text, row, sign);
        let is_joined = self.is_grouped && self.groups > 0;
        // "2-/-3": where a sign stands as the figures do, they are none that are counted.
        if self.rises && (self.signs == 0 || self.letters > 0) {
            return false;
        }
        if self.letters == 0 {
            // "1.0./.2.3": a sign stood in it before. "0-5/0-2/2-6": a day.
            let is_told = self.signs > 0 && self.digits >= 2 || is_joined && self.groups == 2 && self.digits > 4;
            let least = match sign {
                "\t" | "|" | "-" | "," if self.large_digits > 0 => 5,
                "/" | ":" if self.large_digits == 0 => 99,
                _ if is_odd(sign) && sign != "*" && sign != "|" => 4,
                _ => 7,
            };
            return is_told
                || is_joined && self.longest >= 4 && self.digits >= 6
                || self.digits >= least && !is_cell
                || matches!(self.digits, 4 | 5) && row.len() == self.digits && is_called(text, row);
        }
        self.words > 0 && (self.words >= self.others || self.longest > 5)
            || self.is_mixed && !is_cell
            || self.signs > 1 && self.letters + self.digits >= 4
            || self.is_parted && self.letters > 1 && self.digits >= 3 && self.letters + self.digits >= 6 && !is_cell
    }
}

/// Signs that no other text has between figures.
fn is_odd(sign: &str) -> bool {
    matches!(sign, "_" | "~" | "*" | "\\" | "|" | "][" | ")(" | "\u{b7}" | "\u{2022}")
        || sign.chars().all(|c| matches!(c, '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}'))
}

/// Two digits that a sign parts which stands in no number: the age of somebody who is ninety, a part of a day.
fn is_short(text: &str, row: &[Element]) -> bool {
    let (Some(first), Some(last)) = (row.first(), row.last()) else { return false };
    let is_part = |head: Option<char>| matches!(head, Some('/' | '-'));
    first.c == '9'
        || is_part(cursor::char_before(text, first.start))
        || is_part(cursor::char_after(text, last.end))
            && text.get(last.end + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// "Age: 9-4", "9.1 yo", "9-1F": what stands beside says that it is an age, of ninety at least.
fn is_age(text: &str, row: &[Element]) -> bool {
    let (Some(first), Some(last)) = (row.first(), row.last()) else { return false };
    let head = cursor::window_before(text, first.start, 8).trim_end_matches([' ', ':']);
    let tail = text.get(last.end..).unwrap_or_default();
    let tail = tail.strip_prefix([' ', '-']).unwrap_or(tail);
    let word = tail.get(..tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len())).unwrap_or_default();
    let is_led = ["age", "Age", "AGE", "aged"].iter().any(|label| head.ends_with(label));
    first.c == '9' && (is_led || matches!(word, "yo" | "y" | "year" | "years" | "yr" | "F" | "M" | "YO"))
}

/// Four digits behind what they are: "pager 4-4-7-1", "ends in 3-3-0-7".
fn is_called(text: &str, row: &[Element]) -> bool {
    const CALLED: [&str; 9] = ["pager", "pgr", "ends in", "ending", "last 4", "last four", "ext", "SSN", "MRN"];
    let head = row.first().map_or("", |first| cursor::window_before(text, first.start, 14));
    // "MA 0.1.2.9.9"
    let is_zip = || {
        row.len() == 5
            && matches!(head.as_bytes(), [.., b' ', a, b, b' '] if a.is_ascii_uppercase() && b.is_ascii_uppercase())
    };
    CALLED.iter().any(|called| head.contains(called)) || is_zip()
}

/// Whether the sign stands nowhere else in the line, which has other words: no row of a table.
fn is_alone(text: &str, row: &[Element], sign: &str) -> bool {
    let (Some(first), Some(last)) = (row.first(), row.last()) else { return false };
    let head = cursor::window_before(text, first.start, LONGEST).rsplit('\n').next().unwrap_or_default();
    let tail = cursor::window_after(text, last.end, LONGEST).split('\n').next().unwrap_or_default();
    !head.contains(sign)
        && !tail.contains(sign)
        && (head.contains(char::is_alphabetic) || tail.contains(char::is_alphabetic))
}

/// Whether letters are a word when they are put together.
fn is_word(word: &str, len: usize) -> bool {
    let mut chars = word.chars();
    let first = chars.next().is_some_and(char::is_uppercase);
    let small = word.chars().filter(|c| c.is_lowercase()).count();
    let has_vowel =
        word.chars().any(|c| !c.is_ascii() || matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y'));
    let is_title = first && small + 1 == len;
    let is_run = first && small >= 3 && len > 4;
    is_title && len >= 3
        || (is_run || small == len && len >= 4) && has_vowel
        || small == 0 && len >= 4 && has_vowel && !lexicon::look_up(word).is_unknown()
}

/// The row without its signs; a blank where one was lost: "J-o-h-n-S-m-i-t-h", "3-E-l-m".
fn write(text: &str, row: &[Element], sign: &str, found: &mut Vec<Patch>) {
    // "[A][n][a]": the brackets around it, and those around gaps.
    let mut brackets = sign.chars();
    let brackets = brackets
        .next()
        .zip(brackets.next())
        .filter(|(close, open)| matches!((close, open), (']', '[') | (')', '(') | ('}', '{') | ('>', '<')));
    if let Some((close, open)) = brackets {
        for (at, element) in row.iter().enumerate() {
            let before = cursor::char_before(text, element.start) == Some(open);
            let behind = cursor::char_after(text, element.end) == Some(close);
            if before && (at == 0 || element.begins) {
                found.push((element.start - 1, element.start, Cow::Borrowed("")));
            }
            if behind && row.get(at + 1).is_none_or(|next| next.begins) {
                found.push((element.end, element.end + 1, Cow::Borrowed("")));
            }
        }
    }
    let mut head = String::new();
    for (at, pair) in row.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        if one.begins || at == 0 {
            head.clear();
        }
        head.push(one.c);
        if other.begins {
            // "1.9., 2.0": the sign stood behind the last of the word, too.
            let gap = text.get(one.end..other.start).unwrap_or_default();
            if gap.strip_prefix(sign).is_some_and(|rest| rest.starts_with([',', ';', ':', ')'])) {
                found.push((one.end, one.end + sign.len(), Cow::Borrowed("")));
            }
            continue;
        }
        if one.end == other.start {
            continue;
        }
        let next = row.get(at + 2).filter(|next| !next.begins);
        let is_large = other.c.is_uppercase() && next.is_some_and(|next| next.c.is_lowercase());
        let is_gap = one.c.is_lowercase()
            && is_large
            && !matches!(head.as_str(), "Mc" | "Mac" | "De" | "La" | "Le" | "Di" | "Du" | "Fitz" | "Van")
            || one.c.is_numeric() && is_large
            || one.c.is_lowercase() && head.len() > 2 && other.c.is_numeric();
        if is_gap {
            head.clear();
        }
        found.push((one.end, other.start, Cow::Borrowed(if is_gap { " " } else { "" })));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn letters_parted_by_a_sign_are_read() {
        for (text, plain) in [
            ("by J_o_h_n R_u_i_z today", "by John Ruiz today"),
            ("by J|o|h|n, by A\u{b7}n\u{b7}a R\u{b7}u\u{b7}i\u{b7}z.", "by John, by Ana Ruiz."),
            ("call (2-1-2) 5-5-5-0-1-4-2", "call (212) 5550142"),
            ("call 2/1/2-5/5/5-0/1/4/2 now", "call 212-555-0142 now"),
            ("on 1.0./.2.3./.1.9.5.7 and", "on 10/23/1957 and"),
            ("by J-o-h-n-S-m-i-t-h at 3-E-l-m-S-t", "by John Smith at 3 Elm St"),
            ("by J_o_h_n_ _S_m_i_t_h", "by John Smith"),
            ("[J][o][h][n] [R][u][i][z] and (2)(1)(2)-(5)(5)(5)-(0)(1)(4)(2)", "John Ruiz and 212-555-0142"),
            ("a 9_3-year-old, on 1_0/2_8, MRN 4|4|7|1|8|2", "a 93-year-old, on 10/28, MRN 447182"),
            ("Age: 9-4, 9.1 yo, pager 4-4-7-1", "Age: 94, 91 yo, pager 4471"),
            ("on M.a.r.c.h 1.9., 2.0.2.4, NY 1.2.9.9.9", "on March 19, 2024, NY 12999"),
            ("on 0-5/0-2/2-6", "on 05/02/26"),
            ("on 1-0-/-8 at", "on 10/8 at"),
            ("on 2-/-3 at", "on 2/3 at"),
            ("M.R.N.-.0.0.4.1.7", "MRN-00417"),
            ("s\t o\nR\tu\ti\tz", "s\t o\nRuiz"),
        ] {
            assert_eq!(read(text), plain);
        }
    }

    #[test]
    fn what_is_a_list_or_a_number_stays() {
        for text in [
            "A-B-C-D, 1-2-3-4-5-6-7-8, a/b/c/d",
            "Y|N|Y|N|N",
            "a 7|8|7|1|6|2 b 3|1",
            "3-2-3 / 4-3-5",
            "10;2/3;2/9;2/24",
            "4.1>2.9>1.7",
            "strength 5/5/5/5, 5/4/5/5",
            "G4P2-0-1-2",
            "IP 1.2.3.4, U.S.A., e.g. this, a.m.",
            "R-C-H-O-P",
            "0\t1\t2\t1\t0\t2\t1\t0\t1",
            "1+2+1+3",
            "3/4/2019, 1/2 and 3/4",
            "q.i.d., b.i.d., p.r.n.",
            "1, 2, 3",
            "F/u w/ p/o",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
