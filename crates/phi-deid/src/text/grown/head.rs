//! The head of a page: who sends it, in a line or a column of its own.

use phi_types::IdentifierClass::Geography;

use super::{cursor, found, lists, words};
use crate::{
    lexicon,
    text::{
        address,
        cursor::Word,
        piece::{DIGIT, Piece, Pieces, WIDE},
        span::Found,
        token,
        words::Traits,
    },
};

/// How many lines may be a head, and how far down.
const LINES: usize = 3;
const BYTES: usize = 320;

/// Adds the columns of the first lines that end as the names of houses do.
pub(super) fn find(text: &str, pieces: &Pieces, more: &mut Vec<Found>) {
    // A part begins anywhere.
    if pieces.is_part {
        return;
    }
    let head = cursor::window_after(text, 0, BYTES);
    // Only a noun of houses makes one, and few lines have it.
    let nouns = pieces.iter().take_while(|piece| piece.start < head.len()).filter(|piece| may_be_noun(text, piece));
    let mut nouns = nouns.map(|piece| piece.start).peekable();
    let mut at = 0;
    for line in head.split_inclusive('\n').take(2 * LINES) {
        let mut start = at;
        at += line.len();
        while nouns.next_if(|noun| *noun < start).is_some() {}
        if nouns.peek().is_none_or(|noun| *noun >= at) {
            continue;
        }
        for column in columns(line) {
            while nouns.next_if(|noun| *noun < start).is_some() {}
            let has_noun = nouns.peek().is_some_and(|noun| *noun < start + column.len());
            if let Some((from, to)) = has_noun.then(|| house(column)).flatten() {
                more.push(found(start + from, start + to, Geography, "place.head.likely"));
                address::after_place(text, start + to, more);
            }
            start += column.len();
        }
    }
}

/// Whether the piece may be what [`house`] takes for a noun of houses.
fn may_be_noun(text: &str, piece: &Piece) -> bool {
    // Where a number stands, no house does.
    if piece.has(DIGIT) && !piece.has(WIDE) {
        return false;
    }
    let Some(word) = cursor::word_of(text, piece).filter(|_| piece.end < BYTES) else {
        // Joined to others, or cut.
        return true;
    };
    let may_be_other = match word.text.len() {
        ..6 => word.starts_upper() && is_tail(&word),
        _ => is_last(&word),
    };
    may_be_other || Traits::from(piece.facts).has(lists::INSTITUTION_BIT)
}

/// The parts of a line, each with the sign that ends it: wide gaps, dashes that stand apart, commas, labels.
fn columns(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    core::iter::from_fn(move || {
        let end = sign_end(rest.as_bytes()).unwrap_or(rest.len());
        let (column, more) = rest.split_at_checked(end)?;
        rest = more;
        (!column.is_empty()).then_some(column)
    })
}

/// Where the first sign ends.
fn sign_end(line: &[u8]) -> Option<usize> {
    line.iter().zip(line.get(1..)?).enumerate().find_map(|(at, pair)| match pair {
        (b' ' | b',' | b':', b' ') => Some(at + 2),
        (b' ', b'-') => match line.get(at + 2..)? {
            [b' ', ..] => Some(at + 3),
            [b'-', b' ', ..] => Some(at + 4),
            _ => None,
        },
        _ => None,
    })
}

/// From where to where a column names a house.
fn house(column: &str) -> Option<(usize, usize)> {
    let from = column.len() - column.trim_start().len();
    let (mut told, mut noun, mut count) = (0, false, 0);
    let (mut at, mut end) = (from, 0);
    for part in column.get(from..)?.split([' ', '/', '-']) {
        let begins = at;
        at += part.len() + 1;
        let plain = part.trim_end_matches([',', '.', '\'', ':', ';', '\r', '\n']);
        if plain.is_empty() || plain == "&" {
            continue;
        }
        let word = cursor::word_at(column, begins)?;
        let traits = Traits::of(word.text);
        // "MSH|^~": no line of words.
        if without_s(plain).len() != word.text.len() {
            return None;
        }
        if !word.starts_upper() {
            if lists::is_joint(word.text) || word.text == "for" || word.text == "at" {
                continue;
            }
            return None;
        }
        if traits.has(lists::MONTH_BIT) && word.text.len() > 2 || traits.has(lists::TITLE_BIT) || is_paper(word.text) {
            return None;
        }
        count += 1;
        let is_noun = traits.has(lists::INSTITUTION_BIT) || is_tail(&word) || count > 2 && is_last(&word);
        told += usize::from(tells(&word, traits, is_noun && noun));
        noun |= is_noun && count > 1 && (!traits.has(lists::DEPARTMENT_BIT) || word.text.len() > 3);
        end = begins + plain.len();
    }
    (noun && told > 0 && (2..=8).contains(&count)).then_some((from, end))
}

/// Without all of its possessive endings.
fn without_s(mut plain: &str) -> &str {
    while let Some(rest) = plain.strip_suffix("'s") {
        plain = rest;
    }
    plain
}

/// Whether the word tells one house from another.
fn tells(word: &Word<'_>, traits: Traits, is_noun: bool) -> bool {
    const OTHER: &[u32] = &[
        words::CLINICAL_BIT,
        words::KIND_BIT,
        lists::DEPARTMENT_BIT,
        lists::ROLE_BIT,
        lists::AFTER_PERSON_BIT,
        lists::BRAND_BIT,
        lists::KIN_BIT,
    ];
    let entry = lexicon::look_up(word.text);
    let is_other = OTHER.iter().any(|bit| traits.has(*bit));
    let is_opener =
        traits.has(lists::PLACE_OPENER_BIT) || traits.has(words::STATE_BIT) || token::house::is_quarter(word.text);
    let is_plain = traits.has(words::COMMON_BIT) || traits.has(lists::STOP_BIT);
    let is_abbreviation = word.text.len() < 4 && entry.surname() < 2;
    !is_noun
        && !is_other
        && !is_abbreviation
        && (is_opener || !is_plain && (!entry.is_clinical() || entry.city() > 0 || entry.surname() > 1))
}

/// What only the last word of a house is.
fn is_last(word: &Word<'_>) -> bool {
    ["clinical", "anatomic", "emergency", "physicians", "family", "urgent", "behavioral"]
        .iter()
        .any(|last| last.eq_ignore_ascii_case(word.text))
}

/// What is written, not who writes it.
fn is_paper(word: &str) -> bool {
    const PAPERS: &[&str] = &[
        "copy", "form", "handout", "history", "list", "log", "note", "notes", "nota", "packet", "page", "progress",
        "record", "report", "request", "review", "roster", "schedule", "setup", "sheet", "signout", "summary", "visit",
    ];
    PAPERS.iter().any(|paper| paper.eq_ignore_ascii_case(word))
}

/// Letters that tell the kind of a house.
fn is_tail(word: &Word<'_>) -> bool {
    matches!(
        word.text,
        "ASC"
            | "CF"
            | "HD"
            | "ISD"
            | "USD"
            | "LTC"
            | "SNF"
            | "ALF"
            | "FQHC"
            | "EMS"
            | "MHP"
            | "VAMC"
            | "PHC"
            | "CHC"
            | "WIC"
            | "FD"
            | "PD"
            | "Psych"
            | "PSYCH"
    )
}

#[cfg(test)]
mod tests {
    use super::sign_end;

    #[test]
    fn the_first_sign_ends_a_column() {
        let signs = ["  ", " - ", " -- ", ", ", ": "];
        for line in
            ["", "a", "a - b, c", "a -- b", "a -b  c", "a: b - c", "a --- b,c:d, ", "  ", " -", " - ", "\u{e9}, x"]
        {
            let first = signs.iter().filter_map(|sign| Some((line.find(sign)?, sign.len()))).min();
            assert_eq!(sign_end(line.as_bytes()), first.map(|(at, len)| at + len), "{line}");
        }
    }
}
