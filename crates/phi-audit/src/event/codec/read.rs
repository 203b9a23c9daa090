//! Reading, strictly: every byte has one meaning, and none is left over.
#![deny(clippy::arithmetic_side_effects)]

use crate::event::{SealedNote, Term};

pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) const fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    pub(super) const fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*array)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn flag(&mut self) -> Option<bool> {
        match self.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }

    pub(super) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    /// Framed by four bytes.
    pub(super) fn long(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(u32::from_be_bytes(self.array()?)).ok()?;
        self.take(length)
    }

    /// A name, framed by one byte.
    pub(super) fn name(&mut self) -> Option<&'a str> {
        let length = usize::from(self.byte()?);
        core::str::from_utf8(self.take(length)?).ok()
    }

    pub(super) fn term(&mut self) -> Option<Term> {
        Term::new(self.name()?).ok()
    }

    pub(super) fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Some(None) }
    }

    /// A list, framed by two bytes. A count beyond the bytes that are left runs dry at the first that is missing: nothing is
    /// reserved for it.
    pub(super) fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = u16::from_be_bytes(self.array()?);
        (0..count).map(|_| read(self)).collect()
    }

    pub(super) fn note(&mut self) -> Option<SealedNote> {
        match self.byte()? {
            0 => Some(SealedNote::None),
            1 => Some(SealedNote::Sealed(self.long()?.to_vec())),
            2 => Some(SealedNote::Lost),
            _ => None,
        }
    }
}
