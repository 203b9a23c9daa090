//! Recognisers of the host's own: a pattern of the house, a model.

use phi_types::IdentifierClass;

use super::span::{Confidence, Found, Span, Write};

/// A stretch of the text that a proposer wants removed. It is part of no report but by rule and letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// Under which letter it falls.
    pub class: IdentifierClass,
    /// The name under which reports count it. A constant of the program: never anything from a text.
    pub rule: &'static str,
}

/// Adds spans to those that the rules find, and cannot take any away.
///
/// # Implementing
/// The engine calls it with the text, and once more with each form that it has written, to see that nothing is left. So
/// it must be quiet about its own kind of thing once that is gone, or the text is refused. Ranges beyond the text are
/// dropped; ranges that cut a character are widened to it. Do not keep the text, and do not log it.
///
/// ```
/// use phi_deid::{rule::Reference, text::{Proposal, SpanProposer, TextEngine}};
/// use phi_types::IdentifierClass;
///
/// /// Lockers of our house: "LK" and four digits.
/// struct Lockers;
///
/// impl SpanProposer for Lockers {
///     fn propose(&self, text: &str, add: &mut dyn FnMut(Proposal)) {
///         for (start, _) in text.match_indices("LK") {
///             let digits = text[start + 2..].bytes().take_while(u8::is_ascii_digit).count();
///             if digits == 4 {
///                 add(Proposal { start, end: start + 6, class: IdentifierClass::Other, rule: "house.locker" });
///             }
///         }
///     }
/// }
///
/// let engine = TextEngine::new()?.with(Lockers);
/// assert_eq!(engine.redact("shoes in LK0042", &[], Reference { year: 2026 })?.text, "shoes in [ID-1]");
/// # Ok::<(), phi_deid::text::TextError>(())
/// ```
pub trait SpanProposer: Send + Sync {
    /// Gives what it finds in `text` to `add`, in any order, overlapping or not.
    fn propose(&self, text: &str, add: &mut dyn FnMut(Proposal));
}

/// Asks one proposer.
pub(super) fn ask(proposer: &dyn SpanProposer, text: &str, found: &mut Vec<Found>) {
    proposer.propose(text, &mut |proposal| {
        let Proposal { mut start, mut end, class, rule } = proposal;
        if start >= end || end > text.len() {
            return;
        }
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let span = Span { start, end, class, rule, confidence: Confidence::Medium };
        found.push(Found { span, write: Write::Tag });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Everywhere;

    impl SpanProposer for Everywhere {
        fn propose(&self, text: &str, add: &mut dyn FnMut(Proposal)) {
            for (start, end) in [(0, 0), (5, 2), (1, 2), (0, usize::MAX), (text.len(), text.len() + 1)] {
                add(Proposal { start, end, class: IdentifierClass::Other, rule: "test" });
            }
        }
    }

    #[test]
    fn ranges_are_brought_to_characters() {
        let mut found = Vec::new();
        ask(&Everywhere, "éa", &mut found);
        assert_eq!(found.iter().map(|f| (f.span.start, f.span.end)).collect::<Vec<_>>(), [(0, 2)]);
    }
}
