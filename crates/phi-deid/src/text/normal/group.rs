//! Parts of one code or day of figures with a gap between them: "MRN 114 88" and "203", "06 06" and "1955".

use super::{
    super::words::{self, ShortList, Traits},
    ends::last_words,
    pair::{first_word, last_word},
    quote,
};

/// So many groups of a code stand before a gap at most, and so far behind its label.
const GROUPS: usize = 3;

/// Whether the code at the end of `head` goes on in `tail`.
pub(super) fn goes_on(head: &str, tail: &str) -> bool {
    let bytes = tail.as_bytes();
    if !bytes.first().is_some_and(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let len = bytes.iter().take(16).take_while(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()).count();
    let next = tail.get(..len).unwrap_or_default();
    let rest = bytes.get(len..).unwrap_or_default();
    let is_dashed = matches!(rest, [b'-', digit, ..] if digit.is_ascii_digit());
    let ends = match rest {
        [b'.' | b',', digit, ..] => !digit.is_ascii_digit(),
        [next, ..] => is_dashed || !(next.is_ascii_alphanumeric() || matches!(next, b':' | b'/' | b'%' | b'-')),
        [] => true,
    };
    let digits = next.bytes().filter(u8::is_ascii_digit).count();
    let is_year = next.len() == 4 && next.parse::<u16>().is_ok_and(|year| (1900..2040).contains(&year));
    ends && (2..=12).contains(&digits) && (is_day(head, next, is_year) || !is_year && is_announced(head))
}

/// "06 06" and "1955", where no longer row of numbers stands.
fn is_day(head: &str, next: &str, is_year: bool) -> bool {
    let mut words = last_words(head);
    let mut part = |most: u8| {
        let word = words.next().unwrap_or_default();
        word.len() == 2 && word.parse::<u8>().is_ok_and(|value| (1..=most).contains(&value))
    };
    is_year
        && next.len() == 4
        && part(31)
        && part(12)
        && !words.next().is_some_and(|word| word.ends_with(|c: char| c.is_ascii_digit()))
}

/// Short groups of figures and capitals behind a word that announces a code: "MRN 114 88", "DL MI O 440", "plate AZ 7KR".
fn is_announced(head: &str) -> bool {
    let is_fit = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    let mut rest = head;
    let mut digits = 0;
    for count in 0..=GROUPS {
        let word = last_word(rest);
        let before = rest.get(..rest.len() - word.len()).unwrap_or_default();
        let is_group = word.len() <= 5 + usize::from(word.contains('-'))
            && !word.is_empty()
            && word.bytes().all(is_fit)
            && before.ends_with(' ');
        if count > 0 && digits > 0 && is_label(word) {
            return true;
        }
        let is_state = count > 0 && Traits::of(word).has(words::STATE_BIT);
        if !is_group && !is_state {
            return false;
        }
        digits += word.bytes().filter(u8::is_ascii_digit).count();
        rest = before.trim_end_matches(' ');
    }
    digits > 0 && is_label(last_word(rest))
}

/// A word that announces a code of several groups. Hours and counts stand behind some others.
fn is_label(word: &str) -> bool {
    let word = word.trim_end_matches([':', '#', '.', ',']);
    let word = first_word(word).0;
    static MORE: ShortList =
        ShortList::of(&["card", "din", "tracking", "plan", "subscriber", "insured", "udi", "vin", "passport", "unit"]);
    static LESS: ShortList = ShortList::of(&[
        "at", "call", "code", "no", "file", "report", "order", "lot", "trip", "exp", "cell", "phone", "tel", "pager",
        "pgr", "number", "ext", "batch", "lab",
    ]);
    MORE.has(word) || quote::is_label(word) && !LESS.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_goes_on() {
        for (head, tail) in [
            ("seen today, MRN 114", "88 203. RD visit"),
            ("MRN: 8841", "2207). Surgery"),
            ("DL           MI O 440", "218 773 901"),
            ("plate AZ 7KR", "442) in the lot"),
            ("DL Arkansas 921", "440 378"),
            ("Medicaid 9904 4718", "2207 S"),
            ("PIP medical policy AUT 88", "2207-4"),
            ("|   M   |   06 06", "1955   |"),
            ("the blue card, R 5541", "8820. "),
        ] {
            assert!(goes_on(head, tail), "{head} / {tail}");
        }
    }

    #[test]
    fn a_code_ends() {
        for (head, tail) in [
            ("MRN 00482917", "0915 can you call"),
            ("MRN 8841", "2026-01-04 seen"),
            ("MRN 8841", "12:40 seen"),
            ("call 4471", "0915 ok"),
            ("BP 120", "80 today"),
            ("MRN 8841", "2 of them"),
            ("", "22"),
        ] {
            assert!(!goes_on(head, tail), "{head} / {tail}");
        }
    }
}
