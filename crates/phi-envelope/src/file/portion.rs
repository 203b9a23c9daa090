//! A portion of a sealed file in memory: chunks that stand one behind the other, and how far they are opened and handed out.
#![deny(clippy::arithmetic_side_effects)]

use zeroize::Zeroize;

use super::{
    crew::Task,
    message::{CHUNK, Message, SEALED},
};

/// Sealed chunks are opened from the front: into the caller's hand where that is large enough, else where they stand.
pub(crate) struct Portion {
    bytes: Vec<u8>,
    /// So many bytes are of the file; sealed ones stand from `start` on.
    filled: usize,
    start: usize,
    /// The number of the chunk at `start`.
    number: u64,
    /// Its end is the end of the file, and its last chunk the last.
    last: bool,
    /// Chunks opened where they stand begin at `base`; so many bytes of text were opened there, and of them handed out.
    base: usize,
    opened: usize,
    served: usize,
    /// The end of the file verified.
    ended: bool,
    /// Text stood here.
    dirty: bool,
}

impl Portion {
    /// With room for so many sealed bytes.
    pub(crate) fn new(room: usize) -> Self {
        let bytes = vec![0; room];
        Self {
            bytes,
            filled: 0,
            start: 0,
            number: 0,
            last: false,
            base: 0,
            opened: 0,
            served: 0,
            ended: false,
            dirty: false,
        }
    }

    /// To be filled anew, from the chunk of this number on.
    pub(crate) fn begin(&mut self, number: u64) {
        (self.filled, self.start, self.base, self.opened, self.served) = (0, 0, 0, 0, 0);
        (self.number, self.last, self.ended) = (number, false, false);
    }

    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Where the next sealed bytes go.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        self.bytes.get_mut(self.filled..).unwrap_or_default()
    }

    /// So many bytes were put there; none says that the file has no more. Answers whether the portion is complete.
    pub(crate) fn filled(&mut self, count: usize) -> bool {
        self.last = count == 0;
        self.filled = self.filled.saturating_add(count).min(self.bytes.len());
        self.last || self.filled == self.bytes.len()
    }

    /// The number of the first chunk behind a portion that is full.
    pub(crate) fn number_after(&self) -> u64 {
        self.number.saturating_add(self.whole() as u64)
    }

    /// Whether all of it is opened and handed out.
    pub(crate) fn is_used_up(&self) -> bool {
        self.is_open() && self.served >= self.opened
    }

    /// Whether the end of the file verified.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether nothing sealed is left.
    pub(crate) fn is_open(&self) -> bool {
        self.start == self.filled && (self.ended || !self.last)
    }

    /// Whole chunks that are sealed. A chunk that is whole is never the last.
    fn whole(&self) -> usize {
        self.filled.saturating_sub(self.start).checked_div(SEALED).unwrap_or(0)
    }

    /// Opens into the hand as many whole chunks as have room there, and says how much text that is; all that is left where it stands, if
    /// none has. On `None` neither is anybody's to see.
    pub(crate) fn open_some(&mut self, message: &Message, out: &mut [u8]) -> Option<usize> {
        let whole = self.whole().min(out.len().checked_div(CHUNK)?);
        if whole == 0 {
            return self.act(message).map(|()| 0);
        }
        let end = self.start.checked_add(whole.checked_mul(SEALED)?)?;
        let taken = whole.checked_mul(CHUNK)?;
        message.open_into(self.number, self.bytes.get(self.start..end)?, out.get_mut(..taken)?)?;
        self.number = self.number.checked_add(whole as u64)?;
        self.start = end;
        Some(taken)
    }

    /// What was opened here and is to be handed out next: the rest of a chunk.
    pub(crate) fn text(&self) -> &[u8] {
        let (Some(within), Some(number)) = (self.served.checked_rem(CHUNK), self.served.checked_div(CHUNK)) else {
            return &[];
        };
        let end = CHUNK.min(within.saturating_add(self.opened.saturating_sub(self.served)));
        let chunk = self.base.saturating_add(number.saturating_mul(SEALED));
        self.bytes.get(chunk.saturating_add(within)..chunk.saturating_add(end)).unwrap_or_default()
    }

    /// So much of it was handed out.
    pub(crate) fn consume(&mut self, count: usize) {
        self.served = self.served.saturating_add(count).min(self.opened);
    }

    /// Hands out what was opened here.
    pub(crate) fn serve(&mut self, out: &mut [u8]) -> usize {
        let mut given = 0_usize;
        loop {
            let (text, room) = (self.text(), out.get_mut(given..).unwrap_or_default());
            let now = text.len().min(room.len());
            let (Some(room), Some(text)) = (room.get_mut(..now), text.get(..now)) else { return given };
            if now == 0 {
                return given;
            }
            room.copy_from_slice(text);
            given = given.saturating_add(now);
            self.consume(now);
        }
    }
}

impl Task for Portion {
    /// Opens all that is left, where it stands.
    fn act(&mut self, message: &Message) -> Option<()> {
        let whole = self.whole();
        let end = self.start.checked_add(whole.checked_mul(SEALED)?)?;
        self.dirty = true;
        message.open_whole(self.number, self.bytes.get_mut(self.start..end)?)?;
        self.number = self.number.checked_add(whole as u64)?;
        (self.base, self.opened, self.served) = (self.start, whole.checked_mul(CHUNK)?, 0);
        let rest = self.bytes.get_mut(end..self.filled)?;
        if self.last {
            self.opened = self.opened.checked_add(message.open(self.number, rest)?.len())?;
            self.ended = true;
        } else if !rest.is_empty() {
            return None;
        }
        self.start = self.filled;
        Some(())
    }
}

/// Text was here only where chunks were opened in place; where all went into the caller's hand, there is nothing to wipe.
impl Drop for Portion {
    fn drop(&mut self) {
        if self.dirty {
            self.bytes.as_mut_slice().zeroize();
        }
    }
}
