//! The checks behind the patterns for dates: what the words around a form say, and which year may stay.

use super::{
    super::{Cut, Hit, Said, measures, numbers},
    around::{BEFORE, COUNTED, NEVER_DATED, NUMBERED, RATED, SCORED},
};
use crate::{
    rule::{Generalised, date},
    text::{
        cursor,
        day::WEEKDAYS,
        span::{Confidence, Write},
        words,
    },
};

/// The hit with the year that may stay.
pub(super) fn dated(hit: &Hit<'_>, year: Option<i32>) -> Cut {
    with_weekday(hit).writing(Write::Date(year.map_or(Generalised::Removed, |year| date::year(year, hit.reference))))
}

/// A year of two digits needs the words before it: a birth may lie a century further back.
fn short_dated(hit: &Hit<'_>, two: i32) -> Cut {
    with_weekday(hit).writing(Write::Date(date::two_digit_year(two, is_birth(hit), hit.reference)))
}

/// A weekday beside a date goes with it: together with the year it narrows the date to one in seven.
pub(super) fn with_weekday(hit: &Hit<'_>) -> Cut {
    let gap = cursor::window_before(hit.text, hit.start, 3)
        .chars()
        .rev()
        .take_while(|c| matches!(c, ' ' | ',' | '.'))
        .count();
    let day = hit
        .start
        .checked_sub(gap)
        .and_then(|at| cursor::word_ending(hit.text, at))
        .filter(|word| gap > 0 && WEEKDAYS.contains(&word.text.to_ascii_lowercase().as_str()));
    // "the 3rd of February", "mid-August 2023"
    let the = hit.start.checked_sub(4).filter(|at| {
        matches!(hit.text.get(*at..hit.start), Some("the " | "The " | "mid-" | "Mid-"))
            && !at.checked_sub(1).and_then(|at| hit.text.as_bytes().get(at)).is_some_and(u8::is_ascii_alphanumeric)
    });
    hit.part(day.map_or(the.unwrap_or(hit.start), |day| day.start), hit.end)
}

fn is_birth(hit: &Hit<'_>) -> bool {
    const BIRTH: Said<6> = Said::new(["dob", "d.o.b", "birth", "born", "bday", "b."]);
    BIRTH.within(&hit.lead(28))
}

/// Month and day in either order. A day that the month does not have is a slip of the pen, not another thing.
const fn is_day(a: i32, b: i32) -> bool {
    matches!((a, b), (1..=12, 1..=31) | (13..=31, 1..=12))
}

/// Part of a longer chain of numbers: a version, an identifier, a fraction.
pub(super) fn chained(hit: &Hit<'_>) -> bool {
    chained_by(hit, &['/', '-', '.'])
}

/// The same where a dash joins two whole dates to a period.
fn chained_but_dash(hit: &Hit<'_>) -> bool {
    chained_by(hit, &['/', '.'])
}

fn chained_by(hit: &Hit<'_>, joints: &[char]) -> bool {
    let is_joint = |c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | '$') || joints.contains(&c);
    let digit_after = |next: &str| next.starts_with(|c: char| c.is_ascii_digit());
    hit.char_before().is_some_and(is_joint) || hit.trail(2).strip_prefix(joints).is_some_and(digit_after)
}

pub(super) fn iso(hit: &Hit<'_>) -> Option<Cut> {
    let mut parts = numbers(hit.value());
    let ((year, _), (month, _), (day, _)) = (parts.next()?, parts.next()?, parts.next()?);
    let clock = &*hit.trail(2);
    let ends = match hit.char_after() {
        Some(c) if c.is_ascii_digit() => false,
        Some(c) if c.is_alphanumeric() => {
            clock.strip_prefix('t').is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())) || c == 'Z'
        }
        _ => true,
    };
    (ends && !hit.char_before().is_some_and(char::is_alphanumeric) && is_day(month, day))
        .then(|| dated(hit, Some(year)))
}

pub(super) fn stamp(hit: &Hit<'_>) -> Option<Cut> {
    let year = hit.value().get(..4)?.parse().ok()?;
    (!chained(hit) && hit.stands_alone()).then(|| dated(hit, Some(year)))
}

pub(super) fn numeric(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let mut parts = numbers(value);
    let ((a, a_len), (b, b_len), (year, year_len)) = (parts.next()?, parts.next()?, parts.next()?);
    // A period is often written without spaces: "3/1/19-4/2/19".
    let is_chained = if value.contains('/') { chained_but_dash(hit) } else { chained(hit) };
    if !is_day(a, b) || is_chained || !hit.stands_alone() {
        return None;
    }
    if year_len == 4 {
        return ((1800..2200).contains(&year)).then(|| dated(hit, Some(year)));
    }
    let lead = &*hit.lead(10);
    let dotted =
        value.contains('.') && !lead.ends_with(['v', 'x']) && !lead.contains("ver") && (20..=40).contains(&year);
    let dashed = value.contains('-') && (a_len == 2 && b_len == 2 || (10..=40).contains(&year) && a <= 12);
    let is_plain = value.contains('/') || dashed || dotted;
    let is_column = value.contains(['-', '.']) && is_column(hit);
    // "10/12/26 L arm": no litres.
    let is_slashed = value.contains('/') && !hit.trail(3).trim_start().starts_with('m');
    ((is_plain && (is_slashed || !measures(&hit.trail(12)))) || is_column || is_birth(hit) || announced(hit))
        .then(|| short_dated(hit, year))
}

/// Whether wide gaps or bars stand on both sides, or the line begins or ends there.
fn is_column(hit: &Hit<'_>) -> bool {
    let before = cursor::window_before(hit.text, hit.start, 2);
    let after = cursor::window_after(hit.text, hit.end, 2);
    let opens =
        before.is_empty() || before == "\n " || before == "  " || before == "| " || before.ends_with(['\n', '\t', '|']);
    let closes = after.is_empty() || after == "  " || after == " |" || after.starts_with(['\n', '\r', '\t', '|']);
    opens && closes
}

/// `3-11` is a range of numbers unless the word before it announces a day and none that counts follows.
pub(super) fn month_day_dashed(hit: &Hit<'_>) -> Option<Cut> {
    if chained(hit) || !hit.stands_alone() {
        return None;
    }
    let trail = &*hit.trail(12);
    let next = trail.trim_start().split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let counts = trail.starts_with(' ') && words::listed(COUNTED, next);
    let lead = &*hit.lead(10);
    let is_led = ["on ", "dos ", "from ", "sent ", "since ", "seen ", "until ", "thru ", "dated "]
        .iter()
        .any(|word| lead.ends_with(word));
    let is_timed = trail
        .strip_prefix(' ')
        .is_some_and(|t| t.len() > 4 && t.get(..4).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit())))
        || trail.starts_with(" at ");
    let ends = trail.trim_start().is_empty() || trail.starts_with(['.', ',', ';', ')', '\n', '\r']);
    // "sternotomy 11-19", and what falls is no range: "foot clinic 12-1,".
    let word =
        lead.trim_end_matches([' ', ',', '(']).rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_done =
        ["tomy", "plasty", "scopy", "graphy", "gram", "test", "check", "scan"].iter().any(|end| word.ends_with(end));
    let mut parts = numbers(hit.value());
    let falls = parts.next().is_some_and(|(a, _)| parts.next().is_some_and(|(b, _)| a > b));
    let is_ratio = words::listed(SPANNED, word);
    let is_worded = word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase()) && lead.ends_with([' ', '(']);
    let closes = ends || trail.starts_with(" (") || trail.starts_with(" by ");
    // "Mon-Fri 8-6", "M-Th 12-1": from when to when a house is open.
    let is_open = word.len() > 1
        && lead.trim_end().strip_suffix(word).is_some_and(|head| head.ends_with(['-', '/', '\u{2013}']))
        && WEEKDAYS.contains(&word);
    // "5-02" in a column of its own: no range ends so.
    let day = hit.value().rsplit('-').next().unwrap_or_default();
    let is_filled = (day.starts_with('0') || hit.value().len() == 5 && hit.value().starts_with('0')) && is_column(hit);
    // "3-14: called" at the beginning of a line
    let is_entry = matches!(hit.char_before(), None | Some('\n')) && trail.starts_with(": ");
    let is_padded = hit.value().len() == 5 && hit.value().starts_with('0');
    (!counts
        && !is_open
        && !measures(trail)
        && (announced(hit) && !is_ratio && (ends || is_led || trail.starts_with(" (") || is_padded)
            || is_timed
            || is_entry
            || is_filled
            || is_done && !is_ratio
            || falls && is_worded && !is_ratio && closes))
        .then(|| dated(hit, None).surely(Confidence::Low))
}

/// "02.14" at the beginning of a line.
pub(super) fn month_day_dotted(hit: &Hit<'_>) -> Option<Cut> {
    let leads = matches!(hit.char_before(), None | Some('\n'));
    let trail = &*hit.trail(12);
    let lead = &*hit.lead(12);
    let is_padded = hit.value().len() == 5;
    // "seen 1.29", "re-image 12.15": a number of two places behind other words is a level.
    let is_said = !chained(hit)
        && [
            "seen ",
            "visit ",
            "imaging ",
            "image ",
            "appt ",
            "dos ",
            "scheduled ",
            "dated ",
            "date: ",
            "face ",
            "next ",
            "retest ",
            "rescan ",
        ]
        .iter()
        .any(|word| lead.ends_with(word));
    let is_closed = trail.is_empty() || trail.starts_with([' ', '.', ',', ';', ')', '\n']);
    // "09.08  D1110" in a column of its own.
    let is_filled = is_padded && hit.value().starts_with('0') && is_column(hit);
    ((is_padded && leads && trail.starts_with([' ', ':']) || is_filled || is_said && is_closed && hit.stands_alone())
        && !measures(trail))
    .then(|| dated(hit, None).surely(Confidence::Low))
}

/// "(22nd)", "the 26th," where nothing is counted.
pub(super) fn bare_ordinal(hit: &Hit<'_>) -> Option<Cut> {
    let (day, _) = numbers(hit.value()).next()?;
    let trail = &*hit.trail(4);
    let closes = trail.is_empty()
        || trail.starts_with([')', ',', '.', ';', '\n', '?', '!'])
        || trail.starts_with(" at ")
        || trail.starts_with(" (")
        || trail.starts_with(" or ")
        || trail.starts_with("  ")
        || trail.starts_with(" and")
            && cursor::window_after(hit.text, hit.end, 10)
                .strip_prefix(" and the ")
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
        || trail.starts_with(" - ");
    let start = hit.start + hit.value().find(|c: char| c.is_ascii_digit())?;
    ((1..=31).contains(&day) && closes)
        .then(|| hit.part(start, hit.end).writing(Write::Date(Generalised::Removed)).surely(Confidence::Low))
}

/// `10/28-11/02`: the two ends vouch for each other.
pub(super) fn numeric_range(hit: &Hit<'_>) -> Option<Cut> {
    let parts: Vec<i32> = numbers(hit.value()).map(|(number, _)| number).collect();
    let (a, b, c, d, year) = match parts.as_slice() {
        [a, b, c, d] => (a, b, c, d, None),
        [a, b, c, d, year] => (a, b, c, d, Some(*year)),
        _ => return None,
    };
    // Two blood pressures or two scores do not pass: the first of each pair must be a month.
    (is_day(*a, *b) && is_day(*c, *d) && *a <= 12 && *c <= 12 && !chained(hit) && !measures(&hit.trail(12))).then(
        || match year {
            Some(two @ 0..=99) => short_dated(hit, two),
            year => dated(hit, year),
        },
    )
}

pub(super) fn month_year_numeric(hit: &Hit<'_>) -> Option<Cut> {
    let (year, _) = numbers(hit.value()).last()?;
    (!chained_but_dash(hit) && hit.stands_alone() && !measures(&hit.trail(12))).then(|| dated(hit, Some(year)))
}

/// Whether the word before it announces a date.
pub(super) fn announced(hit: &Hit<'_>) -> bool {
    let lead = &*hit.lead(16);
    let lead = lead.trim_end_matches([' ', ':', '.', ',', '(', '~', '=', '@']);
    words::listed(BEFORE, lead.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default())
}

/// `APR2026`, `28APR2026`, `UNMAY2025`: as clinical trials write them.
pub(super) fn joined(hit: &Hit<'_>) -> Option<Cut> {
    hit.stands_alone()
        .then(|| dated(hit, long_year(hit.value()).or_else(|| hit.value().get(hit.value().len() - 4..)?.parse().ok())))
}

/// "on the 26th", unless a noun follows that is counted.
pub(super) fn day_of_month(hit: &Hit<'_>) -> Option<Cut> {
    let (day, len) = numbers(hit.value()).next()?;
    let trail = &*hit.trail(16);
    let next = trail.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_owned();
    let start = hit.start + hit.value().find(|c: char| c.is_ascii_digit())?;
    ((1..=31).contains(&day)
        && len < 3
        && !(trail.starts_with(' ') && NUMBERED.contains(&next.as_str()))
        && !trail.starts_with('-'))
    .then(|| hit.part(start, hit.end).writing(Write::Date(Generalised::Removed)))
}

/// `D 011526 T 011626`: dictated and transcribed.
pub(super) fn dictated(hit: &Hit<'_>) -> Option<Cut> {
    let digits = hit.value().get(hit.value().len() - 6..)?;
    let (month, day) = (digits.get(..2)?.parse().ok()?, digits.get(2..4)?.parse().ok()?);
    (hit.stands_alone() && is_day(month, day))
        .then(|| hit.part(hit.end - 6, hit.end).writing(Write::Date(Generalised::Removed)))
}

/// `06 06 1955`
pub(super) fn spaced(hit: &Hit<'_>) -> Option<Cut> {
    let mut parts = numbers(hit.value());
    let ((month, _), (day, _), (year, _)) = (parts.next()?, parts.next()?, parts.next()?);
    let digit_before = hit.lead(2).trim_end().ends_with(|c: char| c.is_ascii_digit());
    (is_day(month, day) && hit.stands_alone() && !digit_before).then(|| dated(hit, Some(year)))
}

/// A month in words: `May` and `March` are verbs unless they are written as names or a year follows.
pub(super) fn named(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let year = long_year(value);
    let is_verb = value.contains("may") || value.contains("march");
    // `MARCH1`, `SEPT9` are genes.
    let is_gene = value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if !hit.stands_alone()
        || is_gene
        || (year.is_none() && (is_verb || measures(&hit.trail(12)) || hit.trail(2).starts_with(['/', '%'])))
    {
        return None;
    }
    if year.is_none()
        && hit.trail(2).strip_prefix('.').is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
    {
        return None;
    }
    let two = value.rfind(['\'', '\u{2019}', '-']).and_then(|at| value.get(at..)).and_then(|tail| numbers(tail).last());
    let is_short_year = value.contains(['\'', '\u{2019}']) || numbers(value).count() == 1;
    // "CT in AUGUST. 5. Genetics": the next of a list.
    if let (None, Some(stop)) = (year, value.find(". "))
        && stop > 3
        && !value.get(..stop).is_some_and(|month| month.eq_ignore_ascii_case("sept"))
        && hit.trail(2).starts_with(". ")
        && value.get(stop + 2..).is_some_and(|tail| tail.bytes().all(|b| b.is_ascii_digit()))
    {
        return Some(hit.part(hit.start, hit.start + stop).writing(Write::Date(Generalised::Removed)));
    }
    Some(match (year, two) {
        (None, Some((two, 2))) if is_short_year => short_dated(hit, two),
        (None, _) => with_short_year(hit, dated(hit, None)),
        _ => dated(hit, year),
    })
}

/// "mar 12 26", "Oct 11, 24   declined": over a year of two figures where the clause ends. It may be another day, so nothing of it stays.
fn with_short_year(hit: &Hit<'_>, mut cut: Cut) -> Cut {
    let trail = &*hit.trail(7);
    let year = trail.strip_prefix(", ").or_else(|| trail.strip_prefix(' ')).unwrap_or_default();
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let tail = year.get(digits..).unwrap_or_default();
    let closes = tail.is_empty()
        || tail.starts_with("  ")
        || tail.starts_with(['\n', '\r', ')', ';'])
        || tail.strip_prefix(['.', ',']).is_some_and(|t| !t.starts_with(|c: char| c.is_ascii_digit()));
    if digits == 2 && closes && hit.value().ends_with(|c: char| c.is_ascii_digit()) {
        cut.end = hit.end + trail.len() - tail.len();
    }
    cut
}

pub(super) fn day_first(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let mut parts = numbers(value);
    let (day, _) = parts.next()?;
    let year = long_year(value);
    // "13/may": joined by a sign it is no verb.
    let is_verb = (value.contains("may") || value.contains("march")) && !value.contains(['/', '-']);
    if !(1..=31).contains(&day) || !hit.stands_alone() || chained_but_dash(hit) || (is_verb && year.is_none()) {
        return None;
    }
    let month = value.rfind(|c: char| c.is_ascii_alphabetic()).map_or(hit.end, |at| hit.start + at + 1);
    let behind = cursor::window_after(hit.text, month, 10);
    let behind = behind.trim_start_matches(['.', ' ']);
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    // "2. March 22, 2027", "PT x 3. Nov. 7th", "CIWA > 8. MAY GO": the number ends what stands before, and a day or a sentence follows.
    if value.get(..4).is_some_and(|head| head.contains(". ")) {
        let word = behind.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let is_verb = value.get(3..).is_some_and(|tail| tail.trim_start().eq_ignore_ascii_case("may"));
        let goes_on = is_verb && !word.is_empty() || ORDINALS.iter().any(|ordinal| word.eq_ignore_ascii_case(ordinal));
        if matches!(digits, 1 | 2) || goes_on || hit.char_before() == Some('-') {
            return None;
        }
    }
    // "m 22 oct 9 03": a day and a year behind the month, so the number before it is none.
    let is_counted = year.is_none() && hit.end == month && matches!(digits, 1 | 2) && {
        let rest = behind.get(digits..).unwrap_or_default();
        let next = rest.trim_start_matches([',', ' ']);
        let len = next.bytes().take_while(u8::is_ascii_digit).count();
        next.len() < rest.len()
            && matches!(len, 2 | 4)
            && !next.get(len..).is_some_and(|t| t.starts_with(char::is_alphanumeric))
    };
    if is_counted {
        return None;
    }
    // "2 Nov 14:00": the hour, and no year.
    if year.is_none()
        && hit.end > month
        && hit.trail(2).strip_prefix(':').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Some(hit.part(hit.start, month).writing(Write::Date(Generalised::Removed)));
    }
    Some(match (year, parts.last()) {
        (None, Some((two, 2))) => short_dated(hit, two),
        _ => dated(hit, year),
    })
}

pub(super) fn spanish(hit: &Hit<'_>) -> Option<Cut> {
    hit.stands_alone().then(|| dated(hit, long_year(hit.value())))
}

/// "You May use it", "Errors May occur": no month, in a text that begins any word with a capital.
pub(super) fn is_verb(hit: &Hit<'_>) -> bool {
    /// What a month may be followed by.
    const BEHIND: &[&str] = &[
        "after", "and", "as", "at", "before", "but", "by", "due", "for", "from", "had", "has", "he", "if", "in", "is",
        "it", "labs", "note", "of", "on", "or", "per", "pt", "she", "since", "then", "they", "through", "thru", "to",
        "until", "visit", "w", "was", "we", "when", "with",
    ];
    let lead = &*hit.lead(8);
    let word = lead.trim_end_matches(' ').rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_said = matches!(word, "i" | "it" | "that" | "they" | "we" | "which" | "who" | "you");
    let next = cursor::window_after(hit.text, hit.end, 12);
    let next = next.strip_prefix(' ').unwrap_or_default();
    let next = next.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    is_said || next.starts_with(|c: char| c.is_ascii_lowercase()) && BEHIND.binary_search(&next).is_err()
}

/// The month at the end of the hit.
pub(super) fn last_word(hit: &Hit<'_>) -> Option<Cut> {
    let month = cursor::word_ending(hit.text, hit.end)?;
    let mut month_start = hit.end - month.text.rsplit('-').next()?.len();
    let name = hit.text.get(month_start..hit.end)?;
    // "last July" tells which.
    let lead = hit.value().to_ascii_lowercase();
    if ["last ", "mid", "early", "late"].iter().any(|word| lead.starts_with(word)) {
        month_start = hit.start;
    } else if let Some(part) = [" mid-", " early-", " late-"].iter().find_map(|part| lead.find(part)) {
        month_start = hit.start + part + 1;
    }
    // Short forms in small letters are words of other meanings ("in mar", "by may").
    let is_verb = matches!(name, "may" | "march" | "mar");
    // "since march", "til may": no verb stands there, and what follows is none.
    let is_led = ["since ", "until ", "till ", "til ", "in ", "next "].iter().any(|word| lead.starts_with(word));
    let is_closed = {
        let trail = hit.trail(6);
        trail.is_empty()
            || trail.starts_with(['.', ',', ';', ')', '\n', '\r', '?', '!'])
            || [" and ", " when", " with", " for ", " per ", " w/", " after"].iter().any(|next| trail.starts_with(next))
    };
    let is_name = name.starts_with(|c: char| c.is_uppercase())
        || (name.len() > 4 && name != "march")
        || is_led && name != "mar" && (!is_verb || is_closed);
    // "since April 12th": the longer date is found on its own.
    let is_start =
        hit.trail(4).trim_start_matches([' ', '.', ',', '-', '/', '\'']).starts_with(|c: char| c.is_ascii_digit())
            || hit.trail(5).strip_prefix(" of ").is_some_and(|next| next.starts_with(['1', '2']));
    let is_counted = cursor::word_at(hit.text, hit.end + usize::from(hit.char_after() == Some(' ')))
        .is_some_and(|next| ORDINALS.iter().any(|ordinal| next.text.eq_ignore_ascii_case(ordinal)));
    // "by May Day": the feast is found on its own.
    let is_feast = hit.trail(5).starts_with(" day");
    (is_name && !is_start && !is_counted && !is_feast && !hit.char_after().is_some_and(char::is_alphanumeric))
        .then(|| hit.part(month_start, hit.end).writing(Write::Date(Generalised::Removed)))
}

pub(super) fn holiday(hit: &Hit<'_>) -> Option<Cut> {
    let trail = &*hit.trail(12);
    let is_other = [" disease", " factor", " tree", " seal", " egg", " lily", " island"]
        .iter()
        .any(|noun| trail.starts_with(noun));
    if !hit.stands_alone() || is_other {
        return None;
    }
    // "Christmas night", "Easter morning": when on the day.
    let value = hit.value();
    let part = [" night", " morning"].iter().find_map(|part| {
        let at = value.len().checked_sub(part.len())?;
        value.get(at..).filter(|tail| tail.eq_ignore_ascii_case(part)).map(|_| at)
    });
    let is_night = ["fawkes", "bonfire", "burns", "devil", "mischief", "twelfth", "walpurgis"]
        .iter()
        .any(|night| value.get(..night.len()).is_some_and(|head| head.eq_ignore_ascii_case(night)))
        || value.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("guy"));
    let year = long_year(value);
    Some(match part.filter(|_| !is_night) {
        Some(at) => hit.part(hit.start, hit.start + at).writing(Write::Date(Generalised::Removed)),
        None => dated(hit, year),
    })
}

fn long_year(value: &str) -> Option<i32> {
    numbers(value).filter(|(_, len)| *len == 4).map(|(number, _)| number).last()
}

/// The ordinals that a month is followed by, and what two-word ones begin with.
const ORDINALS: &[&str] = &[
    "the",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty",
    "thirtieth",
    "thirty",
];

/// "on the ninth". The first three count other things too, so the clause must end there.
pub(super) fn day_in_words(hit: &Hit<'_>) -> Option<Cut> {
    let the = hit.value().to_ascii_lowercase().find(" the ")?;
    let shown = hit.value().get(the + 5..)?;
    let trail = &*hit.trail(16);
    let next = trail.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_owned();
    let is_common = ["first", "second", "third", "fourth"].iter().any(|word| shown.eq_ignore_ascii_case(word));
    let ends = trail.is_empty()
        || trail.starts_with(['.', ',', ';', ':', ')', '\n'])
        || ["and", "at"].contains(&next.as_str());
    (hit.stands_alone() && !trail.starts_with('-') && (ends || !is_common && !NUMBERED.contains(&next.as_str()))).then(
        || hit.part(hit.end - shown.len(), hit.end).writing(Write::Date(Generalised::Removed)).surely(Confidence::Low),
    )
}

/// A day in which a reader of paper took figures for letters. Where nothing was misread the other forms find it.
pub(super) fn misread(hit: &Hit<'_>) -> Option<Cut> {
    let value = hit.value();
    let figure = |c: char| match c {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        other => other,
    };
    if !value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'O' | 'o' | 'l' | 'I' | 'Z' | 'S'))
        || !value.contains(['/', '-'])
        || value.contains(' ')
    {
        let wrong = value.split([' ', '.', ',']).any(|part| {
            part.bytes().any(|b| b.is_ascii_digit())
                && part.bytes().any(|b| matches!(b, b'O' | b'o' | b'l' | b'I') || b.is_ascii_lowercase())
        });
        let parted = value.contains(" .") || value.contains(" ,");
        return (hit.stands_alone() && (wrong || parted))
            .then(|| hit.whole().writing(Write::Date(Generalised::Removed)));
    }
    let written: String = value.chars().map(figure).collect();
    let mut parts = numbers(&written);
    let ((a, _), (b, _), (_, len)) = (parts.next()?, parts.next()?, parts.next()?);
    let right = value.bytes().filter(u8::is_ascii_digit).count();
    (written != value && right >= 2 && len != 3 && is_day(a, b) && !chained(hit) && hit.stands_alone())
        .then(|| hit.whole().writing(Write::Date(Generalised::Removed)))
}

/// "court 5 28 26, in the town": a year about that of the writing, behind a word, where the clause ends.
fn is_of_now(hit: &Hit<'_>, year: i32, word: &str) -> bool {
    let trail = hit.trail(2);
    let closes = trail.is_empty()
        || trail.starts_with([',', ';', ')', '\n', '\r'])
        || trail.starts_with(". ")
        || trail.starts_with("  ") && hit.value().len() == 8;
    let is_plain = word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic()) && hit.lead(1).ends_with(' ');
    let is_rated = [NEVER_DATED, SCORED, RATED].iter().any(|list| words::listed(list, word));
    closes && is_plain && !is_rated && (hit.reference.year % 100 - year).abs() <= 3
}

/// "080326" in a column of its own: about the year of the writing.
fn joined_column(hit: &Hit<'_>) -> Option<Cut> {
    let part = |from: usize| hit.value().get(from..from + 2).and_then(|part| part.parse::<i32>().ok());
    let (month, day, year) = (part(0)?, part(2)?, part(4)?);
    let is_near = (hit.reference.year % 100 - year).abs() <= 3;
    let is_day = (1..=12).contains(&month) && (1..=31).contains(&day);
    let is_wide = &*hit.lead(2) == "  " && &*hit.trail(2) == "  ";
    (is_day && is_near && is_wide).then(|| short_dated(hit, year).surely(Confidence::Low))
}

/// "F 38 7-7-87": behind an age with its sex.
fn is_behind_age(hit: &Hit<'_>) -> bool {
    let lead = &*hit.lead(9);
    let head = lead.trim_end_matches(' ').trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = lead.trim_end_matches(' ').len() - head.len();
    let sex = head.trim_end_matches(' ');
    (1..=3).contains(&digits)
        && head.ends_with(' ')
        && sex.strip_suffix(['f', 'm']).is_some_and(|head| head.is_empty() || head.ends_with([' ', ',', '\n', ';']))
}

/// Before a pair of numbers that falls and is no day: what is won, and from when to when.
#[rustfmt::skip]
pub(super) const SPANNED: &[&str] = &[
    "by", "figure", "grade", "hours", "hrs", "lost", "lunch", "odds", "of", "open", "photo", "ratio", "score", "sheet",
    "split", "visiting", "visitors", "vs", "won",
];

/// `2-2-82`, and `2 22 98` behind a word that asks for a day.
pub(super) fn short_likely(hit: &Hit<'_>) -> Option<Cut> {
    if hit.value().len() == 6 && hit.value().bytes().all(|b| b.is_ascii_digit()) {
        return joined_column(hit);
    }
    let mut parts = numbers(hit.value());
    let ((a, _), (b, _), (year, _)) = (parts.next()?, parts.next()?, parts.next()?);
    let trail = &*hit.trail(12);
    // A row of numbers is none, but for an age before it ("F 38 7-7-87") and a time behind it ("11 08 26   0417").
    let clock = trail.strip_prefix("  ").unwrap_or_default().trim_start_matches(' ');
    let is_timed = clock.get(..4).is_some_and(|c| c < "2400" && c.bytes().all(|b| b.is_ascii_digit()))
        && !clock.get(4..5).is_some_and(|c| c.starts_with(char::is_alphanumeric));
    let is_row = hit.lead(2).trim_end_matches(' ').ends_with(|c: char| c.is_ascii_digit()) && !is_behind_age(hit)
        || trail.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit()) && !is_timed;
    if !is_day(a, b) || is_row || chained(hit) || !hit.stands_alone() || measures(trail) {
        return None;
    }
    let lead = &*hit.lead(40);
    let word =
        lead.trim_end_matches([' ', ':', '=']).rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let is_other = [
        "lot", "g", "p", "para", "grav", "ratio", "gtpal", "score", "apgars", "apgar", "model", "ref", "part", "rev",
        "v", "l",
    ]
    .contains(&word);
    let falls = a > b || b > year;
    let fits = if hit.value().contains('-') {
        !is_other && (b > 12 || year > 31 || falls) && !hit.trail(6).contains("mg")
    } else {
        let asked = ["dob", "birth", "date", "born", "fecha", "nac", "bday"].iter().any(|said| lead.contains(said));
        // "04 22 26   Anesthesia": about the year of the writing, all of two figures.
        let is_filled = hit.value().len() == 8 && (hit.reference.year % 100 - year).abs() <= 3;
        asked
            || is_column(hit) && (is_filled || !word.bytes().all(|b| b.is_ascii_digit()))
            || is_of_now(hit, year, word)
    };
    fits.then(|| short_dated(hit, year).surely(Confidence::Low))
}
