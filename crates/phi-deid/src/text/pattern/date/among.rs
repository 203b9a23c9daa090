//! Fractions that other days of the document make days: "MRI 1/13", where it speaks of 1/9 and of 1/20.

use phi_types::IdentifierClass;

use super::{
    super::{Lower, measures},
    around::{NEVER_DATED, RATED, SCORED},
    form::NOUNS,
};
use crate::{
    rule::Generalised,
    text::{
        cursor,
        piece::{DIGIT, Pieces},
        span::{Confidence, Found, Span, Write},
        words,
    },
};

/// How far a fraction may lie from a day of the document, in days: one that can be nothing else, and one that can be a score.
const FAR: i32 = 45;
const NEAR: i32 = 9;

/// Adds the fractions that lie near to days that were found.
pub(in crate::text) fn find(text: &str, pieces: &Pieces, found: &[Found], more: &mut Vec<Found>) {
    let mut days = None;
    for (month, behind) in pieces.iter().zip(pieces.iter().skip(1)) {
        let is_pair = matches!(month.sign, b'/' | b'-')
            && month.kinds == DIGIT
            && behind.kinds == DIGIT
            && behind.start == month.end + 1
            && month.end - month.start < 3
            && behind.end - behind.start < 3;
        if !is_pair {
            continue;
        }
        let (start, joint, end) = (month.start, month.end, behind.end);
        let sign = if month.sign == b'-' { "-" } else { "/" };
        let Some(day) = day(text.get(start..joint), text.get(joint + 1..end)) else { continue };
        let days = days.get_or_insert_with(|| Days::of(text, found));
        let is_found = found.binary_search_by(|f| {
            if f.span.end <= start {
                core::cmp::Ordering::Less
            } else if f.span.start >= end {
                core::cmp::Ordering::Greater
            } else {
                core::cmp::Ordering::Equal
            }
        });
        if is_found.is_err() && days.vouch(text, start, end, day, sign) {
            more.push(Found {
                span: Span {
                    start,
                    end,
                    class: IdentifierClass::Date,
                    rule: "date.among.likely",
                    confidence: Confidence::Low,
                },
                write: Write::Date(Generalised::Removed),
            });
        }
    }
}

/// Month and day.
type Day = (i32, i32);

fn day(month: Option<&str>, day: Option<&str>) -> Option<Day> {
    let (month, day) = (month?.parse().ok()?, day?.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

/// The days of the document that are no births and of no other year.
struct Days(Vec<Day>);

impl Days {
    fn of(text: &str, found: &[Found]) -> Self {
        let mut all: Vec<(Day, i32)> = Vec::new();
        for f in found.iter().filter(|f| f.span.class == IdentifierClass::Date) {
            let head = Lower::of(cursor::window_before(text, f.span.start, 14));
            let is_birth = ["dob", "born", "birth", "b.", "d.o.b", "exp "].iter().any(|word| head.contains(word));
            let value = text.get(f.span.start..f.span.end).unwrap_or_default();
            if !is_birth && let Some(known) = read(value) {
                all.push(known);
            }
        }
        let last = all.iter().map(|(_, year)| *year).max().unwrap_or(0);
        Self(all.into_iter().filter(|(_, year)| *year == 0 || *year + 1 >= last).map(|(day, _)| day).collect())
    }

    /// How many days lie between it and the next of them, a year being a ring.
    fn distance(&self, (month, day): Day) -> i32 {
        let place = |month: i32, day: i32| month * 61 / 2 + day;
        let gap = |known: &Day| {
            let gap = (place(month, day) - place(known.0, known.1)).abs();
            gap.min(366 - gap)
        };
        self.0.iter().map(gap).min().unwrap_or(i32::MAX)
    }

    fn vouch(&self, text: &str, start: usize, end: usize, (month, day): Day, sign: &str) -> bool {
        if self.0.len() < 2 {
            return false;
        }
        let head = cursor::window_before(text, start, 20);
        // "arr(1-22,X)": a bracket behind letters opens no clause.
        let is_called = head.strip_suffix('(').is_some_and(|head| head.ends_with(char::is_alphanumeric));
        let opens = head.is_empty() || !is_called && head.ends_with([' ', '\n', '(', '\t', '~', ';', '[']);
        let trail = Lower::of(cursor::window_after(text, end, 12));
        let trail: &str = &trail;
        let closes = !trail.starts_with(|c: char| {
            c.is_alphanumeric() || matches!(c, '/' | '-' | '%' | '\'' | '"' | '+' | '_' | ':' | '\u{b0}' | '\u{bd}')
        }) && !trail.strip_prefix(['.', ',']).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()));
        if !opens || !closes {
            return false;
        }
        let lead = Lower::of(head);
        let word = lead
            .trim_end_matches([' ', ':', '.', ',', '(', '=', '~'])
            .rsplit(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        let is_scored = words::listed(SCORED, word) && !matches!(word, "level" | "est");
        if words::listed(NEVER_DATED, word) || is_scored || NOUNS.begin(trail.trim_start()) {
            return false;
        }
        // "8/1 unit W1417", "7/28 L side": what follows is no unit of it.
        let is_measured = measures(trail) && !trail.starts_with(" l ") && !trail.starts_with(" unit ");
        // Behind a comma, a column or an opening sign nothing is counted on.
        let is_apart = head.ends_with(", ") || head.ends_with("  ") || head.ends_with(['(', '\n', '\t', ';']);
        let is_counted = !is_apart && word.ends_with(|c: char| c.is_ascii_digit());
        let is_share = month <= day;
        let is_fraction = is_share && matches!(day, 2 | 3 | 4 | 5 | 6 | 8 | 10 | 12);
        let distance = self.distance((month, day));
        if sign == "-" {
            let ends = trail.is_empty() || trail.starts_with(['.', ',', ';', ')', '\n']);
            let is_range = is_share && day < 13;
            let is_numbered = is_counted
                || matches!(
                    word,
                    "cn" | "l"
                        | "c"
                        | "t"
                        | "s"
                        | "x"
                        | "q"
                        | "apap"
                        | "auto"
                        | "autopap"
                        | "cpap"
                        | "bipap"
                        | "peep"
                        | "range"
                        | "goal"
                        | "target"
                        | "rr"
                        | "for"
                        | "at"
                        | "map"
                        | "grit"
                        | "size"
                        | "about"
                        | "ages"
                        | "age"
                );
            return ends && !is_range && !is_numbered && !is_measured && !words::listed(RATED, word) && distance <= 20;
        }
        if is_measured {
            return false;
        }
        if is_fraction {
            let ends = trail.is_empty() || trail.starts_with(['.', ',', ';', ')', '\n']) || trail.starts_with("  ");
            // "Fatigue 3/10", "bed 4/5", "5/5, 4/5": scores and shares.
            let is_common = matches!(day, 3 | 4 | 5 | 10);
            let is_row = word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty();
            return ends
                && !is_counted
                && !is_row
                && (is_apart || !is_common)
                && !words::listed(RATED, word)
                && distance <= NEAR;
        }
        // "peak 34.1 9/24": behind a level.
        distance <= if is_counted { NEAR * 2 } else { FAR } && !(is_counted && words::listed(RATED, word))
    }
}

/// The day and the year (0 where there is none) of a date in figures or with a month in words.
fn read(value: &str) -> Option<(Day, i32)> {
    let mut figures = value.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let first = figures.next()?;
    let full = |year: &str| match (year.len(), year.parse::<i32>()) {
        (2, Ok(year)) => year + if year <= 40 { 2000 } else { 1900 },
        (4, Ok(year)) => year,
        _ => 0,
    };
    if let Some(month) = month_in(value) {
        let year = figures.next().map_or(0, full);
        return first.parse().ok().filter(|day| (1..=31).contains(day)).map(|day| ((month, day), year));
    }
    let second = figures.next()?;
    match first.len() {
        4 => day(Some(second), figures.next()).map(|known| (known, full(first))),
        1 | 2 => day(Some(first), Some(second)).map(|known| (known, figures.next().map_or(0, full))),
        _ => None,
    }
}

fn month_in(value: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let word = value.split(|c: char| !c.is_ascii_alphabetic()).find(|word| {
        word.len() > 2 && MONTHS.iter().any(|m| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(m)))
    })?;
    let at = MONTHS.iter().position(|m| word.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(m)))?;
    i32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read() {
        assert_eq!(read("9/24"), Some(((9, 24), 0)));
        assert_eq!(read("2026-02-16"), Some(((2, 16), 2026)));
        assert_eq!(read("3/4/26"), Some(((3, 4), 2026)));
        assert_eq!(read("March 9, 2026"), Some(((3, 9), 2026)));
        assert_eq!(read("12 Aug"), Some(((8, 12), 0)));
        assert_eq!(read("Easter"), None);
    }
}
