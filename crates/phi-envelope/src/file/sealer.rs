//! Sealing without any input or output: text in, sealed chunks out. The writers, blocking and not, drive it.
#![deny(clippy::arithmetic_side_effects)]

use std::io::IoSliceMut;

use super::{
    FileError,
    batch::{FIRST_PORTION, LARGE_PORTION, MOST_WORKERS, PORTION},
    crew::{Crew, Front, Task as _},
    message::{CHUNK, Message},
    text::TextPortion,
};

/// Collects text in portions, lets them be sealed, and gives them out in their order.
pub(crate) struct Sealer {
    crew: Crew<TextPortion>,
    /// The portion that is to be written.
    current: Option<TextPortion>,
    /// The portion that is being collected, and the number of its first chunk.
    next: Option<TextPortion>,
    number: u64,
    /// Portions that were written, to be filled again.
    free: Vec<TextPortion>,
    /// How many were filled; after two the file is a large one.
    count: usize,
    workers: usize,
}

impl Sealer {
    pub(crate) fn new(message: Message, workers: usize) -> Self {
        Self { crew: Crew::new(message), current: None, next: None, number: 0, free: Vec::new(), count: 0, workers }
    }

    /// On so many threads from here on.
    pub(crate) fn set_workers(&mut self, workers: usize) {
        self.workers = workers.clamp(1, MOST_WORKERS);
    }

    /// How many portions may stand in the line: one, and of a large file a few for each thread.
    fn depth(&self) -> usize {
        if self.workers > 1 && self.count > 1 { self.workers.saturating_add(2) } else { 1 }
    }

    /// Whether something is to be written before more is pushed; with `all`, whether anything is, as far as portions are complete.
    pub(crate) fn is_due(&mut self, all: bool) -> Result<bool, FileError> {
        if self.current.is_none() {
            self.current = match self.crew.front(if all { 0 } else { self.depth() }) {
                Front::Done(portion) => Some(portion),
                Front::Waiting(mut portion) => {
                    portion.act(self.crew.message()).ok_or(FileError::Unsealable)?;
                    Some(portion)
                }
                Front::Wrong => return Err(FileError::Unsealable),
                Front::Later => None,
            };
        }
        Ok(self.current.is_some())
    }

    /// What is to be written.
    pub(crate) fn due(&self) -> &[u8] {
        self.current.as_ref().map(TextPortion::made).unwrap_or_default()
    }

    /// It was written.
    pub(crate) fn written(&mut self) {
        self.free.extend(self.current.take());
    }

    /// Takes as much as there is room for, and says how much. To be called when nothing is due.
    pub(crate) fn push(&mut self, text: &[u8]) -> Result<usize, FileError> {
        let mut next = self.collecting(text.len());
        // Where this thread would seal next, it does so straight from the caller's hand; else the text is kept for another thread.
        if next.is_empty() && text.len() >= CHUNK && self.crew.len().saturating_add(1) >= self.depth() {
            let taken = next.seal_at_hand(self.crew.message(), text).ok_or(FileError::Unsealable)?;
            self.advance(&next);
            self.crew.put_done(next);
            return Ok(taken);
        }
        let taken = next.push(text);
        self.keep(next);
        Ok(taken)
    }

    /// Where the next of the text can be read to. To be called when nothing is due.
    pub(crate) fn rooms(&mut self) -> Vec<IoSliceMut<'_>> {
        let next = self.collecting(0);
        self.next.insert(next).rooms()
    }

    /// So much was read there.
    pub(crate) fn filled(&mut self, count: usize) {
        let mut next = self.collecting(0);
        next.filled(count);
        self.keep(next);
    }

    /// The text ends here: what is left becomes due.
    pub(crate) fn end(&mut self) {
        let mut next = self.collecting(0);
        next.end();
        self.put(next);
    }

    fn collecting(&mut self, at_hand: usize) -> TextPortion {
        let size = match self.count {
            0 => FIRST_PORTION,
            _ if self.workers == 1 && at_hand >= LARGE_PORTION => LARGE_PORTION,
            _ => PORTION,
        };
        self.next.take().unwrap_or_else(|| {
            let free = self.free.pop().filter(|free| free.size() >= size);
            let mut next = free.unwrap_or_else(|| TextPortion::new(size));
            next.begin(self.number);
            next
        })
    }

    fn keep(&mut self, next: TextPortion) {
        if next.is_full() {
            self.put(next);
        } else {
            self.next = Some(next);
        }
    }

    fn put(&mut self, portion: TextPortion) {
        self.advance(&portion);
        self.crew.put(portion);
    }

    fn advance(&mut self, portion: &TextPortion) {
        self.number = self.number.saturating_add(portion.whole() as u64);
        self.count = self.count.saturating_add(1);
        if self.depth() > 1 {
            self.crew.hire(self.workers.saturating_sub(1));
        }
    }
}
