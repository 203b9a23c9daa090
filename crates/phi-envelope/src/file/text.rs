//! A portion of a text in memory: collected in the places where its sealed form will stand, and sealed there.
#![deny(clippy::arithmetic_side_effects)]

use std::io::IoSliceMut;

use zeroize::Zeroize;

use super::{
    crew::Task,
    message::{CHUNK, Message, SEALED},
};
use crate::suite::TAG;

/// Chunks of text, or sealed ones.
pub(crate) struct TextPortion {
    bytes: Vec<u8>,
    /// The number of the first chunk.
    number: u64,
    /// Whole chunks collected.
    whole: usize,
    /// Bytes of the chunk that is being collected.
    begun: usize,
    /// The text ends here.
    last: bool,
    /// How many bytes are sealed; none before all of them are.
    sealed: usize,
    /// What stands here is text.
    dirty: bool,
}

impl TextPortion {
    /// With room for so many sealed bytes.
    pub(crate) fn new(room: usize) -> Self {
        Self { bytes: vec![0; room], number: 0, whole: 0, begun: 0, last: false, sealed: 0, dirty: false }
    }

    /// To be filled anew, from the chunk of this number on.
    pub(crate) fn begin(&mut self, number: u64) {
        (self.number, self.whole, self.begun, self.last, self.sealed) = (number, 0, 0, false, 0);
    }

    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.whole == 0 && self.begun == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.whole.saturating_mul(SEALED) >= self.bytes.len()
    }

    /// Whole chunks in it.
    pub(crate) fn whole(&self) -> usize {
        self.whole
    }

    /// Takes as much as there is room for, and says how much.
    pub(crate) fn push(&mut self, mut text: &[u8]) -> usize {
        let mut taken = 0_usize;
        self.dirty |= !text.is_empty();
        for place in self.bytes.chunks_exact_mut(SEALED).skip(self.whole) {
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

    /// Where the next of the text goes: the rest of a chunk, and the chunks behind it.
    pub(crate) fn rooms(&mut self) -> Vec<IoSliceMut<'_>> {
        self.dirty = true;
        let mut begun = self.begun;
        let places = self.bytes.chunks_exact_mut(SEALED).skip(self.whole);
        places.filter_map(|place| place.get_mut(core::mem::take(&mut begun)..CHUNK)).map(IoSliceMut::new).collect()
    }

    /// So much was put there.
    pub(crate) fn filled(&mut self, count: usize) {
        let all = self.begun.saturating_add(count);
        self.whole = self.whole.saturating_add(all.checked_div(CHUNK).unwrap_or(0));
        self.begun = all.checked_rem(CHUNK).unwrap_or(0);
    }

    /// Seals whole chunks of a text that is at hand, as many as have room, and says how much text that was. For a portion that is empty.
    pub(crate) fn seal_at_hand(&mut self, message: &Message, text: &[u8]) -> Option<usize> {
        let room = self.bytes.len().checked_div(SEALED)?;
        let whole = text.len().checked_div(CHUNK)?.min(room);
        let (taken, made) = (whole.checked_mul(CHUNK)?, whole.checked_mul(SEALED)?);
        message.seal_into(self.number, text.get(..taken)?, self.bytes.get_mut(..made)?)?;
        (self.whole, self.sealed) = (whole, made);
        Some(taken)
    }

    /// The text ends here.
    pub(crate) fn end(&mut self) {
        self.last = true;
    }

    /// What is sealed.
    pub(crate) fn made(&self) -> &[u8] {
        self.bytes.get(..self.sealed).unwrap_or_default()
    }
}

impl Task for TextPortion {
    /// Seals all of it; the last chunk is shorter than the others, and may be empty.
    fn act(&mut self, message: &Message) -> Option<()> {
        let start = self.whole.checked_mul(SEALED)?;
        message.seal_whole(self.number, self.bytes.get_mut(..start)?)?;
        self.sealed = start;
        if self.last {
            let end = start.checked_add(self.begun)?.checked_add(TAG)?;
            let (text, tag) = self.bytes.get_mut(start..end)?.split_at_mut_checked(self.begun)?;
            message.seal(self.number.checked_add(self.whole as u64)?, text, tag)?;
            self.sealed = end;
        }
        self.dirty = false;
        Some(())
    }
}

/// What was sealed is no text any more, and to wipe it as well would take longer than sealing it.
impl Drop for TextPortion {
    fn drop(&mut self) {
        if self.dirty {
            self.bytes.as_mut_slice().zeroize();
        }
    }
}
