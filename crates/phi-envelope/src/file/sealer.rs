//! Sealing without any input or output: text in, sealed chunks out. The writers, blocking and not, drive it.
#![deny(clippy::arithmetic_side_effects)]

use zeroize::Zeroize;

use super::{
    FileError,
    batch::{FIRST_BATCH, MOST_WORKERS, batch, larger},
    message::{CHUNK, Message, SEALED},
};
use crate::suite::TAG;

/// Collects text in the places where its sealed form will stand, and seals it there.
pub(crate) struct Sealer {
    message: Message,
    /// The number of the first chunk that is collected.
    next: u64,
    /// Text that is collected, and behind it what was sealed before.
    batch: Vec<u8>,
    /// Whole chunks collected.
    whole: usize,
    /// Bytes of the chunk that is being collected.
    begun: usize,
    workers: usize,
}

impl Sealer {
    pub(crate) fn new(message: Message, workers: usize) -> Self {
        Self { message, next: 0, batch: batch(FIRST_BATCH), whole: 0, begun: 0, workers }
    }

    /// On so many threads from here on.
    pub(crate) fn set_workers(&mut self, workers: usize) {
        self.workers = workers.clamp(1, MOST_WORKERS);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.whole == 0 && self.begun == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.whole.saturating_mul(SEALED) >= self.batch.len()
    }

    /// Whoever has filled a batch has a large file, and gets more room. To be called when nothing is collected.
    pub(crate) fn grow(&mut self) {
        let larger = larger(self.batch.len(), self.workers);
        if larger > self.batch.len() && self.is_empty() && self.next > 0 {
            self.batch = batch(larger);
        }
    }

    /// Takes as much as there is room for, and says how much.
    pub(crate) fn push(&mut self, mut text: &[u8]) -> usize {
        let mut taken = 0_usize;
        for place in self.batch.chunks_exact_mut(SEALED).skip(self.whole) {
            let Some(room) = place.get_mut(self.begun..CHUNK) else { break };
            let (now, later) = text.split_at(text.len().min(room.len()));
            if let Some(room) = room.get_mut(..now.len()) {
                room.copy_from_slice(now);
            }
            text = later;
            taken = taken.saturating_add(now.len());
            self.begun = self.begun.saturating_add(now.len());
            if self.begun < CHUNK {
                break;
            }
            self.begun = 0;
            self.whole = self.whole.saturating_add(1);
        }
        taken
    }

    /// Seals whole chunks of a text that is at hand, as many as there is room for, and says how much text that was. To be called when
    /// nothing is collected.
    pub(crate) fn seal_at_hand(&mut self, text: &[u8]) -> Result<(usize, &[u8]), FileError> {
        let room = self.batch.len().checked_div(SEALED).unwrap_or(0);
        let chunks = if self.is_empty() { text.len().checked_div(CHUNK).unwrap_or(0).min(room) } else { 0 };
        let (taken, made) = (chunks.saturating_mul(CHUNK), chunks.saturating_mul(SEALED));
        let (Some(text), Some(out)) = (text.get(..taken), self.batch.get_mut(..made)) else {
            return Err(FileError::Unsealable);
        };
        self.message.seal_into(self.next, text, out, self.workers).ok_or(FileError::Unsealable)?;
        self.next = self.next.checked_add(chunks as u64).ok_or(FileError::Unsealable)?;
        Ok((taken, out))
    }

    /// What was sealed last, between these places, for a writer that cannot write it at once.
    #[cfg(feature = "async")]
    pub(crate) fn made(&self, between: core::ops::Range<usize>) -> &[u8] {
        self.batch.get(between).unwrap_or_default()
    }

    /// Seals the whole chunks that were collected. They are to be written before anything else is pushed.
    pub(crate) fn seal(&mut self) -> Result<&[u8], FileError> {
        let region = self.batch.get_mut(..self.whole.saturating_mul(SEALED)).ok_or(FileError::Unsealable)?;
        self.message.seal_whole(self.next, region, self.workers).ok_or(FileError::Unsealable)?;
        self.next = self.next.checked_add(self.whole as u64).ok_or(FileError::Unsealable)?;
        self.whole = 0;
        Ok(region)
    }

    /// Seals all that was collected; its last chunk is shorter than the others, and may be empty.
    pub(crate) fn seal_end(&mut self) -> Result<&[u8], FileError> {
        let (whole, begun) = (self.whole, self.begun);
        let start = whole.checked_mul(SEALED).ok_or(FileError::Unsealable)?;
        let end = start.saturating_add(begun).saturating_add(TAG);
        if self.batch.len() < end {
            // There is room: a batch is made with more than it shows, so that this never moves it and leaves text behind.
            self.batch.resize(end, 0);
        }
        let number = self.next.checked_add(whole as u64).ok_or(FileError::Unsealable)?;
        let last = self.batch.get_mut(start..end).ok_or(FileError::Unsealable)?;
        let (text, tag) = last.split_at_mut_checked(begun).ok_or(FileError::Unsealable)?;
        self.message.seal(number, text, tag).ok_or(FileError::Unsealable)?;
        self.seal()?;
        self.begun = 0;
        self.batch.get(..end).ok_or(FileError::Unsealable)
    }
}

/// What is collected is text; what was sealed is not, and to wipe it as well would take longer than sealing it.
impl Drop for Sealer {
    fn drop(&mut self) {
        let text = self.whole.saturating_add(1).saturating_mul(SEALED).min(self.batch.len());
        if !self.is_empty() {
            self.batch.get_mut(..text).unwrap_or_default().zeroize();
        }
    }
}
