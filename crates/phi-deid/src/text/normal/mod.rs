//! The text as the rules see it, and the way back.
//!
//! Identifiers come disguised: by scanners (`2O26`, `Hosp1tal`, `C E D A R`), by word processors (no-break spaces, soft
//! hyphens, curly quotes), by other scripts (full-width digits, Cyrillic letters in Latin words), by line breaks. The
//! rules read a plain form. Each stretch of it knows where it came from, so what is removed is removed from the original,
//! and everything outside the spans stays as it was, byte for byte.

mod character;
mod dash;
mod date;
mod ends;
mod group;
mod join;
mod mark;
mod pair;
mod quote;
mod scan;
mod short;
mod sign;
mod spacing;
mod wrap;

use std::borrow::Cow;

pub(in crate::text) use character::is_invisible;
use spacing::Spaced;
pub(super) use spacing::is_wide;

use super::{
    piece::{DIGIT, LARGE, Piece, SMALL, WIDE},
    span::Found,
};

/// A text in plain form. Borrowed, without any map, when there was nothing to change.
pub(super) struct Normal<'t> {
    pub(super) text: Cow<'t, str>,
    segments: Vec<Segment>,
    original: usize,
}

/// A stretch of the plain text.
#[derive(Clone, Copy)]
struct Segment {
    plain: usize,
    original: usize,
    /// Byte for byte the same; otherwise it stands for what is between this and the next segment.
    is_copy: bool,
}

impl<'t> Normal<'t> {
    /// `holes` are stretches to leave alone, sorted and disjoint: tags. `wide` tells whether the text [`is_wide`].
    pub(super) fn of(text: &'t str, pieces: &[Piece], holes: &[(usize, usize)], wide: bool) -> Self {
        let mut builder = Builder::new(text);
        let bytes = text.as_bytes();
        let mut holes = holes.iter().peekable();
        let signs = sign::places(text, pieces);
        let mut breaks = wrap::breaks(text, &signs, wide).into_iter().peekable();
        let mut marks = mark::find(text, &signs).into_iter().peekable();
        // Up to here all is dealt with.
        let mut done = 0;
        for (index, piece) in pieces.iter().enumerate() {
            // Most words are letters alone, in ASCII.
            if !wide && is_plain(bytes, *piece) {
                continue;
            }
            let next_mark = |marks: &mut core::iter::Peekable<_>, to| marks.next_if(|mark: &mark::Mark| mark.0 < to);
            while let Some(line) = breaks.next_if(|line| line.0 < piece.start) {
                while let Some(mark) = next_mark(&mut marks, line.0) {
                    mark::write(&mut builder, mark);
                    done = done.max(mark.1);
                }
                builder.unwrap(line);
            }
            while let Some(mark) = next_mark(&mut marks, piece.start) {
                mark::write(&mut builder, mark);
                done = done.max(mark.1);
            }
            while let Some(hole) = holes.next_if(|hole| hole.0 < piece.end) {
                done = done.max(hole.1);
            }
            let next = pieces.get(index + 1).map_or(bytes.len(), |next| next.start);
            if piece.has(WIDE) || wide {
                // Before the first piece, too, there may be spaces.
                let mut at = if index == 0 { done } else { done.max(piece.start) };
                while at < next {
                    match holes.next_if(|hole| hole.0 <= at) {
                        Some(hole) => at = at.max(hole.1),
                        None => at = step(&mut builder, bytes, at, wide),
                    }
                }
                done = done.max(at);
                continue;
            }
            if piece.start >= done && may_change(bytes, *piece) {
                done = step(&mut builder, bytes, piece.start, wide).max(piece.start);
            }
            if piece.end >= done && piece.has(DIGIT) && bytes.get(piece.end) == Some(&b'-') {
                done = step(&mut builder, bytes, piece.end, wide);
            }
        }
        for line in breaks {
            while let Some(mark) = marks.next_if(|mark| mark.0 < line.0) {
                mark::write(&mut builder, mark);
            }
            builder.unwrap(line);
        }
        marks.for_each(|mark| mark::write(&mut builder, mark));
        builder.finish()
    }

    /// The text with other stretches in place of some of its own, which are sorted and disjoint.
    pub(super) fn written<'p>(text: &'t str, stretches: impl Iterator<Item = (usize, usize, &'p str)>) -> Self {
        let mut builder = Builder::new(text);
        stretches.for_each(|(start, end, plain)| builder.unwrap((start, end, plain)));
        builder.finish()
    }

    /// Whether the plain text is another than the original.
    pub(super) const fn is_changed(&self) -> bool {
        !self.segments.is_empty()
    }

    /// A finding in the plain text as one in the original.
    pub(super) fn to_original(&self, mut found: Found) -> Found {
        if !self.segments.is_empty() {
            found.span.start = self.start(found.span.start);
            found.span.end = self.end(found.span.end).max(found.span.start);
        }
        found
    }

    /// A place of the original in the plain text: for holes.
    pub(super) fn plain_place(&self, at: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.original <= at);
        match index.checked_sub(1).and_then(|index| self.segments.get(index)) {
            None => at,
            Some(segment) if segment.is_copy => {
                let most = self.segments.get(index).map_or(self.text.len(), |next| next.plain);
                (segment.plain + (at - segment.original)).min(most)
            }
            Some(segment) => segment.plain,
        }
    }

    fn start(&self, at: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.plain <= at);
        match index.checked_sub(1).and_then(|index| self.segments.get(index)) {
            None => at,
            Some(segment) if segment.is_copy => segment.original + (at - segment.plain),
            Some(segment) => segment.original,
        }
    }

    fn end(&self, at: usize) -> usize {
        let index = self.segments.partition_point(|segment| segment.plain < at);
        match index.checked_sub(1).and_then(|index| self.segments.get(index)) {
            None => at,
            Some(segment) if segment.is_copy => segment.original + (at - segment.plain),
            Some(_) => self.segments.get(index).map_or(self.original, |next| next.original),
        }
    }
}

/// Whether there is nothing to change in a piece and right behind it, as its kinds and its length tell.
#[inline]
fn is_plain(bytes: &[u8], piece: Piece) -> bool {
    let len = piece.end.wrapping_sub(piece.start);
    match piece.kinds {
        SMALL => len > 4 || len > 1 && bytes.get(piece.start) != Some(&b'l'),
        DIGIT => len > 1 && bytes.get(piece.end) != Some(&b'-'),
        kinds => kinds & (WIDE | DIGIT) == 0 && (len > 4 || len == 4 && !may_be_figures(bytes, piece)),
    }
}

/// Whether a piece of ASCII may be another in plain form. Letters alone and digits alone are as they should be, but for a
/// few letters behind a number, and letters one by one.
fn may_change(bytes: &[u8], piece: Piece) -> bool {
    let len = piece.end - piece.start;
    if piece.has(DIGIT) && piece.has(SMALL | LARGE) {
        return true;
    }
    if len <= 4 && may_be_figures(bytes, piece) {
        return true;
    }
    if len > 3 || len > 1 && piece.kinds == SMALL {
        return false;
    }
    let is_behind_joint =
        || matches!(piece.start.checked_sub(1).and_then(|at| bytes.get(at)), Some(b'/' | b'-')) && !piece.has(DIGIT);
    let is_dotted = || {
        len == 1
            && matches!(bytes.get(piece.end..piece.end + 3), Some([b'.', letter, b'.']) if letter.is_ascii_alphabetic())
            && !piece.has(DIGIT)
    };
    let is_spaced = || {
        len == 1
            && bytes.get(piece.end) == Some(&b' ')
            && match bytes.get(piece.end + 1..piece.end + 3) {
                // "5  /  6"
                Some([b' ', sign]) => *sign == b'/',
                // "9 1M"
                Some([b'0'..=b'9', b'M' | b'F' | b'm' | b'f']) => piece.has(DIGIT),
                Some([next, behind]) => (next.is_ascii_graphic() || *next >= 0x80) && !behind.is_ascii_alphanumeric(),
                _ => bytes.get(piece.end + 1).is_some_and(|byte| byte.is_ascii_graphic() || *byte >= 0x80),
            }
    };
    is_behind_joint() || is_spaced() || is_dotted()
}

/// Whether letters may be the figures of a day: "lO", "ll", "lst", "lOth".
fn may_be_figures(bytes: &[u8], piece: Piece) -> bool {
    let second = || bytes.get(piece.start + 1).copied().unwrap_or(b' ');
    matches!(bytes.get(piece.start), Some(b'l' | b'O' | b'I'))
        && matches!(second(), b'l' | b'O' | b'I' | b's' | b'/' | b'-' | b' ' | b',' | b'.' | b'(' | b't')
}

/// Looks at one place and goes on behind what it has dealt with.
fn step(builder: &mut Builder<'_>, bytes: &[u8], at: usize, wide: bool) -> usize {
    let Some(byte) = bytes.get(at).copied() else { return at + 1 };
    let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    if byte >= 0x80 {
        return character::replace(builder, at);
    }
    let begins = !before.is_ascii_alphanumeric();
    if byte.is_ascii_alphanumeric() {
        if begins {
            // A word of several letters is none of a row: "x2 2 0 4" alone begins so.
            let is_long = bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) && !matches!(byte, b'x' | b'X');
            if !is_long && let Some(end) = spacing::join_letters(builder, bytes, at) {
                return end;
            }
            return scan::correct(builder, bytes, at);
        }
        return at + 1;
    }
    match byte {
        b' ' if wide => spacing::narrow(builder, bytes, at),
        b'-' if before.is_ascii_digit() => spacing::unwrap(builder, bytes, at),
        _ => at + 1,
    }
}

/// Copies the original until something is replaced.
struct Builder<'t> {
    text: &'t str,
    plain: String,
    segments: Vec<Segment>,
    /// Up to here the original is dealt with.
    from: usize,
    /// The row of single letters that was read last.
    spaced: Spaced,
    /// Where the row ends that was made a word last; 0 if none was.
    joined: usize,
    /// Where the row of single characters ends that was looked at last.
    row: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, plain: String::new(), segments: Vec::new(), from: 0, spaced: Spaced::default(), joined: 0, row: 0 }
    }

    /// Writes `plain` for the original's `start..end`; nothing for an empty one.
    fn replace(&mut self, start: usize, end: usize, plain: &str) {
        self.copy_to(start);
        self.segments.push(Segment { plain: self.plain.len(), original: start, is_copy: false });
        self.plain.push_str(plain);
        self.from = end;
    }

    /// Writes what stands for a line break, where nothing was written yet.
    fn unwrap(&mut self, (start, end, plain): (usize, usize, &str)) {
        if start >= self.from {
            self.replace(start, end, plain);
        }
    }

    fn copy_to(&mut self, end: usize) {
        if end > self.from {
            self.segments.push(Segment { plain: self.plain.len(), original: self.from, is_copy: true });
            self.plain.push_str(self.text.get(self.from..end).unwrap_or_default());
            self.from = end;
        }
    }

    fn finish(mut self) -> Normal<'t> {
        let original = self.text.len();
        if self.segments.is_empty() {
            return Normal { text: Cow::Borrowed(self.text), segments: Vec::new(), original };
        }
        self.copy_to(original);
        Normal { text: Cow::Owned(self.plain), segments: self.segments, original }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::piece;

    pub(super) fn plain(text: &str) -> String {
        Normal::of(text, &piece::cut(text), &[], is_wide(text)).text.into_owned()
    }

    #[test]
    fn disguises_are_taken_off() {
        assert_eq!(plain("Dr.\u{a0}Kowal\u{200b}ski"), "Dr. Kowalski");
        assert_eq!(plain("３１２\u{2011}５５５\u{2011}０１０８"), "312-555-0108");
        assert_eq!(plain("\u{421}ohen, Jose\u{301}"), "Cohen, Jose");
        assert_eq!(plain("D0B 1O/23/l957, O0-47"), "DOB 10/23/1957, 00-47");
        assert_eq!(plain("Hosp1tal 0CT"), "Hospital OCT");
        assert_eq!(plain("F R O M :  C E D A R"), "FROM: CEDAR");
        assert_eq!(plain("212-555-\n0142"), "212-555-0142");
        // What is left of a row that is no word as a whole.
        assert_eq!(plain("B P  J o h n"), "BP John");
        assert_eq!(plain("4 D a v e"), "4 Dave");
        assert_eq!(plain("a 1 2 3 4"), "a 1234");
        assert_eq!(plain("J u n e   1 5 ,   2 0 2 6"), "June 15, 2026");
        assert_eq!(plain("5 0 3 - 5 5 5 - 0 1 2 6 now"), "503-555-0126 now");
        assert_eq!(plain("June l5th, Iron\u{2013}Cloud"), "June 15th, Iron-Cloud");
    }

    #[test]
    fn what_is_plain_is_borrowed() {
        for text in ["HbA1c 7.2, O2 sat 98%, B12, S1, CHA2DS2", "a\r\nb", "A P and lateral", "2 L NC", ""] {
            let normal = Normal::of(text, &piece::cut(text), &[], is_wide(text));
            assert!(matches!(normal.text, Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn the_way_back_covers_what_was_replaced() {
        let text = "x Kowal\u{200b}ski\u{a0}y";
        let normal = Normal::of(text, &piece::cut(text), &[], is_wide(text));
        let start = normal.text.find('K').unwrap();
        let end = normal.text.find(" y").unwrap();
        assert_eq!(text.get(normal.start(start)..normal.end(end)), Some("Kowal\u{200b}ski"));
        assert_eq!(normal.end(normal.text.len()), text.len());
        for (at, _) in text.char_indices() {
            assert!(normal.text.is_char_boundary(normal.plain_place(at)));
        }
    }
}
