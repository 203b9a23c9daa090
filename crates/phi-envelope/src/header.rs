//! The headers of sealed rows, notes and values: strict, canonical, authenticated as a whole.
//!
//! ```text
//! note   version 1 | suite 1 | flags 0 | data-key id 32 | nonce 24 | [commitment 32] | ciphertext | tag 16
//! row    version 1 | suite 1 | flags 1 | data-key id 32 | nonce 24 | schema version 2 | row version 8 | labels 4 | fields 1
//!        | (field id 4 | sealed length 4) for each field | [commitment 32] | (ciphertext | tag 16) for each field
//! value  as a note, with flags 2
//! ```
//! The commitment is there in suite 2 alone. There is one way to write each header. Any other bytes are refused, so that nothing
//! unauthenticated can ride along.
#![deny(clippy::arithmetic_side_effects)]

use alloc::vec::Vec;

use crate::{
    key::KeyId,
    suite::{NONCE, Suite, TAG},
};

const VERSION: u8 = 1;
const ROW: u8 = 1;
/// The most fields that a record type has.
const MOST_FIELDS: usize = 128;
/// What every header begins with, which is the whole header of a message.
pub(crate) const START: usize = 3 + 32 + NONCE;
/// A row's header without its list of fields.
const FIXED: usize = START + 2 + 8 + 4 + 1;
/// What a message has beside its value: 75 bytes, and the commitment in suite 2.
pub(crate) const OVERHEAD: usize = START + TAG;
/// The largest value that is sealed: 16 MiB.
pub(crate) const LARGEST_FIELD: usize = 16 * 1024 * 1024;

/// The forms of one message, apart by their flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Note,
    Value,
}

impl Form {
    const fn flags(self) -> u8 {
        match self {
            Self::Note => 0,
            Self::Value => 2,
        }
    }
}

/// The largest sealed thing: a row of the most fields, the sixteenth part of them as large as can be.
pub(crate) const LARGEST_MESSAGE: usize = 8 * LARGEST_FIELD + 4096;

/// Whether the bytes are a sealed row, note or value in its one spelling, to the last byte.
pub(crate) fn is_well_formed(bytes: &[u8]) -> bool {
    bytes.len() <= LARGEST_MESSAGE
        && (RowHeader::read(bytes).is_some()
            || [Form::Note, Form::Value].into_iter().any(|form| Start::read_message(form, bytes).is_some()))
}

/// What every header begins with.
#[derive(Clone, Copy)]
pub(crate) struct Start {
    pub(crate) suite: Suite,
    pub(crate) key: KeyId,
    pub(crate) nonce: [u8; NONCE],
}

/// A row's header.
pub(crate) struct RowHeader {
    pub(crate) start: Start,
    pub(crate) schema_version: u16,
    pub(crate) row_version: u64,
    pub(crate) labels: u32,
}

/// A row taken apart.
pub(crate) struct ReadRow<'a> {
    pub(crate) header: RowHeader,
    /// The header as it stands, which is part of the associated data of each field.
    pub(crate) header_bytes: &'a [u8],
    /// The commitment, as long as the suite has it.
    pub(crate) commitment: &'a [u8],
    /// Each field's id and its sealed bytes, in the order in which they stand.
    pub(crate) fields: Vec<(u32, &'a [u8])>,
}

impl Start {
    fn write(&self, form: u8, out: &mut Vec<u8>) {
        out.extend_from_slice(&[VERSION, self.suite.byte(), form]);
        out.extend_from_slice(&self.key);
        out.extend_from_slice(&self.nonce);
    }

    fn read(form: u8, bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (&[version, suite, flags], rest) = bytes.split_first_chunk()?;
        let (key, rest) = rest.split_first_chunk()?;
        let (nonce, rest) = rest.split_first_chunk()?;
        if version != VERSION || flags != form {
            return None;
        }
        Some((Self { suite: Suite::from_byte(suite)?, key: *key, nonce: *nonce }, rest))
    }

    /// The header of one message.
    pub(crate) fn write_message(&self, form: Form, room: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(room.saturating_add(OVERHEAD).saturating_add(self.suite.commitment()));
        self.write(form.flags(), &mut out);
        out
    }

    /// The start, the header's bytes and what is sealed behind it, which is as long as the least message.
    pub(crate) fn read_message(form: Form, bytes: &[u8]) -> Option<(Self, &[u8], &[u8])> {
        let (start, sealed) = Self::read(form.flags(), bytes)?;
        if sealed.len() < TAG.saturating_add(start.suite.commitment()) {
            return None;
        }
        let header = bytes.get(..bytes.len().checked_sub(sealed.len())?)?;
        Some((start, header, sealed))
    }
}

impl RowHeader {
    /// Writes the header with the ids and sealed lengths of the fields, in the order in which they will stand. There is room behind it for all of
    /// them: growing later would copy what is there, and at last leave plaintext behind.
    pub(crate) fn write(&self, fields: impl ExactSizeIterator<Item = (u32, usize)> + Clone) -> Option<Vec<u8>> {
        let count = u8::try_from(fields.len()).ok().filter(|count| usize::from(*count) <= MOST_FIELDS)?;
        let room = fields.clone().fold(self.start.suite.commitment(), |sum, (_, length)| sum.saturating_add(length));
        let header = FIXED.checked_add(usize::from(count).checked_mul(8)?)?;
        let mut out = Vec::with_capacity(header.checked_add(room)?);
        self.start.write(ROW, &mut out);
        out.extend_from_slice(&self.schema_version.to_be_bytes());
        out.extend_from_slice(&self.row_version.to_be_bytes());
        out.extend_from_slice(&self.labels.to_be_bytes());
        out.push(count);
        for (id, length) in fields {
            out.extend_from_slice(&id.to_be_bytes());
            out.extend_from_slice(&u32::try_from(length).ok()?.to_be_bytes());
        }
        Some(out)
    }

    /// Takes a row apart. All of it must be used up.
    pub(crate) fn read(bytes: &[u8]) -> Option<ReadRow<'_>> {
        let (start, rest) = Start::read(ROW, bytes)?;
        let (schema_version, rest) = rest.split_first_chunk()?;
        let (row_version, rest) = rest.split_first_chunk()?;
        let (labels, rest) = rest.split_first_chunk()?;
        let (&count, rest) = rest.split_first()?;
        if usize::from(count) > MOST_FIELDS {
            return None;
        }
        let (list, rest) = rest.split_at_checked(usize::from(count).checked_mul(8)?)?;
        let header_bytes = bytes.get(..bytes.len().checked_sub(rest.len())?)?;
        let (commitment, mut rest) = rest.split_at_checked(start.suite.commitment())?;
        let mut fields: Vec<(u32, &[u8])> = Vec::with_capacity(usize::from(count));
        for [a, b, c, d, length @ ..] in list.as_chunks::<8>().0 {
            let (id, length) =
                (u32::from_be_bytes([*a, *b, *c, *d]), usize::try_from(u32::from_be_bytes(*length)).ok()?);
            // Ascending ids: one way to write a list, and no field twice.
            if length < TAG || fields.last().is_some_and(|(last, _)| *last >= id) {
                return None;
            }
            let (field, behind) = rest.split_at_checked(length)?;
            fields.push((id, field));
            rest = behind;
        }
        if !rest.is_empty() {
            return None;
        }
        let header = Self {
            start,
            schema_version: u16::from_be_bytes(*schema_version),
            row_version: u64::from_be_bytes(*row_version),
            labels: u32::from_be_bytes(*labels),
        };
        Some(ReadRow { header, header_bytes, commitment, fields })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_parses_is_written_back_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..200), length in 16..80_usize) {
            // Random bytes behind a good start, so that the parser gets somewhere.
            let mut row = vec![1, 1, 1];
            row.extend(std::iter::repeat_n(7, 56));
            row.extend_from_slice(&[0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0]);
            row.push(u8::try_from(length).unwrap());
            row.extend(std::iter::repeat_n(3, length));
            let ReadRow { header, header_bytes, fields, .. } = RowHeader::read(&row).unwrap();
            let rewritten = header.write(fields.iter().map(|(id, sealed)| (*id, sealed.len()))).unwrap();
            prop_assert_eq!(rewritten.as_slice(), header_bytes);
            prop_assert_eq!((fields.len(), rewritten.capacity()), (1, row.len()), "room for all of it, and no more");
            let _ = (RowHeader::read(&bytes).is_some(), Start::read_message(Form::Note, &bytes).is_some());
            prop_assert!(RowHeader::read(&[row.as_slice(), &[0]].concat()).is_none(), "nothing rides along");
        }
    }
}
