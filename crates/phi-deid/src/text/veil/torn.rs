//! A blank in the middle of a word or number ("Kowal ski", "212-5 55-0142"), and words without the blank between them
//! ("JohnSmith", "3ElmStreet", "JOHNSMITH").
//!
//! Both are told by the words alone: a half that no language has beside a whole that somebody bears, or two halves that make a name.

use std::borrow::Cow;

use super::{
    super::{
        case,
        piece::{DIGIT, LARGE, Piece, SMALL},
        token::lists,
        words::{self, Lists, Traits},
    },
    Patch,
    joint::{is_house_noun, is_weekday, may_begin_day},
};
use crate::lexicon::{self, Facts};

/// Closes the blank between two pieces, if it stands within a word or a number.
#[inline]
pub(super) fn close(text: &str, before: Piece, piece: Piece, found: &mut Vec<Patch>) {
    if (before.kinds | piece.kinds) & DIGIT == 0 {
        // Both in capitals, or the second in small letters.
        if piece.kinds == SMALL || piece.kinds == LARGE && before.kinds == LARGE {
            close_word(text, before, piece, found);
        }
    } else if before.kinds & piece.kinds & DIGIT != 0 {
        close_number(text.as_bytes(), before.end, found);
    }
}

/// The same of a word, the first half of which has a capital.
fn close_word(text: &str, before: Piece, piece: Piece, found: &mut Vec<Patch>) {
    let (one, other) = (before.end - before.start, piece.end - piece.start);
    if other < 2 || one + other < 4 || one + other > 14 {
        return;
    }
    let ends = text.as_bytes().get(piece.end).is_none_or(|byte| !matches!(byte, b'@' | b'_' | b'=' | b':' | b'/'));
    let (Some(head), Some(tail)) = (text.get(before.start..before.end), text.get(piece.start..piece.end)) else {
        return;
    };
    if ends && is_torn_day(head, tail) {
        found.push((before.end, piece.start, Cow::Borrowed("")));
        return;
    }
    let second = lexicon::facts_at(text, piece.start, piece.end);
    if second.entry.ordinary() != 0 || second.lists != 0 || second.entry.is_clinical() {
        return;
    }
    let first = lexicon::facts_at(text, before.start, before.end);
    let is_half = |facts: Facts| facts.entry.is_unknown() && facts.lists == 0;
    let is_large = piece.kinds == LARGE;
    // In capitals initials and codes stand beside names.
    if is_large && (other < 3 || one < 3 || !is_half(second)) {
        return;
    }
    let joined = lexicon::facts(&format!("{head}{tail}"));
    let is_name = joined.entry.is_strong_name()
        || joined.entry.city() > 1
        || joined.entry.surname() > 1 && joined.entry.ordinary() == 0;
    let is_torn = is_half(second)
        || is_half(first) && one > 1
        || first.entry.ordinary() == 0 && joined.entry.is_strong_name() && !is_large;
    // "Er nst", "Me morial": what the second half is part of is a name or a word, and it is neither by itself.
    // "AT example DOT com" is an address.
    let is_address = before.kinds == LARGE && one > 1 || matches!(tail, "com" | "org" | "net" | "edu" | "gov");
    let is_whole = is_half(second)
        && !is_large
        && !is_address
        && (joined.entry.given() > 1 || joined.entry.surname() > 1 || other > 2 && !is_half(joined));
    let titles = Lists::of(&[lists::TITLE_BIT, lists::KIN_BIT, lists::ROLE_BIT]);
    let is_title = Traits::from(first).any(titles);
    let is_common = Traits::from(first).has(words::COMMON_BIT);
    if ends && !is_title && (is_name && is_torn && !is_common || is_whole) {
        found.push((before.end, piece.start, Cow::Borrowed("")));
    }
}

/// Months and days of the week that are written out.
const DAYS: [&str; 18] = [
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Whether both are a month or a day of the week: "Feb ruary", "Thu rsday". One of them may be a word.
fn is_torn_day(head: &str, tail: &str) -> bool {
    let len = head.len() + tail.len();
    let may_be = (5..10).contains(&len) && (head.len() == 1 || may_begin_day(head.as_bytes()));
    let is = |day: &&str| {
        let halves = day.split_at_checked(head.len()).filter(|_| day.len() == len);
        halves.is_some_and(|(begin, end)| begin.eq_ignore_ascii_case(head) && end.eq_ignore_ascii_case(tail))
    };
    may_be && DAYS.iter().any(is)
}

/// Closes the blank within a number: "212-5 55-0142", "3/1 4/1967".
fn close_number(bytes: &[u8], at: usize, found: &mut Vec<Patch>) {
    // What stands on both sides are letters and digits.
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    if !(at > 0 && is_digit(at - 1) && is_digit(at + 1)) {
        return;
    }
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.' | b'(' | b')');
    let head = bytes.get(at.saturating_sub(14)..at).unwrap_or_default();
    let head = head.get(head.len() - head.iter().rev().take_while(|byte| is_part(byte)).count()..).unwrap_or_default();
    let tail = bytes.get(at + 1..).unwrap_or_default();
    let tail = tail.get(..tail.iter().take(16).take_while(|byte| is_part(byte)).count()).unwrap_or_default();
    let signs = tail.iter().rev().take_while(|byte| matches!(byte, b'.' | b')')).count();
    let tail = tail.get(..tail.len() - signs).unwrap_or_default();
    let before = bytes.get(..at - head.len()).unwrap_or_default();
    let is_bounded = before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric())
        && bytes.get(at + 1 + tail.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b':');
    let half = |half: &[u8]| Number::of(half, &[]).is_some_and(|number| number.is_form() && !number.is_month());
    // "(574) 555-012 5": the rest of a telephone stands behind its area alone. "1/202 0", but not "8/20 21", "1 2/2020".
    let is_whole = || {
        Number::of(head, tail).is_some_and(|number| {
            let is_year = tail.len() != 2 && tail.iter().all(u8::is_ascii_digit);
            number.is_form() && (is_year || !number.is_month()) || before.ends_with(b") ") && number.is_local()
        })
    };
    // "11/0 3"
    let is_broken =
        || matches!((head, tail), ([b'1'..=b'9', b'/', b'0'] | [b'1', b'0'..=b'2', b'/', b'0'], [b'1'..=b'9']));
    if is_bounded && (is_whole() && !half(head) && !half(tail) || is_broken()) {
        found.push((at, at + 1, Cow::Borrowed("")));
    }
}

/// Groups of figures, and the signs between them.
#[derive(Default)]
struct Number {
    lens: [usize; 4],
    values: [u32; 4],
    signs: [u8; 3],
    count: usize,
}

impl Number {
    /// Of what both are together.
    fn of(head: &[u8], tail: &[u8]) -> Option<Self> {
        let head = head.strip_prefix(b"(").unwrap_or(head);
        let mut number = Self::default();
        for byte in head.iter().chain(tail) {
            if byte.is_ascii_digit() {
                *number.lens.get_mut(number.count)? += 1;
                let value = number.values.get_mut(number.count)?;
                *value = value.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
            } else {
                *number.signs.get_mut(number.count)? = *byte;
                number.count += 1;
            }
        }
        Some(number)
    }

    /// The form of a day, a month, a telephone, a number of the social security or an address of four numbers.
    fn is_form(&self) -> bool {
        let is_day = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
        let is_year = |year: u32| (1880..2100).contains(&year);
        let [a, b, c, _] = self.values;
        match (self.lens, self.signs) {
            ([3, 3, 4, 0], [b'-', b'-', 0] | [b'.', b'.', 0] | [b')' | b'/', b'-', 0]) => true,
            ([3, 2, 4, 0], [b'-', b'-', 0]) => true,
            ([1..=2, 1..=2, len @ (2 | 4), 0], [b'/', b'/', 0] | [b'-', b'-', 0]) => {
                (is_day(a, b) || is_day(b, a)) && (len == 2 || is_year(c))
            }
            ([4, 2, 2, 0], [b'-', b'-', 0]) => is_year(a) && is_day(b, c),
            ([1..=2, 4, 0, 0], [b'/', 0, 0]) => is_day(a, 1) && is_year(b),
            ([1..=3, 1..=3, 1..=3, 1..=3], [b'.', b'.', b'.']) => a > 0 && self.values.iter().all(|value| *value < 256),
            _ => false,
        }
    }

    /// A month and its year.
    const fn is_month(&self) -> bool {
        matches!(self.lens, [1..=2, 4, 0, 0])
    }

    /// A telephone without its area.
    const fn is_local(&self) -> bool {
        matches!((self.lens, self.signs), ([3, 4, 0, 0], [b'-', 0, 0]))
    }
}

/// The most parts that are told apart in one word.
const MOST: usize = 5;

/// Whether a word with a capital may be several: a capital or a figure stands behind its first letter, or it has capitals alone.
#[inline]
pub(super) fn may_be_run(bytes: &[u8], piece: &Piece) -> bool {
    let len = piece.end - piece.start;
    let has_large =
        || bytes.get(piece.start + 1..piece.end).is_some_and(|rest| rest.iter().any(u8::is_ascii_uppercase));
    match piece.kinds {
        LARGE => len > 7,
        // "JUNE29"
        kinds if kinds == LARGE | DIGIT => bytes.get(piece.start..piece.end).is_some_and(may_begin_day),
        kinds => kinds & SMALL != 0 && (kinds & DIGIT != 0 || has_large()),
    }
}

/// Parts words that were run together.
pub(super) fn part(text: &str, piece: Piece, found: &mut Vec<Patch>) {
    let Some(word) = text.get(piece.start..piece.end) else { return };
    if let Some(initial) = initial(text, word, piece) {
        found.push((initial, initial, Cow::Borrowed(" ")));
        found.push((piece.end + 1, piece.end + 1, Cow::Borrowed(" ")));
        return;
    }
    if piece.kinds == LARGE {
        return shouted(word, piece, found);
    }
    if !piece.has(SMALL) {
        let len = word.bytes().take_while(u8::is_ascii_uppercase).count();
        let (day, figures) = word.split_at_checked(len).unwrap_or_default();
        let is_number = figures.len() < 3 && figures.bytes().all(|byte| byte.is_ascii_digit());
        // "MARCH1" is a gene.
        if is_number && day != "MARCH" && DAYS.iter().any(|known| known.eq_ignore_ascii_case(day)) {
            found.push((piece.start + len, piece.start + len, Cow::Borrowed(" ")));
        }
        return;
    }
    let bytes = word.as_bytes();
    let mut cuts = Vec::new();
    for (at, pair) in bytes.windows(2).enumerate() {
        let [one, other] = pair else { continue };
        let starts = other.is_ascii_uppercase() && bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase);
        let is_cut = (one.is_ascii_lowercase() || one.is_ascii_digit()) && starts
            || one.is_ascii_lowercase() && other.is_ascii_digit();
        if is_cut {
            cuts.push(at + 1);
        }
    }
    if cuts.is_empty() || cuts.len() >= MOST {
        return;
    }
    let ends: Vec<usize> = core::iter::once(0).chain(cuts.iter().copied()).chain([word.len()]).collect();
    let parts: Vec<&str> = ends.windows(2).filter_map(|pair| word.get(*pair.first()?..*pair.last()?)).collect();
    // "3", "1st"
    let is_number = |part: &str| {
        let figures = ["st", "nd", "rd", "th"].iter().find_map(|end| part.strip_suffix(end)).unwrap_or(part);
        !figures.is_empty() && figures.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_title = |part: &str| {
        part.len() > 1
            && part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
    };
    if !parts.iter().all(|part| is_number(part) || is_title(part))
        || parts.iter().any(|part| {
            matches!(*part, "Mc" | "Mac" | "De" | "La" | "Le" | "Di" | "Du" | "Da" | "El" | "Van" | "Fitz" | "My")
        })
    {
        return;
    }
    let numbers = parts.iter().filter(|part| is_number(part)).count();
    let entry = |part: Option<&&str>| part.map_or(lexicon::Entry::NONE, |part| lexicon::look_up(part));
    let (first, last) = (entry(parts.first()), entry(parts.last()));
    let has = |bit: u32| parts.iter().any(|part| Traits::of(part).has(bit));
    let is_pair = numbers == 0
        && first.given() > 1
        && last.surname() > 1
        && (first.is_strong_name() || last.is_strong_name())
        && !matches!(first.ordinary(), 1..=2);
    // "MaeveRunningwater": a first name that is no word, and what nobody writes otherwise.
    let is_rare = || {
        let second = parts.last().map_or(lexicon::Entry::NONE, |part| lexicon::facts(part).entry);
        numbers == 0
            && parts.len() == 2
            && first.given() > 1
            && first.ordinary() == 0
            && !second.is_clinical()
            && (second.is_unknown() && parts.last().is_some_and(|part| part.len() > 4)
                || second.surname() > 0 && second.ordinary() == 0 && parts.iter().all(|part| part.len() > 3))
    };
    let is_place = |bits: Traits| bits.has(lists::INSTITUTION_BIT) && !bits.has(lists::WEAK_INSTITUTION_BIT);
    let is_named = || first.is_strong_name() || first.city() > 0;
    let is_house = numbers == 0
        && parts.last().is_some_and(|part| {
            *part == "County" || *part != "Care" && is_place(Traits::of(part)) && (parts.len() > 2 || is_named())
        });
    let is_street = parts.first().is_some_and(|part| is_number(part))
        && parts.len() > 2
        && parts.iter().any(|part| case::is_street(&part.to_lowercase()));
    let is_day = numbers > 0
        && parts.len() < 4
        && parts.iter().any(|part| part.len() > 2 && (lists::is_month(part) || is_weekday(part)));
    let is_led = parts.len() > 1 && has(lists::TITLE_BIT) && last.surname() > 1 && numbers == 0;
    let is_city = numbers == 0 && parts.len() < 4 && lexicon::look_up(&parts.join(" ")).city() > 0;
    if is_pair || is_rare() || is_house || is_street || is_day || is_led || is_city {
        found.extend(cuts.iter().map(|at| (piece.start + at, piece.start + at, Cow::Borrowed(" "))));
    }
}

/// Where the initial begins in "JorunnM.Kettleson", of which "JorunnM" is the piece.
fn initial(text: &str, word: &str, piece: Piece) -> Option<usize> {
    let behind = text.as_bytes().get(piece.end..piece.end + 3)?;
    let is_name = matches!(behind, [b'.', large, small] if large.is_ascii_uppercase() && small.is_ascii_lowercase());
    let (first, initial) = word.split_at_checked(word.len() - 1).filter(|_| is_name)?;
    let is_title = first.starts_with(|c: char| c.is_ascii_uppercase())
        && first.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
        && initial.bytes().all(|byte| byte.is_ascii_uppercase());
    let entry = lexicon::facts(first).entry;
    (is_title && first.len() > 2 && entry.ordinary() == 0 && !entry.is_clinical()).then_some(piece.end - 1)
}

/// "JOHNSMITH": a first name and a surname, where the whole is nothing; "TILLMANCOUNTY".
fn shouted(word: &str, piece: Piece, found: &mut Vec<Patch>) {
    const SHORTEST: usize = 4;
    // Each place in it is asked, so a word of a megabyte would cost its square.
    const LONGEST: usize = 32;
    if word.len() > LONGEST {
        return;
    }
    let facts = lexicon::facts(word);
    if !facts.entry.is_unknown() || facts.lists != 0 || facts.shape.is_drug_like() {
        return;
    }
    let is_rare =
        |entry: lexicon::Entry| entry.is_strong_name() && !entry.is_clinical() && matches!(entry.ordinary(), 0 | 4..);
    for at in SHORTEST..(word.len() + 1).saturating_sub(SHORTEST) {
        let (Some(head), Some(tail)) = (word.get(..at), word.get(at..)) else { continue };
        let (first, last) = (lexicon::look_up(head), lexicon::look_up(tail));
        let is_house = || {
            let is_named = is_rare(first) || first.city() > 1 || head.len() > 5 && tail.len() > 5;
            is_named && tail.len() > 4 && (tail == "COUNTY" || is_house_noun(tail))
        };
        if is_house() || first.given() > 1 && is_rare(first) && last.surname() > 1 && is_rare(last) {
            found.push((piece.start + at, piece.start + at, Cow::Borrowed(" ")));
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn what_was_torn_or_run_together_is_read() {
        for (text, plain) in [
            ("by Rodri guez and Kayl eigh, Dr. Elizab eth", "by Rodriguez and Kayleigh, Dr. Elizabeth"),
            ("on Feb ruary 11th, Thu rsday, MARCH and Apr il 2", "on February 11th, Thursday, MARCH and April 2"),
            ("died 4/14/2 019), 1 0/3/26, 11/0 3, 1/202 0", "died 4/14/2019), 10/3/26, 11/03, 1/2020"),
            ("(574) 555-012 5, 10.44.1 7.203, 251/555-0 189", "(574) 555-0125, 10.44.17.203, 251/555-0189"),
            ("by JorunnM.Kettleson, on September1st", "by Jorunn M. Kettleson, on September 1st"),
            ("at SableRidgeHospital, TillmanCounty", "at Sable Ridge Hospital, Tillman County"),
            ("call 212-5 55-0142 or (21 2) 555-0142, 3/1 4/1967", "call 212-555-0142 or (21 2) 555-0142, 3/14/1967"),
            (
                "JohnMartinez at NorthfieldClinic, 3ElmStreet, April21",
                "John Martinez at Northfield Clinic, 3 Elm Street, April 21",
            ),
            ("by JOHNMARTINEZ today, JUNE29", "by JOHN MARTINEZ today, JUNE 29"),
            ("at LARKHAVENREGIONALMEDICALCENTER", "at LARKHAVENREGIONALMEDICAL CENTER"),
        ] {
            assert_eq!(read(text), plain);
        }
    }

    #[test]
    fn what_stands_apart_stays_apart() {
        for text in [
            "Patient denies pain. Ana went. Dr. Ruiz saw him. Mr Lee is well",
            "McDonald, DeShawn, LaToya, PowerPoint, MyChart, HbA1c",
            "3 of 4/5, 12 3/4, 5 3/14/1967",
            "LEVETIRACETAM, HYPERTENSION",
            "BP 120/80 on 3/4",
            "MRN AB ZQX",
            "10 2-3 times",
            "scored 5 0/10, 100-120 5 mg, 5/0 of 3, on 8/20 21:14, 8/20 21, 1 2/2020",
            "DanGer shock",
            "MARCH1 and OCT4",
            "GroupA.Then, VitaminD.She, iPhone, PowerPoint, HeartMate",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
