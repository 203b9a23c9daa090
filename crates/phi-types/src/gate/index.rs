//! Blind indexes inside grants: a row's term for who writes it, the terms to search for who lists.

use alloc::vec::Vec;

use super::{
    Authorize, GrantError, Recorder,
    bound::Bound,
    grant::{Grant, Reads, Writes},
    list::ListGrant,
};
use crate::{
    port::{Content, IndexContext, IndexTerm, Indexer, Keyring},
    record::{FieldMask, FieldSpec, IndexFit, IndexSpec, PhiRecord, SealedRecord, Walk},
    value::decode_content,
};

impl<R: PhiRecord> Grant<R, Writes> {
    /// The term under which a record that is written stands in an index; `None` where it has no value there.
    ///
    /// # Errors
    /// [`GrantError::NoSuchIndex`] when the index does not fit the record type, [`GrantError::UngrantedField`] when one of its fields
    /// is not granted.
    pub fn index_term<I>(&self, record: &R, index: &'static IndexSpec, by: &I) -> Result<Option<IndexTerm>, GrantError>
    where
        I: Indexer + ?Sized,
    {
        self.bound.ready(by.brand())?;
        if self.subject() != Some(record.subject()) {
            return Err(GrantError::OtherSubject);
        }
        let mut walk = Walk::new(R::SCHEMA);
        record.walk(&mut walk);
        let term = of_walk::<R, _>(&self.bound, &walk, index, |context, values| by.term(context, values))?;
        self.bound.used();
        Ok(term.flatten())
    }
}

impl<R: PhiRecord> Grant<R, Reads> {
    /// The term under which a stored row stands in an index, made anew with the newest key: for a rotation of the index, and for an
    /// index that is declared later. Nothing is shown.
    ///
    /// # Errors
    /// As [`index_term`](Grant::index_term), and when the row does not open.
    pub fn index_row<K, I>(
        &self,
        row: &SealedRecord<R>,
        keys: &K,
        index: &'static IndexSpec,
        by: &I,
    ) -> Result<Option<IndexTerm>, GrantError>
    where
        K: Keyring + ?Sized,
        I: Indexer + ?Sized,
    {
        let now = self.bound.ready(keys.brand())?;
        self.bound.ready(by.brand())?;
        let opened = self.open(row, keys, now)?;
        let term =
            of_fields::<R, _>(&self.bound, |at| opened.get(at), index, |context, values| by.term(context, values))?;
        self.bound.alive()?;
        self.bound.used();
        Ok(term.flatten())
    }
}

impl<A: Authorize, R: Recorder + 'static, T: PhiRecord> ListGrant<'_, A, R, T> {
    /// The terms to look for, from an example: a patch that sets the fields of the index. One for each key that is still readable,
    /// so that rows are found throughout a rotation; none where the example leaves a field open.
    ///
    /// # Errors
    /// As [`index_term`](Grant::index_term): to search a field is to learn of it, so it must be granted.
    pub fn search_terms<I>(
        &self,
        example: &T::Patch,
        index: &'static IndexSpec,
        by: &I,
    ) -> Result<Vec<IndexTerm>, GrantError>
    where
        I: Indexer + ?Sized,
    {
        self.bound.ready(by.brand())?;
        let mut walk = Walk::new(T::SCHEMA);
        T::walk_patch(example, &mut walk);
        let terms = of_walk::<T, _>(&self.bound, &walk, index, |context, values| by.search(context, values))?;
        self.bound.alive()?;
        self.bound.used();
        Ok(terms.unwrap_or_default())
    }
}

fn of_walk<R: PhiRecord, O>(
    bound: &Bound,
    walk: &Walk,
    index: &'static IndexSpec,
    make: impl FnOnce(&IndexContext<'_>, &[Content<'_>]) -> Result<O, crate::port::SealError>,
) -> Result<Option<O>, GrantError> {
    let fields = walk.plain_fields();
    let find = |at: usize| fields.iter().find(|field| field.position() == at).map(|field| field.bytes());
    of_fields::<R, _>(bound, find, index, make)
}

/// The values of the index's fields, in its order, and what is made of them; `None` where one is absent.
fn of_fields<'f, R: PhiRecord, O>(
    bound: &Bound,
    find: impl Fn(usize) -> Option<&'f [u8]>,
    index: &'static IndexSpec,
    make: impl FnOnce(&IndexContext<'_>, &[Content<'_>]) -> Result<O, crate::port::SealError>,
) -> Result<Option<O>, GrantError> {
    if index.check(R::SCHEMA.fields) != IndexFit::Fits {
        return Err(GrantError::NoSuchIndex);
    }
    let mut values = Vec::new();
    for part in index.parts() {
        let found = R::SCHEMA.fields.iter().enumerate().find(|(_, spec)| spec.name == part.field);
        let (position, spec): (usize, &FieldSpec) = found.ok_or(GrantError::NoSuchIndex)?;
        if !FieldMask::at(position).is_subset_of(bound.fields) {
            return Err(GrantError::UngrantedField);
        }
        let Some(bytes) = find(position) else { return Ok(None) };
        match decode_content(bytes, spec.value, spec.padded)? {
            Some(value) => values.push(value),
            None => return Ok(None),
        }
    }
    let context = IndexContext { brand: bound.brand, tenant: &bound.question.tenant, schema: R::SCHEMA, index };
    Ok(Some(make(&context, &values)?))
}
