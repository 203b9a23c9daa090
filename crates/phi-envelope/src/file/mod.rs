//! Sealed files: what is too large to be a value, read and written as a stream, or anywhere in it.
//!
//! A file belongs to one field of a row. It is sealed under its own keys, derived from a data key of the subject, and bound to tenant, record
//! type, subject, row and field; shredding the subject makes it unreadable like the rows. The form is C2SP chunked encryption
//! (Cobblestone-256) behind a header of ours, see `message.rs` and `header.rs`. What it promises, and why a writer has to be finished:
//! `docs/files.md`.

mod anywhere;
#[cfg(feature = "async")]
mod async_seekable;
#[cfg(feature = "async")]
mod asynchronous;
mod batch;
mod crew;
#[cfg(test)]
mod crew_tests;
mod error;
mod header;
mod keyring;
#[cfg(test)]
pub(crate) mod kit;
mod length;
mod message;
mod opener;
mod pieces;
mod portion;
mod reader;
mod sealer;
mod seekable;
mod share;
mod text;
#[cfg(test)]
mod vectors;
mod whole;
mod writer;

#[cfg(feature = "async")]
pub use async_seekable::AsyncSeekableFile;
#[cfg(feature = "async")]
pub use asynchronous::{AsyncFileReader, AsyncFileWriter};
pub use error::FileError;
pub use length::{sealed_length, text_length};
pub use pieces::Pieces;
pub use reader::FileReader;
pub use seekable::SeekableFile;
pub use writer::FileWriter;
