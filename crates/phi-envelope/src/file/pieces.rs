//! The text of a file that was opened where it stands, in pieces.

use core::iter::FusedIterator;

use super::message::SEALED;
use crate::suite::TAG;

/// The text of a file that was opened where it stands: pieces of 16 KiB, one behind the other, and a shorter one at the end, if it is not
/// empty.
#[derive(Clone)]
pub struct Pieces<'s> {
    chunks: core::slice::Chunks<'s, u8>,
}

impl<'s> Pieces<'s> {
    /// Of chunks that were all opened.
    pub(super) fn of(chunks: &'s [u8]) -> Self {
        Self { chunks: chunks.chunks(SEALED) }
    }
}

impl<'s> Iterator for Pieces<'s> {
    type Item = &'s [u8];

    fn next(&mut self) -> Option<&'s [u8]> {
        let (text, _) = self.chunks.next()?.split_last_chunk::<TAG>()?;
        Some(text).filter(|text| !text.is_empty())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let (_, most) = self.chunks.size_hint();
        (most.map_or(0, |most| most.saturating_sub(1)), most)
    }
}

impl FusedIterator for Pieces<'_> {}
