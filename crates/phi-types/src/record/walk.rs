//! The walks that the derive generates and only the gate can start.

use alloc::vec::Vec;

use super::{FieldMask, Schema};
use crate::{
    port::PlainField,
    value::{Coded, DecodeError, Field, Opened, Plaintext, Shown, Value, decode_content},
    witness::Witness,
};
use zeroize::Zeroizing;

/// A walk over a record's fields towards the sealer. Its constructor is private to this crate, so nobody else starts one.
pub struct Walk {
    schema: &'static Schema,
    fields: Vec<(usize, Plaintext)>,
}

impl Walk {
    pub(crate) fn new(schema: &'static Schema) -> Self {
        Self { schema, fields: Vec::with_capacity(schema.fields.len()) }
    }

    /// Takes in the field at a position of the schema.
    pub fn field<T: Field>(&mut self, position: usize, value: &T) {
        let Some(spec) = self.schema.fields.get(position) else { return };
        let mut plaintext = match value.value(Witness::OURS) {
            Some(value) => value.encode(Witness::OURS),
            None => Plaintext::absent(),
        };
        if spec.padded {
            plaintext.pad();
        }
        self.fields.push((position, plaintext));
    }

    /// Takes in that there is no value for so many fields from a position on: a group that the record does not have.
    pub fn absent(&mut self, position: usize, count: usize) {
        for (position, spec) in self.schema.fields.iter().enumerate().skip(position).take(count) {
            let mut plaintext = Plaintext::absent();
            if spec.padded {
                plaintext.pad();
            }
            self.fields.push((position, plaintext));
        }
    }

    pub(crate) fn touched(&self) -> FieldMask {
        self.fields.iter().fold(FieldMask::EMPTY, |mask, (position, _)| mask.union(FieldMask::at(*position)))
    }

    pub(crate) fn plain_fields(&self) -> Vec<PlainField<'_>> {
        self.fields
            .iter()
            .filter_map(|(position, plaintext)| {
                self.schema.fields.get(*position).map(|spec| PlainField::new(*position, spec, plaintext.bytes()))
            })
            .collect()
    }
}

/// The opened fields of a row on their way into a view. Its constructor is private to this crate.
pub struct Source {
    schema: &'static Schema,
    granted: FieldMask,
    opened: Vec<(usize, Zeroizing<Vec<u8>>)>,
}

impl Source {
    pub(crate) fn new(schema: &'static Schema, granted: FieldMask, opened: Vec<(usize, Zeroizing<Vec<u8>>)>) -> Self {
        Self { schema, granted, opened }
    }

    /// The field at a position of the schema, as the view shows it.
    ///
    /// # Errors
    /// When the opened bytes are no value of the field's type.
    pub fn field<T: Value>(&mut self, position: usize) -> Result<Shown<T>, DecodeError> {
        if !self.granted.contains(position) {
            return Ok(Shown::Withheld);
        }
        let Some(at) = self.opened.iter().position(|(opened, _)| *opened == position) else {
            // A row sealed before the field was declared: granted, but there is nothing.
            return Ok(Shown::Absent);
        };
        let (_, bytes) = self.opened.swap_remove(at);
        let spec = self.schema.fields.get(position).ok_or(DecodeError::Shape)?;
        match decode_content(&bytes, T::KIND, spec.padded)? {
            Some(content) => Ok(Shown::Granted(Opened::new(T::decode(content, Witness::OURS)?))),
            None => Ok(Shown::Absent),
        }
    }
}
