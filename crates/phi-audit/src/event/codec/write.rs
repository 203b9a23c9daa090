//! Writing. What goes in passed the check, so that every length fits its frame.

use crate::event::SealedNote;

pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(super) fn flag(&mut self, flag: bool) {
        self.0.push(u8::from(flag));
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn name(&mut self, name: &str) {
        // INVARIANT: names and terms have at most 128 bytes.
        self.0.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
        self.raw(name.as_bytes());
    }

    pub(super) fn option<T>(&mut self, option: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(option.is_some());
        if let Some(value) = option {
            write(self, value);
        }
    }

    pub(super) fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        // INVARIANT: lists have at most 1024 items.
        self.raw(&u16::try_from(items.len()).unwrap_or(u16::MAX).to_be_bytes());
        for item in items {
            write(self, item);
        }
    }

    pub(super) fn note(&mut self, note: &SealedNote) {
        match note {
            SealedNote::None => self.byte(0),
            SealedNote::Sealed(bytes) => {
                self.byte(1);
                // INVARIANT: sealed texts have at most 64 KiB.
                self.raw(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
                self.raw(bytes);
            }
            SealedNote::Lost => self.byte(2),
        }
    }
}
