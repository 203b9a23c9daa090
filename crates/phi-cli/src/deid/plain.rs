//! `--format text`: each input is one document.

use std::{
    fs::File,
    io::{BufReader, Read, Write},
};

use phi_deid::text::{MAX_TEXT, StreamError, TextError};

use super::{Cleaner, Outcome, tap::Tap};
use crate::failure::{Failure, Refusal};

/// Longer than what is taken into memory, from a file that can be read twice.
pub(crate) fn run_long(
    cleaner: &Cleaner<'_>,
    input: Tap<'_, File>,
    output: &mut impl Write,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let mut input = BufReader::with_capacity(1 << 16, input);
    let mut rules = std::collections::BTreeMap::new();
    let done = cleaner.stream(&mut input, output, &mut |_, span| *rules.entry(span.rule).or_default() += 1);
    let refuse = |reason: &'static str| Refusal { line: 0, column: 0, reason };
    match done {
        Ok(streamed) => outcome.streamed(&streamed, rules),
        Err(StreamError::Read(error)) => return Err(Failure::Read(error)),
        Err(StreamError::Write(error)) => return Err(Failure::Write(error)),
        Err(StreamError::Text { error, .. }) => outcome.refuse(&Refusal { column: 0, ..Refusal::of(0, &error) }),
        Err(StreamError::NotUtf8 { .. }) => outcome.refuse(&refuse("the text is not UTF-8")),
        Err(_) => outcome.refuse(&refuse("the text has changed between two readings")),
    }
    Ok(())
}

pub(crate) fn run(
    cleaner: &Cleaner<'_>,
    input: impl Read,
    output: &mut dyn Write,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    // One byte more than may be: the engine then refuses it.
    input.take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes).map_err(Failure::Read)?;
    if bytes.len() > MAX_TEXT {
        outcome.refuse(&Refusal::of(1, &TextError::TooLong));
        return Ok(());
    }
    let text = match core::str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) => {
            let (line, column) = place(&bytes, error.valid_up_to());
            outcome.refuse(&Refusal { line, column, reason: "the text is not UTF-8" });
            return Ok(());
        }
    };
    match cleaner.clean(text) {
        Ok(redacted) => {
            outcome.cleaned(&redacted);
            output.write_all(redacted.text.as_bytes()).map_err(Failure::Write)
        }
        Err(error) => {
            let refusal = Refusal::of(1, &error);
            let (line, column) = place(&bytes, refusal.column.saturating_sub(1));
            outcome.refuse(&Refusal { line, column, ..refusal });
            Ok(())
        }
    }
}

/// Line and column of an offset, from 1.
fn place(bytes: &[u8], offset: usize) -> (u64, usize) {
    let before = bytes.get(..offset).unwrap_or_default();
    let line = before.split(|b| *b == b'\n').count() as u64;
    let column = before.rsplit(|b| *b == b'\n').next().map_or(0, <[u8]>::len) + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines_and_columns() {
        assert_eq!(place(b"", 0), (1, 1));
        assert_eq!(place(b"ab\ncd", 4), (2, 2));
        assert_eq!(place(b"ab", 99), (1, 1));
    }
}
