//! The second look: what was written is scanned again before it leaves.
//!
//! Taking one thing out can bring another to light (a number that touched a removed one, a name whose announcing word
//! is gone). So the output is scanned with the same rules; what is found goes too, and the new output is scanned
//! again. A text that does not come to rest in a few rounds is refused, because what remains would be an identifier
//! that we know of.

mod quiet;

use super::{
    Known, Look, Seen, TextEngine, TextError, keep,
    known::Index,
    redact::{Numbers, Page, tags_in},
    span::{self, Found},
    stream::Around,
    table::Columns,
};
use crate::{replace::Rewriting, rule::Reference};
use quiet::Quiet;

/// Clinical text comes to rest at once or after one more round; of the hundreds of notes in a section one may take some more.
const MAX_ROUNDS: u8 = 8;

/// What does not change while a text settles.
pub(super) struct Job<'j> {
    pub(super) known: &'j [Known<'j>],
    pub(super) reference: Reference,
    pub(super) rewriting: &'j Rewriting,
    pub(super) around: &'j Around<'j>,
}

/// A text at rest.
pub(super) struct Settled {
    pub(super) text: String,
    pub(super) found: Vec<Found>,
    /// What the profile lets stand, by letter.
    pub(super) kept: [usize; 18],
    /// The columns of a table that goes on behind the text.
    pub(super) columns: Option<Columns>,
    /// The names that the text by itself tells.
    pub(super) names: Index,
}

/// Finds, writes, and looks again until nothing more is found. `numbers` go on with those of the last round; `seen` is what an
/// earlier look has seen in the text, whose tags are `tags`.
pub(super) fn settle(
    engine: &TextEngine,
    text: &str,
    tags: &[(usize, usize)],
    job: &Job<'_>,
    numbers: &mut Numbers,
    seen: Option<Seen>,
) -> Result<Settled, TextError> {
    let Look { mut found, seen, names, .. } = engine.look(text, job.known, job.reference, tags, job.around, seen);
    let columns = seen.columns;
    let mut kept = [0; 18];
    found.retain(|f| {
        let keeps = keep::keeps(job.rewriting, f);
        if let (true, Some(count)) = (keeps, kept.get_mut(f.span.class.position())) {
            *count += 1;
        }
        !keeps
    });
    if found.is_empty() {
        // The output would be the text that was just scanned.
        return Ok(Settled { text: text.to_owned(), found, kept, columns, names });
    }
    let mut quiet = None;
    for _ in 0..MAX_ROUNDS {
        let mut round = numbers.round();
        let page = Page::write(text, &found, job.rewriting, job.reference, &mut round)?;
        let holes = holes(&page, tags, job);
        let of_parts = quiet.as_ref().and_then(|quiet: &Quiet| quiet.look(engine, &page, &found, &holes, job));
        let mut more = of_parts.unwrap_or_else(|| {
            let look = engine.look(&page.text, job.known, job.reference, &holes, job.around, None);
            quiet = Quiet::behind(engine, &look, job).then(|| Quiet::new(look.names));
            look.found
        });
        more.retain(|f| !keep::keeps(job.rewriting, f));
        if more.is_empty() {
            let given = round.given();
            numbers.keep(given);
            return Ok(Settled { text: page.text, found, kept, columns, names });
        }
        let before = found.len();
        quiet = quiet.map(|quiet| quiet.but(&page, &found));
        found.extend(more.iter().filter_map(|f| page.to_original(*f)));
        // Where it is not known what has changed, all is looked at.
        quiet = quiet.filter(|_| found.len() - before == more.len());
        span::join(&mut found);
    }
    Err(TextError::Unsettled)
}

/// The tags written now and those that stood there before, sorted and disjoint.
///
/// What is written between brackets holds none, so where nothing else is written a tag stands in one of both.
fn holes(page: &Page, tags: &[(usize, usize)], job: &Job<'_>) -> Vec<(usize, usize)> {
    let mut all = page.tags.clone();
    if !job.rewriting.is_bracketed() {
        all.extend(tags_in(&page.text));
    } else if tags.is_empty() {
        return all;
    } else {
        all.extend(page.moved(tags));
    }
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

#[cfg(test)]
mod tests {
    use phi_types::IdentifierClass;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        profile::SafeHarbor,
        replace::Replacement,
        text::span::{Confidence, Span, Write},
    };

    proptest! {
        #[test]
        fn tags_are_where_a_search_of_the_written_text_finds_them(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "[", "]", "[NAME-1]", "[DATE 2019]", "[[ID-7]", "[AGE 90 or older]", "NAME-1", "[NAME-", "-12", "DATE ", "2019", "x",
                    "Ana", " ", "\u{e9}", "[ID-12345]", "AGE 90",
                ]),
                0..24,
            ),
            taken in prop::collection::vec(0_usize..4, 0..24),
        ) {
            let text = parts.concat();
            let mut at = 0;
            let mut found = Vec::new();
            for (part, taken) in parts.iter().zip(&taken) {
                if *taken == 0 {
                    let span = Span {
                        start: at, end: at + part.len(), class: IdentifierClass::Name, rule: "test", confidence: Confidence::High,
                    };
                    found.push(Found { span, write: Write::Tag });
                }
                at += part.len();
            }
            let tags = tags_in(&text);
            span::subtract(&mut found, &tags);
            let replacement = Replacement::<SafeHarbor>::new();
            let reference = Reference { year: 2026 };
            let around = Around::default();
            let job = Job { known: &[], reference, rewriting: replacement.rewriting(), around: &around };
            let page = Page::write(&text, &found, job.rewriting, reference, &mut Numbers::new().round()).unwrap();
            let mut all = page.tags.clone();
            all.extend(tags_in(&page.text));
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(holes(&page, &tags, &job), all, "{}", page.text);
        }
    }
}
