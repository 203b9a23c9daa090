//! Lines that were broken to fit a page: a line break inside a sentence is read as a blank.
//!
//! A text is taken for wrapped when its lines end where the next word would not have fitted. Elsewhere a break is a blank only where
//! what stands on both sides leaves no doubt: a title and a name, a month and a day, an area code and a number.

use super::{
    super::cursor,
    date,
    ends::{behind_last, first_line, last_words, without_blanks, words},
    join,
};
use crate::lexicon;

/// How wide the lines of a wrapped text are.
const WIDTHS: core::ops::RangeInclusive<usize> = 36..=110;

/// So many lines must be full, and such a share of those that another one follows.
const FULL: usize = 3;
const SHARE: usize = 3;

/// How wide the lines are where a paragraph has few of them.
const SHORT: core::ops::RangeInclusive<usize> = 60..=90;

/// Where a break is none: from where to where, and what is read there. A paragraph is looked at by itself, so where a long text is
/// cut does not matter.
pub(super) fn breaks(text: &str, signs: &[usize], wide: bool) -> Vec<(usize, usize, &'static str)> {
    let mut found = Vec::new();
    let lines = lines(text, signs);
    let is_tabbed = join::is_tabbed(text);
    // Up to here the width of the paragraph is known.
    let (mut known_to, mut width) = (0, None);
    for (index, Range { begin, end, may_have_gap }) in lines.iter().copied().enumerate() {
        let next = text.get(end + 1..).unwrap_or_default();
        let line = text.get(begin..end).unwrap_or_default();
        let kept = line.strip_suffix('\r').unwrap_or(line);
        // Blanks at the end of a line are none of its text.
        let shown = without_blanks(kept);
        // In a wide text two blanks part all words.
        if may_have_gap && !wide {
            join::Line { text, begin, shown, is_tabbed }.close(&mut found);
        }
        if shown.len() < kept.len() {
            found.push((begin + shown.len(), begin + kept.len(), ""));
        }
        // A line that is quoted goes on in a quoted one.
        let start = begin + kept.len();
        let quote = quoted(shown);
        let (kept, next, stop) = if quote > 0 && quoted(next) == quote {
            (shown.get(quote..).unwrap_or_default(), next.get(quote..).unwrap_or_default(), end + 1 + quote)
        } else {
            (shown, next, end + 1)
        };
        let (Some(last), Some(first)) = (kept.bytes().next_back(), next.bytes().next()) else { continue };
        if begin >= known_to {
            let (len, is_at) = wrapped_at(text, lines.get(index..).unwrap_or_default());
            (known_to, width) = (begin + len, is_at);
        }
        if !(first.is_ascii_alphanumeric()
            || matches!(first, b'(' | b'"' | b'$' | b'\'' | b'&')
            || first >= 0x80
            || is_part(kept, next))
        {
            continue;
        }
        // "08 / 12 /" and "2010"
        let is_day = last == b'/'
            && first.is_ascii_digit()
            && kept.trim_end_matches(['/', ' ']).ends_with(|c: char| c.is_ascii_digit());
        if is_day && !kept.ends_with("//") {
            found.push((start, stop, " "));
            continue;
        }
        if last == b'-' {
            if is_hyphenated(kept, first, next) {
                // "Halvor-" and "sen" are one word, "well-" and "known" two.
                let is_cut =
                    start == begin + line.strip_suffix('\r').unwrap_or(line).trim_end().len() && is_cut(kept, next);
                found.push((start - usize::from(is_cut), stop, ""));
            }
            continue;
        }
        let is_full = is_part(kept, next) || width.is_some_and(|width| fills(kept, next, width) && flows(kept, next));
        if is_full || is_inner(kept, next) || !wide && join::goes_on(kept, next) {
            found.push((start, stop, " "));
        }
    }
    found
}

/// How long the marks of quotation are with which a line begins: "> ".
fn quoted(line: &str) -> usize {
    if !line.starts_with('>') {
        return 0;
    }
    line.bytes().take(8).take_while(|byte| matches!(byte, b'>' | b' ')).count()
}

/// From where to where a line goes, without the break at its end.
#[derive(Clone, Copy)]
struct Range {
    begin: usize,
    end: usize,
    /// Two blanks or a tab stand in it, behind its beginning.
    may_have_gap: bool,
}

fn lines(text: &str, signs: &[usize]) -> Vec<Range> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(bytes.len() / 32 + 1);
    let (mut begin, mut may_have_gap) = (0, false);
    for at in signs.iter().copied() {
        match bytes.get(at) {
            Some(b'\n') => {
                lines.push(Range { begin, end: at, may_have_gap });
                (begin, may_have_gap) = (at + 1, false);
            }
            Some(b' ' | b'\t') => may_have_gap |= at > begin,
            _ => {}
        }
    }
    lines.push(Range { begin, end: bytes.len(), may_have_gap });
    lines
}

/// Without the blanks at its end, which most lines do not have.
fn trimmed(line: &str) -> &str {
    if line.bytes().next_back().is_some_and(|last| last.is_ascii_graphic()) { line } else { line.trim_end() }
}

fn unquoted(line: &str) -> &str {
    line.get(quoted(line)..).unwrap_or_default()
}

/// How long the paragraph is that begins with the first of these lines, and the width at which it is wrapped, if it is.
fn wrapped_at(text: &str, lines: &[Range]) -> (usize, Option<usize>) {
    let shown = |line: &Range| unquoted(trimmed(text.get(line.begin..line.end).unwrap_or_default()));
    let (mut len, mut count, mut width) = (0_usize, 0_usize, 0_usize);
    for line in lines {
        let shown = shown(line).len();
        if shown == 0 {
            break;
        }
        (len, count, width) = (len + (line.end - line.begin) + 1, count + 1, width.max(shown));
    }
    // Few paragraphs of a line or two are so wide.
    if count < 2 || !WIDTHS.contains(&width) || count <= FULL && !SHORT.contains(&width) {
        return (len, None);
    }
    let lines = || lines.iter().take(count).map(shown);
    let (mut full, mut pairs, mut open) = (0_usize, 0_usize, 0_usize);
    for (line, next) in lines().zip(lines().skip(1)) {
        pairs += 1;
        let is_full = fills(line, next, width) && flows(line, next);
        full += usize::from(is_full);
        // All must be, or it does not matter.
        let may_be_short = is_full && open + 1 == pairs && SHORT.contains(&width);
        open += usize::from(may_be_short && is_open(line, next));
    }
    // Of few lines each must be full, and none the end of a sentence.
    let is_short = pairs > 0 && open == pairs && SHORT.contains(&width);
    (len, (full >= FULL && full * SHARE >= pairs || is_short).then_some(width))
}

/// Prose that goes on in the next line, as far as its ends tell.
fn is_open(line: &str, next: &str) -> bool {
    let last = line.trim_end().chars().next_back();
    let is_row = cursor::first_twice(line.as_bytes(), b' ').is_some()
        || cursor::any(line.as_bytes(), |byte| matches!(byte, b'=' | b'>' | b'<' | b'#'))
        || line.starts_with(['-', '*']);
    // The heading of a line: "Name: …", "S: …".
    let is_field = words(line).take(2).any(|word| word.ends_with(':'));
    let starts_with_letter = next.starts_with(|c: char| c.is_alphabetic() || c == '(' || c == '"');
    let count = cursor::count(line.as_bytes(), |byte| byte == b' ') + 1;
    last.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '.' | ')'))
        && !line.ends_with("..")
        && count > 6
        && !is_row
        && !(is_field && line.contains(';'))
        && (starts_with_letter
            || next.starts_with(|c: char| c.is_ascii_digit()) && line.ends_with(|c: char| c.is_lowercase() || c == ','))
        && (!line.ends_with('.') || is_initial_or_title(line) || next.starts_with(char::is_lowercase))
}

/// "at Elm St.", "Dr.", "Robert L."
fn is_initial_or_title(line: &str) -> bool {
    let word = behind_last(line.trim_end_matches('.'), |byte| byte == b' ');
    word.len() == 1 || matches!(word, "Dr" | "Mr" | "Mrs" | "Ms" | "St" | "Mt" | "Ft" | "Ave" | "Rd" | "vs" | "No")
}

/// Whether the first word of the next line would not have fitted.
fn fills(line: &str, next: &str, width: usize) -> bool {
    let line = trimmed(line);
    if line.is_empty() || line.len() > width {
        return false;
    }
    let word = next.bytes().take(width).position(|b| matches!(b, b' ' | b'\r' | b'\n'));
    line.len() + 1 + word.unwrap_or(next.len()) > width
}

/// Running text on both sides: no columns, no field.
fn flows(line: &str, next: &str) -> bool {
    let next = trimmed(first_line(cursor::window_after(next, 0, 160)));
    let is_row = |line: &str| {
        let has_pair = || cursor::first_twice(line.as_bytes(), b' ').is_some();
        cursor::any(line.as_bytes(), |byte| matches!(byte, b'\t' | b'|'))
            || has_pair() && line.trim_start().contains("   ")
    };
    let is_field = words(next).next().is_some_and(|word| word.ends_with(':'));
    !is_row(line) && !is_row(next) && !is_field && next.starts_with(|c: char| !c.is_whitespace())
}

/// "47.218," and "-118.402"; "5 / 6" and "/ 47"
fn is_part(line: &str, next: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let last = || behind_last(line, |byte| byte == b' ');
    let is_number =
        |part: &str| part.split_once('.').is_some_and(|(_, part)| part.len() > 2 && part.chars().all(is_digit));
    let is_minus = || next.starts_with('-') && last().strip_suffix(',').is_some_and(is_number);
    let is_year = || {
        let Some(year) = next.strip_prefix("/ ").or_else(|| next.strip_prefix('/')) else { return false };
        let last = last();
        let digits = year.bytes().take_while(u8::is_ascii_digit).count();
        matches!(digits, 2 | 4)
            && last.ends_with(is_digit)
            && last.len() <= 5
            && cursor::window_before(line, line.len(), 8).contains('/')
    };
    is_minus() || is_year()
}

/// "a 93-" and "year-old", "BH-" and "445566", "Testc-" and "ase".
fn is_hyphenated(line: &str, first: u8, next: &str) -> bool {
    let head = line.strip_suffix('-').unwrap_or(line).as_bytes();
    let Some(before) = head.last() else { return false };
    let capitals = head.iter().rev().take_while(|b| b.is_ascii_uppercase()).count();
    let digits = next.bytes().take_while(u8::is_ascii_digit).count();
    // "VF7-" and "MY24": two parts of a code.
    let is_part = |part: &[u8]| part.len() >= 3 && part.iter().any(u8::is_ascii_digit);
    let code = |byte: &&u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let head = head.get(head.len() - head.iter().rev().take_while(code).count()..).unwrap_or_default();
    let tail = next.as_bytes().get(..next.bytes().take_while(|byte| code(&byte)).count()).unwrap_or_default();
    before.is_ascii_alphanumeric() && first.is_ascii_lowercase()
        || before.is_ascii_uppercase() && first.is_ascii_uppercase() && is_cut(line, next)
        || (1..=4).contains(&capitals) && digits >= 4
        || is_part(tail) && (is_part(head) || head.len() == capitals && (2..=4).contains(&capitals))
}

/// Whether a word was cut at the end of a line: as a whole it is one, or neither half is.
fn is_cut(line: &str, next: &str) -> bool {
    const LONGEST: usize = 20;
    let is_letter = |c: char| c.is_alphabetic();
    let line = line.strip_suffix('-').unwrap_or(line);
    let line = cursor::window_before(line, line.len(), LONGEST);
    let head = line.get(line.trim_end_matches(is_letter).len()..).unwrap_or_default();
    let ahead = cursor::window_after(next, 0, LONGEST);
    let tail = ahead.get(..ahead.len() - ahead.trim_start_matches(is_letter).len()).unwrap_or_default();
    let rest = ahead.get(tail.len()..).unwrap_or_default();
    if head.len() < 2 || tail.len() < 2 || rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        return false;
    }
    let is_word = |word: &str| !lexicon::look_up(word).is_unknown();
    // One of capitals may be a code.
    let is_large = head.bytes().chain(tail.bytes()).all(|byte| byte.is_ascii_uppercase());
    let whole = format!("{head}{tail}");
    date::is_month(&whole)
        || is_word(&whole) && !(is_word(head) && is_word(tail) && tail.len() > 3)
        || !is_large && !is_word(head) && !is_word(tail)
}

/// What stands on both sides makes one thing of them.
fn is_inner(line: &str, next: &str) -> bool {
    let word = behind_last(line, |byte| matches!(byte, b' ' | b'(' | b'"'));
    let digits = next.bytes().take_while(u8::is_ascii_digit).count();
    let first = next.bytes().next().unwrap_or_default();
    let is_local = digits == 3
        && next.as_bytes().get(3).is_some_and(|b| matches!(b, b' ' | b'-' | b'.'))
        && next.bytes().skip(4).take_while(u8::is_ascii_digit).count() == 4;
    let is_day = || (1..=2).contains(&digits) && !next.get(digits..).is_some_and(|t| t.starts_with([':', '/', '%']));
    let starts = |words: &[&str]| words.iter().any(|word| next.starts_with(word));
    match word {
        "Dr." | "Mr." | "Mrs." | "Ms." | "Drs." | "Rev." | "Sra." | "Sr." | "DR." | "MR." | "MRS." | "MS." => {
            first.is_ascii_uppercase()
        }
        "St." | "Mt." | "ST." | "MT." => first.is_ascii_uppercase(),
        _ if is_month(word) => is_day() || digits == 4 && starts(&["19", "20"]),
        _ if digits == 4 && starts(&["19", "20"]) && is_month_and_day(line) => true,
        _ => {
            let tail = word.trim_start_matches(['#', '(']).trim_end_matches(')');
            let is_number = |len: usize| tail.len() == len && tail.bytes().all(|b| b.is_ascii_digit());
            is_local && is_number(3)
                || (is_number(2) || is_number(3))
                    && starts(&["year-old", "year old", "years old", "yo ", "y/o ", "yr old", "y.o."])
                // "480 555" and "0117"
                || digits == 4 && is_number(3) && ends_in_area(line)
                || digits == 4 && (line.ends_with(" ending") || line.ends_with(" ends in") || line.ends_with(" ending in"))
                || word == "+1" && first == b'('
                || digits > 0 && matches!(word, "ext." | "ext" | "Ext." | "x")
        }
    }
}

/// The name of a month, long or short, as names are written.
fn is_month(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && !matches!(word, "Mar" | "MAR") && date::is_month(word)
}

/// "on April 14th,"
fn is_month_and_day(line: &str) -> bool {
    let mut words = last_words(line);
    let (day, month) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let digits = day.bytes().take_while(u8::is_ascii_digit).count();
    let ending = day.get(digits..).unwrap_or_default().trim_end_matches(',');
    (1..=2).contains(&digits) && matches!(ending, "" | "st" | "nd" | "rd" | "th") && is_month(month)
}

/// "480 555": three digits and three more.
fn ends_in_area(line: &str) -> bool {
    let mut words = last_words(line).skip(1);
    let area = words.next().unwrap_or_default().trim_start_matches('(').trim_end_matches(')');
    area.len() == 3 && area.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::{super::piece, sign};
    use super::*;

    fn read(text: &str) -> String {
        let mut read = String::new();
        let mut at = 0;
        for (start, end, plain) in breaks(text, &sign::places(text, &piece::cut(text)), false) {
            read.push_str(text.get(at..start).unwrap());
            read.push_str(plain);
            at = end;
        }
        read + text.get(at..).unwrap()
    }

    #[test]
    fn wrapped_lines_flow() {
        let text = "The patient was seen today by Dr. Exampleby in the clinic and\nsays that she feels well since the operation. She lives in\nSalt Lake City with her husband Tomas and their two grown sons\nand comes again in April.";
        assert_eq!(read(text).matches('\n').count(), 0, "{}", read(text));
        assert_eq!(read("came on April\r\n14th, 2023"), "came on April 14th, 2023");
        assert_eq!(read("by Dr.\nExampleby"), "by Dr. Exampleby");
        assert_eq!(read("call (212)\n555-0142"), "call (212) 555-0142");
        assert_eq!(read("a 93-\nyear-old man"), "a 93-year-old man");
        assert_eq!(read("MRN BH-\n445566"), "MRN BH-445566");
        assert_eq!(read("on Septem-\nber 3, a well-\nknown Rod-\nriguez"), "on September 3, a well-known Rodriguez");
        assert_eq!(read("IN DE-\nCEMBER AND ON"), "IN DECEMBER AND ON");
        assert_eq!(read("on April 14th,\n2023"), "on April 14th, 2023");
        assert_eq!(read("OCTOBER\n20"), "OCTOBER 20");
        assert_eq!(read("3PD5-\nVF7-\nMY24, BDX-\n204"), "3PD5-VF7-MY24, BDX-204");
        assert_eq!(read("> by Dr.\n> Exampleby"), "> by Dr. Exampleby");
        assert_eq!(read("Ana Ruiz  \nseen"), "Ana Ruiz\nseen");
        assert_eq!(read("seen with Ana  Ruiz today"), "seen with Ana Ruiz today");
        assert_eq!(read("in June\n2026, by St.\nMary's"), "in June 2026, by St. Mary's");
        assert_eq!(read("call 480 555\n0117"), "call 480 555 0117");
        let short = "What are the options for a patient with asthma who was seen at Elm\nClinic on Monday?";
        assert_eq!(read(short), short.replace('\n', " "));
    }

    #[test]
    fn fields_and_columns_stay_apart() {
        for text in [
            "Name: Ana\nAge: 40\nMRN: 4471\nDOB: 1950",
            "a  b   c\nd  e   f\ng  h   i\nj  k   l",
            "O-\nHgb 7",
            "> a\nb",
            "Name: Ana  MRN: 4471 of the clinic",
            "Ana  Ruiz",
            "seen by the nurse  RUIZ\nseen by the aide   LEE",
            "one.  And the next of it",
            "a\n> b",
            "",
            "\n\n\r\n",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
