//! Where something was found, and what will stand there.

use core::fmt;

use phi_types::IdentifierClass;

use crate::rule::Generalised;

/// A stretch of the original text that names or identifies somebody. It holds positions, never the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span {
    /// The first byte, an offset into the UTF-8 of the original.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The letter of 45 CFR 164.514(b)(2)(i) under which it falls.
    pub class: IdentifierClass,
    /// The rule that found it, such as `date.numeric`. Rules may be renamed between ruleset versions.
    pub rule: &'static str,
    /// How sure the rule is. All spans are removed, whatever this says.
    pub confidence: Confidence,
}

impl Span {
    /// The length in bytes.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Why it was found, in a few fixed words; never the value.
    ///
    /// ```
    /// use phi_deid::{rule::Reference, text::TextEngine};
    /// let spans = TextEngine::new()?.scan("Dr. Testcase called.", &[], Reference { year: 2026 });
    /// assert_eq!(spans[0].evidence(), "a title before it");
    /// # Ok::<(), phi_deid::text::TextError>(())
    /// ```
    #[must_use]
    pub fn evidence(&self) -> &'static str {
        if self.rule.ends_with(".learned.likely") {
            return "like what labelled notes show, in a document that names somebody";
        }
        if self.rule.ends_with(".likely") {
            return "likely by its words, in a document that names somebody";
        }
        let (kind, _) = self.rule.split_once('.').unwrap_or((self.rule, ""));
        match self.rule {
            "known.name" | "known.value" => "a value that is known of this document",
            "message.field" => "its field in a message",
            "table.column" | "name.column" | "place.column" => "the name of its column",
            "table.key" => "its key",
            "name.title" => "a title before it",
            "name.kin" => "a word of kinship before it",
            "name.signature" | "name.slash_signature" | "name.closing" | "name.initials" => "a signature",
            "name.credential" | "license.behind_credential" => "letters of a profession beside it",
            "name.lexicon" => "in the lexicon of names, and the words around it",
            "name.reversed" => "a surname, a comma and a first name",
            "place.institution" | "place.facility" => "a noun of institutions behind it",
            "place.city_listed" => "in the lexicon of places, and the words around it",
            "other.code" | "other.grouped" => "the shape of a code",
            rule if rule.ends_with("label") || rule.ends_with("labelled") || rule.ends_with("field") => {
                "a label before it"
            }
            _ => match kind {
                "name" => "a word before or behind it that announces a person",
                "place" => "the form of an address, or a word that announces a place",
                "date" => "the form of a date",
                "age" => "the words around a number, or a year, that tell an age",
                _ => "its form, or a word that announces it",
            },
        }
    }

    /// Whether it covers nothing: never true of a span that the engine returns.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.end <= self.start
    }
}

/// How sure a rule is of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Confidence {
    /// The form alone speaks for it, or a weak context.
    Low,
    /// A form with a context.
    Medium,
    /// An unambiguous form, a field label, or a value that the caller named.
    High,
}

impl Confidence {
    /// As a share of one, for formats that want a number. It ranks; it is not a measured probability.
    #[must_use]
    pub const fn as_share(self) -> f32 {
        match self {
            Self::Low => 0.5,
            Self::Medium => 0.75,
            Self::High => 0.95,
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// A span together with what replaces it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) write: Write,
}

/// What replaces a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Write {
    /// A numbered tag of the class.
    Tag,
    /// A date, with its year where that may stay.
    Date(Generalised),
    /// The pool of ages over 89.
    Age,
    /// A ZIP code, with three digits where they may stay.
    Zip(Generalised),
}

impl Write {
    /// What is left when the span has grown or shrunk beyond the value that this was made for: no year, no digits.
    const fn without_remainder(self) -> Self {
        match self {
            Self::Date(_) => Self::Date(Generalised::Removed),
            Self::Zip(_) => Self::Tag,
            other => other,
        }
    }
}

/// Sorts, and joins what overlaps: the surest finding, then the longest, gives class and rule; the span covers all of
/// them.
pub(super) fn join(found: &mut Vec<Found>) {
    found.retain(|f| !f.span.is_empty());
    let key = |f: &Found| (f.span.start, core::cmp::Reverse(f.span.end));
    if !found.is_sorted_by_key(key) {
        found.sort_by_key(key);
    }
    found.dedup_by(|next, last| {
        let overlaps = next.span.start < last.span.end;
        if overlaps {
            *last = union(*last, *next);
        }
        overlaps
    });
}

/// Lets something be added behind what is joined already, and joins that with it.
pub(super) fn join_after(found: &mut Vec<Found>, add: impl FnOnce(&mut Vec<Found>)) {
    let before = found.len();
    add(found);
    if found.len() != before {
        join(found);
    }
}

fn union(a: Found, b: Found) -> Found {
    let rank = |f: &Found| (f.span.confidence, f.span.len());
    let mut winner = if rank(&b) > rank(&a) { b } else { a };
    let (start, end) = (a.span.start.min(b.span.start), a.span.end.max(b.span.end));
    if (winner.span.start, winner.span.end) != (start, end) {
        winner.write = winner.write.without_remainder();
        (winner.span.start, winner.span.end) = (start, end);
    }
    winner
}

/// Cuts the ranges of `holes` (sorted, disjoint) out of the spans (sorted, disjoint): tags of an earlier pass are not
/// text.
pub(super) fn subtract(found: &mut Vec<Found>, holes: &[(usize, usize)]) {
    if holes.is_empty() || !found.iter().any(|f| touches(f, holes)) {
        return;
    }
    let mut rest = Vec::with_capacity(found.len());
    let mut from = 0_usize;
    for f in found.iter().copied() {
        let mut start = f.span.start;
        while holes.get(from).is_some_and(|hole| hole.1 <= start) {
            from += 1;
        }
        for hole in holes.iter().skip(from).take_while(|hole| hole.0 < f.span.end) {
            rest.extend(piece(f, start, hole.0));
            start = start.max(hole.1);
        }
        rest.extend(piece(f, start, f.span.end));
    }
    *found = rest;
}

/// Whether a span and a range overlap, or the span is empty.
fn touches(f: &Found, holes: &[(usize, usize)]) -> bool {
    let next = holes.partition_point(|hole| hole.1 <= f.span.start);
    f.span.is_empty() || holes.get(next).is_some_and(|hole| hole.0 < f.span.end)
}

fn piece(mut f: Found, start: usize, end: usize) -> Option<Found> {
    if start >= end {
        return None;
    }
    if (start, end) != (f.span.start, f.span.end) {
        f.write = f.write.without_remainder();
        (f.span.start, f.span.end) = (start, end);
    }
    Some(f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(start: usize, end: usize, confidence: Confidence) -> Found {
        let span = Span { start, end, class: IdentifierClass::Date, rule: "test", confidence };
        Found { span, write: Write::Date(Generalised::Year(2019)) }
    }

    fn ranges(found: &[Found]) -> Vec<(usize, usize)> {
        found.iter().map(|f| (f.span.start, f.span.end)).collect()
    }

    #[test]
    fn overlaps_are_joined_and_lose_their_year() {
        let mut joined = vec![
            found(5, 9, Confidence::High),
            found(0, 6, Confidence::Low),
            found(9, 12, Confidence::Low),
            found(3, 3, Confidence::Low),
        ];
        join(&mut joined);
        assert_eq!(ranges(&joined), [(0, 9), (9, 12)]);
        assert_eq!(joined[0].write, Write::Date(Generalised::Removed));
        assert_eq!(joined[0].span.confidence, Confidence::High);
        assert_eq!(joined[1].write, Write::Date(Generalised::Year(2019)));
    }

    #[test]
    fn holes_split_a_span() {
        let mut rest = vec![found(0, 10, Confidence::Low), found(12, 14, Confidence::Low)];
        subtract(&mut rest, &[(2, 4), (6, 7), (11, 20)]);
        assert_eq!(ranges(&rest), [(0, 2), (4, 6), (7, 10)]);
    }
}
