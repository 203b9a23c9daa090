//! The decoding boundary: an error of a decoder, without its message.
//!
//! Our own types never quote what they refuse. A decoder does, for every *other* type in the same document: serde_json answers a
//! number of type `u32` that is a name with `invalid type: string "…", expected u32`, name and all. So where a document that
//! may hold PHI is decoded, keep of the error what helps (category, line, column) and drop the rest:
//!
//! ```
//! use phi_types::decode::{Category, Place, Undecodable, quiet};
//!
//! fn json(error: &serde_json::Error) -> Place {
//!     let category = match error.classify() {
//!         serde_json::error::Category::Io => Category::Io,
//!         serde_json::error::Category::Syntax => Category::Syntax,
//!         serde_json::error::Category::Data => Category::Data,
//!         serde_json::error::Category::Eof => Category::Eof,
//!     };
//!     Place::new(category).at(error.line(), error.column())
//! }
//!
//! #[derive(Debug, serde::Deserialize)]
//! struct Intake {
//!     visits: u32,
//! }
//!
//! let refused: Undecodable = quiet(serde_json::from_str::<Intake>(r#"{"visits": "Testpatient"}"#), json).unwrap_err();
//! assert_eq!(refused.to_string(), "the input does not have the declared types (line 1, column 24)");
//! assert_eq!(refused.category(), Category::Data);
//! ```
//!
//! Serves 45 CFR 164.502(a): an error message is a disclosure like any other once it is in a log.

use core::fmt;

/// What kind of error a decoder found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Category {
    /// The source could not be read.
    Io,
    /// The input is not of the format.
    Syntax,
    /// The input is of the format, but not of the declared types.
    Data,
    /// The input ends too early. An end in the middle of a value of ours counts as [`Data`](Self::Data): what the decoder had to
    /// say about it is discarded at once.
    Eof,
    /// The decoder does not tell.
    Other,
}

impl Category {
    const fn text(self) -> &'static str {
        match self {
            Self::Io => "the input cannot be read",
            Self::Syntax => "the input is not well-formed",
            Self::Data => "the input does not have the declared types",
            Self::Eof => "the input ends too early",
            Self::Other => "the input cannot be decoded",
        }
    }
}

/// What is kept of a decoder's error: its category and where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    category: Category,
    at: Option<(usize, usize)>,
}

impl Place {
    /// An error of which no place is known.
    #[must_use]
    pub const fn new(category: Category) -> Self {
        Self { category, at: None }
    }

    /// At a line and a column, counted as the decoder counts.
    #[must_use]
    pub const fn at(self, line: usize, column: usize) -> Self {
        Self { at: Some((line, column)), ..self }
    }
}

/// An input that could not be decoded: the category, and the line and column where they are known. It has no source, and holds
/// nothing of the input.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Undecodable(Place);

impl Undecodable {
    /// The category.
    #[must_use]
    pub const fn category(&self) -> Category {
        self.0.category
    }

    /// The line, where it is known.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.0.at.map(|(line, _)| line)
    }

    /// The column, where it is known.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.0.at.map(|(_, column)| column)
    }
}

impl From<Place> for Undecodable {
    fn from(place: Place) -> Self {
        Self(place)
    }
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.category.text())?;
        match self.0.at {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Undecodable {}

/// Keeps of a decoder's error what `describe` reads off it, and drops the error itself, message and all.
///
/// # Errors
/// [`Undecodable`], where `result` is an error.
pub fn quiet<T, E>(result: Result<T, E>, describe: impl FnOnce(&E) -> Place) -> Result<T, Undecodable> {
    result.map_err(|error| Undecodable(describe(&error)))
}
