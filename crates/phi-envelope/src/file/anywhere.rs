//! Reading anywhere, without any input or output: which chunk is needed, and what it holds. The seekable files, blocking and not, drive it.
#![deny(clippy::arithmetic_side_effects)]

use std::io::{self, SeekFrom};

use zeroize::{Zeroize, Zeroizing};

use super::{
    FileError,
    header::BEFORE,
    length::text_length,
    message::{CHUNK, Message, SEALED},
};
use crate::suite::TAG;

/// A place in a file, and the one chunk that was opened last.
pub(super) struct Anywhere {
    message: Message,
    /// Bytes of text.
    length: u64,
    at: u64,
    /// The number of the chunk whose text is here, if any is, and how much that is.
    held: Option<u64>,
    text: usize,
    chunk: Zeroizing<Vec<u8>>,
}

impl Anywhere {
    /// For a file of so many sealed bytes. That its length is true shows when the chunk [`last`](Self::last) is opened.
    pub(super) fn new(message: Message, sealed: u64) -> Option<Self> {
        let length = text_length(sealed)?;
        // Room for one chunk, and no more than the file has.
        let room = usize::try_from(sealed.checked_sub(BEFORE as u64)?.min(SEALED as u64)).ok()?;
        Some(Self { message, length, at: 0, held: None, text: 0, chunk: Zeroizing::new(vec![0; room]) })
    }

    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// The number of the last chunk.
    pub(super) fn last(&self) -> u64 {
        self.length.checked_div(CHUNK as u64).unwrap_or(0)
    }

    /// Where the sealed chunk begins in the file.
    pub(super) fn start(number: u64) -> Option<u64> {
        number.checked_mul(SEALED as u64)?.checked_add(BEFORE as u64)
    }

    /// Where the sealed chunk is to be put. What was held is given up.
    pub(super) fn room(&mut self, number: u64) -> &mut [u8] {
        let text = self.length.saturating_sub(number.saturating_mul(CHUNK as u64)).min(CHUNK as u64);
        (self.held, self.text) = (None, usize::try_from(text).unwrap_or(CHUNK));
        self.chunk.get_mut(..self.text.saturating_add(TAG)).unwrap_or_default()
    }

    /// It was put there.
    pub(super) fn filled(&mut self, number: u64) -> Result<(), FileError> {
        let chunk = self.chunk.get_mut(..self.text.saturating_add(TAG)).ok_or(FileError::Refused)?;
        if self.message.open(number, chunk).is_none() {
            self.chunk.as_mut_slice().zeroize();
            return Err(FileError::Refused);
        }
        self.held = Some(number);
        Ok(())
    }

    /// The chunk that is needed next: none at the end, or while there is something to hand out.
    pub(super) fn needs(&self) -> Option<u64> {
        let number = self.at.checked_div(CHUNK as u64)?;
        (self.at < self.length && self.held != Some(number)).then_some(number)
    }

    /// Hands out what is held of the place, and goes on behind it.
    pub(super) fn serve(&mut self, out: &mut [u8]) -> usize {
        if self.at >= self.length || self.needs().is_some() {
            return 0;
        }
        let within = self.at.checked_rem(CHUNK as u64).and_then(|within| usize::try_from(within).ok()).unwrap_or(CHUNK);
        let text = self.chunk.get(within..self.text).unwrap_or_default();
        let now = text.len().min(out.len());
        if let (Some(out), Some(text)) = (out.get_mut(..now), text.get(..now)) {
            out.copy_from_slice(text);
        }
        self.at = self.at.saturating_add(now as u64);
        now
    }

    /// Beyond the end is allowed, before the beginning is an error.
    pub(super) fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
