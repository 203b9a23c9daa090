//! A blank in the middle of a word or number ("Kowal ski", "212-5 55-0142"), and words without the blank between them
//! ("JohnSmith", "3ElmStreet", "JOHNSMITH").
//!
//! Both are told by the words alone: a half that no language has beside a whole that somebody bears, or two halves that make a name.

use std::borrow::Cow;

use super::{
    super::{
        case,
        piece::{DIGIT, LARGE, Piece, SMALL, WIDE},
        token::lists,
        words::{self, Lists, Traits},
    },
    Patch,
};
use crate::lexicon::{self, Facts};

/// Closes the blank before a piece, if it stands within a word.
pub(super) fn close(text: &str, before: Piece, piece: Piece, found: &mut Vec<Patch>) {
    let letters = SMALL | LARGE;
    let is_cased = piece.kinds == SMALL && before.kinds & (LARGE | WIDE | DIGIT) == LARGE
        || piece.kinds == LARGE && before.kinds == LARGE;
    let (one, other) = (before.end - before.start, piece.end - piece.start);
    if !is_cased || !piece.has(letters) || other < 2 || one + other < 4 || one + other > 14 {
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
    let (Some(head), Some(tail)) = (text.get(before.start..before.end), text.get(piece.start..piece.end)) else {
        return;
    };
    let ends = text.as_bytes().get(piece.end).is_none_or(|byte| !matches!(byte, b'@' | b'_' | b'=' | b':' | b'/'));
    let whole = format!("{head}{tail}");
    let joined = lexicon::facts(&whole);
    let is_name = joined.entry.is_strong_name()
        || joined.entry.city() > 1
        || lists::is_month(&whole)
        || joined.entry.surname() > 1 && joined.entry.ordinary() == 0;
    let is_torn = is_half(second)
        || is_half(first) && one > 1
        || first.entry.ordinary() == 0 && joined.entry.is_strong_name() && !is_large;
    let is_title = |facts: Facts| {
        Traits::from(facts).any(Lists::of(&[lists::TITLE_BIT, lists::KIN_BIT, lists::ROLE_BIT, words::COMMON_BIT]))
    };
    if ends && is_name && is_torn && !is_title(first) {
        found.push((before.end, piece.start, Cow::Borrowed("")));
    }
}

/// Closes the blank within a number: "212-5 55-0142", "3/1 4/1967".
pub(super) fn close_number(bytes: &[u8], at: usize, found: &mut Vec<Patch>) {
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.' | b'(' | b')');
    let head = bytes.get(at.saturating_sub(14)..at).unwrap_or_default();
    let head = head.get(head.len() - head.iter().rev().take_while(|byte| is_part(byte)).count()..).unwrap_or_default();
    let tail = bytes.get(at + 1..).unwrap_or_default();
    let tail = tail.get(..tail.iter().take(16).take_while(|byte| is_part(byte)).count()).unwrap_or_default();
    let tail = tail.strip_suffix(b".").or_else(|| tail.strip_suffix(b")")).unwrap_or(tail);
    let is_bounded = !bytes.get(at - head.len()..at).is_none_or(<[u8]>::is_empty)
        && at.checked_sub(head.len() + 1).and_then(|at| bytes.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric())
        && bytes.get(at + 1 + tail.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
    let whole = [head, tail].concat();
    if is_bounded && is_form(&whole) && !is_form(head) && !is_form(tail) {
        found.push((at, at + 1, Cow::Borrowed("")));
    }
}

/// The form of a day, a telephone or a number of the social security.
fn is_form(number: &[u8]) -> bool {
    let number = number.strip_prefix(b"(").unwrap_or(number);
    let mut groups = [0_usize; 4];
    let mut signs = [0_u8; 3];
    let mut count = 0;
    for byte in number {
        if byte.is_ascii_digit() {
            if let Some(group) = groups.get_mut(count) {
                *group += 1;
            }
        } else {
            let Some(sign) = signs.get_mut(count) else { return false };
            *sign = *byte;
            count += 1;
        }
    }
    let is_pair = |sign: u8, other: u8| signs.first() == Some(&sign) && signs.get(1) == Some(&other) && count == 2;
    match groups {
        [3, 3, 4, 0] => is_pair(b'-', b'-') || is_pair(b'.', b'.') || is_pair(b')', b'-'),
        [3, 2, 4, 0] => is_pair(b'-', b'-'),
        [1..=2, 1..=2, 2 | 4, 0] => is_pair(b'/', b'/') || is_pair(b'-', b'-'),
        [4, 2, 2, 0] => is_pair(b'-', b'-'),
        _ => false,
    }
}

/// The most parts that are told apart in one word.
const MOST: usize = 5;

/// Parts words that were run together.
pub(super) fn part(text: &str, piece: Piece, found: &mut Vec<Patch>) {
    let Some(word) = text.get(piece.start..piece.end) else { return };
    if piece.kinds == LARGE {
        return shouted(word, piece, found);
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
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
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
    let is_place = |bits: Traits| bits.has(lists::INSTITUTION_BIT) && !bits.has(lists::WEAK_INSTITUTION_BIT);
    let is_house = numbers == 0
        && parts.last().is_some_and(|part| *part != "Care" && is_place(Traits::of(part)))
        && (first.is_strong_name() || first.city() > 0);
    let is_street = parts.first().is_some_and(|part| is_number(part))
        && parts.len() > 2
        && parts.iter().any(|part| case::is_street(&part.to_lowercase()));
    let is_day = numbers > 0 && parts.len() < 4 && parts.iter().any(|part| lists::is_month(part) && part.len() > 2);
    let is_led = parts.len() > 1 && has(lists::TITLE_BIT) && last.surname() > 1 && numbers == 0;
    let is_city = numbers == 0 && parts.len() < 4 && lexicon::look_up(&parts.join(" ")).city() > 0;
    if is_pair || is_house || is_street || is_day || is_led || is_city {
        found.extend(cuts.iter().map(|at| (piece.start + at, piece.start + at, Cow::Borrowed(" "))));
    }
}

/// "JOHNSMITH": a first name and a surname, where the whole is nothing.
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
        if first.given() > 1 && is_rare(first) && last.surname() > 1 && is_rare(last) {
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
            ("call 212-5 55-0142 or (21 2) 555-0142, 3/1 4/1967", "call 212-555-0142 or (21 2) 555-0142, 3/14/1967"),
            (
                "JohnMartinez at NorthfieldClinic, 3ElmStreet, April21",
                "John Martinez at Northfield Clinic, 3 Elm Street, April 21",
            ),
            ("by JOHNMARTINEZ today", "by JOHN MARTINEZ today"),
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
        ] {
            assert_eq!(read(text), text);
        }
    }
}
