//! A sign in place of each blank: `Ana+Ruiz`, `3-Elm-Street`, `April.21,.2026`, `504~555~0126`.
//!
//! Signs stand between words for many reasons, so what the words are must tell that they belong to one name, street, day or number.

use std::borrow::Cow;

use super::{
    super::{
        case, cursor,
        piece::Piece,
        token::lists,
        words::{self, Traits},
    },
    Patch,
};
use crate::lexicon;

/// How far a token is looked at.
const REACH: usize = 120;

/// Signs that no other text has between words, and those that many have.
const ODD: [char; 7] = ['_', '~', '+', '|', '\u{b7}', '\u{2022}', '\u{2027}'];
const USUAL: [char; 3] = ['-', '.', '/'];

/// Whether such a sign may stand behind the piece that ends at `end`.
#[inline]
pub(super) fn may_be(bytes: &[u8], end: usize) -> bool {
    let next = |at: usize| bytes.get(end + at).copied().unwrap_or(b' ');
    let starts = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'(' | b'#');
    match next(0) {
        b'_' | b'~' | b'+' | b'|' => next(1).is_ascii_graphic(),
        b'-' | b'.' | b'/' => starts(next(1)) || matches!(next(1), b'-' | b'.' | b'/'),
        b',' | b')' => {
            matches!(next(1), b'_' | b'~' | b'+' | b'|' | b'-' | b'.' | b'/') && next(2).is_ascii_alphanumeric()
        }
        _ => false,
    }
}

/// Reads the token in which the piece stands, and says where it ends.
pub(super) fn find(text: &str, piece: Piece, found: &mut Vec<Patch>) -> usize {
    let (start, end) = token_around(text, piece);
    let Some(token) = text.get(start..end) else { return piece.end };
    // Days, telephones and pairs of small words: what `belongs` asks of the usual signs begins with a capital or a bracket.
    let is_large = |byte: u8| byte.is_ascii_uppercase() || byte >= 0x80 || matches!(byte, b'_' | b'~' | b'+' | b'|');
    if !token.starts_with('(') && !token.bytes().any(is_large) {
        return end;
    }
    let signs = Signs::of(token);
    if REFUSED.iter().any(|sign| signs.may_have(*sign))
        || signs.may_have(':') && token.contains("://")
        || signs.may_have('w') && token.contains("www")
        || signs.may_have('|') && token.contains("||")
    {
        return end;
    }
    let parts_it = |sign: char| {
        let mut parts = token.split(sign);
        parts.next().is_some_and(|part| !part.is_empty())
            && parts.clone().count() > 0
            && parts.all(|part| !part.is_empty())
    };
    let sign = ODD.iter().chain(&USUAL).copied().find(|sign| signs.may_have(*sign) && parts_it(*sign));
    let Some(sign) = sign else { return end };
    if sign == '|' && is_table(text, start, end) {
        return end;
    }
    if belongs(token, sign) {
        // "Sunday,-11/22", "Apr-21-2026": two figures that a sign of days joins stay together.
        let is_day = |at: usize| {
            let (head, tail) = (token.get(..at).unwrap_or_default(), token.get(at + 1..).unwrap_or_default());
            let before = head.bytes().rev().take_while(u8::is_ascii_digit).count();
            let behind = tail.bytes().take_while(u8::is_ascii_digit).count();
            matches!(sign, '/' | '-' | '.') && (1..=2).contains(&before) && (1..=2).contains(&behind)
        };
        let gaps = token.match_indices(sign).filter(|(at, _)| !is_day(*at));
        found.extend(gaps.map(|(at, sign)| (start + at, start + at + sign.len(), Cow::Borrowed(" "))));
    }
    end
}

/// With these a token is an address, a path or a code.
const REFUSED: [char; 7] = ['@', '^', '\\', '<', '>', '%', '='];

/// Which bytes of ASCII a token has, a bit each, and whether it has others.
struct Signs {
    ascii: u128,
    is_wide: bool,
}

impl Signs {
    fn of(token: &str) -> Self {
        let mut signs = Self { ascii: 0, is_wide: false };
        for byte in token.bytes() {
            signs.ascii |= 1 << (byte & 127);
            signs.is_wide |= byte >= 0x80;
        }
        signs
    }

    const fn may_have(&self, sign: char) -> bool {
        if sign.is_ascii() { self.ascii >> (sign as u32 & 127) & 1 == 1 } else { self.is_wide }
    }
}

/// From where to where the token reaches in which the piece stands.
fn token_around(text: &str, piece: Piece) -> (usize, usize) {
    let head = cursor::window_before(text, piece.start, REACH);
    let tail = cursor::window_after(text, piece.end, REACH);
    let goes_on = |byte: &u8| !matches!(byte, b' ' | b'\t'..=b'\r' | b'"');
    let start = piece.start - head.bytes().rev().take_while(goes_on).count();
    let end = piece.end + tail.bytes().take_while(goes_on).count();
    if text.as_bytes().get(start..end).is_some_and(<[u8]>::is_ascii) {
        return (start, end);
    }
    // There are blanks beyond ASCII.
    let is_end = |c: char| c.is_whitespace() || c == '"';
    let before = head.rsplit(is_end).next().unwrap_or_default().len();
    (piece.start - before, piece.end + tail.split(is_end).next().unwrap_or_default().len())
}

/// Whether the line has such signs elsewhere, or nothing else.
fn is_table(text: &str, start: usize, end: usize) -> bool {
    let head = cursor::window_before(text, start, REACH).rsplit('\n').next().unwrap_or_default();
    let tail = cursor::window_after(text, end, REACH).split('\n').next().unwrap_or_default();
    head.contains('|') || tail.contains('|') || head.trim().is_empty() && tail.trim().is_empty()
}

/// What a part of a token is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// "Ana"
    Title,
    /// "MRN"
    Large,
    /// "J"
    Initial,
    /// "21", "3rd"
    Number,
    /// "555-0126", "A4471"
    Code,
    Small,
    Other,
}

fn core(part: &str) -> &str {
    part.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '[' | ']' | '#' | '\'' | '!' | '?'))
}

impl Part {
    fn of(part: &str) -> Self {
        let word = core(part);
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
        let figures = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        if word == "P.O" {
            return Self::Large;
        }
        if matches!(part, "&" | "+") {
            return Self::Small;
        }
        let mut chars = word.chars();
        let first = chars.next().unwrap_or(' ');
        let rest = chars.as_str();
        if word.is_empty() {
            Self::Other
        } else if figures.bytes().all(|byte| byte.is_ascii_digit()) && !figures.is_empty() {
            Self::Number
        } else if first.is_uppercase() && rest.is_empty() {
            Self::Initial
        } else if first.is_uppercase()
            && rest.chars().any(char::is_lowercase)
            && rest.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-'))
        {
            Self::Title
        } else if word.chars().all(char::is_uppercase) {
            Self::Large
        } else if word.chars().all(char::is_lowercase) {
            Self::Small
        } else if word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() || matches!(byte, b'-' | b'/' | b'.'))
            && word.bytes().any(|byte| byte.is_ascii_digit())
        {
            Self::Code
        } else {
            Self::Other
        }
    }
}

/// Whether the parts are words of one thing.
fn belongs(token: &str, sign: char) -> bool {
    let words = || token.split(sign).map(core);
    let is_odd = ODD.contains(&sign);
    // Most tokens with a usual sign are short forms: nothing below takes in one without a word in title case, a month, a comma or a bracket.
    let is_short_form = || {
        let has_title = token
            .as_bytes()
            .windows(2)
            .any(|pair| matches!(pair, [one, next] if one.is_ascii_uppercase() && next.is_ascii_lowercase()));
        token.is_ascii()
            && !has_title
            && !token.contains([',', '('])
            && !words().any(|word| word == "BOX" || lists::is_month(word))
    };
    if !is_odd && is_short_form() {
        return false;
    }
    let parts: Vec<Part> = token.split(sign).map(Part::of).collect();
    let count = |part: Part| parts.iter().filter(|one| **one == part).count();
    let (titles, numbers, codes, smalls) =
        (count(Part::Title), count(Part::Number), count(Part::Code), count(Part::Small));
    if parts.contains(&Part::Other) || parts.len() > 16 {
        return false;
    }
    let digits: usize = token.bytes().filter(u8::is_ascii_digit).count();
    let is_month = |word: &str| {
        lists::is_month(word)
            && (word.starts_with(char::is_uppercase) || is_odd && numbers + codes > 0 && word != "may" && word != "mar")
    };
    let has_month = words().any(is_month);
    let is_joint = |word: &str| {
        lists::is_joint(word) || matches!(word, "" | "of" | "the" | "and" | "de" | "la" | "del" | "at" | "in")
    };
    let smalls_join = || token.split(sign).map(core).filter(|word| word.chars().all(char::is_lowercase)).all(is_joint);
    // "April-21,-2026", "sixth.of.April"
    let is_ordinal = |word: &str| is_joint(word) || lexicon::look_up(word).ordinary() > 0;
    let larges =
        words().filter(|word| word.len() > 1 && word.chars().all(char::is_uppercase) && !lists::is_month(word)).count();
    if has_month
        && numbers + smalls > 0
        && larges == 0
        && words().filter(|word| word.starts_with(char::is_lowercase)).all(is_ordinal)
    {
        let is_form = parts.len() == 3 && numbers == 2 && (parts.first() == Some(&Part::Number) || sign == '/');
        return !is_form && (numbers > 0 || parts.len() > 2);
    }
    // "Ruiz,-Ana", "Elm_St.,_Apt": no sign follows a comma but one that stands for a blank.
    let is_behind_comma = || {
        let mut pairs = token.split(sign).zip(token.split(sign).skip(1));
        pairs.any(|(one, next)| one.ends_with(',') && one.len() > 2 && next.starts_with(char::is_alphanumeric))
    };
    if (titles > 0 || count(Part::Large) > 0) && is_behind_comma() && smalls_join() {
        return true;
    }
    // "(586)/555-0100/X214"
    if titles + smalls == 0 && token.starts_with('(') && token.get(4..5) == Some(")") && digits > 9 {
        return true;
    }
    // "ninety_one", "eight_eight_one_four"
    let is_figure = |word: &str| NUMBERS.iter().any(|number| word.eq_ignore_ascii_case(number));
    if is_odd && parts.len() > 1 && words().all(is_figure) {
        return true;
    }
    // "sat_6/20/26"
    if is_odd
        && parts.len() == 2
        && codes == 1
        && words().next().is_some_and(|word| ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].contains(&word))
    {
        return true;
    }
    // "504_555_0126", "4471~220", "BLUE_MESA_CLINIC"
    if titles + smalls + count(Part::Initial) == 0 && is_odd && sign != '+' && sign != '|' {
        let is_house = words().any(|word| Traits::of(word).has(lists::INSTITUTION_BIT)) && parts.len() > 2;
        let is_name = parts.len() == 2
            && words().next().is_some_and(|word| lexicon::look_up(word).given() > 1)
            && words().all(|word| lexicon::look_up(word).is_strong_name());
        return is_house
            || is_name
            || lexicon::look_up(&words().collect::<Vec<_>>().join(" ")).city() > 0
            || digits >= 5 && (sign != '_' || count(Part::Large) == 0 || numbers + codes > 0);
    }
    // "P.O.-Box-331"
    if numbers == 1 && parts.len() < 4 && words().any(|word| matches!(word, "Box" | "BOX")) {
        return true;
    }
    if titles == 0 || !smalls_join() {
        return false;
    }
    let traits = |word: &str| Traits::of(word);
    let is_street = |word: &str| case::is_street(&word.to_lowercase());
    let has = |bit: u32| words().any(|word| traits(word).has(bit));
    let is_numbered = parts.first() == Some(&Part::Number) && parts.len() > 2;
    let is_address = is_numbered && (words().any(is_street) || has(words::STATE_BIT));
    let begins_so = words().next().is_some_and(|word| traits(word).has(lists::INSTITUTION_BIT));
    let is_house = has(lists::INSTITUTION_BIT) && titles > 1 && !begins_so;
    let is_led =
        words().next().is_some_and(|word| traits(word).has(lists::TITLE_BIT)) && titles + count(Part::Initial) > 1;
    let is_pair = parts.len() <= 4 && {
        let names: Vec<&str> = words().collect();
        let first = names.first().map_or(lexicon::Entry::NONE, |word| lexicon::look_up(word));
        let last = names.last().map_or(lexicon::Entry::NONE, |word| lexicon::look_up(word));
        titles + count(Part::Initial) == parts.len()
            && titles > 1
            && first.given() > 1
            && last.surname() > 1
            && (first.is_strong_name() || last.is_strong_name())
    };
    if is_odd {
        return titles + numbers + count(Part::Initial) + count(Part::Large) + codes > 1;
    }
    // "Independence-Day", "Salt/Lake/City", "Thurs.2/19"
    let phrase = || words().collect::<Vec<_>>().join(" ");
    let is_feast = parts.len() == 2
        && words().next_back() == Some("Day")
        && words().next().is_some_and(|word| word.len() > 3 && !lists::is_kin(word));
    let is_city = || numbers + codes == 0 && parts.len() < 4 && lexicon::look_up(&phrase()).city() > 0;
    let is_dated = words().next().is_some_and(is_weekday) && numbers + codes > 0 && titles == 1;
    if is_feast || is_dated || is_city() {
        return true;
    }
    match sign {
        '-' => is_address || is_house && parts.len() > 2 || is_led,
        '/' => is_address || is_house || is_led,
        _ => is_address || is_house || is_led || is_pair || parts.len() > 2 && titles > 2,
    }
}

/// Numbers in words.
#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "ninety", "hundred", "a", "and", "twenty", "thirty", "forty", "fifty", "sixty",
    "seventy", "eighty",
];

fn is_weekday(word: &str) -> bool {
    ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].iter().any(|day| word.starts_with(day))
        && (word.len() < 6 || word.ends_with("day"))
}

/// The same for a sign beyond ASCII in a piece.
pub(super) fn may_be_wide(shown: &str) -> bool {
    shown.contains(['\u{b7}', '\u{2022}', '\u{2027}'])
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn signs_for_blanks_are_read() {
        for (text, plain) in [
            ("by Ana+Ruiz, by Ana~Maria~Ruiz.", "by Ana Ruiz, by Ana Maria Ruiz."),
            ("at 3-Elm-Street, 3/Elm/Street", "at 3 Elm Street, 3 Elm Street"),
            ("on April.21,.2026", "on April 21, 2026"),
            ("call 504_555_0126, (504)~555-0126", "call 504 555 0126, (504) 555-0126"),
            ("by Ana|Ruiz today", "by Ana Ruiz today"),
            ("by Ana\u{b7}Ruiz today", "by Ana Ruiz today"),
            ("on Sunday,-11/22, Wed.-7/1, June-30,-2026", "on Sunday, 11/22, Wed. 7/1, June 30, 2026"),
            ("at BLUE_MESA_EMERGENCY_CLINIC, PAGE,/BAILEY", "at BLUE MESA EMERGENCY CLINIC, PAGE, BAILEY"),
            ("at Rte_11_&_Dell_Street, P.O.-Box-331", "at Rte 11 & Dell Street, P.O. Box 331"),
            ("at Mayo/Clinic, by Dr.-Ruiz", "at Mayo Clinic, by Dr. Ruiz"),
        ] {
            assert_eq!(read(text), plain);
        }
    }

    #[test]
    fn signs_between_other_words_stay() {
        for text in [
            "Na+/K+, A+B, C+ and D+",
            "REG_USER, svc_hl7, face_front.jpg, Ana_Ruiz.pdf",
            "PT/OT/ST, Mon/Wed/Fri, City/ST/Zip, Keller/Chen",
            "well-known X-ray, COVID-19, Class-2",
            "PID|1|Ruiz|Ana",
            "| Ana | Ruiz |",
            "Ana|Ruiz",
            "mg\u{b7}h/mL",
            "Smith-Jones",
            "12-Mar-2026",
            "ana.ruiz@example.org",
            "Done.Then he left",
            "IL-6/TNF",
            "v1.2.3",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
