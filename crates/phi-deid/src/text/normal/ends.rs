//! Words of a line, from either end, byte by byte: a line is short, and what it is split at is ASCII.

use super::super::cursor;

/// What is between single blanks, from the beginning.
#[derive(Clone)]
pub(super) struct Words<'t>(Option<&'t str>);

/// As `line.split(' ')`.
pub(super) const fn words(line: &str) -> Words<'_> {
    Words(Some(line))
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    #[inline]
    fn next(&mut self) -> Option<&'t str> {
        let rest = self.0?;
        match rest.as_bytes().iter().position(|byte| *byte == b' ') {
            Some(at) => {
                self.0 = rest.get(at + 1..);
                rest.get(..at)
            }
            None => self.0.take(),
        }
    }
}

/// The same from the end.
#[derive(Clone)]
pub(super) struct LastWords<'t>(Option<&'t str>);

/// As `line.rsplit(' ')`.
pub(super) const fn last_words(line: &str) -> LastWords<'_> {
    LastWords(Some(line))
}

impl<'t> Iterator for LastWords<'t> {
    type Item = &'t str;

    #[inline]
    fn next(&mut self) -> Option<&'t str> {
        let rest = self.0?;
        match rest.as_bytes().iter().rposition(|byte| *byte == b' ') {
            Some(at) => {
                self.0 = rest.get(..at);
                rest.get(at + 1..)
            }
            None => self.0.take(),
        }
    }
}

/// What stands behind the last of some signs of ASCII, or all of it.
#[inline]
pub(super) fn behind_last(line: &str, is_sign: impl Fn(u8) -> bool) -> &str {
    match line.as_bytes().iter().rposition(|byte| is_sign(*byte)) {
        Some(at) => line.get(at + 1..).unwrap_or_default(),
        None => line,
    }
}

/// What stands before the first line break.
#[inline]
pub(super) fn first_line(text: &str) -> &str {
    cursor::first(text.as_bytes(), b'\n').and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Without the blanks at its end.
#[inline]
pub(super) fn without_blanks(line: &str) -> &str {
    let blanks = line.as_bytes().iter().rev().take_while(|byte| **byte == b' ').count();
    line.get(..line.len() - blanks).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_is_between_blanks() {
        for line in ["", " ", "a", "a b", " a  b ", "Ana Ruiz, M\u{e9}d", "\u{e9} \u{e9}", "  ", "a\tb c\n d"] {
            assert!(words(line).eq(line.split(' ')), "{line:?}");
            assert!(last_words(line).eq(line.rsplit(' ')), "{line:?}");
            assert_eq!(without_blanks(line), line.trim_end_matches(' '), "{line:?}");
            assert_eq!(first_line(line), line.split('\n').next().unwrap(), "{line:?}");
            let is_sign = |byte: u8| matches!(byte, b' ' | b',');
            assert_eq!(behind_last(line, is_sign), line.rsplit([' ', ',']).next().unwrap(), "{line:?}");
        }
    }
}
