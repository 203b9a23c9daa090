//! What tells an age of ninety or more only together with what stands beside it: 45 CFR 164.514(b)(2)(i)(C), "all elements of
//! dates (including year) indicative of such age".
//!
//! A year and how old somebody was then, an age and the years since, a year and what nobody does as a child, how much older one
//! is than another, a child's age and the mother's at its birth: of two numbers that tell such an age together, the one that can
//! be spared goes. Both must stand in one clause; an age of today beside a year of something else tells nothing.

use phi_types::IdentifierClass;

use crate::rule::{Generalised, Reference};

use super::{
    pattern::{Lower, measures},
    piece::{DIGIT, Piece, Pieces},
    span::{Confidence, Found, Span, Write},
};
use clause::Clause;

mod clause;

/// From this age on, up to what anybody has reached.
const TOLD: core::ops::RangeInclusive<i32> = 90..=125;

/// Whatever number.
const ANY: core::ops::RangeInclusive<i32> = 1..=89;

/// The greatest of [`Clause::youngest`].
const OLDEST_BEGINNER: i32 = 45;

/// A number in a clause: its first and last piece.
#[derive(Clone, Copy)]
struct Number {
    value: i32,
    first: usize,
    last: usize,
}

/// How a number is said to be an age.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// "at 70", "when she was 19": of a moment in the past.
    Then,
    /// "age 70", "85 yo": of the moment right beside it, or of today.
    Beside,
}

/// Adds what goes, and takes the year from the dates that it would be told by.
pub(super) fn find(text: &str, pieces: &Pieces, reference: Reference, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    for f in found.iter_mut() {
        if let Write::Date(Generalised::Year(year)) = f.write
            && year <= reference.year
        {
            let (first, end) = (pieces.before(f.span.start), pieces.before(f.span.end));
            if tells(&Clause::around(text, pieces, first, end.saturating_sub(1)), year, first, reference) {
                f.write = Write::Date(Generalised::Removed);
            }
        }
    }
    for (at, piece) in pieces.each(|sieve| sieve.figures | sieve.telling) {
        let is_year = piece.kinds == DIGIT && piece.end - piece.start == 4;
        if !is_year && !piece.facts.shape.may_tell() {
            continue;
        }
        let is_free = |start: usize, end: usize| {
            let next = found.partition_point(|f| f.span.end <= start);
            found.get(next).is_none_or(|f| f.span.start >= end)
        };
        if is_year && !is_free(piece.start, piece.end) {
            continue;
        }
        let told = if is_year { of_year(text, pieces, at, reference) } else { of_word(text, pieces, at) };
        if let Some((start, end)) = told.filter(|(start, end)| is_free(*start, *end)) {
            let span =
                Span { start, end, class: IdentifierClass::Date, rule: "age.told", confidence: Confidence::Medium };
            more.push(Found { span, write: Write::Date(Generalised::Removed) });
        }
    }
    found.append(&mut more);
}

/// The words from which an age is told: what is counted, and whose age it is.
const YEARS: &[&str] = &["years", "yrs"];
const CHILDREN: &[&str] = &["son", "daughter", "child", "eldest", "oldest", "firstborn"];

/// Whether the word is one that [`of_word`] asks about.
pub(super) fn may_tell(word: &str) -> bool {
    YEARS.iter().chain(CHILDREN).any(|one| one.eq_ignore_ascii_case(word))
}

/// A year that stands alone.
fn of_year(text: &str, pieces: &[Piece], at: usize, reference: Reference) -> Option<(usize, usize)> {
    let piece = pieces.get(at)?;
    let year: i32 = text.get(piece.start..piece.end).filter(|year| year.starts_with(['1', '2']))?.parse().ok()?;
    if !(1900..=reference.year).contains(&year) {
        return None;
    }
    let clause = Clause::around(text, pieces, at, at);
    let is_measure = measures(&Lower::of(super::cursor::window_after(text, piece.end, 12)));
    (!is_measure && tells(&clause, year, at, reference)).then_some((piece.start, piece.end))
}

/// Whether the clause says how old somebody was in the year, or what nobody does as a child.
fn tells(clause: &Clause<'_>, year: i32, at: usize, reference: Reference) -> bool {
    let since = reference.year - year;
    // The youngest who do so.
    let youngest = if since + OLDEST_BEGINNER >= 90 { clause.youngest(at) } else { 0 };
    if youngest > 0 && TOLD.contains(&(since + youngest)) {
        return true;
    }
    clause.numbers(90 - since..=125 - since).any(|number| match clause.form(number) {
        Some(Form::Then) => clause.is_one(number.first, at),
        Some(Form::Beside) => clause.is_beside(number, at),
        None => false,
    })
}

/// "28 years ago", "5 years older", "her son, 72".
fn of_word(text: &str, pieces: &[Piece], at: usize) -> Option<(usize, usize)> {
    let piece = pieces.get(at)?;
    let word = text.get(piece.start..piece.end)?;
    let is_one = |words: &[&str]| words.iter().any(|one| one.eq_ignore_ascii_case(word));
    let told = if is_one(YEARS) {
        of_span(&Clause::around(text, pieces, at, at), at)
    } else if is_one(CHILDREN) {
        of_child(&Clause::around(text, pieces, at, at), at)
    } else {
        None
    }?;
    Some((pieces.get(told.first)?.start, pieces.get(told.last)?.end))
}

/// A number of years that tells such an age with another in its clause.
fn of_span(clause: &Clause<'_>, at: usize) -> Option<Number> {
    let years = clause.before(at)?;
    let next = clause.word(at + 1);
    if matches!(&*next, "older" | "younger" | "senior") {
        let is_other = &*next == "younger" && &*clause.word(at + 2) == "than";
        let other = clause
            .numbers(ANY)
            .find(|number| (40..90).contains(&number.value) && TOLD.contains(&(number.value + years.value)));
        return other.filter(|other| !is_other && other.first != years.first).map(|_| years);
    }
    let is_ago = matches!(&*next, "ago" | "back") || &*next == "of" && &*clause.word(at + 2) == "marriage";
    let lead = years.first.checked_sub(1).map(|before| clause.word(before));
    let lead = lead.as_deref().unwrap_or_default();
    let lasts = matches!(lead, "for" | "now" | "x" | "past" | "married" | "wed" | "another" | "after" | "last");
    if !is_ago && !lasts {
        return None;
    }
    let weds = |at: usize| matches!(&*clause.word(at), "married" | "wed" | "marriage");
    clause
        .numbers(ANY)
        .any(|number| {
            let from = number.first.checked_sub(2).map(|before| clause.word(before));
            let goes_on = matches!(from.as_deref(), Some("since" | "from")) || clause.has(weds);
            number.first != years.first
                && TOLD.contains(&(number.value + years.value))
                && (is_ago || goes_on && clause.is_one(number.first, years.first))
                && (clause.form(number) == Some(Form::Then) || is_ago && clause.form(number) == Some(Form::Beside))
        })
        .then_some(years)
        // Nobody marries as a child.
        .or_else(|| (clause.has(weds) && TOLD.contains(&(years.value + 16))).then_some(years))
}

/// How old the mother was when a child was born whose age stands there.
fn of_child(clause: &Clause<'_>, at: usize) -> Option<Number> {
    let child = clause
        .numbers(ANY)
        .find(|number| (at + 1..at + 4).contains(&number.first) && (40..90).contains(&number.value))?;
    let bears = |at: usize| {
        matches!(&*clause.word(at), "born" | "bore" | "had" | "birth" | "mother" | "delivered" | "pregnant" | "having")
    };
    let mother = clause.numbers(ANY).find(|number| {
        (12..=55).contains(&number.value)
            && TOLD.contains(&(number.value + child.value))
            && clause.form(*number) == Some(Form::Then)
    })?;
    clause.has(bears).then_some(mother)
}
