//! Rules made of a pattern and a check, many of them in one automaton.
//!
//! The automaton is linear in the text whatever the pattern (no backtracking, no look-around but ASCII word
//! boundaries). Two duties of whoever writes a rule keep the whole scan linear: nothing unbounded may follow the
//! point where the pattern can already match, and a check looks only at a bounded stretch around its hit.

pub(super) mod age;
pub(super) mod contact;
pub(super) mod date;
pub(super) mod network;
pub(super) mod number;
pub(super) mod place;

use phi_types::IdentifierClass;
use regex_automata::{Input, meta::Regex};

use super::{
    TextError, cursor,
    span::{Confidence, Found, Span, Write},
};
use crate::rule::Reference;

/// After a hit of at most this length that its check refused, the search goes on one character after the start of the
/// hit; after a longer one at its end. Otherwise a text made of refused hits would cost its square.
const MAX_RETRY: usize = 160;

/// One way to find something.
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) class: IdentifierClass,
    pub(super) confidence: Confidence,
    pub(super) pattern: &'static str,
    /// Looks at the hit and around it, and says what to cut, if anything.
    pub(super) accept: fn(&Hit<'_>) -> Option<Cut>,
}

/// A place where a pattern matched.
pub(super) struct Hit<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) reference: Reference,
}

impl<'t> Hit<'t> {
    pub(super) fn value(&self) -> &'t str {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// Up to `bytes` before the hit, in lower case.
    pub(super) fn lead(&self, bytes: usize) -> String {
        cursor::window_before(self.text, self.start, bytes).to_ascii_lowercase()
    }

    /// Up to `bytes` after the hit, in lower case.
    pub(super) fn trail(&self, bytes: usize) -> String {
        cursor::window_after(self.text, self.end, bytes).to_ascii_lowercase()
    }

    pub(super) fn char_before(&self) -> Option<char> {
        cursor::char_before(self.text, self.start)
    }

    pub(super) fn char_after(&self) -> Option<char> {
        cursor::char_after(self.text, self.end)
    }

    pub(super) fn stands_alone(&self) -> bool {
        cursor::stands_alone(self.text, self.start, self.end)
    }

    /// Cut the whole hit.
    pub(super) const fn whole(&self) -> Cut {
        self.part(self.start, self.end)
    }

    /// Cut another stretch than the hit, before, inside or after it.
    #[allow(clippy::unused_self, reason = "reads as a method of the hit beside `whole`")]
    pub(super) const fn part(&self, start: usize, end: usize) -> Cut {
        Cut { start, end, class: None, confidence: None, write: Write::Tag }
    }
}

/// What a check wants removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    pub(super) start: usize,
    pub(super) end: usize,
    class: Option<IdentifierClass>,
    confidence: Option<Confidence>,
    write: Write,
}

impl Cut {
    /// Under another letter than the rule's own.
    pub(super) const fn under(mut self, class: IdentifierClass) -> Self {
        self.class = Some(class);
        self
    }

    pub(super) const fn writing(mut self, write: Write) -> Self {
        self.write = write;
        self
    }

    pub(super) const fn surely(mut self, confidence: Confidence) -> Self {
        self.confidence = Some(confidence);
        self
    }
}

/// Rules that are searched together: where several match at one place, the first of the list wins, so the more
/// specific stand first.
pub(super) struct Family {
    regex: Regex,
    rules: Vec<&'static Rule>,
}

impl Family {
    pub(super) fn new(name: &'static str, lists: &[&'static [Rule]]) -> Result<Self, TextError> {
        let rules: Vec<&'static Rule> = lists.iter().flat_map(|list| list.iter()).collect();
        let patterns: Vec<&str> = rules.iter().map(|rule| rule.pattern).collect();
        let config = Regex::config().nfa_size_limit(Some(32 << 20)).hybrid_cache_capacity(8 << 20);
        // The error of the builder is dropped: it would only repeat one of our own constants.
        let regex = Regex::builder()
            .configure(config)
            .build_many(&patterns)
            .map_err(|_| TextError::Pattern { family: name })?;
        Ok(Self { regex, rules })
    }

    pub(super) fn find(&self, text: &str, reference: Reference, found: &mut Vec<Found>) {
        let mut at = 0;
        while at <= text.len() {
            let Some(hit) = self.regex.find(Input::new(text).range(at..)) else {
                return;
            };
            let Some(rule) = self.rules.get(hit.pattern().as_usize()) else {
                return;
            };
            let place = Hit { text, start: hit.start(), end: hit.end(), reference };
            let cut = (rule.accept)(&place);
            at = match cut {
                None if hit.len() <= MAX_RETRY => next_char(text, hit.start()),
                _ => hit.end().max(next_char(text, hit.start())),
            };
            found.extend(cut.map(|cut| Found {
                span: Span {
                    start: cut.start,
                    end: cut.end,
                    class: cut.class.unwrap_or(rule.class),
                    rule: rule.id,
                    confidence: cut.confidence.unwrap_or(rule.confidence),
                },
                write: cut.write,
            }));
        }
    }
}

fn next_char(text: &str, at: usize) -> usize {
    at + cursor::char_after(text, at).map_or(1, char::len_utf8)
}

/// For patterns that need no further look than at their neighbours.
pub(super) fn alone(hit: &Hit<'_>) -> Option<Cut> {
    hit.stands_alone().then(|| hit.whole())
}

/// The groups of ASCII digits in a text: value and number of digits. Groups too long for the type are skipped.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = (i32, usize)> + '_ {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|group| Some((group.parse().ok()?, group.len())))
}

/// Whether what follows makes the number before it a dose, a level or a measure.
pub(super) fn measures(trail: &str) -> bool {
    const UNITS: &[&str] = &[
        "%", "mg", "mcg", "ug", "g", "gm", "grams", "kg", "ml", "cc", "l", "dl", "units", "unit", "iu", "meq", "mmol",
        "mmhg", "mm", "cm", "m", "lb", "lbs", "oz", "tab", "tabs", "tablet", "tablets", "cap", "caps", "capsule",
        "capsules", "puffs", "drops", "gtts", "bpm", "ng", "pg", "kcal", "cells", "hours", "hrs", "hr", "h", "min",
        "minutes", "sec", "percent", "strength", "scale", "pain", "cmh2o", "fr", "gauge", "mcl", "joules",
    ];
    let trail = trail.trim_start_matches(cursor::is_gap);
    if trail.starts_with('%') {
        return true;
    }
    let word = trail.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    UNITS.contains(&word)
}
