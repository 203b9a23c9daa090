//! What ends the command, or refuses one document. No message holds a value of the input.

use std::io;

use phi_deid::text::TextError;

/// Why the command ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The command line. The name of an option is the caller's own word, not input.
    #[error("{0}\nTry 'phi --help'.")]
    Usage(String),
    #[error("the rules cannot be compiled: {0}")]
    Rules(TextError),
    #[error("the file of known values, line {line}: {reason}")]
    Known { line: usize, reason: &'static str },
    #[error("the file of the digest key must hold 32 bytes")]
    DigestKey,
    #[error("input {number} cannot be opened: {error}")]
    Open { number: usize, error: io::Error },
    #[error("the input cannot be read: {0}")]
    Read(io::Error),
    #[error("the output cannot be written: {0}")]
    Write(io::Error),
    #[error("a file to be written is one that is read, or is written twice: nothing was done")]
    Onto,
    #[error("the tables have different headers")]
    Header,
    #[error("the first line names no column `{0}`")]
    Column(String),
    /// One of several inputs. It is named by number: a file name may hold a name.
    #[error("input {number}: {failure}")]
    Input { number: usize, failure: Box<Failure> },
}

impl Failure {
    /// Says in which of several inputs it is, where it is in one.
    pub(crate) fn within(self, input: Option<usize>) -> Self {
        match (input, self) {
            (Some(number), failure @ (Self::Read(_) | Self::Header | Self::Column(_))) => {
                Self::Input { number, failure: Box::new(failure) }
            }
            (_, failure) => failure,
        }
    }
}

/// Why one document was refused, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Line of the input, from 1.
    pub(crate) line: u64,
    /// Column in bytes, from 1; 0 where none can be named.
    pub(crate) column: usize,
    pub(crate) reason: &'static str,
}

impl Refusal {
    /// A refusal by the engine; its offset counts from the start of the document, not of the line.
    pub(crate) const fn of(line: u64, error: &TextError) -> Self {
        let (column, reason) = match error {
            TextError::ControlCharacter { offset, .. } => (*offset + 1, "a control character in the text"),
            TextError::TooLong => (0, "the text is longer than 64 MiB, and cannot be read twice"),
            TextError::Blocked => (0, "the posture takes no free text"),
            TextError::LongLine => (0, "a line is longer than 1 MiB"),
            TextError::Unsettled => (0, "the text cannot be cleaned"),
            _ => (0, "the text was refused"),
        };
        Self { line, column, reason }
    }
}

impl core::fmt::Display for Refusal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.reason)
    }
}
