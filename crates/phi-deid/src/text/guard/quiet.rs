//! Where an output that was looked at need not be looked at again.
//!
//! A section of a long text holds many notes, and in some of them the second look finds something more. Looking at all of
//! the section again for their sake was most of the time that a long text took. So of the next output those paragraphs alone
//! are looked at that have changed, with what stands around them, as parts of a text that is cut at blank lines: what the
//! rest says of names, of whom the text is about and how it is written is told to them. What a part says anew, the rest would
//! have to be told; then all is looked at, as it is where no blank line is near.

use super::{Around, Index, Job, Look, Page, TextEngine};
use crate::text::span::Found;

/// How far behind and before what has changed something more may be found: rules reach over less than half of it.
const REACH: usize = 256;

/// How much more stands around it at least.
const MARGIN: usize = 64;

/// How far a blank line is searched for.
const FAR: usize = 8 << 10;

/// A stretch of a text.
type Stretch = (usize, usize);

/// What the last look at all of an output leaves to the next.
pub(super) struct Quiet {
    /// The names that the output told.
    names: Index,
    /// What was written when it was looked at last: where it stands in the original, in order, and how long the tag is. The number
    /// of a tag says nothing, but one in thousands is read by what stands beside it.
    written: Vec<(Stretch, usize)>,
}

impl Quiet {
    /// Whether parts of what was looked at may be looked at by themselves.
    pub(super) fn behind(engine: &TextEngine, look: &Look, job: &Job<'_>) -> bool {
        let around = job.around;
        around.in_parts
            && look.is_ordinary
            && around.is_about_somebody
            && (around.knows_names() || around.evidence.names_somebody())
            && job.known.is_empty()
            // What the host finds may depend on all of the text, and what is made up is made up anew each time.
            && engine.proposers.is_empty()
            && job.rewriting.is_bracketed()
    }

    pub(super) const fn new(names: Index) -> Self {
        Self { names, written: Vec::new() }
    }

    /// The same behind a look at this page, on which `found` is written.
    pub(super) fn but(self, page: &Page, found: &[Found]) -> Self {
        Self { written: tags(page, found).map(|(of, tag)| (of, tag.1.saturating_sub(tag.0))).collect(), ..self }
    }

    /// What a look at the whole page would find, on which `found` is written; `None` if that must be looked at.
    pub(super) fn look(
        &self,
        engine: &TextEngine,
        page: &Page,
        found: &[Found],
        holes: &[Stretch],
        job: &Job<'_>,
    ) -> Option<Vec<Found>> {
        let mut known = job.around.names.clone();
        known.push(&self.names);
        let mut all = Vec::new();
        for (from, to) in parts(&page.text, &zones(&self.changed(page, found)))? {
            let inside = holes.get(holes.partition_point(|hole| hole.1 <= from)..).unwrap_or_default();
            let inside = inside.iter().take_while(|hole| hole.0 < to);
            let inside: Vec<Stretch> =
                inside.map(|hole| (hole.0.saturating_sub(from), hole.1.saturating_sub(from))).collect();
            // The head of a page is read by itself, and a table that goes on.
            if from == 0 {
                return None;
            }
            let around = Around { names: known.clone(), columns: None, is_part: true, ..job.around.clone() };
            let look = engine.look(page.text.get(from..to)?, &[], job.reference, &inside, &around, None);
            if !look.names.is_within(&known) {
                return None;
            }
            all.extend(look.found.into_iter().map(|mut f| {
                (f.span.start, f.span.end) = (f.span.start + from, f.span.end + from);
                f
            }));
        }
        Some(all)
    }

    /// Where something else is written than when the text was looked at last.
    fn changed(&self, page: &Page, found: &[Found]) -> Vec<Stretch> {
        let mut before = self.written.iter().peekable();
        let is_new = |(of, tag): &(Stretch, Stretch)| {
            while before.next_if(|(before, _)| before < of).is_some() {}
            before.peek().is_none_or(|(before, len)| before != of || tag.1.saturating_sub(tag.0) != *len)
        };
        tags(page, found).filter(is_new).map(|(_, tag)| tag).collect()
    }
}

/// Where each find stands in the original, and its tag on the page.
fn tags(page: &Page, found: &[Found]) -> impl Iterator<Item = (Stretch, Stretch)> {
    found.iter().zip(&page.tags).map(|(f, tag)| ((f.span.start, f.span.end), *tag))
}

/// What is near to these, joined where they meet.
fn zones(tags: &[Stretch]) -> Vec<Stretch> {
    let mut zones = Vec::with_capacity(tags.len());
    for (start, end) in tags {
        join(&mut zones, (start.saturating_sub(REACH), end + REACH));
    }
    zones
}

fn join(stretches: &mut Vec<Stretch>, next: Stretch) {
    match stretches.last_mut() {
        Some(last) if next.0 <= last.1 => last.1 = last.1.max(next.1),
        _ => stretches.push(next),
    }
}

/// The paragraphs around these zones; `None` where there are none, or if that is most of the text.
fn parts(text: &str, zones: &[Stretch]) -> Option<Vec<Stretch>> {
    let bytes = text.as_bytes();
    let mut parts = Vec::with_capacity(zones.len());
    for (from, to) in zones {
        let from = from.saturating_sub(MARGIN);
        let from = (from.saturating_sub(FAR)..=from).rev().find(|at| *at == 0 || is_behind_blank_line(bytes, *at))?;
        let to = to + MARGIN;
        let to = (to..=to + FAR).find(|at| *at >= bytes.len() || is_behind_blank_line(bytes, *at))?;
        join(&mut parts, (from, to.min(bytes.len())));
    }
    let sum: usize = parts.iter().map(|(from, to)| to - from).sum();
    (sum <= bytes.len() / 4 * 3).then_some(parts)
}

/// Whether a blank line ends at `at`.
fn is_behind_blank_line(bytes: &[u8], at: usize) -> bool {
    let head = bytes.get(at.saturating_sub(3)..at).unwrap_or_default();
    head.ends_with(b"\n\n") || head == b"\n\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_begins_and_ends_with_a_blank_line() {
        let line = "The wound is dry, and he is well.\n";
        let text = format!("{}\n{}\r\n{}\n{}", line.repeat(30), line.repeat(30), line.repeat(30), line.repeat(90));
        let at = text.find("\r\n").unwrap() + 500;
        let whole = text.len();
        let [one, two] = [line.len() * 30 + 1, line.len() * 60 + 3];
        assert_eq!(parts(&text, &[(at, at + 9)]), Some(vec![(two, line.len() * 90 + 4)]));
        assert_eq!(parts(&text, &[(one + 50, one + 59)]), Some(vec![(0, two)]));
        assert_eq!(parts(&text, &[(0, 5), (one + 500, one + 509), (whole - 9, whole)]), None);
        assert_eq!(parts(&line.repeat(600), &[(10_000, 10_009)]), None);
    }
}
