//! Two words that are one thing though a gap parts them: a house, a day, a telephone, somebody with a title.

use super::{
    super::{
        cursor,
        token::lists,
        words::{self, ShortList, Traits},
    },
    date,
    ends::{self, behind_last, first_line, last_words},
    group, quote,
};
use crate::lexicon;

/// How far is looked for what follows a word.
pub(super) const AHEAD: usize = 64;

/// "Name: Ana  MRN: 4471"
pub(super) fn is_field(tail: &str) -> bool {
    let is_end = |word: &str| matches!(word.as_bytes().last(), Some(b':' | b'#' | b'='));
    ends::words(tail).take(3).any(|word| is_end(word) && !word.starts_with('('))
}

/// So many words at least begin with a small letter.
pub(super) fn is_prose(line: &str, count: usize) -> bool {
    let is_small = |word: &&str| word.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    ends::words(line).filter(is_small).nth(count - 1).is_some()
}

pub(super) fn last_word(head: &str) -> &str {
    behind_last(head, |byte| matches!(byte, b' ' | b'(' | b'"' | b'\t' | b'[' | b'/'))
}

/// The first word, and what follows it.
pub(super) fn first_word(tail: &str) -> (&str, &str) {
    let bytes = tail.as_bytes();
    let mut len = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'\'').count();
    if bytes.get(len).is_some_and(|byte| *byte >= 0x80) {
        let is_other = |c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}'));
        let rest = tail.get(len..).unwrap_or_default();
        len += rest.find(is_other).unwrap_or(rest.len());
    }
    tail.split_at_checked(len).unwrap_or_default()
}

pub(super) fn starts_large(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(first) if *first < 0x80 => first.is_ascii_uppercase(),
        _ => word.starts_with(char::is_uppercase),
    }
}

pub(super) fn is_number(word: &str, lengths: core::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the last word before a gap and the first behind it are one thing.
pub(super) fn belongs(head: &str, tail: &str) -> bool {
    let word = last_word(head);
    // "3302004,St."
    let part = behind_last(word, |byte| byte == b',');
    let word = if part.is_empty() { word } else { part };
    let (next, rest) = first_word(tail);
    let last = word.bytes().next_back().unwrap_or(b' ');
    if tail.starts_with('"') {
        return is_nicknamed(word, tail);
    }
    if next.is_empty()
        || !(last.is_ascii_alphanumeric() || last >= 0x80 || matches!(last, b'.' | b',' | b')' | b'&' | b'\''))
    {
        return false;
    }
    is_house(head, word, next, rest)
        || is_titled(head, word, next, rest)
        || date::goes_on(head, word, next, rest)
        || is_number_part(head, word, next, tail)
        || group::goes_on(head, tail)
        || is_behind_initial(head, word, next)
        || is_lineage(word, next, rest)
        || is_borne(head, word, next, rest)
        || is_credentialed(word, next, rest)
}

/// "Grace" and "Mwangi, RN"
fn is_credentialed(word: &str, next: &str, rest: &str) -> bool {
    let is_cased = |word: &str| starts_large(word) && word.chars().skip(1).all(char::is_lowercase) && word.len() > 2;
    let rest = rest.strip_prefix(", ").unwrap_or_default();
    let capitals = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    (2..=6).contains(&capitals)
        && is_cased(word)
        && is_cased(next)
        && lexicon::facts(word).entry.given() >= 2
        && !lexicon::facts(next).entry.is_clinical()
}

/// "Wife Lacey" and "Ward arrived", "RN Mary" and "Cross", "Pt Amos" and "Lind": a first name behind what somebody is.
fn is_borne(head: &str, word: &str, next: &str, rest: &str) -> bool {
    if !starts_large(word)
        || !starts_large(next)
        || next.len() < 2
        || word.len() < 3
        || rest.starts_with([':', '=', '#'])
    {
        return false;
    }
    let before = word_before(head, word);
    let role = Traits::of(before.trim_end_matches(['.', ',']));
    let is_led = role.has(lists::KIN_BIT) || role.has(lists::ROLE_BIT) || role.has(lists::TITLE_BIT);
    if !is_led || before.is_empty() {
        return false;
    }
    let (first, second) = (lexicon::facts(word).entry, lexicon::facts(next));
    let traits = Traits::from(second);
    let is_other = traits.has(words::CLINICAL_BIT)
        || traits.has(words::COMMON_BIT)
        || traits.has(lists::ROLE_BIT)
        || traits.has(lists::STOP_BIT)
        || traits.has(lists::INSTITUTION_BIT);
    first.given() >= 2
        && is_name_only(first)
        && second.entry.surname() >= 2
        && (!is_other || is_sentence(rest) && second.entry.surname() == 3 && is_name_only(second.entry))
        && (rest.starts_with([',', '.', ';', ')', '\'']) || is_sentence(rest))
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
        // "Dr. Sarah" and "Brown": whoever is called by a first name has another.
        let is_called = || facts.entry.surname() >= 2 && lexicon::facts(word).entry.given() >= 2;
        facts.entry.surname() > 0
            && (!is_other || !traits.has(words::CLINICAL_BIT) && is_called())
            && (rest.starts_with([',', ';', ')', '?'])
                || rest == "."
                || rest.starts_with(". ") && next.len() > 2
                || is_sentence(rest)
                || is_large(word) && is_large(next) && (rest.starts_with(" AND") || rest.starts_with(" IN")))
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

/// "Mr. X." and "Yu", "Triage RN: D." and "Lee"
fn is_behind_initial(head: &str, word: &str, next: &str) -> bool {
    let is_initial = word.len() == 2 && word.ends_with('.') && starts_large(word);
    let before = || word_before(head, word);
    let is_free = || {
        let facts = lexicon::facts(next);
        let traits = Traits::from(facts);
        let is_other = traits.has(words::COMMON_BIT) || traits.has(words::CLINICAL_BIT) || traits.has(lists::STOP_BIT);
        !is_other
            && (facts.entry.surname() >= 2 && is_name_only(facts.entry) || facts.entry.is_unknown() && next.len() > 3)
    };
    let is_apart = || {
        before().ends_with([',', ';'])
            || matches!(before(), "by" | "signed" | "Miss" | "Director" | "Atty")
            || head.len() == 2
    };
    is_initial
        && starts_large(next)
        && next.len() > 1
        && (before().ends_with(':')
            || is_apart() && is_free()
            || matches!(before(), "Dr." | "Mr." | "Mrs." | "Ms." | "Dr" | "DR" | "MR." | "MRS." | "MS."))
}

/// "Russell" and "“Rusty” Nail" with straight signs.
fn is_nicknamed(word: &str, tail: &str) -> bool {
    let (name, rest) = first_word(tail.get(1..).unwrap_or_default());
    starts_large(word)
        && starts_large(name)
        && rest.strip_prefix("\" ").is_some_and(starts_large)
        && lexicon::facts(word).entry.given() >= 2
}

/// "Leroy" and "III", "Ruiz" and "Jr."
fn is_lineage(word: &str, next: &str, rest: &str) -> bool {
    matches!(next, "III" | "Jr" | "Sr" | "JR" | "SR")
        && !rest.starts_with([':', '='])
        && word.len() > 2
        && starts_large(word)
        && lexicon::facts(word.trim_end_matches(',')).entry.is_name()
}

/// The word before the last one.
pub(super) fn word_before<'t>(head: &'t str, word: &str) -> &'t str {
    last_word(ends::without_blanks(head.get(..head.len().saturating_sub(word.len())).unwrap_or_default()))
}

/// "Cleveland" and "Clinic", "Franklin" and "Avenue", "Brigham &" and "Women's", "1919" and "Calumet Ct", "Hwy" and "61"
fn is_house(head: &str, word: &str, next: &str, rest: &str) -> bool {
    // Most words are small, and no house is called so.
    if next.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let ahead = first_line(cursor::window_after(rest, 0, AHEAD));
    let second = first_word(ahead.trim_start()).0;
    if is_number(next, 1..=4) || next.len() == 2 && next.starts_with(|c: char| c.is_ascii_digit()) {
        return matches!(
            word,
            "Hwy"
                | "HWY"
                | "Highway"
                | "Route"
                | "SR"
                | "FM"
                | "milepost"
                | "Pier"
                | "Station"
                | "Box"
                | "Apt"
                | "APT"
                | "Apt."
                | "Suite"
                | "Ste"
                | "STE"
                | "Rt"
                | "RT"
                | "Rte"
                | "BOX"
                | "Bldg"
                | "BLDG"
        ) && !rest.starts_with([':', '/', '%']);
    }
    // "Maple &" and "4th Clinic"
    if word == "&" && next.starts_with(|c: char| c.is_ascii_digit()) {
        return date::rest_of_day(next).is_some() && starts_large(word_before(head, word));
    }
    // "Wheeler Grade" and "Rd", "2200 Lighthouse" and "Hwy"
    if matches!(next, "Rd" | "Ave" | "Blvd" | "Hwy" | "Ln" | "Pkwy" | "Cir" | "Trl" | "AVE" | "BLVD" | "HWY" | "PKWY") {
        return starts_large(word) && word.len() > 2 && !ahead.starts_with([':', '=']);
    }
    // "1919 Calumet" and "Ct, rear"
    if matches!(next, "Ct" | "Pl" | "St" | "Dr") && starts_large(word) {
        let is_short = ahead.starts_with([',', '.']) || ahead.is_empty();
        return is_short && word.len() > 2 && is_number(word_before(head, word), 2..=5);
    }
    if !starts_large(next) || next.len() < 3 {
        return false;
    }
    if word == "&" {
        return starts_large(word_before(head, word));
    }
    // "RR 2" and "Box 40A"
    if matches!(next, "Box" | "BOX") && is_number(word, 1..=3) {
        return matches!(word_before(head, word), "RR" | "HC" | "R.R." | "Route" | "RT" | "Rt");
    }
    if is_number(word, 1..=5) {
        // Not an hour: "0915" and "Client St. Mary's"
        let is_hour = word.starts_with('0') || second.len() == 2 && rest.contains('.');
        let third = first_word(ahead.trim_start().get(second.len()..).unwrap_or_default().trim_start()).0;
        let is_named = |word: &str| starts_large(word) && is_street(word) && word.len() > 2;
        // "1347" and "Salt Sage Way"
        let is_long = || starts_large(second) && is_named(third) && third.len() > 2;
        return !is_hour
            && (starts_large(second) && is_street(second) && word.len() > 1 || is_named(second) || is_long());
    }
    if word.len() < 3 || !starts_large(word) {
        return false;
    }
    let is_plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-' | '&'));
    // "City Clinic", but not "Clinic West", where the line does not tell.
    let is_prose = || is_prose(cursor::window_before(head, head.len(), 80), 3);
    // "780 Sycamore" and "Trace"
    let is_long_street = || starts_large(second) && second.len() > 2 && is_street(second);
    let is_numbered = || is_number(word_before(head, word), 2..=5) && (is_street(next) || is_long_street());
    let is_first = next.len() > 3 && is_noun(next) || is_numbered();
    if !is_plain || !(is_first || starts_large(second) && is_noun(second) && (is_prose() || next.len() == 3)) {
        return false;
    }
    let before = Traits::of(word);
    let is_other = before.has(lists::STOP_BIT) || before.has(words::COMMON_BIT) || before.has(lists::ROLE_BIT);
    // "City Heart" and "Clinic", "Blessed Hope" and "Mortuary"
    let first = word_before(head, word);
    let is_named = || before.has(lists::INSTITUTION_BIT) || is_prose() && first.len() > 2 && !is_label(first);
    if is_other && !(starts_large(first) && is_named()) {
        return false;
    }
    if is_first && is_numbered() {
        return !ahead.starts_with([':', '=']);
    }
    // "Clinic: Monday", "Hospital Course:", "Street 1180" and the head of a column are headings.
    let phrase = ahead.split([',', '.', ';', '(', ')', '?']).next().unwrap_or_default();
    let is_heading = ahead.starts_with([':', '=']) || is_field(phrase.trim_start()) || ahead.starts_with("  ");
    let is_numbered = ahead.strip_prefix(' ').is_some_and(|ahead| {
        let digits = ahead.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0
            // "Mortuary 3-9-26"
            && !ahead.get(digits..).is_some_and(|ahead| ahead.starts_with(['/', '-']))
            && !ahead.get(1..).is_some_and(|ahead| ahead.starts_with(['s', 'n', 'r', 't']))
    });
    // No heading is called so.
    if next.eq_ignore_ascii_case("county") && !is_other {
        return !ahead.starts_with([':', '=']);
    }
    let is_end = ahead.trim().is_empty()
        || starts_large(second) && phrase.starts_with(' ') && !is_noun(second) && !date::is_month(second);
    // "Yucca" and "Springs NV 89198", "for Foundry" and "Street Head Start", "Pelican Bay Cancer" and "Institute"
    let is_state = second.len() == 2 && second.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_led = is_led(head);
    let is_long = || {
        ahead.trim().is_empty()
            && is_first
            && starts_large(first)
            && first.len() > 2
            && !is_label(first)
            && count_large(head) > 2
    };
    !is_heading && (!is_numbered || is_led) && (!is_end || is_state || is_led || is_prose() || is_long())
}

/// Whether what stands at the end with capitals, up to three words of it, follows a word before places.
fn is_led(head: &str) -> bool {
    let first = last_words(head).take(4).find(|word| !starts_large(word)).unwrap_or_default();
    matches!(first.trim_start_matches('('), "at" | "in" | "from" | "for" | "to" | "of" | "near" | "via" | "through")
}

/// How many words with a capital stand at the end.
fn count_large(head: &str) -> usize {
    last_words(head).take(4).take_while(|word| starts_large(word) && word.chars().all(char::is_alphabetic)).count()
}

/// A heading, or a word of everybody's: no name of a house begins with it.
fn is_label(word: &str) -> bool {
    let traits = Traits::of(word.trim_end_matches(':'));
    word.ends_with(':')
        || traits.has(words::COMMON_BIT)
        || traits.has(words::CLINICAL_BIT)
        || traits.has(lists::STOP_BIT)
}

fn is_street(word: &str) -> bool {
    static STREETS: ShortList = ShortList::of(&[
        "st", "street", "rd", "road", "ave", "avenue", "ct", "court", "dr", "drive", "ln", "lane", "blvd", "way", "pl",
        "trl", "trace", "trail", "terrace", "loop", "pike", "path", "run", "circle", "highway", "parkway", "row",
        "parade", "alley",
    ]);
    STREETS.has(word)
}

/// What houses and places are called by.
fn is_noun(word: &str) -> bool {
    static MORE: ShortList = ShortList::of(&[
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
    ]);
    MORE.has(word) || Traits::of(word).has(lists::INSTITUTION_BIT)
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
