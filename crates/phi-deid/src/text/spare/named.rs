//! A grade, a class or a result behind a name: it is a scale, a sign or a device that is called so.

use crate::text::{cursor, span::Found, token::lists};

/// "Rockall 3", "Forrest IIa", "House-Brackmann IV", "Weber B": a name within a line with a grade behind it.
pub(super) fn is_graded(text: &str, f: &Found, value: &str) -> bool {
    let mut names = value.split(' ');
    // Most have neither a grade within them nor one behind.
    let is_followed =
        || matches!(text.as_bytes().get(f.span.end..), Some([b' ', b'I' | b'V' | b'X' | b'0'..=b'9', ..]));
    if !value.bytes().any(|b| b == b' ') && !is_followed() {
        return false;
    }
    let Some(name) = names.next() else { return false };
    let inner = names.next();
    let is_word = name.chars().all(|c| c.is_alphabetic() || c == '-');
    if names.next().is_some() || name.len() < 3 || !is_word || inner.is_some_and(|grade| !is_grade(grade)) {
        return false;
    }
    let entry = crate::lexicon::look_up(name);
    // A first name is not graded; neither is the first word of a line, which may be a patient in a list.
    let is_given = entry.given() > 1 && !lists::is_eponym(name);
    if is_given && !has_lettered_grade(text, f.span.end)
        || begins_line(text, f.span.start)
        || super::is_led(text, f.span.start)
    {
        return false;
    }
    if inner.is_some() {
        return true;
    }
    has_grade(text, f.span.end)
}

/// "No Babinski", "fam hx Huntington": a sign that is absent, a disease of the family.
pub(super) fn is_denied(text: &str, start: usize, value: &str) -> bool {
    // What is said before it ends so.
    if !matches!(text.as_bytes().get(..start), Some([.., b'o' | b't' | b'g' | b'x' | b's', b' '])) {
        return false;
    }
    let head = cursor::window_before(text, start, 12);
    let lead =
        head.strip_suffix(' ').and_then(|head| head.rsplit([' ', '\n', '(', '.', ',']).next()).unwrap_or_default();
    matches!(lead, "no" | "No" | "not" | "neg" | "Neg" | "hx" | "Hx" | "without" | "denies")
        && !value.contains(' ')
        && value.split('-').any(lists::is_eponym)
}

/// "IIa", "IVb": what no person is numbered with.
fn has_lettered_grade(text: &str, end: usize) -> bool {
    let rest = cursor::window_after(text, end, 8);
    let grade = rest.trim_start().split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    rest.starts_with(' ')
        && grade.trim_end_matches(['a', 'b', 'c']).len() + 1 == grade.len()
        && !grade.starts_with(|c: char| c.is_ascii_digit())
        && is_grade(grade)
}

/// Whether a grade, a class or a score follows, and no age and no month.
pub(super) fn has_grade(text: &str, end: usize) -> bool {
    const UNITS: &[&str] = &[
        "F", "M", "d", "days", "hr", "hrs", "m", "miles", "mo", "months", "w", "weeks", "wk", "wks", "y", "years",
        "yo", "yr", "yrs",
    ];
    let rest = cursor::window_after(text, end, 16);
    let Some(tail) = rest.strip_prefix(' ') else { return false };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '+');
    let grade = tail.split(|c: char| !is_part(c)).next().unwrap_or_default();
    let after = tail.get(grade.len()..).unwrap_or_default();
    let unit = after.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    !UNITS.contains(&unit) && !after.starts_with(char::is_alphanumeric) && is_grade(grade.trim_end_matches(['.', '-']))
}

/// `IIa`, `B`, `3`, `0/5`, `3+4`.
pub(super) fn is_grade(grade: &str) -> bool {
    let roman = grade.trim_end_matches(['a', 'b', 'c', 'A', 'B', 'C']);
    let is_roman = !roman.is_empty() && roman.len() < 5 && roman.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'));
    let digits = grade.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = (1..3).contains(&digits)
        && grade.len() < 7
        && grade.split('/').skip(1).all(|part| part.len() < 3)
        && grade.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'+' | b'-' | b'a' | b'b' | b'c'));
    is_roman && grade != "I" || is_number
}

/// Whether it stands where a line begins, or behind the number of a room or of the list there.
fn begins_line(text: &str, start: usize) -> bool {
    let head = cursor::window_before(text, start, 12);
    let line = head.rsplit('\n').next().unwrap_or_default();
    (head.len() < 12 || head.contains('\n'))
        && !line.trim_matches([' ', '-', '*', '>', '|']).contains(' ')
        && line.bytes().filter(u8::is_ascii_alphabetic).count() < 3
}
