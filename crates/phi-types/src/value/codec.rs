//! How a value becomes bytes before it is sealed, and becomes a value again once it is opened.
//!
//! A field's plaintext is `presence 1 | body`, and with padding `| 0x80 | 0x00 …` up to a bucket. Text is UTF-8, a date a
//! Julian day as four big-endian bytes, a number eight big-endian bytes, a list length-framed texts.
#![deny(clippy::arithmetic_side_effects)]

use alloc::vec::Vec;
use core::ops::Range;

use time::Date;
use zeroize::Zeroizing;

use super::Coded;
use crate::witness::Witness;

/// The shape of a field's encoding, part of the static schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValueKind {
    /// UTF-8 text.
    Text,
    /// A list of texts.
    Texts,
    /// A list of texts in which keys and values take turns.
    Pairs,
    /// Bytes, an image for instance.
    Bytes,
    /// A calendar date.
    Date,
    /// A whole number or a truth value.
    Number,
}

/// Why bytes that were opened are no value of the field's type. It names no part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The bytes are not of the shape that the schema declares.
    #[error("the opened field is not of the declared shape")]
    Shape,
    /// The shape is right but the type refuses the value.
    #[error("the opened field is not well-formed for its type")]
    Value,
}

/// A field's content as plain Rust values, borrowed from opened bytes.
pub enum Content<'a> {
    /// UTF-8 text.
    Text(&'a str),
    /// A list of texts; for a map, keys and values in turns ([`ValueKind::Pairs`]).
    Texts(Vec<&'a str>),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A calendar date.
    Date(Date),
    /// A whole number.
    Number(u64),
}

/// The bytes of fields on their way to the sealer, one behind the other; wiped when dropped.
///
/// INVARIANT: it grows in `room` alone, which wipes the place that it leaves.
pub struct Plaintext {
    bytes: Zeroizing<Vec<u8>>,
    /// Where the newest field begins.
    from: usize,
}

const ABSENT: u8 = 0;
const PRESENT: u8 = 1;
const PAD_MARK: u8 = 0x80;
/// Buckets of padding: lengths up to 32 look alike, then up to 64, 128, and so on.
const SMALLEST_BUCKET: usize = 32;

impl Plaintext {
    pub(crate) fn with_capacity(bytes: usize) -> Self {
        Self { bytes: Zeroizing::new(Vec::with_capacity(bytes)), from: 0 }
    }

    /// One value by itself.
    pub(crate) fn of<T: Coded>(value: &T) -> Self {
        let mut out = Self::with_capacity(64);
        value.encode(Witness::OURS, &mut out);
        out
    }

    /// Puts down a field that has no value.
    pub(crate) fn absent(&mut self) {
        self.begin(ABSENT, 0);
    }

    /// Begins a field whose body takes `body` bytes, which are then pushed.
    pub(crate) fn present(&mut self, body: usize) {
        self.begin(PRESENT, body);
    }

    fn begin(&mut self, presence: u8, body: usize) {
        self.room(body.saturating_add(1));
        self.from = self.bytes.len();
        self.bytes.push(presence);
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.room(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// Pads the newest field.
    pub(crate) fn pad(&mut self) {
        let length = self.bytes.len().saturating_sub(self.from);
        let full = bucket(length.saturating_add(1));
        self.room(full.saturating_sub(length));
        self.bytes.push(PAD_MARK);
        self.bytes.resize(self.from.saturating_add(full), 0);
    }

    /// Where the newest field stands.
    pub(crate) fn newest(&self) -> Range<usize> {
        self.from..self.bytes.len()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    #[inline]
    fn room(&mut self, more: usize) {
        if self.bytes.capacity().saturating_sub(self.bytes.len()) < more {
            grow(&mut self.bytes, more);
        }
    }
}

impl Drop for Plaintext {
    fn drop(&mut self) {
        // An emptied `Vec` wipes all of its room in one go; one that is full does it byte by byte, which costs more than to encode
        // a short value.
        self.bytes.clear();
    }
}

/// Makes room in another place and wipes the one that is left: a `Vec` that grows by itself leaves a copy behind. Behind something
/// large there is room for some short fields, so that it is not moved for each of them.
#[cold]
pub(crate) fn grow(bytes: &mut Zeroizing<Vec<u8>>, more: usize) {
    let room = bytes.len().saturating_add(more).saturating_add(1024).max(bytes.capacity().saturating_mul(2));
    let mut larger = Zeroizing::new(Vec::with_capacity(room));
    larger.extend_from_slice(bytes);
    bytes.clear();
    *bytes = larger;
}

fn bucket(length: usize) -> usize {
    length.max(SMALLEST_BUCKET).checked_next_power_of_two().unwrap_or(length)
}

/// Splits off presence and padding; `None` inside means that the field is absent.
fn body(bytes: &[u8], padded: bool) -> Result<Option<&[u8]>, DecodeError> {
    let unpadded = if padded {
        let end = bytes.iter().rposition(|byte| *byte != 0).ok_or(DecodeError::Shape)?;
        let (kept, rest) = bytes.split_at_checked(end).ok_or(DecodeError::Shape)?;
        if rest.first() != Some(&PAD_MARK) || bucket(bytes.len()) != bytes.len() {
            return Err(DecodeError::Shape);
        }
        kept
    } else {
        bytes
    };
    match unpadded.split_first() {
        Some((&ABSENT, [])) => Ok(None),
        Some((&PRESENT, body)) => Ok(Some(body)),
        _ => Err(DecodeError::Shape),
    }
}

/// Reads one opened field; `None` where the record holds no value for it.
pub(crate) fn decode_content(bytes: &[u8], kind: ValueKind, padded: bool) -> Result<Option<Content<'_>>, DecodeError> {
    let Some(body) = body(bytes, padded)? else { return Ok(None) };
    let text = |bytes| core::str::from_utf8(bytes).map_err(|_| DecodeError::Shape);
    Ok(Some(match kind {
        ValueKind::Text => Content::Text(text(body)?),
        ValueKind::Bytes => Content::Bytes(body),
        ValueKind::Date => {
            let day = i32::from_be_bytes(body.try_into().map_err(|_| DecodeError::Shape)?);
            Content::Date(Date::from_julian_day(day).map_err(|_| DecodeError::Shape)?)
        }
        ValueKind::Number => Content::Number(u64::from_be_bytes(body.try_into().map_err(|_| DecodeError::Shape)?)),
        ValueKind::Texts | ValueKind::Pairs => {
            let mut rest = body;
            let mut texts = Vec::new();
            while !rest.is_empty() {
                let (length, behind) = rest.split_first_chunk::<4>().ok_or(DecodeError::Shape)?;
                let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| DecodeError::Shape)?;
                let (item, behind) = behind.split_at_checked(length).ok_or(DecodeError::Shape)?;
                texts.push(text(item)?);
                rest = behind;
            }
            Content::Texts(texts)
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(body: &[u8], padded: bool) -> Vec<u8> {
        let mut out = Plaintext::with_capacity(0);
        // Behind another field: what is padded is the newest alone.
        out.absent();
        out.present(body.len());
        out.push(body);
        if padded {
            out.pad();
        }
        assert_eq!(out.newest().start, 1);
        out.bytes()[out.newest()].to_vec()
    }

    proptest! {
        #[test]
        fn padding_comes_off_again(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let bytes = plain(&body, true);
            prop_assert!(bytes.len().is_power_of_two() && bytes.len() >= SMALLEST_BUCKET);
            let Ok(Some(Content::Bytes(back))) = decode_content(&bytes, ValueKind::Bytes, true) else {
                return Err(TestCaseError::fail("does not decode"));
            };
            prop_assert_eq!(back, body.as_slice());
        }

        #[test]
        fn any_bytes_decode_or_fail_without_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..80), padded: bool, kind in 0..5_u8
        ) {
            let kind = [ValueKind::Text, ValueKind::Texts, ValueKind::Bytes, ValueKind::Date, ValueKind::Number][usize::from(kind)];
            let _ = decode_content(&bytes, kind, padded);
        }
    }

    #[test]
    fn short_values_of_different_length_look_alike_when_padded() {
        assert_eq!(plain(b"a", true).len(), plain(b"a longer allergy", true).len());
        let mut none = Plaintext::with_capacity(0);
        none.absent();
        assert_eq!(none.bytes(), [ABSENT]);
        assert!(matches!(decode_content(&[ABSENT], ValueKind::Text, false), Ok(None)));
    }
}
