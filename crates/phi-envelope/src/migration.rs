//! Migration from plain storage: rows that are not sealed yet, read only where somebody said so, and counted.
//!
//! ```text
//! plain row  0 | "phi-plain" 9 | (field name | presence 1, body), framed, for each field
//! ```
//! The first byte is no version of a sealed row, so that the two are never mistaken for each other.

use alloc::vec::Vec;
use std::sync::atomic::{AtomicU64, Ordering};

use phi_types::{
    port::{OpenedFields, framed},
    record::{FieldMask, Schema},
};
use time::Date;
use zeroize::Zeroizing;

use crate::{frame::take, header::LARGEST_FIELD};

const MARK: &[u8] = b"\0phi-plain";

/// Whether rows that are not sealed are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MigrationMode {
    /// A row that is not sealed does not open. The default.
    #[default]
    SealedOnly,
    /// Plain rows made by [`plain_row`] open as well, each one counted. Whoever can write the database can put values there that
    /// nobody sealed: so for the time of a migration alone. Writing seals in any case.
    AcceptPlain,
}

/// What a migration has seen, since the keyring was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MigrationReport {
    /// The mode.
    pub mode: MigrationMode,
    /// Plain rows that were opened.
    pub plain_opened: u64,
    /// Plain rows that were written anew, sealed.
    pub plain_sealed: u64,
    /// Plain rows that were refused, because the mode does not take them or because they are malformed.
    pub plain_refused: u64,
}

/// One value of an old store, as plain as it was.
#[derive(Clone, Copy)]
pub enum PlainValue<'a> {
    /// No value.
    Absent,
    /// Text, an identifier as text.
    Text(&'a str),
    /// A list of texts; for a map, keys and values in turns.
    Texts(&'a [&'a str]),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A calendar date.
    Date(Date),
    /// A whole number, or a truth value as 0 and 1.
    Number(u64),
}

/// A row of an old store in the form that a migration reads: pairs of a field's stored name and its value. Held like the PHI that
/// it is, and wiped when dropped.
///
/// ```
/// use phi_envelope::{MigrationMode, PlainValue, plain_row};
/// let row = plain_row(&[("name", PlainValue::Text("Testpatient, Ana")), ("born", PlainValue::Absent)]);
/// assert_eq!(row[0], 0); // no sealed row begins so
/// assert_eq!(MigrationMode::default(), MigrationMode::SealedOnly);
/// ```
#[must_use]
pub fn plain_row(fields: &[(&str, PlainValue<'_>)]) -> Zeroizing<Vec<u8>> {
    let values: Vec<_> = fields.iter().map(|(name, value)| (name, value.encoded())).collect();
    let sizes = values.iter().map(|(name, value)| name.len().saturating_add(value.len()).saturating_add(16));
    // As large as it will be, so that it leaves no copies behind while it grows.
    let mut out = Zeroizing::new(Vec::with_capacity(sizes.sum::<usize>().saturating_add(MARK.len())));
    out.extend_from_slice(MARK);
    for (name, value) in &values {
        let parts = Zeroizing::new(framed(&[name.as_bytes(), value]));
        out.extend_from_slice(&parts);
    }
    out
}

impl PlainValue<'_> {
    /// Presence and body, as the fields of a record are encoded (`phi_types`, `value/codec.rs`).
    fn encoded(self) -> Zeroizing<Vec<u8>> {
        let body = match self {
            Self::Absent => return Zeroizing::new(Vec::from([0])),
            Self::Text(text) => Zeroizing::new(text.as_bytes().to_vec()),
            Self::Bytes(bytes) => Zeroizing::new(bytes.to_vec()),
            Self::Date(date) => Zeroizing::new(date.to_julian_day().to_be_bytes().to_vec()),
            Self::Number(number) => Zeroizing::new(number.to_be_bytes().to_vec()),
            Self::Texts(texts) => {
                let size = texts.iter().fold(0_usize, |sum, text| sum.saturating_add(text.len()).saturating_add(4));
                let mut list = Zeroizing::new(Vec::with_capacity(size));
                for text in texts {
                    list.extend_from_slice(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
                    list.extend_from_slice(text.as_bytes());
                }
                list
            }
        };
        let mut out = Zeroizing::new(Vec::with_capacity(body.len().saturating_add(1)));
        out.push(1);
        out.extend_from_slice(&body);
        out
    }
}

impl core::fmt::Debug for PlainValue<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("[plain value]")
    }
}

/// The mode and its counts.
#[derive(Debug, Default)]
pub(crate) struct Migration {
    pub(crate) mode: MigrationMode,
    opened: AtomicU64,
    sealed: AtomicU64,
    refused: AtomicU64,
}

/// What a migration says to a row.
pub(crate) enum PlainRow {
    /// It is no plain row: go on.
    No,
    /// It is one, and is refused.
    Refused,
    /// The wanted fields of it.
    Fields(OpenedFields),
}

impl Migration {
    pub(crate) fn report(&self) -> MigrationReport {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        MigrationReport {
            mode: self.mode,
            plain_opened: count(&self.opened),
            plain_sealed: count(&self.sealed),
            plain_refused: count(&self.refused),
        }
    }

    /// Reads a plain row, for showing or for writing it anew.
    pub(crate) fn read(&self, schema: &Schema, row: &[u8], wanted: FieldMask, to_seal: bool) -> PlainRow {
        let Some(rest) = row.strip_prefix(MARK) else { return PlainRow::No };
        let fields = if self.mode == MigrationMode::AcceptPlain { read(schema, rest, wanted) } else { None };
        let counter = match (&fields, to_seal) {
            (None, _) => &self.refused,
            (Some(_), false) => &self.opened,
            (Some(_), true) => &self.sealed,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        fields.map_or(PlainRow::Refused, PlainRow::Fields)
    }
}

/// A field that the schema does not know, or knows twice in the row, makes the row malformed: carrying on would lose it silently.
fn read(schema: &Schema, mut rest: &[u8], wanted: FieldMask) -> Option<OpenedFields> {
    let (mut seen, mut fields) = (FieldMask::EMPTY, OpenedFields::new());
    while !rest.is_empty() {
        let (name, value) = (take(&mut rest, LARGEST_FIELD)?, take(&mut rest, LARGEST_FIELD)?);
        let position = schema.fields.iter().position(|field| field.name.as_bytes() == name)?;
        if seen.contains(position) {
            return None;
        }
        seen = seen.union(FieldMask::at(position));
        if wanted.contains(position) {
            let padded = schema.fields.get(position).is_some_and(|field| field.padded);
            if padded { fields.push(position, &pad(value)) } else { fields.push(position, value) }
        }
    }
    Some(fields)
}

/// Pads to the bucket in which a padded field stands when it is sealed: the mark, then zeros up to a power of two from 32.
fn pad(value: &[u8]) -> Zeroizing<Vec<u8>> {
    let bucket = value.len().saturating_add(1).max(32).next_power_of_two();
    let mut out = Zeroizing::new(Vec::with_capacity(bucket));
    out.extend_from_slice(value);
    out.push(0x80);
    out.resize(bucket, 0);
    out
}
