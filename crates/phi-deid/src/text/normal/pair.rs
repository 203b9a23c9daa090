//! Two words that are one thing though a gap parts them: a house, a day, a telephone, somebody with a title.

use super::{
    super::{
        cursor,
        token::lists,
        words::{self, Traits},
    },
    quote,
};
use crate::lexicon;

/// How far is looked for what follows a word.
pub(super) const AHEAD: usize = 64;

/// "Name: Ana  MRN: 4471"
pub(super) fn is_field(tail: &str) -> bool {
    tail.split(' ').take(3).any(|word| word.ends_with([':', '#', '=']) && !word.starts_with('('))
}

/// So many words at least begin with a small letter.
pub(super) fn is_prose(line: &str, count: usize) -> bool {
    line.split(' ').filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase())).nth(count - 1).is_some()
}

pub(super) fn last_word(head: &str) -> &str {
    head.rsplit([' ', '(', '"', '\t', '[', '/']).next().unwrap_or_default()
}

/// The first word, and what follows it.
pub(super) fn first_word(tail: &str) -> (&str, &str) {
    let len = tail.find(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}'))).unwrap_or(tail.len());
    tail.split_at_checked(len).unwrap_or_default()
}

pub(super) fn starts_large(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_number(word: &str, lengths: core::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the last word before a gap and the first behind it are one thing.
pub(super) fn belongs(head: &str, tail: &str) -> bool {
    let word = last_word(head);
    let (next, rest) = first_word(tail);
    let last = word.bytes().next_back().unwrap_or(b' ');
    if next.is_empty()
        || !(last.is_ascii_alphanumeric() || last >= 0x80 || matches!(last, b'.' | b',' | b')' | b'&' | b'\''))
    {
        return false;
    }
    is_house(head, word, next, rest)
        || is_titled(head, word, next, rest)
        || is_day(head, word, next, rest)
        || is_number_part(head, word, next, tail)
}

/// "Dr." and "Lee", "St." and "Elmo's", "Mr. Ash" and "Brown", "Rev." and "Obadiah"
fn is_titled(head: &str, word: &str, next: &str, rest: &str) -> bool {
    let is_title = |word: &str| {
        matches!(
            word,
            "Dr." | "Mr." | "Mrs." | "Ms." | "DR." | "MR." | "MRS." | "MS." | "Rev." | "Sra." | "Lt." | "Dr" | "DR"
        )
    };
    let is_saint = matches!(word, "St." | "Mt." | "ST." | "MT.");
    let is_opener =
        || matches!(word, "El" | "Los" | "Las" | "San" | "Santa" | "New" | "Fort" | "Mount" | "Saint" | "Lake" | "PO");
    // "Dr. Sarah" and "Lee at noon", but not "Dr. Bird" and "Fax 585".
    let is_large = |word: &str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_family = || {
        let facts = lexicon::facts(next);
        let traits = Traits::from(facts);
        let is_other = traits.has(words::CLINICAL_BIT) || traits.has(lists::STOP_BIT) || traits.has(lists::ROLE_BIT);
        facts.entry.surname() > 0
            && !is_other
            && (rest.starts_with([',', ';', ')', '?'])
                || is_sentence(rest)
                || is_large(word) && is_large(next) && rest.starts_with(" AND"))
    };
    starts_large(next)
        && (is_saint
            || is_title(word)
            || is_opener() && word.len() < head.len() && next.len() > 2
            || starts_large(word)
                && !word.ends_with(['.', ','])
                && word.len() > 1
                && is_title(word_before(head, word))
                && is_family())
}

/// The word before the last one.
pub(super) fn word_before<'t>(head: &'t str, word: &str) -> &'t str {
    last_word(head.get(..head.len().saturating_sub(word.len())).unwrap_or_default().trim_end_matches(' '))
}

/// "Cleveland" and "Clinic", "Franklin" and "Avenue", "Brigham &" and "Women's", "1919" and "Calumet Ct", "Hwy" and "61"
fn is_house(head: &str, word: &str, next: &str, rest: &str) -> bool {
    let ahead = cursor::window_after(rest, 0, AHEAD);
    let ahead = ahead.split('\n').next().unwrap_or_default();
    let second = first_word(ahead.trim_start()).0;
    if is_number(next, 1..=4) || next.len() == 2 && next.starts_with(|c: char| c.is_ascii_digit()) {
        return matches!(
            word,
            "Hwy" | "HWY" | "Highway" | "Route" | "SR" | "FM" | "milepost" | "Pier" | "Station" | "Box"
        ) && !rest.starts_with([':', '/', '%']);
    }
    if !starts_large(next) || next.len() < 3 {
        return false;
    }
    if word == "&" {
        return starts_large(word_before(head, word));
    }
    if is_number(word, 2..=5) {
        // Not an hour: "0915" and "Client St. Mary's"
        let is_hour = word.starts_with('0') || second.len() == 2 && rest.contains('.');
        return starts_large(second) && is_street(second) && !is_hour;
    }
    if word.len() < 3 || !starts_large(word) {
        return false;
    }
    let is_plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-' | '&'));
    // "City Clinic", but not "Clinic West", where the line does not tell.
    let is_prose = || is_prose(cursor::window_before(head, head.len(), 80), 3);
    let is_first = next.len() > 3 && is_noun(next);
    if !is_plain || !(is_first || starts_large(second) && is_noun(second) && (is_prose() || next.len() == 3)) {
        return false;
    }
    let before = Traits::of(word);
    let is_other = before.has(lists::STOP_BIT) || before.has(words::COMMON_BIT) || before.has(lists::ROLE_BIT);
    if is_other && !(before.has(lists::INSTITUTION_BIT) && starts_large(word_before(head, word))) {
        return false;
    }
    // "Clinic: Monday", "Hospital Course:", "Street 1180" and the head of a column are headings.
    let phrase = ahead.split([',', '.', ';', '(', ')', '?']).next().unwrap_or_default();
    let is_heading = ahead.starts_with([':', '=']) || is_field(phrase.trim_start()) || ahead.starts_with("  ");
    let is_numbered = ahead.strip_prefix(' ').is_some_and(|ahead| ahead.starts_with(|c: char| c.is_ascii_digit()));
    let is_end = ahead.trim().is_empty()
        || starts_large(second) && phrase.starts_with(' ') && !is_noun(second) && !is_month(second);
    !is_heading && !is_numbered && (!is_end || is_prose())
}

fn is_street(word: &str) -> bool {
    const STREETS: [&str; 16] = [
        "st", "street", "rd", "road", "ave", "avenue", "ct", "court", "dr", "drive", "ln", "lane", "blvd", "way", "pl",
        "trl",
    ];
    STREETS.iter().any(|street| street.eq_ignore_ascii_case(word))
}

/// What houses and places are called by.
fn is_noun(word: &str) -> bool {
    const MORE: [&str; 12] = [
        "hill",
        "circle",
        "court",
        "drive",
        "way",
        "bend",
        "row",
        "square",
        "medicine",
        "emergency",
        "primary",
        "urgent",
    ];
    Traits::of(word).has(lists::INSTITUTION_BIT) || MORE.iter().any(|noun| noun.eq_ignore_ascii_case(word))
}

/// "Friday" and "5/8", "Memorial" and "Day", "Nov." and "12", "2" and "feb 2027"
fn is_day(head: &str, word: &str, next: &str, rest: &str) -> bool {
    let is_day_number = |word: &str| {
        let word = word.trim_end_matches([',', '.']);
        is_number(word, 1..=2) && word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
    };
    let bare = word.trim_end_matches(',');
    // "pain 3/10" and "Feb. 7th"
    if head.get(..head.len() - word.len()).is_some_and(|head| head.ends_with('/')) {
        return false;
    }
    let bare = if is_weekday(bare.trim_end_matches('.')) { bare.trim_end_matches('.') } else { bare };
    if is_weekday(bare) {
        let is_numeric = is_number(next, 1..=2) && rest.starts_with(['/', '-']) && rest.len() > 1;
        let is_spanish = is_number(next, 1..=2) && (rest.starts_with(" de ") || rest.starts_with(','));
        return is_numeric || is_month(next) || is_spanish;
    }
    // "Saturday the" and "24th", "Fourth of" and "July"
    if word == "the" && rest_of_day(next).is_some_and(|digits| digits > 0) || word == "of" && is_month(next) {
        return starts_large(next) || word == "the";
    }
    if next == "of" && rest.starts_with(" July") {
        return word == "Fourth";
    }
    // "Feb" and "'27"
    if let Some(year) = next.strip_prefix(['\'', '\u{2019}']) {
        return is_number(year, 2..=2) && is_month(word);
    }
    if matches!(next, "Day" | "day" | "DAY" | "Eve" | "EVE" | "Sunday" | "SUNDAY" | "Friday" | "Monday" | "Birthday") {
        return is_feast(bare) || bare == "Good" && next == "Friday";
    }
    if next == "Wednesday" && bare == "Ash" {
        return true;
    }
    let ends = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_lowercase()).to_owned();
    let year_follows = || {
        let year = rest.trim_start_matches([',', ' ', '.']);
        year.starts_with("19") || year.starts_with("20") || year.starts_with(['\'', '\u{2019}'])
    };
    // "8 Sep 2026"
    if is_day_number(word) && is_month(next) {
        return starts_large(next) && !matches!(next, "May" | "March" | "Mar") || year_follows();
    }
    // "Mar 9, 1983"
    if is_number(next, 4..=4) && (next.starts_with("19") || next.starts_with("20")) {
        let before = word_before(head, word).trim_end_matches('.');
        return is_month(word.trim_end_matches(',')) && (starts_large(word) || is_day_number(before))
            || is_day_number(&ends(word.trim_end_matches(','))) && is_month(before);
    }
    // "Nov. 12"
    let dotted = word.strip_suffix('.');
    if is_number(next, 1..=2) || matches!(rest_of_day(next), Some(1 | 2)) {
        let is_whole = !rest.starts_with(['/', ':', '%', '.']) || rest.starts_with(". ");
        return is_whole && dotted.is_some_and(|word| word.len() <= 4 && is_month(word))
            || is_whole && starts_large(word) && is_month(word) && !matches!(word, "May" | "March" | "Mar" | "MAR")
            || is_whole && starts_large(word) && is_month(word) && year_follows()
            || is_month(word)
                && !matches!(word, "may" | "march" | "mar")
                && (rest.is_empty() || rest.starts_with(['-', ',']));
    }
    const ORDINALS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    is_month(word) && starts_large(word) && ORDINALS.iter().any(|ordinal| ordinal.eq_ignore_ascii_case(next))
}

/// How many digits "5th", "21st" begin with.
fn rest_of_day(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    matches!(word.get(digits..)?, "st" | "nd" | "rd" | "th").then_some(digits)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 23] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
        "lunes",
        "martes",
        "miércoles",
        "jueves",
        "viernes",
        "sábado",
        "domingo",
    ];
    (3..=10).contains(&word.len()) && DAYS.iter().any(|day| day.eq_ignore_ascii_case(word))
}

/// What stands before "Day", "Eve" or "Sunday".
fn is_feast(word: &str) -> bool {
    const FEASTS: [&str; 24] = [
        "memorial",
        "labor",
        "independence",
        "veterans",
        "presidents'",
        "columbus",
        "mlk",
        "king",
        "mother's",
        "father's",
        "valentine's",
        "year's",
        "thanksgiving",
        "christmas",
        "groundhog",
        "hog",
        "patrick's",
        "boxing",
        "easter",
        "palm",
        "lincoln's",
        "washington's",
        "arbor",
        "earth",
    ];
    starts_large(word) && FEASTS.iter().any(|feast| feast.eq_ignore_ascii_case(&word.replace('\u{2019}', "'")))
}

/// The name of a month, long or short, in any case.
pub(super) fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let is = |month: &&str| {
        month.eq_ignore_ascii_case(word)
            || word.len() == 3 && month.get(..3).is_some_and(|m| m.eq_ignore_ascii_case(word))
    };
    (3..=9).contains(&word.len()) && (MONTHS.iter().any(&is) || word.eq_ignore_ascii_case("sept"))
}

/// Parts of one number: of a telephone, of an SSN, of what a label announces.
fn is_number_part(head: &str, word: &str, next: &str, tail: &str) -> bool {
    let digits = next.bytes().take_while(u8::is_ascii_digit).count();
    if digits < 2 {
        return false;
    }
    let is_long = digits == next.len() && (3..=8).contains(&digits);
    let before = word_before(head, word);
    let is_plate = matches!(before, "plate" | "tag");
    let is_large = |word: &str| {
        word.bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || is_plate && byte.is_ascii_lowercase())
    };
    // "at" stands before hours more often.
    let is_announced = || {
        let label = before.trim_end_matches([':', '#', '.']);
        quote::is_label(label) && !label.eq_ignore_ascii_case("at")
    };
    is_phone(word, tail)
        // "402 88" and "1765"
        || digits == 4 && is_number(word, 2..=2) && is_number(before, 3..=3)
        || is_long && matches!(word, "Box" | "BOX")
        // "MRN SL" and "0041 7726", "plate A7D" and "331"
        || (1..=4).contains(&word.len()) && !is_number(word, 4..=4) && is_large(word) && is_long && is_announced()
}

/// "785" and "555 0152", "(707) 555" and "0119", "+1 414" and "555 0159"
fn is_phone(word: &str, tail: &str) -> bool {
    let bytes = tail.as_bytes();
    let is_digits =
        |from: usize, to: usize| bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let is_local = is_digits(0, 3)
        && bytes.get(3).is_some_and(|b| matches!(b, b' ' | b'-' | b'.' | b'\t'))
        && is_digits(4, 8)
        && !bytes.get(8).is_some_and(u8::is_ascii_digit);
    is_local && is_number(word.trim_start_matches(['(', '+', '1']).trim_end_matches(')'), 3..=3) && word.len() <= 6
}

/// "John" and "Doe", "Jane" and "D.,"
pub(super) fn is_person(head: &str, tail: &str) -> bool {
    let word = last_word(head).trim_end_matches(',');
    let (next, rest) = first_word(tail);
    if word.len() < 2 || !starts_large(word) || !starts_large(next) || rest.starts_with([':', '=']) {
        return false;
    }
    let first = lexicon::facts(word);
    if next.len() == 1 {
        return rest.starts_with('.') && first.entry.given() >= 2 && is_name_only(first.entry);
    }
    let second = lexicon::facts(next);
    let traits = Traits::from(second);
    let is_other = traits.has(words::COMMON_BIT) || traits.has(words::CLINICAL_BIT) || traits.has(lists::STOP_BIT);
    let ends = rest.starts_with([',', ';', '.', ')', '?']);
    first.entry.given() >= 2
        && second.entry.surname() >= 2
        && is_name_only(first.entry)
        && (!is_other || ends && second.entry.surname() == 3)
        && (is_name_only(second.entry) || !is_sentence(rest))
}

/// Whether a word is more of a name than a word.
pub(super) const fn is_name_only(entry: lexicon::Entry) -> bool {
    entry.is_strong_name() || entry.ordinary() == 0 || entry.ordinary() >= 4
}

/// Whether what follows a word goes on as a sentence does: "Will follow".
pub(super) fn is_sentence(rest: &str) -> bool {
    rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
}
