//! The rest of a name in small letters, as lists and messages have it: "odalys m", "bear, marvin", "j galloway rn", "ottoline braga".

use phi_types::IdentifierClass::Name;

use super::{cursor, found, is_any, lists, words};
use crate::{
    lexicon,
    text::{span::Found, words::Traits},
};

/// Adds what stands before and behind a name of one word in small letters, between these places.
pub(super) fn grow(text: &str, f: &Found, from: usize, to: usize, more: &mut Vec<Found>) {
    let (start, end) = (f.span.start, f.span.end);
    let value = text.get(start..end).unwrap_or_default();
    if value.len() < 3 || !value.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
        return;
    }
    let first = before(text, start, end).filter(|at| *at >= from).unwrap_or(start);
    let last = behind(text, start, end).filter(|at| *at <= to).unwrap_or(end);
    if (first, last) != (start, end) {
        more.push(found(first, last, Name, "name.small_grown.likely"));
    }
}

/// Where the initial or the first name behind the name ends: "odalys m\n", "small, g.", "khoury, rima  60m".
fn behind(text: &str, start: usize, end: usize) -> Option<usize> {
    let tail = cursor::window_after(text, end, 8);
    let (gap, rest) = match tail.strip_prefix(", ") {
        Some(rest) => (2, rest),
        None => (1, tail.strip_prefix(' ')?),
    };
    let letter = rest.bytes().next().filter(u8::is_ascii_lowercase)?;
    let after = rest.get(1..)?;
    let dot = usize::from(after.starts_with('.'));
    let closing = after.get(dot..)?;
    let is_last = closing.is_empty() || closing.starts_with(['\n', '\r']) || closing.starts_with("  ");
    // "wit tanisha w. copy"
    let is_signer = dot == 1 && gap == 1 && closing.starts_with(' ') && opens(text, start);
    let is_letter = is_last
        || is_signer
        // "with", "without", "times", "and" are a letter as well.
        || !matches!(letter, b'a' | b'c' | b'i' | b's' | b'w' | b'x')
            && (dot == 1 && gap == 1 && !closing.starts_with(|c: char| c.is_alphanumeric() || c == '.')
                || gap == 1 && closing.starts_with([',', ')', ';', ':'])
                || [" rn", " md", " np", " pa", " lpn"].iter().any(|role| closing.starts_with(role)));
    if is_letter {
        return Some(end + gap + 1 + dot);
    }
    let given = cursor::word_at(text, end + 2).filter(|word| gap == 2 && is_free(word.text))?;
    let entry = lexicon::look_up(given.text);
    let tail = cursor::window_after(text, given.end, 2);
    let is_closed = tail == "  "
        || tail.starts_with([':', ';', '\n'])
        || tail.starts_with(' ') && tail.ends_with(|c: char| c.is_ascii_digit());
    (is_closed && given.text.len() > 2 && given.text.bytes().all(|b| b.is_ascii_lowercase()) && entry.given() > 0)
        .then_some(given.end)
}

/// Where the initial, the surname or the first name before the name begins.
fn before(text: &str, start: usize, end: usize) -> Option<usize> {
    // "s. abernathy", "a. k. boateng", "t.j. mckinnon"
    if let Some(at) = letters(text, start) {
        return Some(at);
    }
    let head = cursor::window_before(text, start, 2);
    let gap = if head == ", " { 2 } else { usize::from(head.ends_with(' ')) };
    let word = cursor::word_ending(text, start.checked_sub(gap).filter(|_| gap > 0)?)?;
    if !word.text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') || !opens(text, word.start) {
        return None;
    }
    let entry = lexicon::look_up(word.text);
    let closes = cursor::window_after(text, end, 3);
    let is_first = match (gap, word.text.len()) {
        // "j galloway rn"
        (1, 1) => [" rn", " md", " np", " pa"].contains(&closes) || closes.starts_with(','),
        // "ottoline braga", "opal dinwiddie": where an entry begins, a first name or a word that nobody knows.
        // "rain testcase-ruiz 26f": whatever the word.
        (1, 3..) if is_aged(text, end) => {
            !is_any(Traits::of(word.text), &[words::CLINICAL_BIT, lists::ROLE_BIT, lists::KIN_BIT, lists::STOP_BIT])
        }
        (1, 4..) => is_free(word.text) && (entry.given() > 1 || entry.is_unknown() && word.text.len() > 4),
        // "bear, marvin  66"
        (2, 3..) => {
            let is_given = text.get(start..end).is_some_and(|given| lexicon::look_up(given).given() > 0);
            is_given && entry.surname() > 0 && closes.starts_with([' ', '\n', ':', ';'])
        }
        _ => false,
    };
    is_first.then_some(word.start)
}

/// Where one or two letters with full stops before a name begin.
fn letters(text: &str, start: usize) -> Option<usize> {
    let head = cursor::window_before(text, start, 7).as_bytes();
    let (len, before) = match head {
        [before @ .., letter, b'.', b' ', second, b'.', b' ']
            if letter.is_ascii_lowercase() && second.is_ascii_lowercase() =>
        {
            (6, before)
        }
        [before @ .., letter, b'.', second, b'.', b' ']
            if letter.is_ascii_lowercase() && second.is_ascii_lowercase() =>
        {
            (5, before)
        }
        // "a. testcase" may be the end of a list.
        [before @ .., b'b'..=b'z', b'.', b' '] => (3, before),
        _ => return None,
    };
    let is_apart = before.last().is_none_or(|b| matches!(b, b' ' | b'\n' | b'(' | b'/' | b','));
    is_apart.then_some(start - len)
}

/// " 26f", " 44 m": an age and a sex.
fn is_aged(text: &str, end: usize) -> bool {
    let tail = cursor::window_after(text, end, 8);
    let Some(rest) = tail.strip_prefix(' ').or_else(|| tail.strip_prefix(", ")) else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let sex = rest.get(digits..).unwrap_or_default().trim_start_matches(' ');
    (1..=3).contains(&digits)
        && sex.starts_with(['f', 'm', 'F', 'M'])
        && !sex.get(1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Where a line, a column, or the entry behind a bed, "pt" or "name" begins.
fn opens(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 8);
    let line = head.rsplit('\n').next().unwrap_or_default();
    let is_whole = line.len() < head.len() || at == head.len();
    let Some(lead) = line.strip_suffix(' ') else { return line.is_empty() && is_whole };
    if lead.ends_with(' ') {
        return true;
    }
    let word = lead.rsplit(' ').next().unwrap_or_default();
    let is_bed = is_whole
        && word.len() == lead.len()
        && (1..=4).contains(&word.len())
        && word.bytes().any(|b| b.is_ascii_digit());
    is_bed
        || word.ends_with(':')
        || matches!(word, "name" | "name:" | "pt" | "pt:" | "rn" | "nurse" | "tech" | "wit" | "witness")
}

/// Whether the word is none of plain English or of the trade.
fn is_free(word: &str) -> bool {
    const OTHER: &[u32] = &[
        words::COMMON_BIT,
        words::CLINICAL_BIT,
        lists::STOP_BIT,
        lists::ROLE_BIT,
        lists::AFTER_PERSON_BIT,
        lists::KIN_BIT,
        lists::TITLE_BIT,
        lists::MONTH_BIT,
        lists::PERSON_VERB_BIT,
        lists::DEPARTMENT_BIT,
    ];
    !is_any(Traits::of(word), OTHER) && !lists::is_drug_like(word) && !lexicon::look_up(word).is_clinical()
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{RELEASE, engine};

    fn covers(line: &str, value: &str) -> bool {
        let text = format!("Pt Ana Ruiz seen by Boris Quillfeather, MD with odalys.\n{line}\n");
        let at = text.find(value).unwrap();
        let spans = engine().scan(&text, &[], RELEASE);
        (at..at + value.len()).all(|at| {
            text.as_bytes()[at].is_ascii_punctuation()
                || text.as_bytes()[at] == b' '
                || spans.iter().any(|span| span.start <= at && at < span.end)
        })
    }

    #[test]
    fn a_letter_behind_a_name_in_small_letters_belongs_to_it() {
        assert!(covers("second check dr marchetti m\n", "marchetti m"));
        assert!(super::is_aged(" 26f g1p0", 0) && super::is_aged(", 44 M", 0) && !super::is_aged(" 26 feet", 0));
        assert!(covers("(keyed later by t. marchetti)\n", "t. marchetti"));
        assert!(!covers("dr marchetti w pain", "marchetti w"));
    }
}
