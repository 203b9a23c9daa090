//! What stands above and below a cell of a list or table: in a column one entry is like the next.
//!
//! A tag tells nothing here. What the scorer took by what stands below would speak for the entry above it in the next look, and that for
//! the next: a column would fall entry by entry, one look each.

use super::page::Page;
use crate::text::cursor;

/// So many words of a line are looked over.
const MOST: usize = 40;

/// What was found where the cells above and below begin: 0 where there is none, 1 where nothing was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sight {
    pub(super) above: u32,
    pub(super) below: u32,
}

impl Sight {
    /// From the piece at `at`; nothing where no cell begins with it.
    #[inline]
    pub(super) fn of(page: &Page<'_>, at: usize) -> Self {
        match page.gap_before(at) {
            // Most words.
            [b' '] | [] => Self::default(),
            gap if is_break(gap) || parts(gap) => Self::look(page, at),
            _ => Self::default(),
        }
    }

    fn look(page: &Page<'_>, at: usize) -> Self {
        let Some(first) = begin(page, at) else { return Self::default() };
        let cells = (first + 1..=at).filter(|at| parts(page.gap_before(*at))).count();
        let above = first.checked_sub(1).and_then(|last| begin(page, last));
        let below = behind(page, at);
        let of = |line: Option<usize>| line.map_or(0, |line| told(page, line, cells));
        Self { above: of(above), below: of(below) }
    }
}

/// The first piece of the line.
fn begin(page: &Page<'_>, at: usize) -> Option<usize> {
    let from = at.saturating_sub(MOST);
    let pieces = page.pieces.get(from..=at)?;
    let (first, last) = (pieces.first()?.start, pieces.last()?.start);
    let before = page.text.as_bytes().get(first..last)?;
    match cursor::last(before, b'\n') {
        Some(line) => Some(from + pieces.partition_point(|piece| piece.start <= first + line)),
        // The words go back to the head of the paragraph, or a line begins with the first of them.
        None => (from == 0 || is_break(page.gap_before(from))).then_some(from),
    }
}

/// The first piece of the next line.
fn behind(page: &Page<'_>, at: usize) -> Option<usize> {
    let pieces = page.pieces.get(at..)?;
    let pieces = pieces.get(..MOST).unwrap_or(pieces);
    let (first, last) = (pieces.first()?.end, pieces.last()?.start);
    let line = cursor::first(page.text.as_bytes().get(first..last)?, b'\n')?;
    Some(at + pieces.partition_point(|piece| piece.start <= first + line))
}

/// What was found where so many cells behind the first of a line one begins.
fn told(page: &Page<'_>, line: usize, cells: usize) -> u32 {
    let mut left = cells;
    for at in (line..page.pieces.len()).take(MOST) {
        let gap = page.gap_before(at);
        if at > line && is_break(gap) {
            return 0;
        }
        left -= usize::from(at > line && parts(gap));
        if left == 0 {
            return u32::from(page.found(at)) + 1;
        }
    }
    0
}

fn is_break(gap: &[u8]) -> bool {
    gap.contains(&b'\n')
}

/// Whether a cell ends there: two blanks, a tab, a bar, a semicolon.
fn parts(gap: &[u8]) -> bool {
    gap.starts_with(b"  ") || gap.iter().any(|byte| matches!(byte, b'\t' | b'|' | b';'))
}

#[cfg(test)]
mod tests {
    use phi_types::IdentifierClass;

    use super::*;
    use crate::text::{
        piece,
        span::{Confidence, Found, Span, Write},
    };

    #[test]
    fn what_stands_above_and_below_in_a_column_is_seen() {
        let text = "bed 1 | Testcase, Ana | RT\nbed 2 | Qvist | RT\nbed 3 | Sample, Jo | xl 4\nnone";
        let found: Vec<Found> = ["Testcase, Ana", "Sample, Jo"]
            .into_iter()
            .map(|name| {
                let start = text.find(name).unwrap();
                Found {
                    span: Span {
                        start,
                        end: start + name.len(),
                        class: IdentifierClass::Name,
                        rule: "test",
                        confidence: Confidence::High,
                    },
                    write: Write::Tag,
                }
            })
            .collect();
        let pieces = piece::known(text);
        let page = Page::of(text, &pieces, 0..pieces.len(), &[], &found);
        let sight = |word: &str| {
            let start = text.rfind(word).unwrap();
            let Sight { above, below } = Sight::of(&page, pieces.partition_point(|piece| piece.start < start));
            (above, below)
        };
        assert_eq!(sight("Qvist"), (2, 2));
        assert_eq!(sight("RT"), (1, 1));
        assert_eq!(sight("bed 2"), (1, 1));
        assert_eq!(sight("xl"), (1, 0));
        assert_eq!(sight("4"), (0, 0), "within a cell");
        assert_eq!(sight("none"), (1, 0));
    }

    #[test]
    fn a_tag_tells_nothing() {
        let text = "bed 1 | [NAME-1] | RT\nbed 2 | Qvist | RT\nbed 3 | [NAME-2] | xl 4";
        let holes: Vec<(usize, usize)> = text.match_indices('[').map(|(at, _)| (at, at + "[NAME-1]".len())).collect();
        let pieces = piece::known(text);
        let page = Page::of(text, &pieces, 0..pieces.len(), &holes, &[]);
        let start = text.find("Qvist").unwrap();
        let sight = Sight::of(&page, pieces.partition_point(|piece| piece.start < start));
        assert_eq!(sight, Sight { above: 1, below: 1 }, "as where nothing was found");
    }

    #[test]
    fn a_line_of_many_words_has_no_cells() {
        let text = format!("{}  Qvist\nb  c\n", "word ".repeat(60));
        let pieces = piece::known(&text);
        let page = Page::of(&text, &pieces, 0..pieces.len(), &[], &[]);
        assert_eq!(Sight::of(&page, 60), Sight::default());
        assert_eq!(Sight::of(&page, 61), Sight::default(), "the line above is too long");
    }
}
