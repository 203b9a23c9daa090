//! The second look: what was written is scanned again before it leaves.
//!
//! Taking one thing out can bring another to light (a number that touched a removed one, a name whose announcing word
//! is gone). So the output is scanned with the same rules; what is found goes too, and the new output is scanned
//! again. A text that does not come to rest in a few rounds is refused, because what remains would be an identifier
//! that we know of.

use super::{
    Known, TextEngine, TextError,
    redact::{Page, tags_in},
    span::{self, Found},
};
use crate::rule::Reference;

/// Clinical text comes to rest at once or after one more round.
const MAX_ROUNDS: u8 = 5;

/// Finds, writes, and looks again until nothing more is found.
pub(super) fn settle(
    engine: &TextEngine,
    text: &str,
    known: &[Known<'_>],
    reference: Reference,
) -> Result<(Page, Vec<Found>), TextError> {
    let mut found = engine.find(text, known, reference, &tags_in(text));
    if found.is_empty() {
        // The output would be the text that was just scanned.
        return Ok((Page::write(text, &found), found));
    }
    for _ in 0..MAX_ROUNDS {
        let page = Page::write(text, &found);
        let more = engine.find(&page.text, known, reference, &holes(&page));
        if more.is_empty() {
            return Ok((page, found));
        }
        found.extend(more.into_iter().filter_map(|f| page.to_original(f)));
        found = span::join(found);
    }
    Err(TextError::Unsettled)
}

/// The tags written now and those that stood there before, sorted and disjoint.
fn holes(page: &Page) -> Vec<(usize, usize)> {
    let mut all = page.tags.clone();
    all.extend(tags_in(&page.text));
    all.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::with_capacity(all.len());
    for next in all {
        match joined.last_mut() {
            Some(last) if next.0 < last.1 => last.1 = last.1.max(next.1),
            _ => joined.push(next),
        }
    }
    joined
}
