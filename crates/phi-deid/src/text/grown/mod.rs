//! What a finding leaves over: the other half of a name, the words that belong to a house, the age behind a person.
//!
//! One finding vouches for what stands right beside it, so less is asked of the neighbour than of a word that stands alone.
//! All of it counts only in a document that names somebody.

mod age;
mod bridge;
mod called;
mod column;
mod entry;
mod head;
mod initials;
mod land;
mod letter;
mod line;
mod lower;
mod misread;
pub(in crate::text) mod number;
mod owner;
mod person;
mod picture;
mod place;
mod quoted;
mod roster;
mod short;
pub(in crate::text) mod sign;
mod signers;
mod tail;
mod torn;
mod unit;
mod zip;

use phi_types::IdentifierClass::{
    self, Account, Biometric, Date, Device, Fax, Geography, HealthPlanBeneficiary, MedicalRecordNumber, Name, Other,
    Phone,
};

use super::{
    cursor::{self, Word},
    pattern::date::among,
    piece::Pieces,
    span::{Confidence, Found, Span, Write},
    token::lists,
    words::{self, Traits},
};

/// Adds what belongs to the findings, which are sorted and disjoint.
pub(super) fn find(text: &str, pieces: &Pieces, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    for (at, f) in found.iter().enumerate() {
        let room = Room {
            from: at.checked_sub(1).and_then(|at| found.get(at)).map_or(0, |f| f.span.end),
            to: found.get(at + 1).map_or(text.len(), |f| f.span.start),
        };
        match f.span.class {
            Name => {
                person::grow(text, f, room, &mut more);
                entry::grow(text, f, room, &mut more);
                place::of_name(text, f, room, &mut more);
                age::behind(text, f.span.end, &mut more);
                person::aged(text, f, room, &mut more);
                if number::may_follow(text, f.span.end) {
                    number::extension(text, f.span.end, &mut more);
                    number::behind_name(text, f.span.end, &mut more);
                    number::badge(text, f.span.end, &mut more);
                    person::listed(text, f.span.end, room, &mut more);
                }
            }
            Geography if !f.span.rule.starts_with("place.zip") => {
                place::grow(text, f, room, &mut more);
                person::called_as_town(text, f, room, &mut more);
            }
            Phone | Fax => {
                number::second(text, f.span.end, &mut more);
                number::beyond(text, f, &mut more);
            }
            Date if f.span.rule.starts_with("date.") => number::second_day(text, f.span.end, &mut more),
            Account | HealthPlanBeneficiary => number::last_letter(text, f, &mut more),
            Biometric | Device | MedicalRecordNumber | Other => {
                number::last_letter(text, f, &mut more);
                if let Some(name) = at.checked_sub(1).and_then(|at| found.get(at)).filter(|f| f.span.class == Name) {
                    age::behind_number(text, name.span.end, (f.span.start, f.span.end), &mut more);
                }
                number::prefix(text, f, room, &mut more);
                number::row(text, f, &mut more);
            }
            _ => {}
        }
    }
    misread::find(text, pieces, &mut more);
    zip::find(text, pieces, &mut more);
    if pieces.signs().may_have(b'"') {
        quoted::find(text, found, &mut more);
    }
    if pieces.signs().may_have(b'_') {
        number::handles(text, &mut more);
    }
    roster::find(text, pieces, &mut more);
    head::find(text, pieces, &mut more);
    short::find(text, pieces, found, &mut more);
    among::find(text, pieces, found, &mut more);
    if pieces.signs().may_have(b'.') {
        letter::find(text, pieces, &mut more);
        number::dotted(text, pieces, &mut more);
        picture::find(text, pieces, found, &mut more);
    }
    sign::find(text, pieces, found, &mut more);
    initials::find(text, pieces, &mut more);
    owner::find(text, pieces, found, &mut more);
    column::find(text, found, &mut more);
    line::find(text, pieces, found, &mut more);
    super::spare::mend(text, &mut more);
    found.append(&mut more);
}

/// Adds what belongs to the places and names that were learned or known, once they are found.
pub(super) fn find_learned(text: &str, pieces: &Pieces, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    called::find(text, pieces, found, &mut more);
    let is_late = |f: &Found| matches!(f.span.rule, "place.learned.likely" | "name.learned.likely" | "known.name");
    for (at, f) in found.iter().enumerate().filter(|(_, f)| is_late(f)) {
        let room = Room {
            from: at.checked_sub(1).and_then(|at| found.get(at)).map_or(0, |f| f.span.end),
            to: found.get(at + 1).map_or(text.len(), |f| f.span.start),
        };
        if f.span.class == Name {
            // "Ramsay Hunt" where somebody is called Hunt.
            let is_sign = word_before(text, f.span.start).is_some_and(|word| lists::is_eponym(word.text));
            if !is_sign {
                person::grow(text, f, room, &mut more);
                entry::grow(text, f, room, &mut more);
                place::of_name(text, f, room, &mut more);
            }
            age::behind(text, f.span.end, &mut more);
            if let Some(next) = found.get(at + 1).filter(|next| matches!(next.span.class, MedicalRecordNumber | Other))
            {
                age::behind_number(text, f.span.end, (next.span.start, next.span.end), &mut more);
            }
        } else {
            place::grow(text, f, room, &mut more);
        }
    }
    if !more.is_empty() {
        found.append(&mut more);
        super::span::join(found);
    }
    bridge::find(text, found, &mut more);
    torn::find(text, pieces, found, &mut more);
    found.append(&mut more);
}

/// How far a finding may grow: up to its neighbours.
#[derive(Clone, Copy)]
struct Room {
    from: usize,
    to: usize,
}

const fn found(start: usize, end: usize, class: IdentifierClass, rule: &'static str) -> Found {
    let write = match class {
        Date => Write::Age,
        _ => Write::Tag,
    };
    Found { span: Span { start, end, class, rule, confidence: Confidence::Low }, write }
}

/// The capitalised word behind `at`, over one space.
fn word_behind(text: &str, at: usize) -> Option<Word<'_>> {
    (cursor::char_after(text, at) == Some(' ')).then(|| cursor::word_at(text, at + 1))?.filter(Word::starts_upper)
}

/// The capitalised word before `at`, over one space.
fn word_before(text: &str, at: usize) -> Option<Word<'_>> {
    let end = at.checked_sub(1).filter(|_| cursor::char_before(text, at) == Some(' '))?;
    cursor::word_ending(text, end).filter(Word::starts_upper)
}

/// Names that are a sight of nature begin with such a word: "Two Elk", "Running Deer".
const SIGHTS: &[&str] = &[
    "Bad", "Big", "Black", "Blue", "Four", "Good", "Gray", "Iron", "Little", "Lone", "Long", "Many", "Old", "Rain",
    "Red", "Running", "Sitting", "Spotted", "Standing", "Strong", "Swift", "Tall", "Three", "Thunder", "Two",
    "Walking", "White", "Yellow",
];

/// Whether the word stands in one of the lists.
fn is_any(traits: Traits, bits: &[u32]) -> bool {
    bits.iter().any(|bit| traits.has(*bit))
}

/// What stands beside names and places without being a part of either.
const PLAIN: &[u32] = &[
    words::COMMON_BIT,
    words::CLINICAL_BIT,
    words::STATE_BIT,
    lists::MONTH_BIT,
    lists::TITLE_BIT,
    lists::KIN_BIT,
    lists::ROLE_BIT,
    lists::AFTER_PERSON_BIT,
    lists::BRAND_BIT,
    lists::ARTICLE_BIT,
];

/// The first of the leads that the text begins with. Most fail at their second byte.
fn leading<'l>(rest: &str, leads: &[&'l str]) -> Option<&'l str> {
    let second = rest.as_bytes().get(1);
    let fits = |lead: &&str| lead.as_bytes().get(1).is_none_or(|byte| Some(byte) == second) && rest.starts_with(*lead);
    leads.iter().copied().find(fits)
}

/// Whether no further word of a name can follow: a sign, two spaces, a number, a word in small letters.
fn closes(text: &str, end: usize) -> bool {
    let rest = cursor::window_after(text, end, 3);
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (None, _) | (Some('\n' | '\r' | '\t' | '|'), _) => true,
        (Some(',' | '.' | ';' | ':' | ')' | '"' | '/' | '?' | '!' | ']' | '>'), _) => true,
        (Some(' '), Some(next)) => !next.is_alphabetic(),
        _ => false,
    }
}

/// Whether a line, a column or an entry of a list begins at `at`.
fn opens(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 8);
    let line = head.rsplit('\n').next().unwrap_or_default();
    let is_whole = line.len() < head.len() || head.len() < 8 && at == head.len();
    // "#2 ", "3. ", "12) ", "412A ": the number of a row or a room.
    let number = line.trim_start_matches(['#', '-', '*', '(', ' ']).trim_end_matches([' ', '.', ')', ':', '-']);
    let is_numbered = is_whole
        && number.len() <= 4
        && number.bytes().enumerate().all(|(at, b)| b.is_ascii_digit() || at > 0 && b.is_ascii_uppercase());
    line.is_empty() && is_whole
        || is_numbered
        || head.ends_with(['\t', '|', '"', '('])
        || head.ends_with("  ")
        || head.ends_with("| ")
        || head.ends_with("; ")
        || head.ends_with(": ")
        || head.ends_with("> ")
}

#[cfg(test)]
mod tests {
    use crate::text::tests::{RELEASE, engine};

    /// What is found behind "Dr. Testcase came. ", with its rule.
    fn spans(line: &str) -> Vec<(String, &'static str)> {
        let lead = "Dr. Testcase came.\n";
        let text = format!("{lead}{line}\n");
        let found = engine().scan(&text, &[], RELEASE);
        found
            .iter()
            .filter(|span| span.start >= lead.len())
            .map(|span| (text.get(span.start..span.end).unwrap().to_owned(), span.rule))
            .collect()
    }

    #[test]
    fn a_street_a_town_and_a_name_stay_apart() {
        let found = spans("Dr. Exampleby, 12 Sample Street, Northfield, MN");
        let values: Vec<&str> = found.iter().map(|f| f.0.as_str()).collect();
        assert_eq!(values.get(1..), Some(["12 Sample Street", "Northfield"].as_slice()));
    }

    #[test]
    fn an_age_behind_a_name_is_no_measure() {
        assert!(spans("Mrs. Exampleby, 93: well").iter().any(|f| f.0 == "93"));
        for line in ["Mrs. Exampleby, 93% on air", "Mrs. Exampleby, 92, 94 and 95", "Mrs. Exampleby 93.4 kg"] {
            assert!(spans(line).iter().all(|f| !f.1.starts_with("age.behind_name")), "{line}");
        }
    }

    #[test]
    fn fields_in_quotation_marks_are_no_nicknames() {
        assert!(spans("called \"Birdman\" at home").iter().any(|f| f.1 == "name.quoted.likely"));
        for line in ["{\"Birdman\": 1}", "4,\"Birdman\",5", "the \"Birdman\" song"] {
            assert!(spans(line).iter().all(|f| f.1 != "name.quoted.likely"), "{line}");
        }
    }

    #[test]
    fn the_head_of_a_page_is_read_by_columns() {
        let text = "GRAY MESA SPINE & PAIN    FAX 1 of 2\nPt Ana Testcase, Dr. Exampleby\n";
        let found = engine().scan(text, &[], RELEASE);
        assert_eq!(text.get(..found[0].end).unwrap(), "GRAY MESA SPINE & PAIN");
        let text = "PAIN CLINIC PROGRESS NOTE\nDr. Exampleby\n";
        assert!(engine().scan(text, &[], RELEASE).iter().all(|span| span.start > 20));
    }
}
