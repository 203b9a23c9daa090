//! What stands around a run.

use super::lists;
use crate::{
    lexicon::Facts,
    text::{
        cursor::{self, Word},
        piece::Pieces,
        words::{Lists, Traits},
    },
};

/// What stands before a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before<'t> {
    pub(super) word: Option<Word<'t>>,
    pub(super) gap: &'t str,
    pub(super) facts: Facts,
}

impl<'t> Before<'t> {
    pub(super) fn of(text: &'t str, pieces: &Pieces, at: usize) -> Self {
        if let Some(known) = Self::known(text, pieces, at) {
            return known;
        }
        let (word, gap) = before(text, at);
        let facts = word.map_or_else(Facts::default, |word| pieces.facts_at(text, word.start, word.end));
        Self { word, gap, facts }
    }

    /// The same by the pieces, where they tell it all.
    #[inline]
    fn known(text: &'t str, pieces: &Pieces, at: usize) -> Option<Self> {
        let (piece, between) = pieces.last_before(text, at)?;
        let passed = between.bytes().rev().take(MOST).take_while(|b| opens(*b)).count();
        let gap = between.get(between.len() - passed..)?;
        if passed < between.len() {
            return Some(Self { word: None, gap, facts: Facts::NONE });
        }
        let before = piece.start.checked_sub(1).and_then(|before| text.as_bytes().get(before));
        let word = cursor::word_of(text, piece).filter(|_| !matches!(before, Some(b'\'' | b'-')))?;
        Some(Self { word: Some(word), gap, facts: piece.facts })
    }

    pub(super) fn traits(&self) -> Traits {
        self.facts.into()
    }

    /// Whether an ordinary word behind it can be a name or a place at all: behind a role, a label, or what leads to places.
    pub(super) fn may_announce(&self) -> bool {
        const ANNOUNCING: Lists = Lists::of(&[
            lists::TITLE_BIT,
            lists::KIN_BIT,
            lists::ROLE_BIT,
            lists::AFTER_PERSON_BIT,
            lists::PLACE_LABEL_BIT,
            lists::VISIT_LEAD_BIT,
            lists::PLACE_LEAD_BIT,
        ]);
        if self.gap == " (" || self.gap.contains('@') {
            return true;
        }
        let joins = matches!(self.gap, " " | ". " | " \"") || self.gap.contains(':');
        joins
            && (self.traits().any(ANNOUNCING)
                || self.facts.shape.lead().is_some()
                || self.word.is_some_and(|w| matches!(w.text, "staff" | "the" | "The" | "THE" | "la" | "el")))
    }
}

/// What the line says of its capitals.
#[derive(Default, Debug)]
pub(super) struct Line {
    from: usize,
    to: usize,
    /// Hardly a small letter: capitals say nothing.
    pub(super) is_shouted: bool,
}

impl Line {
    /// Moves to the line that holds `at`. Each line is counted once.
    #[inline]
    pub(super) fn follow(&mut self, text: &str, pieces: &Pieces, at: usize) {
        if at >= self.to || at < self.from {
            self.count(text, pieces, at);
        }
    }

    fn count(&mut self, text: &str, pieces: &Pieces, at: usize) {
        let head = cursor::window_before(text, at, 160);
        let tail = cursor::window_after(text, at, 240);
        let head = cursor::last(head.as_bytes(), b'\n').and_then(|at| head.get(at + 1..)).unwrap_or(head);
        let tail = cursor::first(tail.as_bytes(), b'\n').and_then(|at| tail.get(..at)).unwrap_or(tail);
        let (small, large) = pieces.cases(at - head.len(), at + tail.len());
        self.from = at - head.len();
        self.to = at + tail.len() + 1;
        self.is_shouted = large > 2 * small;
    }
}

/// How many signs may part a word from the next.
const MOST: usize = 6;

/// Signs that may part a word from the one before it.
const fn opens(b: u8) -> bool {
    matches!(b, b' ' | b'"' | b'(' | b'\'' | b',' | b':' | b'.' | b'/' | b'@' | b'-' | b'[' | b'\n' | b'\r' | b'#')
}

/// Signs that may part a word from the one behind it.
const fn closes(b: u8) -> bool {
    matches!(b, b' ' | b'"' | b')' | b',' | b'.' | b'(' | b'/' | b':' | b'\n' | b'\r')
}

/// The word before `at`, over one gap and opening marks, in its own case; and what stands between.
pub(super) fn before(text: &str, at: usize) -> (Option<Word<'_>>, &str) {
    // One blank, most often.
    if let Some([last, b' ']) = at.checked_sub(2).and_then(|from| text.as_bytes().get(from..at))
        && last.is_ascii_alphabetic()
    {
        return (cursor::word_ending(text, at - 1), text.get(at - 1..at).unwrap_or_default());
    }
    let head = text.as_bytes().get(at.saturating_sub(MOST)..at).unwrap_or_default();
    let passed = head.iter().rev().take_while(|b| opens(**b)).count();
    let mut end = at - passed;
    if passed < head.len() && text.as_bytes().get(end.wrapping_sub(1)).is_some_and(|b| !b.is_ascii()) {
        let head = cursor::window_before(text, at, MOST);
        let kept = head.trim_end_matches(|c: char| {
            u8::try_from(c).is_ok_and(|b| b.is_ascii() && opens(b)) || matches!(c, '\u{a0}' | '\u{201c}')
        });
        end = at - (head.len() - kept.len());
    }
    (cursor::word_ending(text, end), text.get(end..at).unwrap_or_default())
}

/// The word after `at`, over one gap, and what stands between.
pub(super) fn after<'t>(text: &'t str, pieces: &Pieces, at: usize) -> (Option<Word<'t>>, &'t str) {
    if let Some((piece, between)) = pieces.first_behind(text, at) {
        let passed = between.bytes().take(MOST).take_while(|b| closes(*b)).count();
        let gap = between.get(..passed).unwrap_or_default();
        if passed < between.len() {
            return (None, gap);
        }
        if let Some(word) = cursor::word_of(text, piece) {
            return (Some(word), gap);
        }
    }
    let tail = text.as_bytes().get(at..).unwrap_or_default();
    if let [b' ', next, ..] = tail
        && next.is_ascii_alphabetic()
    {
        return (cursor::word_at(text, at + 1), text.get(at..at + 1).unwrap_or_default());
    }
    let passed = tail.iter().take(MOST).take_while(|b| closes(**b)).count();
    let mut start = at + passed;
    if passed < MOST && tail.get(passed).is_some_and(|b| !b.is_ascii()) {
        let tail = cursor::window_after(text, at, MOST);
        let kept = tail.trim_start_matches(|c: char| {
            u8::try_from(c).is_ok_and(|b| b.is_ascii() && closes(b)) || matches!(c, '\u{a0}' | '\u{201d}')
        });
        start = at + (tail.len() - kept.len());
    }
    (cursor::word_at(text, start), text.get(at..start).unwrap_or_default())
}

/// Whether a capital is due at `at` whatever the word: a sentence, a line or a quotation begins.
pub(super) fn begins(text: &str, at: usize) -> bool {
    let head = cursor::window_before(text, at, 4).trim_end_matches([' ', '"', '\u{201c}', '\u{a0}', '-', '*', '>']);
    match head.chars().next_back() {
        None => true,
        Some(c) => matches!(c, '.' | '!' | '?' | '\n' | ':' | ';' | ']' | '\u{2022}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::piece;

    #[test]
    fn pieces_tell_what_stands_around_as_the_text_does() {
        let parts = [
            "Ana",
            "Ruiz-Vega",
            "d'Arcy",
            "B12",
            "7",
            "\u{e9}t\u{e9}",
            "x",
            " ",
            " ",
            ", ",
            ". ",
            "  ",
            "-",
            "'s",
            "\u{201c}",
            "\n",
            "(",
            "|",
            ";",
            "      ",
        ];
        let mut n = 11_usize;
        for _ in 0..6000 {
            let text: String = (0..7)
                .map(|_| {
                    n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    parts[(n >> 33) % parts.len()]
                })
                .collect();
            let pieces = piece::known(&text);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let known = Before::of(&text, &pieces, at);
                let (word, gap) = before(&text, at);
                assert_eq!((known.word, known.gap), (word, gap), "{text:?} {at}");
                let facts = word.map_or(Facts::NONE, |word| crate::lexicon::facts(word.text));
                assert_eq!(known.facts, facts, "{text:?} {at}");
                assert_eq!(after(&text, &pieces, at), after(&text, &piece::Pieces::default(), at), "{text:?} {at}");
            }
        }
    }
}
