//! The walks that the derive generates and only the gate can start.

use alloc::vec::Vec;
use core::ops::Range;

use super::{FieldMask, GroupField, PhiGroup, Schema};
use crate::{
    port::{OpenedFields, PlainField},
    value::{Coded, DecodeError, Field, Opened, Plaintext, Shown, Value, decode_content},
    witness::Witness,
};

/// How many bytes a field usually takes, for a first guess at what a record takes.
const USUAL: usize = 64;
/// What is taken for records of many fields at first; they grow.
const LARGEST_GUESS: usize = 4096;

/// A walk over a record's fields towards the sealer. Its constructor is private to this crate, so nobody else starts one.
pub struct Walk {
    schema: &'static Schema,
    /// All fields in one place: one allocation for a row, and one wiping.
    plaintext: Plaintext,
    fields: Vec<(usize, Range<usize>)>,
    window: Range<usize>,
    astray: bool,
}

impl Walk {
    pub(crate) fn new(schema: &'static Schema) -> Self {
        let fields = schema.fields.len();
        Self {
            schema,
            plaintext: Plaintext::with_capacity(fields.saturating_mul(USUAL).min(LARGEST_GUESS)),
            fields: Vec::with_capacity(fields),
            window: 0..fields,
            astray: false,
        }
    }

    /// Takes in the field at a position of the schema.
    pub fn field<T: Field>(&mut self, position: usize, value: &T) {
        match value.value(Witness::OURS) {
            Some(value) => value.encode(Witness::OURS, &mut self.plaintext),
            None => self.plaintext.absent(),
        }
        self.take(position);
    }

    /// Takes in the fields of a group, the first of which has this position.
    pub fn group<T: GroupField>(&mut self, position: usize, group: &T) {
        self.within(position, T::SIZE, |walk| group.walk(walk, position));
    }

    /// Takes in what a patch changes of a group.
    pub fn group_patch<T: GroupField>(&mut self, position: usize, patch: &T::Patch) {
        self.within(position, T::SIZE, |walk| T::walk_patch(patch, walk, position));
    }

    /// Takes in that there is no value for so many fields from a position on: a group that the record does not have.
    pub fn absent(&mut self, position: usize, count: usize) {
        for at in (position..).take(count) {
            self.plaintext.absent();
            self.take(at);
        }
    }

    /// Takes in the newest field.
    fn take(&mut self, position: usize) {
        let Some(spec) = self.schema.fields.get(position).filter(|_| self.window.contains(&position)) else {
            self.astray = true;
            return;
        };
        if spec.padded {
            self.plaintext.pad();
        }
        self.fields.push((position, self.plaintext.newest()));
    }

    /// Somebody may have written a group by hand: it reaches its own fields and no others.
    fn within(&mut self, position: usize, count: usize, walk: impl FnOnce(&mut Self)) {
        let outer = self.window.clone();
        self.window = position.max(outer.start)..position.saturating_add(count).min(outer.end);
        walk(self);
        self.window = outer;
    }

    /// Whether it went over each of the wanted fields once, and over no other. The derives' walks do; nothing else may be sealed.
    pub(crate) fn is_straight(&self, wanted: FieldMask) -> bool {
        !self.astray && self.fields.len() == wanted.len() && self.touched() == wanted
    }

    /// Whether it went over no field twice, and over none that is not its own.
    pub(crate) fn is_patch(&self) -> bool {
        self.is_straight(self.touched())
    }

    pub(crate) fn touched(&self) -> FieldMask {
        self.fields.iter().fold(FieldMask::EMPTY, |mask, (position, _)| mask.union(FieldMask::at(*position)))
    }

    pub(crate) fn plain_fields(&self) -> Vec<PlainField<'_>> {
        self.fields
            .iter()
            .filter_map(|(position, range)| {
                let (spec, bytes) = (self.schema.fields.get(*position)?, self.plaintext.bytes().get(range.clone())?);
                Some(PlainField::new(*position, spec, bytes))
            })
            .collect()
    }
}

/// The opened fields of a row on their way into a view. Its constructor is private to this crate.
pub struct Source {
    schema: &'static Schema,
    granted: FieldMask,
    opened: OpenedFields,
    window: Range<usize>,
}

impl Source {
    pub(crate) fn new(schema: &'static Schema, granted: FieldMask, opened: OpenedFields) -> Self {
        Self { schema, granted, opened, window: 0..schema.fields.len() }
    }

    /// The field at a position of the schema, as the view shows it.
    ///
    /// # Errors
    /// When the opened bytes are no value of the field's type.
    pub fn field<T: Value>(&mut self, position: usize) -> Result<Shown<T>, DecodeError> {
        if !self.window.contains(&position) {
            return Err(DecodeError::Shape);
        }
        if !self.granted.contains(position) {
            return Ok(Shown::Withheld);
        }
        let Some(bytes) = self.opened.get(position) else {
            // A row sealed before the field was declared: granted, but there is nothing.
            return Ok(Shown::Absent);
        };
        let spec = self.schema.fields.get(position).ok_or(DecodeError::Shape)?;
        Ok(match decode_content(bytes, T::KIND, spec.padded)? {
            Some(content) => Shown::Granted(Opened::new(T::decode(content, Witness::OURS)?)),
            None => Shown::Absent,
        })
    }

    /// The view of a group whose first field has this position.
    ///
    /// # Errors
    /// See [`field`](Self::field).
    pub fn group<T: GroupField>(&mut self, position: usize) -> Result<<T::Group as PhiGroup>::View, DecodeError> {
        let outer = self.window.clone();
        self.window = position.max(outer.start)..position.saturating_add(T::SIZE).min(outer.end);
        let view = <T::Group as PhiGroup>::view(self, position);
        self.window = outer;
        view
    }
}
