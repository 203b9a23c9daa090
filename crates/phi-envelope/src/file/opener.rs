//! Opening without any input or output: sealed chunks in, text out. The readers, blocking and not, drive it.
#![deny(clippy::arithmetic_side_effects)]

use zeroize::{Zeroize, Zeroizing};

use super::{
    FileError,
    batch::{FIRST_BATCH, MOST_WORKERS, batch, larger},
    message::{CHUNK, Message, SEALED},
};
use crate::suite::TAG;

/// Collects sealed chunks, opens them where they stand, and hands out their text once the whole batch verified.
pub(crate) struct Opener {
    message: Message,
    /// The number of the first chunk of the batch.
    next: u64,
    batch: Zeroizing<Vec<u8>>,
    /// Bytes collected.
    filled: usize,
    /// Bytes of text opened, and of them handed out.
    opened: usize,
    served: usize,
    workers: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Collecting,
    /// The last chunk is opened.
    Ended,
    /// Something was wrong once: nothing is handed out any more.
    Failed,
}

impl Opener {
    pub(crate) fn new(message: Message, workers: usize) -> Self {
        let batch = batch(FIRST_BATCH);
        Self { message, next: 0, batch, filled: 0, opened: 0, served: 0, workers, state: State::Collecting }
    }

    /// On so many threads from here on.
    pub(crate) fn set_workers(&mut self, workers: usize) {
        self.workers = workers.clamp(1, MOST_WORKERS);
    }

    /// Whoever has read a batch has a large file, and gets more room. To be called when all is handed out and nothing collected.
    pub(crate) fn grow(&mut self) {
        let larger = larger(self.batch.len(), self.workers);
        if larger > self.batch.len() && self.is_empty() && self.filled == 0 {
            self.batch = batch(larger);
        }
    }

    /// Hands out text, as much as there is and fits.
    pub(crate) fn serve(&mut self, out: &mut [u8]) -> usize {
        let mut given = 0_usize;
        while self.served < self.opened {
            let (Some(within), Some(number)) = (self.served.checked_rem(CHUNK), self.served.checked_div(CHUNK)) else { break };
            let end = CHUNK.min(within.saturating_add(self.opened.saturating_sub(self.served)));
            let start = number.saturating_mul(SEALED);
            let text = self.batch.get(start.saturating_add(within)..start.saturating_add(end)).unwrap_or_default();
            let room = out.get_mut(given..).unwrap_or_default();
            let now = text.len().min(room.len());
            let (Some(room), Some(text)) = (room.get_mut(..now), text.get(..now)) else { break };
            if now == 0 {
                break;
            }
            room.copy_from_slice(text);
            given = given.saturating_add(now);
            self.served = self.served.saturating_add(now);
        }
        given
    }

    /// Whether nothing is left to hand out.
    pub(crate) const fn is_empty(&self) -> bool {
        self.served >= self.opened
    }

    pub(crate) fn has_ended(&self) -> bool {
        self.state == State::Ended
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.state == State::Failed
    }

    /// Where the next sealed bytes go; empty when the batch is full.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        self.batch.get_mut(self.filled..).unwrap_or_default()
    }

    pub(crate) fn filled(&mut self, count: usize) {
        self.filled = self.filled.saturating_add(count).min(self.batch.len());
    }

    /// Opens what was collected: a full batch, or, at the end of the source, the rest. A chunk that is whole is never the last.
    pub(crate) fn open(&mut self, at_end: bool) -> Result<(), FileError> {
        let opened = self.try_open(at_end);
        if opened.is_none() {
            self.fail();
        }
        opened.ok_or(FileError::Refused)
    }

    /// After an error nothing of the batch may be seen.
    pub(crate) fn fail(&mut self) {
        self.batch.zeroize();
        (self.filled, self.opened, self.served) = (0, 0, 0);
        self.state = State::Failed;
    }

    fn try_open(&mut self, at_end: bool) -> Option<()> {
        let whole = self.filled.checked_div(SEALED)?;
        let start = whole.checked_mul(SEALED)?;
        let rest = self.filled.checked_sub(start)?;
        if self.state != State::Collecting || (!at_end && rest != 0) || (at_end && rest < TAG) {
            return None;
        }
        self.message.open_whole(self.next, self.batch.get_mut(..start)?, self.workers)?;
        self.next = self.next.checked_add(whole as u64)?;
        self.opened = whole.checked_mul(CHUNK)?;
        if at_end {
            let last = self.message.open(self.next, self.batch.get_mut(start..self.filled)?)?;
            self.opened = self.opened.checked_add(last.len())?;
            self.state = State::Ended;
        }
        (self.served, self.filled) = (0, 0);
        Some(())
    }
}
