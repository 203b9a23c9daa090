//! A month and a day beside days that are sure: "Level 8/18 was 9.1" in a note of August.
//!
//! A bare `8/18` may be a share, a score or a strength. Where the document names several days within a week or two of it, it is
//! one of them: shares do not keep to a season.

use phi_types::IdentifierClass::Date;

use super::cursor;
use crate::{
    rule::Generalised,
    text::{
        day,
        pattern::{
            Lower,
            date::around::{COUNTED, NEVER_DATED, SCORED},
            measures,
        },
        piece::{DIGIT, Pieces},
        span::{Confidence, Found, Span, Write},
        words,
    },
};

/// Days of a year without a leap day.
const YEAR: usize = 365;

/// Adds bare months with days that stand among those found. `found` is sorted and disjoint.
pub(super) fn find(text: &str, pieces: &Pieces, found: &[Found], more: &mut Vec<Found>) {
    if !pieces.signs().may_have(b'/') {
        return;
    }
    let mut found_days = Days::default();
    for f in found.iter().filter(|f| f.span.class == Date && f.span.rule.starts_with("date.")) {
        found_days.add(text.get(f.span.start..f.span.end).unwrap_or_default());
    }
    if found_days.count < FEW {
        return;
    }
    let mut claimed = found.iter().peekable();
    for (month, behind) in pieces.iter().zip(pieces.iter().skip(1)) {
        let is_pair = month.sign == b'/'
            && month.kinds == DIGIT
            && behind.kinds == DIGIT
            && behind.start == month.end + 1
            && month.end - month.start < 3
            && behind.end - behind.start < 3;
        if !is_pair {
            continue;
        }
        while claimed.next_if(|f| f.span.end <= month.start).is_some() {}
        if claimed.peek().is_none_or(|f| f.span.start >= behind.end)
            && is_day_among(text, month.start, behind.end, &found_days)
        {
            let span = Span {
                start: month.start,
                end: behind.end,
                class: Date,
                rule: "date.near.likely",
                confidence: Confidence::Low,
            };
            more.push(Found { span, write: Write::Date(Generalised::Removed) });
        }
    }
}

/// So many days within a fortnight speak for one more.
const FEW: u32 = 3;

/// How many days were found on each day of a year.
struct Days {
    on: [u32; YEAR],
    count: u32,
}

impl Default for Days {
    fn default() -> Self {
        Self { on: [0; YEAR], count: 0 }
    }
}

impl Days {
    fn add(&mut self, value: &str) {
        let place = day::month_and_day(value).and_then(|(month, day)| place(month, day));
        if let Some(slot) = place.and_then(|at| self.on.get_mut(at)) {
            *slot += 1;
            self.count += 1;
        }
    }

    /// How many lie so many days or fewer from this one.
    fn within(&self, at: usize, days: usize) -> u32 {
        (at + YEAR - days..=at + YEAR + days).filter_map(|at| self.on.get(at % YEAR)).sum()
    }
}

/// Which day of a year it is, from nought.
fn place(month: u8, day: u8) -> Option<usize> {
    const BEFORE: [usize; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let before = BEFORE.get(usize::from(month).checked_sub(1)?)?;
    let day = usize::from(day).checked_sub(1).filter(|day| *day < 31)?;
    Some((before + day) % YEAR)
}

fn is_day_among(text: &str, start: usize, end: usize, days: &Days) -> bool {
    let Some((month, day)) = day::month_and_day(text.get(start..end).unwrap_or_default()) else { return false };
    let Some(at) = place(month, day) else { return false };
    let (near, around) = (days.within(at, 3), days.within(at, 14));
    if near == 0 || around < FEW {
        return false;
    }
    let before = cursor::char_before(text, start);
    let is_chained = before.is_some_and(|c| matches!(c, '/' | '-' | '.' | '+' | '<' | '>' | '_' | '#' | '\u{d7}'));
    let behind = cursor::window_after(text, end, 12);
    let goes_on = behind.starts_with(['/', '-', '+', '%', '_'])
        || behind.starts_with(['.', ':', ',']) && behind.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    if is_chained || goes_on || !cursor::stands_alone(text, start, end) {
        return false;
    }
    let behind = Lower::of(behind);
    let next = behind.trim_start_matches(' ').split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let lead = Lower::of(cursor::window_before(text, start, 16));
    let word = lead.trim_end_matches([' ', ':', '.', ',', '(', '=', '~']);
    let word = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_of_a_thing = ["tab", "pack", "dose", "page", "pages", "strength", "worry", "ppd", "of"].contains(&next);
    if measures(&behind) || is_of_a_thing || words::listed(COUNTED, next) || words::listed(NEVER_DATED, word) {
        return false;
    }
    // Shares of four and five, and a whole of both, are strengths and scores, whatever the season.
    match (month, day) {
        (month, day) if month == day && day > 3 => false,
        (_, 4 | 5) => month > day,
        (_, 3 | 6 | 8 | 10) => around > FEW && !words::listed(SCORED, word) && !lead.trim_end().ends_with([':', '"']),
        _ => !words::listed(SCORED, word) || day > 12,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::{RELEASE, engine};

    fn finds(line: &str) -> bool {
        let text = format!("Pt Ana Testcase seen 8/11/2026, labs on 8/14, back 8/21.\n{line}\n");
        let value = line.split(['[', ']']).nth(1).unwrap_or_default();
        let text = text.replace(['[', ']'], "");
        engine().scan(&text, &[], RELEASE).iter().any(|span| text.get(span.start..span.end) == Some(value))
    }

    #[test]
    fn a_day_among_days_is_one() {
        for line in [
            "Tacrolimus. Level [8/18] was 9.1.",
            "1,250 q12: peak 34.1 [8/12] 1605",
            "HUS [8/17] left grade I",
            "SK0417, [8/9]. Mole",
        ] {
            assert!(finds(line), "{line}");
        }
    }

    #[test]
    fn a_share_a_strength_or_a_score_is_none() {
        for line in [
            "Apgar [8/9], pink",
            "Strength [5/5]",
            "pain [8/10] at night",
            "took [1/2] tab",
            "BP [8/12] mg",
            "x [2/18] wells",
        ] {
            assert!(!finds(line), "{line}");
        }
    }

    #[test]
    fn days_of_a_year_go_round() {
        let mut days = Days::default();
        days.add("12/30/2025");
        days.add("January 2, 2026");
        days.add("3 Jan");
        assert_eq!(
            place(1, 1).map(|at| (days.within(at, 1), days.within(at, 2), days.within(at, 14))),
            Some((1, 3, 3))
        );
        assert_eq!((place(0, 4), place(13, 1), place(2, 0), place(2, 32)), (None, None, None, None));
    }
}
