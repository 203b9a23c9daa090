//! Opening without any input or output: sealed bytes in, text out. The readers, blocking and not, drive it.
#![deny(clippy::arithmetic_side_effects)]

use super::{
    FileError,
    batch::{FIRST_PORTION, MOST_WORKERS, PORTION},
    crew::{Crew, Front, Task as _},
    message::{CHUNK, Message, SEALED},
    portion::Portion,
};

/// Collects sealed portions, lets them be opened, and hands out their text in order. No text is handed out before its chunk verified.
pub(crate) struct Opener {
    crew: Crew<Portion>,
    /// The portion that is handed out.
    current: Option<Portion>,
    /// The portion that is being filled, and the number of its first chunk.
    next: Option<Portion>,
    number: u64,
    /// Portions that were handed out, to be filled again.
    free: Vec<Portion>,
    /// How many were filled; after two the file is a large one.
    count: usize,
    workers: usize,
    /// The source has no more.
    at_end: bool,
    /// The source has nothing at the moment.
    dry: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Opening,
    /// The last chunk is opened and handed out.
    Ended,
    /// Something was wrong once: nothing is handed out any more.
    Failed,
}

impl Opener {
    pub(crate) fn new(message: Message, workers: usize) -> Self {
        Self {
            crew: Crew::new(message),
            current: None,
            next: None,
            number: 0,
            free: Vec::new(),
            count: 0,
            workers,
            at_end: false,
            dry: false,
            state: State::Opening,
        }
    }

    /// On so many threads from here on.
    pub(crate) fn set_workers(&mut self, workers: usize) {
        self.workers = workers.clamp(1, MOST_WORKERS);
    }

    /// Whether everything is handed out.
    pub(crate) fn has_ended(&self) -> bool {
        self.state == State::Ended
    }

    pub(crate) fn has_failed(&self) -> bool {
        self.state == State::Failed
    }

    /// Whether the source is to be read now: nothing is ready to be handed out, and there is room.
    pub(crate) fn wants_more(&self) -> bool {
        self.state == State::Opening
            && self.current.is_none()
            && self.may_read()
            && self.crew.len() < self.depth()
            && !self.crew.is_front_done()
    }

    /// The source has nothing at the moment. Answers whether there is something to hand out meanwhile.
    #[cfg(feature = "async")]
    pub(crate) fn is_dry(&mut self) -> bool {
        self.dry = self.crew.len() > 0;
        self.dry
    }

    fn may_read(&self) -> bool {
        !self.at_end && !self.dry
    }

    /// How many portions may stand in the line: one, and of a large file a few for each thread.
    fn depth(&self) -> usize {
        if self.workers > 1 && self.count > 1 { self.workers.saturating_add(2) } else { 1 }
    }

    /// Where the next sealed bytes go.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        let size = if self.count == 0 { FIRST_PORTION } else { PORTION };
        let (number, free) = (self.number, &mut self.free);
        let next = self.next.get_or_insert_with(|| {
            let mut next = free.pop().filter(|free| free.size() >= size).unwrap_or_else(|| Portion::new(size));
            next.begin(number);
            next
        });
        next.room()
    }

    /// So many bytes were put there; none says that the source has no more.
    pub(crate) fn filled(&mut self, count: usize) {
        self.at_end |= count == 0;
        let Some(mut next) = self.next.take() else { return };
        if !next.filled(count) {
            self.next = Some(next);
            return;
        }
        self.number = next.number_after();
        self.crew.put(next);
        self.count = self.count.saturating_add(1);
        if self.depth() > 1 && !self.at_end {
            self.crew.hire(self.workers.saturating_sub(1));
        }
    }

    /// Hands out text: what is opened already, else opens what waits. Nothing, if the source is to be read first or all was handed out.
    pub(crate) fn take(&mut self, out: &mut [u8]) -> Result<usize, FileError> {
        let taken = self.try_take(out);
        self.dry = false;
        if taken.is_none() {
            // What may have been written there did not verify.
            out.fill(0);
            self.fail();
        }
        taken.ok_or(FileError::Refused)
    }

    fn try_take(&mut self, out: &mut [u8]) -> Option<usize> {
        while self.state == State::Opening && !out.is_empty() && self.advance()? {
            let Some(current) = &mut self.current else { break };
            let given = match current.serve(out) {
                0 if !current.is_open() => current.open_some(self.crew.message(), out)?,
                given => given,
            };
            self.retire();
            if given > 0 {
                return Some(given);
            }
        }
        Some(0)
    }

    /// Opens what waits where it stands, and says whether [`text`](Self::text) has something then. Nothing, as with [`take`](Self::take).
    pub(crate) fn fill(&mut self) -> Result<bool, FileError> {
        let filled = self.try_fill();
        self.dry = false;
        if filled.is_none() {
            self.fail();
        }
        filled.ok_or(FileError::Refused)
    }

    fn try_fill(&mut self) -> Option<bool> {
        while self.state == State::Opening && self.advance()? {
            let Some(current) = &mut self.current else { break };
            if !current.text().is_empty() {
                return Some(true);
            }
            if !current.is_open() {
                current.act(self.crew.message())?;
            }
            self.retire();
        }
        Some(false)
    }

    /// Text that was opened and is to be handed out next.
    pub(crate) fn text(&self) -> &[u8] {
        self.current.as_ref().map(Portion::text).unwrap_or_default()
    }

    /// So much of it was handed out.
    pub(crate) fn consume(&mut self, count: usize) {
        if let Some(current) = &mut self.current {
            current.consume(count);
            self.retire();
        }
    }

    /// Whether nothing stands between the source and whom it is opened for.
    pub(crate) fn is_clear(&self) -> bool {
        self.state == State::Opening
            && !self.at_end
            && self.current.is_none()
            && self.next.is_none()
            && self.crew.len() == 0
    }

    /// Opens whole chunks right from the source's own memory into the hand, when nothing stands in between: how many sealed bytes were taken,
    /// and how much text they were. A chunk that is whole is never the last.
    pub(crate) fn open_between(&mut self, source: &[u8], out: &mut [u8]) -> Result<(usize, usize), FileError> {
        let whole = source.len().checked_div(SEALED).unwrap_or(0).min(out.len().checked_div(CHUNK).unwrap_or(0));
        let (taken, given) = (whole.saturating_mul(SEALED), whole.saturating_mul(CHUNK));
        let (Some(source), Some(out)) = (source.get(..taken), out.get_mut(..given)) else { return Ok((0, 0)) };
        if self.crew.message().open_into(self.number, source, out).is_none() {
            out.fill(0);
            self.fail();
            return Err(FileError::Refused);
        }
        self.number = self.number.saturating_add(whole as u64);
        Ok((taken, given))
    }

    /// Has a portion to be handed out, if there is one.
    fn advance(&mut self) -> Option<bool> {
        if self.current.is_none() {
            let reading = self.may_read();
            match self.crew.front(if reading { self.depth() } else { 0 }) {
                Front::Done(portion) | Front::Waiting(portion) => self.current = Some(portion),
                Front::Wrong => return None,
                Front::Later => return Some(false),
            }
        }
        Some(true)
    }

    /// Lets go of the portion once all of it is handed out.
    fn retire(&mut self) {
        if let Some(current) = self.current.take_if(|current| current.is_used_up()) {
            self.state = if current.has_ended() { State::Ended } else { State::Opening };
            self.free.push(current);
        }
    }

    /// After an error nothing may be seen any more.
    fn fail(&mut self) {
        self.crew.dismiss();
        (self.current, self.next) = (None, None);
        self.free.clear();
        self.state = State::Failed;
    }
}
