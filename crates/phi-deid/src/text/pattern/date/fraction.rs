//! Whether a fraction is a day: what stands around it may make a share, a score, a strength or a page of it.

use super::{
    super::{Cut, Hit, Said, measures, numbers},
    around::{NEVER_DATED, RATED, SCORED},
    form::{announced, chained, dated},
};
use crate::text::{cursor, span::Confidence, words};

/// Behind a fraction of what is counted.
pub(super) const NOUNS: Said<48> = Said::new([
    "wells",
    "cores",
    "nodes",
    "items",
    "sites",
    "criteria",
    "patients",
    "visits",
    "sessions",
    "questions",
    "joints",
    "teeth",
    "fields",
    "correct",
    "positive",
    "negative",
    "points",
    "doses",
    "bottles",
    "sets",
    "carries",
    "votes",
    "agree",
    "cycles",
    "systems",
    "sitter",
    "inch",
    "film",
    "ns ",
    "cup",
    "teaspoon",
    "packing",
    "of the ",
    "channels",
    "leads",
    "system",
    "tested",
    "strength",
    "(policy",
    "codes",
    "feet",
    "pcs",
    "pieces",
    "rule",
    "stairs",
    "staples",
    "steps",
    "sutures",
]);

/// `10/29` is a date only where the words around it say so: it may be a pressure, a score, a strength, a fraction.
pub(super) fn month_day_numeric(hit: &Hit<'_>) -> Option<Cut> {
    if chained(hit) || !hit.stands_alone() || measures(&hit.trail(12)) {
        return None;
    }
    let value = hit.value();
    let is_padded = value.starts_with('0') && value.len() == 5;
    // Logs begin their lines with the day.
    let is_first = value.len() == 5 && matches!(hit.char_before(), None | Some('\n')) && hit.trail(2).starts_with(' ');
    let (_, of) = value.split_once('/')?;
    let lead = &*hit.lead(14);
    let word = lead
        .trim_end_matches([' ', ':', '.', ',', '(', '=', '~'])
        .rsplit(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    // A share is no more than the whole: 9/2 is none.
    let is_share = numbers(value).next().map(|(a, _)| a) <= numbers(of).next().map(|(b, _)| b);
    if words::listed(NEVER_DATED, word) || is_part(hit, is_share) {
        return None;
    }
    // Halves, quarters, scores out of five and ten are common; other denominators are days.
    let is_fraction = is_share && matches!(of, "2" | "3" | "4" | "5" | "6" | "8" | "10");
    // "C2 10/15" is a cycle and its day, "rm 8, 11/18" a room and a day, "94/52 10/22" a pressure and its day.
    let is_apart = !is_fraction
        && of.len() == 2
        && (word.starts_with(|c: char| c.is_ascii_alphabetic())
            || lead.ends_with(", ")
            || lead.trim_end().rsplit(' ').next().is_some_and(|last| last.contains('/')));
    let scored = !lead.ends_with('(')
        && (words::listed(SCORED, word)
            || is_share && word.ends_with(|c: char| c.is_ascii_digit()) && !word.is_empty() && !is_apart);
    let trail = &*hit.trail(8);
    let is_clock = |t: &str| {
        t.len() >= 5
            && t.get(..5).is_some_and(|c| c.contains(':') && c.bytes().all(|b| b.is_ascii_digit() || b == b':'))
    };
    let timed = trail.starts_with(" at ")
        || trail.trim_start().starts_with('@')
        || [" noc", " am ", " pm ", " eve"].iter().any(|time| trail.starts_with(time))
        || trail.strip_prefix(", ").is_some_and(is_clock)
        || trail.strip_prefix(' ').is_some_and(|t| {
            t.len() > 4 && t.get(..4).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit() || b == b':'))
        });
    let noun = &*hit.trail(12);
    let noun = noun.trim_start();
    let counted = NOUNS.begin(noun);
    if counted {
        return None;
    }
    // "3/4: cough" at the beginning of a line; scores are out of five and ten.
    let head =
        cursor::window_before(hit.text, hit.start, 6).trim_end_matches([' ', '-', '*', '\u{2022}', '(', '[', '>', '~']);
    let next = hit.char_after();
    let leads_line = (head.is_empty() || head.ends_with('\n'))
        && matches!(next, Some(':' | ' ' | ')' | ',' | '\t' | '-'))
        && !matches!(of, "2" | "5" | "10" | "6");
    // "0731 11/19": behind a time of day.
    let clocked = word.len() == 4 && word < "2400" && word.bytes().all(|b| b.is_ascii_digit()) && lead.ends_with(' ');
    let is_spoken = clocked || next == Some(':') && !matches!(of, "5" | "10");
    // "2/10 SMS in": an entry among others that begin so.
    let is_entry = || (head.is_empty() || head.ends_with('\n')) && next == Some(' ') && is_among_days(hit);
    let is_shortened = ["f/u ", "d/c ", "s/p ", "dc'd ", "d/c'd "].iter().any(|word| lead.ends_with(word));
    if is_padded
        || is_first
        || leads_line
        || is_spoken
        || is_shortened
        || announced(hit)
        || is_entry()
        || is_of_then(hit)
    {
        return Some(dated(hit, None));
    }
    // "exam 1/6, Dr. …", "from UC 2/6": closed by a sign, behind a word that counts nothing.
    let is_closed = trail.is_empty() || trail.starts_with([',', ';', '\n', '\r']) || trail.starts_with(" dr");
    let is_worded = word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    if is_closed
        && is_worded
        && !scored
        && !words::listed(RATED, word)
        && matches!(of, "3" | "4" | "6" | "8")
        && !value.starts_with(of)
    {
        return Some(dated(hit, None).surely(Confidence::Low));
    }
    // Without a word for it: only where the document is about somebody.
    (!scored && (!is_fraction || timed)).then(|| dated(hit, None).surely(Confidence::Low))
}

/// "1/10,000", "visit 2/3 of her plan", "P. 1/2" of a fax: a part of a whole.
fn is_part(hit: &Hit<'_>, is_share: bool) -> bool {
    let trail = &*hit.trail(8);
    let thousands =
        trail.strip_prefix(',').and_then(|t| t.get(..3)).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
    let is_of = trail.strip_prefix(" of ").is_some_and(|t| !["this", "last", "next"].iter().any(|w| t.starts_with(w)));
    let is_page = || {
        let head = cursor::window_before(hit.text, hit.start, 6).trim_end_matches([' ', '.', ':']);
        head.strip_suffix('P').is_some_and(|head| head.is_empty() || head.ends_with([' ', '\n', '\t']))
    };
    let noun = trail
        .strip_prefix(' ')
        .unwrap_or_default()
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    thousands || matches!(noun, "ft" | "feet") || is_share && (is_of || trail.starts_with(" > ") || is_page())
}

/// "(was 8.1 1/12)", "(19.6 5/6)": in parentheses, behind a level, the day when it was so.
fn is_of_then(hit: &Hit<'_>) -> bool {
    let lead = &*hit.lead(24);
    let Some(inner) = lead.rsplit('(').next().filter(|inner| inner.len() < lead.len()) else { return false };
    let mut words = inner.split_ascii_whitespace();
    let (first, second, third) = (words.next(), words.next(), words.next());
    let is_level = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':'))
    };
    let is_then = |word: &str| matches!(word, "was" | "prev" | "prior" | "base" | "baseline" | "last" | "from" | "pre");
    let is_led = match (first, second) {
        (Some(level), None) => is_level(level) && level.contains('.'),
        (Some(then), Some(level)) => is_then(then.trim_end_matches(':')) && is_level(level) && third.is_none(),
        _ => false,
    };
    is_led && inner.ends_with(' ') && hit.char_after() == Some(')')
}

/// Whether the line before or behind begins with a month and a day as well.
fn is_among_days(hit: &Hit<'_>) -> bool {
    let begins = |line: &str| {
        let line = line.trim_start_matches([' ', '-', '*']);
        let month = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = line.get(month..).and_then(|rest| rest.strip_prefix('/')).unwrap_or_default();
        let day = rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=2).contains(&month)
            && (1..=2).contains(&day)
            && rest.get(day..).is_some_and(|rest| rest.starts_with([' ', ':']))
    };
    let before = cursor::window_before(hit.text, hit.start, 400);
    let line = before.rfind('\n').and_then(|end| before.get(..end)).and_then(|head| head.rsplit('\n').next());
    let behind = cursor::window_after(hit.text, hit.end, 400);
    line.is_some_and(begins) || behind.split_once('\n').is_some_and(|(_, next)| begins(next))
}
