//! A long text in sections, each cut where a paragraph ends.
//!
//! Where a section ends depends on the text alone, never on how it is read. So what is found in a long text is the same
//! from memory and from a file.

use std::io::{self, Read};

use super::TextError;

/// Longer texts are worked on in sections of at most so many bytes: of few where a fuzzer looks for what cuts change.
pub(super) const SECTION: usize = if cfg!(fuzzing) { 1 << 12 } else { 1 << 20 };

/// Reads sections one after the other.
pub(super) struct Sections<'r, R> {
    input: &'r mut R,
    most: usize,
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
    pub(super) fn new(input: &'r mut R, most: usize) -> Self {
        Self { input, most, buffer: Vec::new(), is_read: false, offset: 0 }
    }

    /// The next section and where it begins; `None` behind the last.
    pub(super) fn next(&mut self) -> Result<Option<(String, u64)>, Unread> {
        self.fill().map_err(Unread::Io)?;
        if self.buffer.is_empty() {
            return Ok(None);
        }
        let len = if self.is_read && self.buffer.len() <= self.most {
            self.buffer.len()
        } else {
            let window = self.buffer.get(..self.most).unwrap_or(&self.buffer);
            cut(window).ok_or(Unread::Text(TextError::LongLine, self.offset))?
        };
        let rest = self.buffer.split_off(len);
        let bytes = core::mem::replace(&mut self.buffer, rest);
        let offset = self.offset;
        self.offset = offset.saturating_add(len as u64);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some((text, offset))),
            Err(error) => Err(Unread::NotUtf8(offset.saturating_add(error.utf8_error().valid_up_to() as u64))),
        }
    }

    /// Reads until more is there than one section holds.
    fn fill(&mut self) -> io::Result<()> {
        let want = self.most.saturating_add(1);
        if !self.is_read && self.buffer.len() < want {
            let more = (want - self.buffer.len()) as u64;
            let read = self.input.by_ref().take(more).read_to_end(&mut self.buffer)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(text: &str, most: usize) -> Vec<String> {
        let mut input = io::Cursor::new(text);
        let mut sections = Sections::new(&mut input, most);
        core::iter::from_fn(|| sections.next().unwrap().map(|section| section.0)).collect()
    }

    #[test]
    fn paragraphs_stay_whole_where_they_can() {
        assert_eq!(sections("a\nb\n\nc\nd\n", 7), ["a\nb\n\n", "c\nd\n"]);
        assert_eq!(sections("a\nb\r\n\r\nc\nd\n", 9), ["a\nb\r\n\r\n", "c\nd\n"]);
        assert_eq!(sections("ab\ncd\nef", 5), ["ab\n", "cd\nef"]);
        assert_eq!(sections("short", 5), ["short"]);
        assert!(sections("", 5).is_empty());
    }

    #[test]
    fn a_line_that_fills_a_section_is_refused() {
        let mut input = io::Cursor::new("one long line");
        let refused = Sections::new(&mut input, 5).next();
        assert!(matches!(refused, Err(Unread::Text(TextError::LongLine, 0))));
        let mut input = io::Cursor::new(b"ab\n\xff");
        let mut sections = Sections::new(&mut input, 3);
        assert_eq!(sections.next().unwrap().unwrap(), ("ab\n".to_owned(), 0));
        assert!(matches!(sections.next(), Err(Unread::NotUtf8(3))));
    }
}
