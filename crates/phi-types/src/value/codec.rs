//! How a value becomes bytes before it is sealed, and becomes a value again once it is opened.
//!
//! A field's plaintext is `presence 1 | body`, and with padding `| 0x80 | 0x00 …` up to a bucket. Text is UTF-8, a date a
//! Julian day as four big-endian bytes, a number eight big-endian bytes, a list length-framed texts.
#![deny(clippy::arithmetic_side_effects)]

use alloc::vec::Vec;

use time::Date;
use zeroize::Zeroizing;

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

/// The bytes of one field on their way to the sealer; wiped when dropped.
///
/// INVARIANT: reserved to its full size before the first byte is written, so that growing never leaves a copy behind.
pub struct Plaintext(Zeroizing<Vec<u8>>);

const ABSENT: u8 = 0;
const PRESENT: u8 = 1;
const PAD_MARK: u8 = 0x80;
/// Buckets of padding: lengths up to 32 look alike, then up to 64, 128, and so on.
const SMALLEST_BUCKET: usize = 32;

impl Plaintext {
    pub(crate) fn absent() -> Self {
        let mut out = Self(Zeroizing::new(Vec::with_capacity(64)));
        out.0.push(ABSENT);
        out
    }

    /// Starts a present value whose body takes `body` bytes. Room for the presence byte and the padding is made here.
    pub(crate) fn present(body: usize) -> Self {
        let room = bucket(body.saturating_add(2)).max(64);
        let mut out = Self(Zeroizing::new(Vec::with_capacity(room)));
        out.0.push(PRESENT);
        out
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        debug_assert!(self.0.capacity().saturating_sub(self.0.len()) >= bytes.len(), "would grow and leave a copy");
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn pad(&mut self) {
        let full = bucket(self.0.len().saturating_add(1));
        self.0.push(PAD_MARK);
        self.0.resize(full, 0);
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Plaintext {
    fn drop(&mut self) {
        // An emptied `Vec` wipes all of its room in one go; one that is full does it byte by byte, which costs more than to encode
        // a short value.
        self.0.clear();
    }
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
        let mut out = Plaintext::present(body.len());
        let room = out.0.capacity();
        out.push(body);
        if padded {
            out.pad();
        }
        assert_eq!(out.0.capacity(), room, "a plaintext never grows");
        out.bytes().to_vec()
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
        assert_eq!(Plaintext::absent().bytes(), [ABSENT]);
        assert!(matches!(decode_content(&[ABSENT], ValueKind::Text, false), Ok(None)));
    }
}
