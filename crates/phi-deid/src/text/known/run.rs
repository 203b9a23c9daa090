//! Parts of names that stand together.

use phi_types::IdentifierClass;

use super::Part;
use crate::text::{
    cursor,
    span::{Confidence, Found, Span, Write},
    words,
};

/// Words of names that stand together.
pub(super) struct Run {
    start: usize,
    end: usize,
    /// The end of the last word that is more than an initial.
    end_of_names: usize,
    last: Part,
    strong: usize,
    weak: usize,
    words: usize,
}

impl Run {
    pub(super) fn begin(start: usize, end: usize, part: Part) -> Self {
        let mut run = Self { start, end, end_of_names: start, last: part, strong: 0, weak: 0, words: 0 };
        run.take_in(end, part);
        run
    }

    pub(super) fn take_in(&mut self, end: usize, part: Part) {
        self.end = end;
        self.words += 1;
        self.last = part;
        match part {
            Part::Initial => {}
            Part::Weak => self.weak += 1,
            Part::Capital | Part::Strong => self.strong += 1,
        }
        if part > Part::Initial {
            self.end_of_names = end;
        }
    }

    /// Whether only what stands inside a name lies between the run and `at`.
    pub(super) fn is_beside(&self, text: &str, at: usize) -> bool {
        let between = text.get(self.end..at).unwrap_or("|");
        between.len() <= 4
            && between.chars().all(|c| cursor::is_gap(c) || cursor::is_apostrophe(c) || matches!(c, '.' | ',' | '-' | '\u{2011}' | '\n' | '\r'))
            // A full stop stands after an initial; a line break is none of the name where a part before it can stand
            // alone.
            && (self.last == Part::Initial || !between.contains('.'))
            && (self.strong == 0 || !between.contains('\n'))
    }

    pub(super) fn close(self, text: &str) -> Option<Found> {
        if self.strong == 0 && self.weak < 2 {
            return None;
        }
        // An initial after the name belongs to it only with its full stop ("Ruiz, A.", "Ana R."): "Ruiz T 98" is a
        // temperature.
        let end = if cursor::char_after(text, self.end) == Some('.') { self.end } else { self.end_of_names };
        // "ROSE FROM THE CHAIR": in capitals an ordinary word is one.
        let value = text.get(self.start..end).unwrap_or_default();
        let shouted = self.last < Part::Strong && value.len() > 1 && !value.bytes().any(|b| b.is_ascii_lowercase());
        if self.words == 1 && shouted && matches!(crate::lexicon::look_up(value).ordinary(), 1..=4) {
            return None;
        }
        if self.words == 1 && is_thing(text, self.start, end) {
            return None;
        }
        Some(Found {
            span: Span {
                start: self.start,
                end,
                class: IdentifierClass::Name,
                rule: "known.name",
                confidence: Confidence::Medium,
            },
            write: Write::Tag,
        })
    }
}

/// "a Foley", "Foley catheter", "Murphy's sign": the thing is named after somebody else.
fn is_thing(text: &str, start: usize, end: usize) -> bool {
    let after = text.get(end..).unwrap_or_default();
    let possessive = after.strip_prefix(cursor::is_apostrophe).and_then(|rest| rest.strip_prefix(['s', 'S']));
    let next = possessive.map_or(end, |rest| text.len() - rest.len());
    let noun = cursor::word_at(text, cursor::skip_gap(text, next, true)).filter(|word| word.start > next);
    let mut before = start;
    while before > start.saturating_sub(4) && cursor::char_before(text, before).is_some_and(cursor::is_gap) {
        before -= cursor::char_before(text, before).map_or(0, char::len_utf8);
    }
    let article = cursor::word_ending(text, before).filter(|_| before < start);
    noun.is_some_and(|noun| words::is_named_thing(noun.text))
        || article.is_some_and(|word| {
            ["a", "an", "fr", "french", "indwelling", "coude", "silastic", "suprapubic"]
                .iter()
                .any(|article| article.eq_ignore_ascii_case(word.text))
        })
}
