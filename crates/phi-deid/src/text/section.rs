//! A long text in sections, each cut where a paragraph ends.
//!
//! Where a section ends depends on the text alone, never on how it is read. So what is found in a long text is the same
//! from memory and from a file.

use std::io::{self, Read};

use super::TextError;

/// Longer texts are worked on in sections, and no line of theirs may be longer: of few bytes where a fuzzer looks for what cuts
/// change.
pub(super) const WHOLE: usize = if cfg!(fuzzing) { 1 << 12 } else { 1 << 20 };

/// How long a section is at most, unless a line in it is longer: what is known of its words then fits into the caches near the
/// processor, and into little memory.
pub(super) const SECTION: usize = if cfg!(fuzzing) { 1 << 10 } else { 1 << 18 };

/// Where a text is cut, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// The longest text that is one section, and the longest line.
    pub(super) whole: usize,
    /// The most of a section, unless a line is longer.
    pub(super) section: usize,
}

impl Sizes {
    pub(super) const USUAL: Self = Self { whole: WHOLE, section: SECTION };
}

/// Reads sections one after the other.
pub(super) struct Sections<'r, R> {
    input: &'r mut R,
    sizes: Sizes,
    /// What was read and not given out.
    buffer: Vec<u8>,
    is_read: bool,
    /// Where `buffer` begins in the text.
    offset: u64,
}

/// Why there is no next section.
#[derive(Debug)]
pub(super) enum Unread {
    Io(io::Error),
    Text(TextError, u64),
    NotUtf8(u64),
}

impl<'r, R: Read> Sections<'r, R> {
    pub(super) fn new(input: &'r mut R, sizes: Sizes) -> Self {
        Self { input, sizes, buffer: Vec::new(), is_read: false, offset: 0 }
    }

    /// The next section and where it begins; `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<(String, u64)>, Unread> {
        let Sizes { whole, section } = self.sizes;
        // Only at the beginning it matters whether the whole text is short.
        self.fill(if self.offset == 0 { whole } else { section })?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let is_short = self.is_read && self.buffer.len() <= if self.offset == 0 { whole } else { section };
        let len = if is_short { self.buffer.len() } else { self.cut()? };
        let rest = self.buffer.split_off(len.min(self.buffer.len()));
        let bytes = core::mem::replace(&mut self.buffer, rest);
        let offset = self.offset;
        self.offset = offset.saturating_add(len as u64);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some((text, offset))),
            Err(error) => Err(Unread::NotUtf8(offset.saturating_add(error.utf8_error().valid_up_to() as u64))),
        }
    }

    /// How long the next section is: up to where a line ends, or a sentence, a clause or a word of a long line; or a long line in which
    /// no words stand.
    fn cut(&mut self) -> Result<usize, Unread> {
        let Sizes { whole, section } = self.sizes;
        let window = self.buffer.get(..section).unwrap_or(&self.buffer);
        if let Some(len) = cut(window).or_else(|| cut_line(window)) {
            return Ok(len);
        }
        self.fill(whole)?;
        match self.buffer.iter().take(whole).position(|byte| *byte == b'\n') {
            Some(at) => Ok(at + 1),
            None if self.is_read && self.buffer.len() <= whole => Ok(self.buffer.len()),
            None => Err(Unread::Text(TextError::LongLine, self.offset)),
        }
    }

    /// Reads until more than this is there, or all.
    fn fill(&mut self, most: usize) -> Result<(), Unread> {
        let want = most.saturating_add(1);
        if !self.is_read && self.buffer.len() < want {
            let more = want - self.buffer.len();
            self.buffer.reserve_exact(more);
            let more = more as u64;
            let read = self.input.by_ref().take(more).read_to_end(&mut self.buffer).map_err(Unread::Io)?;
            self.is_read = (read as u64) < more;
        }
        Ok(())
    }
}

/// Behind the last blank line, or else behind the last line.
fn cut(window: &[u8]) -> Option<usize> {
    let mut line = None;
    for (at, _) in window.iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n') {
        line = line.or(Some(at + 1));
        let before = window.get(..at).unwrap_or_default();
        if before.ends_with(b"\n") || before.ends_with(b"\n\r") {
            return Some(at + 1);
        }
    }
    line
}

/// In a line that goes on, behind the last sentence: a word in small letters, its full stop, a space, a capital. Or else behind the last
/// clause: such a word, its comma or semicolon, a space, a small letter; or else between two words in small letters.
fn cut_line(window: &[u8]) -> Option<usize> {
    let is_small = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_lowercase);
    let is_sentence = |six: &[u8]| matches!(six, [word @ .., b'.' | b'!' | b'?', b' ', b'A'..=b'Z'] if is_small(word));
    let is_clause = |six: &[u8]| matches!(six, [word @ .., b';' | b',', b' ', b'a'..=b'z'] if is_small(word));
    let last = |is_end: &dyn Fn(&[u8]) -> bool, len: usize| window.windows(6).rposition(is_end).map(|at| at + len);
    last(&is_sentence, 5).or_else(|| last(&is_clause, 5)).or_else(|| cut_words(window))
}

/// Before the last word in small letters that stands behind another.
fn cut_words(window: &[u8]) -> Option<usize> {
    let is_gap = |(at, four): &(usize, &[u8])| {
        let before = window.get(..*at).unwrap_or_default();
        let letters = before.iter().rev().take(20).take_while(|byte| byte.is_ascii_lowercase()).count();
        let is_word = letters > 1 && before.iter().rev().nth(letters) == Some(&b' ');
        is_word && matches!(four, [b' ', word @ ..] if word.iter().all(u8::is_ascii_lowercase))
    };
    window.windows(4).enumerate().rev().find(is_gap).map(|(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(text: &str, section: usize) -> Vec<String> {
        let mut input = io::Cursor::new(text);
        let mut sections = Sections::new(&mut input, Sizes { whole: 10.max(section), section });
        core::iter::from_fn(|| sections.next().unwrap().map(|section| section.0)).collect()
    }

    #[test]
    fn paragraphs_stay_whole_where_they_can() {
        assert_eq!(sections("a\nb\n\nc\nd\ne\n", 7), ["a\nb\n\n", "c\nd\ne\n"]);
        assert_eq!(sections("a\nb\r\n\r\nc\nd\n", 9), ["a\nb\r\n\r\n", "c\nd\n"]);
        assert_eq!(sections("ab\ncd\nef\ngh\n", 5), ["ab\n", "cd\n", "ef\n", "gh\n"]);
        assert!(sections("", 5).is_empty());
    }

    #[test]
    fn a_short_text_is_one_section() {
        assert_eq!(sections("ab\n\nef\ngh\n", 4), ["ab\n\nef\ngh\n"]);
        assert_eq!(sections("ab\n\nef\nghi\n", 4), ["ab\n\n", "ef\n", "ghi\n"]);
    }

    #[test]
    fn a_long_line_is_cut_behind_a_sentence() {
        assert_eq!(sections("so it was. Dr. Who. He was. Ab", 29), ["so it was. Dr. Who. He was. ", "Ab"]);
        assert_eq!(sections("so it was. Dr. Who. He was. Ab", 24), ["so it was. ", "Dr. Who. He was. Ab"]);
    }

    #[test]
    fn a_long_line_is_a_section_of_its_own() {
        assert_eq!(sections("a\nlong line\nb\n", 4), ["a\n", "long line\n", "b\n"]);
        assert_eq!(sections("ab\n\nlong line", 4), ["ab\n\n", "long line"]);
    }

    #[test]
    fn a_long_line_is_cut_behind_a_sentence_or_a_clause_or_a_word() {
        let cuts = |text: &str| sections(text, 30);
        assert_eq!(cut_line(b"Ana went to Ruiz at 3 p.m. ON 4 MAY"), None);
        assert_eq!(cut_line(b" Ruiz at 3 p.m. ON 4 MAY, lee SAID, Ruiz was at 5 and 2019-3 to X"), None);
        assert_eq!(
            cuts("she slept. He was well, but tired and sad; she went on"),
            ["she slept. ", "He was well, ", "but tired and sad; she went on"]
        );
        assert_eq!(cuts("Ana then went to see Lee Ruiz ON 4 MAY"), ["Ana then went to ", "see Lee Ruiz ON 4 MAY"]);
    }

    #[test]
    fn a_line_longer_than_a_whole_text_is_refused() {
        let mut input = io::Cursor::new("one long line");
        let refused = Sections::new(&mut input, Sizes { whole: 5, section: 5 }).next();
        assert!(matches!(refused, Err(Unread::Text(TextError::LongLine, 0))));
        let mut input = io::Cursor::new(b"ab\n\xff");
        let mut sections = Sections::new(&mut input, Sizes { whole: 3, section: 3 });
        assert_eq!(sections.next().unwrap().unwrap(), ("ab\n".to_owned(), 0));
        assert!(matches!(sections.next(), Err(Unread::NotUtf8(3))));
    }
}
