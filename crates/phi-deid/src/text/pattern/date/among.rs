//! Fractions that other days of the document make days: "MRI 1/13", where it speaks of 1/9 and of 1/20.

use phi_types::IdentifierClass;

use super::{
    super::{Lower, Said, measures},
    around::{NEVER_DATED, RATED, SCORED},
    form::SPANNED,
    fraction::NOUNS,
};
use crate::{
    rule::Generalised,
    text::{
        cursor, day,
        piece::{DIGIT, Pieces},
        span::{Confidence, Found, Span, Write},
        words,
    },
};

/// How far a fraction may lie from a day of the document, in days: one that can be nothing else, and one that can be a score.
const FAR: usize = 45;
const NEAR: usize = 9;

/// Adds the fractions that lie near to days that were found.
pub(in crate::text) fn find(text: &str, pieces: &Pieces, found: &[Found], more: &mut Vec<Found>) {
    let mut days = None;
    // Where the pair before ends, if it is a day.
    let mut last: Option<usize> = None;
    for (at, month) in pieces.each(|sieve| sieve.figures & sieve.joints) {
        let Some(behind) = pieces.get(at + 1) else { break };
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
        let Some(day) = read(text.get(start..joint), text.get(joint + 1..end)) else { continue };
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
        let is_day = is_found.is_ok() || days.vouch(text, (start, end), day, sign, last);
        last = if is_day { Some(end) } else { None };
        if is_found.is_err() && is_day {
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
type Day = (u8, u8);

fn read(month: Option<&str>, day: Option<&str>) -> Option<Day> {
    let (month, day) = (month?.parse().ok()?, day?.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

/// Days of a year without a leap day.
const YEAR: usize = 365;

/// On which days of a year the document has days, births and other years left out.
struct Days {
    on: [bool; YEAR],
    count: usize,
}

impl Days {
    fn of(text: &str, found: &[Found]) -> Self {
        const BIRTH: Said<6> = Said::new(["dob", "born", "birth", "b.", "d.o.b", "exp "]);
        let known = || {
            found.iter().filter(|f| f.span.class == IdentifierClass::Date).filter_map(|f| {
                let head = Lower::of(cursor::window_before(text, f.span.start, 14));
                let is_birth = BIRTH.within(&head);
                let value = text.get(f.span.start..f.span.end).filter(|_| !is_birth)?;
                day::in_part(value)
            })
        };
        let last = known().filter_map(|(_, year)| year).max().unwrap_or(0);
        let mut days = Self { on: [false; YEAR], count: 0 };
        for (day, _) in known().filter(|(_, year)| year.is_none_or(|year| year + 1 >= last)) {
            if let Some(slot) = place(day).and_then(|at| days.on.get_mut(at)) {
                *slot = true;
                days.count += 1;
            }
        }
        days
    }

    /// How many days lie between it and the next of them, if they are few. A year is a ring.
    fn distance(&self, day: Day) -> Option<usize> {
        let at = place(day)?;
        let is_on = |at: usize| self.on.get(at % YEAR).is_some_and(|on| *on);
        (0..=FAR).find(|gap| is_on(at + gap) || is_on(at + YEAR - gap))
    }

    /// Whether the other days make one of it. Before it the last day that was found ends at `known`.
    fn vouch(
        &self,
        text: &str,
        (start, end): (usize, usize),
        (month, day): Day,
        sign: &str,
        known: Option<usize>,
    ) -> bool {
        if self.count < 2 {
            return false;
        }
        let head = cursor::window_before(text, start, 20);
        // "4/9, 4/10": right behind another.
        let between = known.and_then(|last| text.get(last..start)).unwrap_or_default();
        let is_listed = matches!(between, ", " | ", then " | " then " | ", and " | " & " | " or " | "; ")
            // In the next column: "4/09      4/10".
            || (2..13).contains(&between.len()) && between.bytes().all(|b| b == b' ');
        // "arr(1-22,X)": a bracket behind letters opens no clause.
        let is_called = head.strip_suffix('(').is_some_and(|head| head.ends_with(char::is_alphanumeric));
        let opens = head.is_empty() || !is_called && head.ends_with([' ', '\n', '(', '\t', '~', ';', '[']);
        let trail = Lower::of(cursor::window_after(text, end, 12));
        let trail: &str = &trail;
        // "7-30: seen"
        let is_entry = sign == "-" && trail.starts_with(": ");
        let closes = is_entry
            || !trail.starts_with(|c: char| {
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
        if words::listed(NEVER_DATED, word)
            || sign == "-" && words::listed(SPANNED, word)
            || is_scored
            || NOUNS.begin(trail.trim_start())
        {
            return false;
        }
        // "8/1 unit W1417", "7/28 L side": what follows is no unit of it.
        let is_measured = measures(trail) && !trail.starts_with(" l ") && !trail.starts_with(" unit ");
        // Behind a comma, a column or an opening sign nothing is counted on.
        let is_apart = head.ends_with(", ") || head.ends_with("  ") || head.ends_with(['(', '\n', '\t', ';']);
        let is_counted = !is_apart && word.ends_with(|c: char| c.is_ascii_digit());
        let is_share = month <= day;
        let is_fraction = is_share && matches!(day, 2 | 3 | 4 | 5 | 6 | 8 | 10 | 12);
        let Some(distance) = self.distance((month, day)) else { return false };
        if sign == "-" {
            let ends = trail.is_empty() || trail.starts_with(['.', ',', ';', ')', '\n']) || is_entry;
            let is_range = is_share && day < 13;
            // "R/S 10-1": put off to.
            let is_numbered = is_counted
                || !lead.trim_end().ends_with("r/s")
                    && matches!(
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
            // "peak 34.1 8/12 1605": before a time of day.
            let clock = trail.strip_prefix(' ').and_then(|t| t.get(..4)).unwrap_or_default();
            let is_timed = clock.len() == 4
                && clock < "2400"
                && clock.bytes().all(|b| b.is_ascii_digit())
                && !trail.get(5..).is_some_and(|t| t.starts_with(|c: char| c.is_alphanumeric()));
            if is_timed && (!is_common || head.ends_with("  ")) && distance <= NEAR
                || is_listed && ends && distance <= if between.contains("then") { FAR } else { NEAR }
            {
                return true;
            }
            // Behind a number, unless each stands in a column of its own.
            let is_column = head.ends_with("  ") && trail.starts_with("  ") && day != 5;
            let is_row = word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty() && !is_column;
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

/// Which day of a year it is, from nought.
fn place((month, day): Day) -> Option<usize> {
    const BEFORE: [usize; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let before = BEFORE.get(usize::from(month).checked_sub(1)?)?;
    Some((before + usize::from(day).checked_sub(1)?) % YEAR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tests::{RELEASE, engine};

    #[test]
    fn the_year_is_a_ring() {
        let mut days = Days { on: [false; YEAR], count: 2 };
        days.on[363] = true;
        assert_eq!(
            (days.distance((12, 30)), days.distance((1, 2)), days.distance((11, 15))),
            (Some(0), Some(3), Some(45))
        );
        assert_eq!(
            (days.distance((11, 14)), days.distance((7, 1)), place((0, 4)), place((13, 1))),
            (None, None, None, None)
        );
    }

    fn finds(line: &str) -> bool {
        let text = format!("Pt Ana Testcase seen 8/11/2026, labs on 8/14, back 8/21.\n{line}\n");
        let value = line.split(['[', ']']).nth(1).unwrap();
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
}
