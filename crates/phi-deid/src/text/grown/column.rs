//! The numbers of a list: "Ruiz, Ana   44F   44-718", "12A Day [0044-71]", "44-71  Ana Ruiz", where other names have the like.
//!
//! One number beside a name may be anything. Two of one shape beside two names are what their list tells them apart by.

use phi_types::IdentifierClass::{Date, MedicalRecordNumber, Name};

use super::{cursor, found};
use crate::text::{pattern::measures, span::Found};

/// Signs of the longest number.
const LONGEST: usize = 14;

/// The numbers, digits as nines and capitals as "A".
type Shape = [u8; LONGEST];

/// Adds the numbers whose shape stands beside two names at least; `found_before` is sorted.
pub(super) fn find(text: &str, found_before: &[Found], more: &mut Vec<Found>) {
    let mut beside: Vec<(Shape, usize, usize)> = Vec::new();
    for f in found_before.iter().filter(|f| f.span.class == Name) {
        // Before somebody's initials any number of the row stands.
        let is_initials = f.span.rule == "name.signed.likely";
        beside.extend(behind(text, f.span.end).or_else(|| ahead(text, f.span.start).filter(|_| !is_initials)));
    }
    beside.sort_unstable();
    beside.dedup();
    let mut add = |start, end| more.push(found(start, end, MedicalRecordNumber, "mrn.listed.likely"));
    let mut listed: Vec<Shape> = Vec::new();
    for same in beside.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        for (_, start, end) in same {
            add(*start, *end);
            let mut at = *end;
            for _ in 0..6 {
                let Some(next) = next_of_row(text, at, end - start) else { break };
                add(at + 1, next);
                at = next;
            }
        }
        listed.extend(same.first().map(|(shape, ..)| *shape).filter(|shape| digits(shape) > 4));
    }
    // Of such a shape, alone in the column before a day with its year: somebody's whose name was not told.
    for day in found_before.iter().filter(|f| f.span.class == Date && f.span.end - f.span.start > 5) {
        if let Some((shape, start, end)) = before_day(text, day.span.start)
            && listed.binary_search(&shape).is_ok()
        {
            add(start, end);
        }
    }
}

fn digits(shape: &Shape) -> usize {
    shape.iter().filter(|sign| **sign == b'9').count()
}

/// "10801/10802/10803": the next number of as many figures behind a stroke.
fn next_of_row(text: &str, at: usize, len: usize) -> Option<usize> {
    let rest = cursor::window_after(text, at, 24).strip_prefix('/')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let closes = !rest.get(digits..).is_some_and(|tail| tail.starts_with(|c: char| c.is_alphanumeric() || c == '-'));
    (digits == len && closes).then_some(at + 1 + digits)
}

/// The number in the column before a day, with its shape.
fn before_day(text: &str, day: usize) -> Option<(Shape, usize, usize)> {
    let head = cursor::window_before(text, day, 32);
    let kept = head.trim_end_matches(' ');
    let field = kept.rsplit(' ').next()?;
    let is_apart = head.len() > kept.len() + 1 && kept.strip_suffix(field).is_some_and(|head| head.ends_with("  "));
    let (shape, len) = number(field)?;
    let end = day - (head.len() - kept.len());
    (is_apart && len == field.len()).then_some((shape, end - len, end))
}

/// The number behind a name, over an age with a sex or a day.
fn behind(text: &str, mut at: usize) -> Option<(Shape, usize, usize)> {
    for _ in 0..3 {
        let rest = cursor::window_after(text, at, 40);
        let rest = rest.split(['\n', '\r']).next().unwrap_or_default();
        // "Ruiz, Ana (Mrs.)   44718": how somebody is called stands between.
        // Behind an initial the stop is none of the field.
        let rest = match rest.strip_prefix(". ") {
            Some(_) => {
                at += 1;
                rest.get(1..).unwrap_or_default()
            }
            None => rest,
        };
        let inner = rest.trim_start_matches([' ', ',']);
        if let Some((called, _)) = inner.strip_prefix('(').and_then(|inner| inner.split_once(')'))
            && called.len() < 16
            && called.starts_with(|c: char| c.is_ascii_uppercase())
            && !called.bytes().any(|b| b.is_ascii_digit())
        {
            at += rest.len() - inner.len() + called.len() + 2;
            continue;
        }
        let field = rest.trim_start_matches([' ', ',', '|', '(', '[', '\t', '/', '#', ';']);
        // "44M ..0093": the last four of a number.
        if let Some(last) = field.strip_prefix("..") {
            let shown = last.trim_start_matches('.');
            let digits = shown.bytes().take_while(u8::is_ascii_digit).count();
            let start = at + rest.len() - shown.len();
            let closes = !shown.get(digits..).is_some_and(|t| t.starts_with(|c: char| c.is_alphanumeric() || c == '.'));
            let mut shape: Shape = [0; LONGEST];
            *shape.first_mut()? = b'.';
            return (digits == 4 && closes).then_some((shape, start, start + digits));
        }
        let gap = rest.len() - field.len();
        if gap == 0 || gap > 24 {
            return None;
        }
        let start = at + gap;
        let len =
            field.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/'))).unwrap_or(field.len());
        let word = field.get(..len)?.trim_end_matches(['.', '-', '/']);
        if let Some((shape, len)) = number(field) {
            let closes =
                field.get(len..)?.chars().next().is_none_or(|c| matches!(c, ' ' | ',' | ')' | ']' | '|' | '\t' | ';'))
                    || next_of_row(text, start + len, len).is_some();
            return (closes && !measures(&field.get(len..)?.to_ascii_lowercase())).then_some((
                shape,
                start,
                start + len,
            ));
        }
        if !is_passed(word) {
            return None;
        }
        at = start + word.len();
    }
    None
}

/// The number before a name, alone in a column at the head of the line or behind a time.
fn ahead(text: &str, start: usize) -> Option<(Shape, usize, usize)> {
    let head = cursor::window_before(text, start, 24);
    let kept = head.trim_end_matches([' ', '\t', '|', ',', '"']);
    let gap = head.get(kept.len()..)?;
    let field = kept.rsplit(['\n', '\t', '|', ' ', ',', '"']).next()?;
    // In a row with commas only the first is the number of whom the row is about.
    let is_first = kept.len() == field.len()
        || kept.ends_with(field) && kept.get(..kept.len() - field.len()).is_some_and(|h| h.ends_with(['\n', '"']));
    let is_apart = gap.len() > 1 && !gap.contains(',')
        || gap.ends_with(['\t', '|'])
        || gap.starts_with([',', '"']) && !gap.contains(' ') && is_first;
    if !is_apart {
        return None;
    }
    let (shape, len) = number(field)?;
    let end = start - gap.len();
    (len == field.len()).then_some((shape, end - len, end))
}

/// "44F", "F", "M44", "44", "x3", "3/3/44": what stands between a name and its number.
fn is_passed(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let others = word.len() - digits;
    let is_aged = digits <= 3
        && others <= 2
        && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'M' | b'F' | b'm' | b'f' | b'y' | b'o' | b'x'));
    let is_day = word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'/' | b'-' | b'.')) && others == 2 && digits >= 4;
    !word.is_empty() && (is_aged || is_day)
}

/// The shape of the number that a field begins with, and its length: four to nine digits with signs between, at most three capitals.
fn number(field: &str) -> Option<(Shape, usize)> {
    let bytes = field.as_bytes();
    let mut shape: Shape = [0; LONGEST];
    let mut len = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let is_inner = bytes.get(at + 1).is_some_and(u8::is_ascii_digit) && at > 0;
        let sign = match byte {
            b'0'..=b'9' => b'9',
            b'A'..=b'Z' => b'A',
            b'-' | b'.' if is_inner => *byte,
            _ => break,
        };
        *shape.get_mut(at)? = sign;
        len = at + 1;
    }
    let value = field.get(..len)?;
    let count = |kind: u8| shape.iter().filter(|sign| **sign == kind).count();
    let (digits, capitals) = (count(b'9'), count(b'A'));
    let signs = len - digits - capitals;
    let two = |from: usize| value.get(from..from + 2).and_then(|part| part.parse::<u8>().ok());
    // A time, a year, a ZIP code, a day, a decimal.
    let is_clock = two(0).is_some_and(|hour| hour < 24) && two(2).is_some_and(|minute| minute < 60);
    let is_year = value.starts_with("19") || value.starts_with("20");
    let is_other = match (digits, capitals, signs) {
        (4, 0, 0) => is_clock || is_year,
        (8, 0, 0) => is_year,
        (4, 0, 1) => two(0).is_some_and(|month| month < 13) && two(3).is_some() || value.contains('.'),
        (_, 0, 1) => value.contains('.'),
        (_, 0, 2) => two(0).is_some_and(|month| month < 13) && digits < 9 || value.len() < 7,
        _ => false,
    };
    ((4..=9).contains(&digits) && capitals <= 3 && !is_other).then_some((shape, len))
}
