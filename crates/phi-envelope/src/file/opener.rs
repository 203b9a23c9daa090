//! Opening without any input or output: sealed chunks in, text out. The readers, blocking and not, drive it.
#![deny(clippy::arithmetic_side_effects)]

use zeroize::Zeroize;

use super::{
    FileError,
    batch::{FIRST_BATCH, MOST_WORKERS, batch, larger},
    message::{CHUNK, Message, SEALED},
};
use crate::suite::TAG;

/// Collects sealed chunks, and opens them: into the caller's hand where that is large enough, else where they stand. No text is handed out
/// before its chunk verified.
pub(crate) struct Opener {
    message: Message,
    /// The number of the next chunk to open.
    next: u64,
    batch: Vec<u8>,
    /// Sealed bytes stand from here …
    start: usize,
    /// … to here.
    filled: usize,
    /// Chunks opened where they stand begin here; so many bytes of text were opened, and of them handed out.
    base: usize,
    opened: usize,
    served: usize,
    /// The source has no more.
    at_end: bool,
    workers: usize,
    /// Text stood in the batch.
    dirty: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Opening,
    /// The last chunk is opened.
    Ended,
    /// Something was wrong once: nothing is handed out any more.
    Failed,
}

impl Opener {
    pub(crate) fn new(message: Message, workers: usize) -> Self {
        Self {
            message,
            next: 0,
            batch: batch(FIRST_BATCH),
            start: 0,
            filled: 0,
            base: 0,
            opened: 0,
            served: 0,
            at_end: false,
            workers,
            dirty: false,
            state: State::Opening,
        }
    }

    /// On so many threads from here on.
    pub(crate) fn set_workers(&mut self, workers: usize) {
        self.workers = workers.clamp(1, MOST_WORKERS);
    }

    /// Whether everything is handed out.
    pub(crate) fn has_ended(&self) -> bool {
        self.state == State::Ended && self.served >= self.opened
    }

    /// Whether nothing can be handed out or opened before the source gave more.
    pub(crate) fn wants_more(&self) -> bool {
        self.state == State::Opening && self.served >= self.opened && !self.is_ready()
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.state == State::Failed
    }

    /// Whether sealed chunks wait to be opened: a batch is full, or the source has no more.
    fn is_ready(&self) -> bool {
        self.state == State::Opening
            && self.served >= self.opened
            && (self.start > 0 || self.at_end || self.room_left() == 0)
    }

    /// Where the next sealed bytes go. A batch that is used up makes room for the next one, which is larger for a large file.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        if self.filled == 0 && self.next > 0 {
            let larger = larger(self.batch.len(), self.workers);
            if larger > self.batch.len() {
                self.wipe();
                self.batch = batch(larger);
            }
        }
        self.batch.get_mut(self.filled..).unwrap_or_default()
    }

    /// So many bytes were put there; none says that the source has no more.
    pub(crate) fn filled(&mut self, count: usize) {
        self.at_end |= count == 0;
        self.filled = self.filled.saturating_add(count).min(self.batch.len());
    }

    /// Hands out text: what is opened already, else opens what waits.
    pub(crate) fn take(&mut self, out: &mut [u8]) -> Result<usize, FileError> {
        if self.served >= self.opened && self.is_ready() {
            let whole = self.whole().min(out.len().checked_div(CHUNK).unwrap_or(0));
            let result = if whole > 0 { self.open_into(out, whole) } else { self.open_here().map(|()| 0) };
            match result {
                None => {
                    // What may have been written there did not verify.
                    out.fill(0);
                    self.fail();
                    return Err(FileError::Refused);
                }
                Some(0) => {}
                Some(taken) => return Ok(taken),
            }
        }
        Ok(self.serve(out))
    }

    /// After an error nothing of the batch may be seen.
    fn fail(&mut self) {
        self.wipe();
        (self.start, self.filled, self.opened, self.served) = (0, 0, 0, 0);
        self.state = State::Failed;
    }

    const fn room_left(&self) -> usize {
        self.batch.len().saturating_sub(self.filled)
    }

    /// Whole chunks that wait. A chunk that is whole is never the last.
    fn whole(&self) -> usize {
        self.filled.saturating_sub(self.start).checked_div(SEALED).unwrap_or(0)
    }

    fn open_into(&mut self, out: &mut [u8], whole: usize) -> Option<usize> {
        let end = self.start.checked_add(whole.checked_mul(SEALED)?)?;
        let taken = whole.checked_mul(CHUNK)?;
        let (sealed, out) = (self.batch.get(self.start..end)?, out.get_mut(..taken)?);
        self.message.open_into(self.next, sealed, out, self.workers)?;
        self.next = self.next.checked_add(whole as u64)?;
        self.start = end;
        self.used_up();
        Some(taken)
    }

    fn open_here(&mut self) -> Option<()> {
        let whole = self.whole();
        let end = self.start.checked_add(whole.checked_mul(SEALED)?)?;
        let rest = self.filled.checked_sub(end)?;
        if (!self.at_end && rest != 0) || (self.at_end && rest < TAG) {
            return None;
        }
        self.dirty = true;
        self.message.open_whole(self.next, self.batch.get_mut(self.start..end)?, self.workers)?;
        self.next = self.next.checked_add(whole as u64)?;
        (self.base, self.opened, self.served) = (self.start, whole.checked_mul(CHUNK)?, 0);
        if self.at_end {
            let last = self.message.open(self.next, self.batch.get_mut(end..self.filled)?)?;
            self.opened = self.opened.checked_add(last.len())?;
            self.state = State::Ended;
        }
        self.start = self.filled;
        self.used_up();
        Some(())
    }

    /// Once nothing sealed waits, the next batch begins at the front.
    fn used_up(&mut self) {
        if self.start == self.filled {
            (self.start, self.filled) = (0, 0);
        }
    }

    fn serve(&mut self, out: &mut [u8]) -> usize {
        let mut given = 0_usize;
        while self.served < self.opened {
            let (Some(within), Some(number)) = (self.served.checked_rem(CHUNK), self.served.checked_div(CHUNK)) else {
                break;
            };
            let end = CHUNK.min(within.saturating_add(self.opened.saturating_sub(self.served)));
            let chunk = self.base.saturating_add(number.saturating_mul(SEALED));
            let text = self.batch.get(chunk.saturating_add(within)..chunk.saturating_add(end)).unwrap_or_default();
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

    /// Text was only where chunks were opened in place; where all went into the caller's hand, there is nothing to wipe.
    fn wipe(&mut self) {
        if self.dirty {
            self.batch.as_mut_slice().zeroize();
            self.dirty = false;
        }
    }
}

impl Drop for Opener {
    fn drop(&mut self) {
        self.wipe();
    }
}
