//! A sign in place of each blank: `Ana+Ruiz`, `3-Elm-Street`, `April.21,.2026`, `504~555~0126`.
//!
//! Signs stand between words for many reasons, so what the words are must tell that they belong to one name, street, day or number.

use std::borrow::Cow;

use super::{
    super::{
        case, cursor,
        piece::{DIGIT, Piece},
        token::lists,
        words::{self, Traits},
    },
    Patch,
    part::{Part, core},
};
use crate::lexicon;

/// How far a token is looked at.
const REACH: usize = 120;

/// The most parts that it has.
const MOST: usize = 16;

/// Signs that no other text has between words, and those that many have.
const ODD: [char; 7] = ['_', '~', '+', '|', '\u{b7}', '\u{2022}', '\u{2027}'];
const USUAL: [char; 3] = ['-', '.', '/'];

/// Whether such a sign may stand behind the piece, and not between two figures alone: a token with others is asked for beside them.
#[inline]
pub(super) fn may_be(bytes: &[u8], piece: &Piece, behind: Option<&Piece>) -> bool {
    let next = |at: usize| bytes.get(piece.end + at).copied().unwrap_or(b' ');
    let starts = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'(' | b'#');
    match next(0) {
        b'-' | b'.' | b'/' => {
            let is_number = || piece.kinds == DIGIT && behind.is_some_and(|behind| behind.kinds == DIGIT);
            starts(next(1)) && !(next(1).is_ascii_digit() && is_number()) || matches!(next(1), b'-' | b'.' | b'/')
        }
        b'_' | b'~' | b'+' | b'|' => next(1).is_ascii_graphic(),
        b',' | b')' => {
            matches!(next(1), b'_' | b'~' | b'+' | b'|' | b'-' | b'.' | b'/') && next(2).is_ascii_alphanumeric()
        }
        _ => false,
    }
}

/// Reads the token in which the piece stands, and says where it ends.
pub(super) fn find(text: &str, piece: Piece, found: &mut Vec<Patch>) -> usize {
    let Some(token) = Token::around(text, piece) else { return piece.end };
    let Token { start, end, shown, .. } = token;
    if !token.may_be_read() {
        return end;
    }
    let signs = Signs::of(shown);
    if signs.may_have(':') && shown.contains("://")
        || signs.may_have('w') && shown.contains("www")
        || signs.may_have('|') && shown.contains("||")
    {
        return end;
    }
    let parts_it = |sign: char| {
        let Some(sign) = u8::try_from(sign).ok().filter(u8::is_ascii) else {
            let mut parts = shown.split(sign);
            return parts.clone().count() > 1 && parts.all(|part| !part.is_empty());
        };
        let bytes = shown.as_bytes();
        bytes.first() != Some(&sign)
            && bytes.last() != Some(&sign)
            && bytes.contains(&sign)
            && !bytes.windows(2).any(|two| two == [sign, sign])
    };
    // "Wed./7/1": the full stop is that of the word.
    let is_stopped = shown.as_bytes().windows(3).any(|three| matches!(three, [b'.', b'/', b'0'..=b'9']));
    let first = is_stopped.then_some(&'/');
    let mut all = ODD.iter().chain(first).chain(&USUAL).copied();
    let sign = all.find(|sign| signs.may_have(*sign) && parts_it(*sign));
    let Some(sign) = sign else { return end };
    if sign == '|' && is_table(text, start, end) {
        return end;
    }
    if belongs(&token, sign) {
        // "Sunday,-11/22", "Apr-21-2026": two figures that a sign of days joins stay together.
        let is_day = |at: usize| {
            let (head, tail) = (shown.get(..at).unwrap_or_default(), shown.get(at + 1..).unwrap_or_default());
            let before = head.bytes().rev().take_while(u8::is_ascii_digit).count();
            let behind = tail.bytes().take_while(u8::is_ascii_digit).count();
            matches!(sign, '/' | '-' | '.') && (1..=2).contains(&before) && (1..=2).contains(&behind)
        };
        let gaps = shown.match_indices(sign).filter(|(at, _)| !is_day(*at));
        found.extend(gaps.map(|(at, sign)| (start + at, start + at + sign.len(), Cow::Borrowed(" "))));
    }
    end
}

/// What a byte is for a token, a bit each: where it ends, ...
const END: u8 = 1;
/// ... with what it is an address, a path or a code, ...
const REFUSED: u8 = 2;
/// ... the signs of the first list above, ...
const STRANGE: u8 = 4;
const OPEN: u8 = 8;
const CAPITAL: u8 = 16;
const LITTLE: u8 = 32;
const BEYOND: u8 = 64;

static BYTES: [u8; 256] = {
    let mut bytes = [0; 256];
    let mut rest: &mut [u8] = &mut bytes;
    let mut byte = 0;
    while let [slot, more @ ..] = rest {
        *slot = match byte {
            b' ' | b'\t'..=b'\r' | b'"' => END,
            b'@' | b'^' | b'\\' | b'<' | b'>' | b'%' | b'=' => REFUSED,
            b'_' | b'~' | b'+' | b'|' => STRANGE,
            b',' | b'(' => OPEN,
            b'A'..=b'Z' => CAPITAL,
            b'a'..=b'z' => LITTLE,
            0x80.. => BEYOND,
            _ => 0,
        };
        byte = byte.wrapping_add(1);
        rest = more;
    }
    bytes
};

fn kind(byte: u8) -> u8 {
    BYTES.get(usize::from(byte)).copied().unwrap_or(0)
}

/// What stands between two blanks.
struct Token<'t> {
    shown: &'t str,
    start: usize,
    end: usize,
    /// What its bytes are.
    kinds: u8,
    /// A capital stands before a small letter.
    has_title: bool,
}

impl<'t> Token<'t> {
    /// The one in which the piece stands.
    fn around(text: &'t str, piece: Piece) -> Option<Self> {
        let head = cursor::window_before(text, piece.start, REACH);
        let tail = cursor::window_after(text, piece.end, REACH);
        let start = piece.start - head.as_bytes().iter().rev().take_while(|byte| kind(**byte) != END).count();
        let end = piece.end + tail.as_bytes().iter().take_while(|byte| kind(**byte) != END).count();
        let token = Self::of(text, start, end)?;
        if token.kinds & BEYOND == 0 {
            return Some(token);
        }
        // There are blanks beyond ASCII.
        let is_end = |c: char| c.is_whitespace() || c == '"';
        let before = head.rsplit(is_end).next().unwrap_or_default().len();
        Self::of(text, piece.start - before, piece.end + tail.split(is_end).next().unwrap_or_default().len())
    }

    fn of(text: &'t str, start: usize, end: usize) -> Option<Self> {
        let shown = text.get(start..end)?;
        let (mut kinds, mut last, mut has_title) = (0, 0, false);
        for kind in shown.bytes().map(kind) {
            kinds |= kind;
            has_title |= last & CAPITAL != 0 && kind & LITTLE != 0;
            last = kind;
        }
        Some(Self { shown, start, end, kinds, has_title })
    }

    /// Whether [`belongs`] may take it in, which few are asked: no day, telephone or pair of small words, and no short form.
    fn may_be_read(&self) -> bool {
        let Self { shown, kinds, has_title, .. } = *self;
        let is_large = || kinds & (CAPITAL | BEYOND | STRANGE) != 0 || shown.starts_with('(');
        // "PAGE,/BAILEY", "(586)/555-0100"
        let is_opened = || {
            let is_parted = |two: &[u8]| matches!(two, [b',', b'-' | b'.' | b'/']);
            shown.as_bytes().windows(2).any(is_parted) || shown.starts_with('(') && shown.get(4..5) == Some(")")
        };
        let is_other = || kinds & (BEYOND | STRANGE) != 0 || has_title || kinds & OPEN != 0 && is_opened();
        let is_month = |word: &[u8]| word == b"BOX" || may_be_month(word);
        kinds & REFUSED == 0
            && is_large()
            && (is_other() || shown.as_bytes().split(|byte| !byte.is_ascii_alphabetic()).any(is_month))
    }
}

/// Whether a word begins and is as long as a month or day does and is.
fn may_be_month(word: &[u8]) -> bool {
    (3..10).contains(&word.len()) && may_begin_day(word)
}

/// Whether a month or a day of the week begins with the same two letters.
pub(super) fn may_begin_day(word: &[u8]) -> bool {
    let [first, second, ..] = word else { return false };
    matches!(
        (*first | 0x20, *second | 0x20),
        (b'a' | b'j', b'p' | b'u' | b'a')
            | (b'd' | b'f' | b'w' | b's', b'e')
            | (b'f', b'r')
            | (b'm' | b's', b'a' | b'o' | b'u')
            | (b'n', b'o')
            | (b'o', b'c')
            | (b't', b'h' | b'u')
    )
}

fn is_month(word: &str) -> bool {
    (may_be_month(word.as_bytes()) || !word.is_ascii()) && lists::is_month(word)
}

/// Which bytes of ASCII a token may have, a bit for two of them each, and whether it has others.
struct Signs {
    ascii: u64,
    is_wide: bool,
}

impl Signs {
    fn of(token: &str) -> Self {
        let mut signs = Self { ascii: 0, is_wide: false };
        for byte in token.bytes() {
            signs.ascii |= 1 << (byte & 63);
            signs.is_wide |= byte >= 0x80;
        }
        signs
    }

    const fn may_have(&self, sign: char) -> bool {
        if sign.is_ascii() { self.ascii >> (sign as u32 & 63) & 1 == 1 } else { self.is_wide }
    }
}

/// Whether the line has such signs elsewhere, or nothing else.
fn is_table(text: &str, start: usize, end: usize) -> bool {
    let head = cursor::window_before(text, start, REACH).rsplit('\n').next().unwrap_or_default();
    let tail = cursor::window_after(text, end, REACH).split('\n').next().unwrap_or_default();
    head.contains('|') || tail.contains('|') || head.trim().is_empty() && tail.trim().is_empty()
}

/// Whether the parts are words of one thing.
fn belongs(token: &Token<'_>, sign: char) -> bool {
    let shown = token.shown;
    let is_odd = ODD.contains(&sign);
    // Most tokens with a usual sign are short forms: nothing below takes in one without a word in title case, a month, a comma or a bracket.
    let is_short_form = || {
        token.kinds & (BEYOND | OPEN) == 0
            && !token.has_title
            && !shown.split(sign).map(core).any(|word| word == "BOX" || is_month(word))
    };
    if !is_odd && is_short_form() {
        return false;
    }
    let (mut words, mut parts): (Vec<&str>, Vec<Part>) = (Vec::new(), Vec::new());
    for part in shown.split(sign) {
        let is = Part::of(part);
        if is == Part::Other || parts.len() == MOST {
            return false;
        }
        words.push(core(part));
        parts.push(is);
    }
    let count = |part: Part| parts.iter().filter(|one| **one == part).count();
    let (titles, numbers, codes, smalls) =
        (count(Part::Title), count(Part::Number), count(Part::Code), count(Part::Small));
    let (larges, initials) = (count(Part::Large), count(Part::Initial));
    let digits = || shown.bytes().filter(u8::is_ascii_digit).count();
    let (first, last) = (words.first().copied().unwrap_or_default(), words.last().copied().unwrap_or_default());
    let any = |is: &dyn Fn(&str) -> bool| words.iter().any(|word| is(word));
    let is_joint = |word: &str| {
        lists::is_joint(word) || matches!(word, "" | "of" | "the" | "and" | "de" | "la" | "del" | "at" | "in")
    };
    let smalls_join =
        || smalls == 0 || words.iter().filter(|word| word.chars().all(char::is_lowercase)).all(|word| is_joint(word));
    let is_named_month = |word: &str| {
        (word.starts_with(char::is_uppercase) || is_odd && numbers + codes > 0 && word != "may" && word != "mar")
            && is_month(word)
    };
    // "April-21,-2026", "sixth.of.April"
    if numbers + smalls > 0 && any(&is_named_month) {
        let is_ordinal = |word: &str| is_joint(word) || lexicon::look_up(word).ordinary() > 0;
        let is_large = |word: &str| word.len() > 1 && word.chars().all(char::is_uppercase) && !is_month(word);
        let mut smalls = words.iter().filter(|word| word.starts_with(char::is_lowercase));
        if !any(&is_large) && smalls.all(|word| is_ordinal(word)) {
            // "Apr/21/2026", but not "Sunday/6/22".
            let is_form = parts.len() == 3
                && numbers == 2
                && (parts.first() == Some(&Part::Number) || sign == '/' && !is_weekday(first));
            return !is_form && (numbers > 0 || parts.len() > 2);
        }
    }
    // "Ruiz,-Ana", "Elm_St.,_Apt": no sign follows a comma but one that stands for a blank.
    let is_behind_comma = || {
        let mut pairs = shown.split(sign).zip(shown.split(sign).skip(1));
        pairs.any(|(one, next)| one.ends_with(',') && one.len() > 2 && next.starts_with(char::is_alphanumeric))
    };
    if token.kinds & OPEN != 0 && titles + larges > 0 && is_behind_comma() && smalls_join() {
        return true;
    }
    // "(586)/555-0100/X214"
    if titles + smalls == 0 && shown.starts_with('(') && shown.get(4..5) == Some(")") && digits() > 9 {
        return true;
    }
    // "ninety_one", "eight_eight_one_four"
    let is_figure = |word: &str| NUMBERS.iter().any(|number| word.eq_ignore_ascii_case(number));
    if is_odd && parts.len() > 1 && words.iter().all(|word| is_figure(word)) {
        return true;
    }
    // "sat_6/20/26"
    if is_odd && parts.len() == 2 && codes == 1 && ["sun", "mon", "tue", "wed", "thu", "fri", "sat"].contains(&first) {
        return true;
    }
    // "504_555_0126", "4471~220", "BLUE_MESA_CLINIC"
    if titles + smalls + initials == 0 && is_odd && sign != '+' && sign != '|' {
        let is_house = parts.len() > 2 && any(&is_institution);
        let is_name = parts.len() == 2
            && lexicon::look_up(first).given() > 1
            && words.iter().all(|word| lexicon::look_up(word).is_strong_name());
        return is_house
            || is_name
            || lexicon::look_up(&words.join(" ")).city() > 0
            || digits() >= 5 && (sign != '_' || larges == 0 || numbers + codes > 0);
    }
    // "P.O.-Box-331"
    if numbers == 1 && parts.len() < 4 && any(&|word| matches!(word, "Box" | "BOX")) {
        return true;
    }
    if titles == 0 || !smalls_join() {
        return false;
    }
    if is_odd {
        return titles + numbers + initials + larges + codes > 1;
    }
    // "Independence-Day", "Salt/Lake/City", "Thurs.2/19"
    let is_feast = parts.len() == 2 && last == "Day" && first.len() > 3 && !lists::is_kin(first);
    let is_city = || numbers + codes == 0 && parts.len() < 4 && lexicon::look_up(&words.join(" ")).city() > 0;
    let is_dated = is_weekday(first) && numbers + codes > 0 && titles == 1;
    if is_feast || is_dated || is_city() {
        return true;
    }
    let is_address = || {
        let is_street = |word: &str| case::is_street(&word.to_lowercase());
        parts.first() == Some(&Part::Number)
            && parts.len() > 2
            && (any(&is_street) || any(&|word| Traits::of(word).has(words::STATE_BIT)))
    };
    // "Mayo/Clinic", "Bayou/Heart/Clinic"; not "Clinic/Hospital"
    let is_house = || {
        titles > 1
            && any(&is_institution)
            && (!is_institution(first) || parts.len() > 2 && !is_house_noun(first) && is_house_noun(last))
    };
    let is_led = || titles + initials > 1 && Traits::of(first).has(lists::TITLE_BIT);
    let is_pair = || {
        let (first, last) = (lexicon::look_up(first), lexicon::look_up(last));
        parts.len() <= 4
            && titles + initials == parts.len()
            && titles > 1
            && first.given() > 1
            && last.surname() > 1
            && (first.is_strong_name() || last.is_strong_name())
    };
    match sign {
        '-' => is_address() || parts.len() > 2 && is_house() || is_led(),
        '/' => is_address() || is_house() || is_led(),
        _ => parts.len() > 2 && titles > 2 || is_address() || is_house() || is_led() || is_pair(),
    }
}

fn is_institution(word: &str) -> bool {
    Traits::of(word).has(lists::INSTITUTION_BIT)
}

/// The same without those that are ordinary words besides.
pub(super) fn is_house_noun(word: &str) -> bool {
    let traits = Traits::of(word);
    traits.has(lists::INSTITUTION_BIT) && !traits.has(lists::WEAK_INSTITUTION_BIT)
}

/// Numbers in words.
#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "ninety", "hundred", "a", "and", "twenty", "thirty", "forty", "fifty", "sixty",
    "seventy", "eighty",
];

pub(super) fn is_weekday(word: &str) -> bool {
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
            ("on Sunday/6/22, Wed./7/1", "on Sunday 6/22, Wed. 7/1"),
            ("at Bayou/Heart/Clinic today", "at Bayou Heart Clinic today"),
        ] {
            assert_eq!(read(text), plain);
        }
    }

    #[test]
    fn signs_between_other_words_stay() {
        for text in [
            "Na+/K+, A+B, C+ and D+",
            "REG_USER, svc_hl7, face_front.jpg, Ana_Ruiz.pdf",
            "PT/OT/ST, Mon/Wed/Fri, City/ST/Zip, Keller/Chen, Clinic/Hospital, Apr/21/2026",
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
