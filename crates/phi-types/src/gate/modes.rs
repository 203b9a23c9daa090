//! What a grant of each mode can do.

use alloc::vec::Vec;

use time::OffsetDateTime;

use super::{
    GrantError,
    grant::{DeIdentifies, Grant, Reads, Writes},
};
use crate::{
    identifier::IdentifierClass,
    party::{Action, RecordId, SubjectId},
    port::{
        AmendContext, ContentField, ContentState, DeIdentifier, DeIdentifyContext, Keyring, OpenContext, OpenedFields,
        RowContext, SealContext,
    },
    record::{FieldKind, FieldMask, PhiRecord, SealedRecord, Source, Walk},
    value::{Content, DecodeError, decode_content, parse_whole_date},
};

impl<R: PhiRecord> Grant<R, Reads> {
    /// Opens the granted fields of a row, shows them, and wipes them on return. What is not granted is not decrypted.
    ///
    /// The closure gets a borrowed view, which cannot leave it. What it returns is the host's to keep safe: here the
    /// promise of the library ends.
    ///
    /// A row that was sealed under an id that was merged into the grant's subject opens as well, as long as the merge is on record with the
    /// keyring; after an unmerging it does not.
    ///
    /// # Errors
    /// [`GrantError`]; a row of another subject, tenant, type or version does not open.
    pub fn reveal<K, T>(
        &self,
        row: &SealedRecord<R>,
        keys: &K,
        show: impl FnOnce(&R::View) -> T,
    ) -> Result<T, GrantError>
    where
        K: Keyring + ?Sized,
    {
        let now = self.bound.ready(keys.brand())?;
        let opened = self.open(row, keys, now)?;
        if opened.were_opened_promptly() {
            // The look at the clock is a microsecond old; a revocation is asked for at no price.
            self.bound.not_revoked()?;
        } else {
            // Opening may have taken a round trip to a key provider: ask once more before anything is shown.
            self.bound.alive()?;
        }
        let mut source = Source::new(R::SCHEMA, self.bound.fields, opened);
        let view = R::view(row.subject(), &mut source)?;
        // The view has its own copies: what was opened is wiped before anybody looks.
        drop(source);
        self.bound.used();
        Ok(show(&view))
    }
}

impl<R: PhiRecord> Grant<R, Writes> {
    /// Seals a whole new record as a row. The version is the host's: it grows by one with each writing of the row. To write a
    /// row anew, [`amend`](Self::amend) it.
    ///
    /// # Errors
    /// [`GrantError::PartialGrant`] unless every field is granted: nothing is dropped silently.
    pub fn seal<K>(&self, record: &R, row: RecordId, version: u64, keys: &K) -> Result<SealedRecord<R>, GrantError>
    where
        K: Keyring + ?Sized,
    {
        let now = self.bound.ready(keys.brand())?;
        self.same_subject(record.subject())?;
        if self.bound.question.action != Action::Create {
            return Err(GrantError::OtherAction);
        }
        if !R::SCHEMA.all().is_subset_of(self.bound.fields) {
            return Err(GrantError::PartialGrant);
        }
        let mut walk = Walk::new(R::SCHEMA);
        record.walk(&mut walk);
        if !walk.is_straight(R::SCHEMA.all()) {
            return Err(GrantError::Declaration);
        }
        let context = SealContext(self.context(record.subject(), row, version, now));
        let bytes = keys.seal_row(&context, &walk.plain_fields())?;
        self.bound.used();
        Ok(SealedRecord::from_stored(record.subject(), row, version, bytes))
    }

    /// Writes a row anew with the fields of a patch; its version grows by one. The other fields are carried over inside
    /// the keyring and never returned, so who may write a field need not be able to read its neighbours.
    ///
    /// # Errors
    /// [`GrantError::UngrantedField`] when the patch sets a field that is not granted.
    pub fn amend<K>(&self, row: &SealedRecord<R>, patch: &R::Patch, keys: &K) -> Result<SealedRecord<R>, GrantError>
    where
        K: Keyring + ?Sized,
    {
        let now = self.bound.ready(keys.brand())?;
        self.same_subject(row.subject())?;
        if self.bound.question.action != Action::Update {
            return Err(GrantError::OtherAction);
        }
        let mut walk = Walk::new(R::SCHEMA);
        R::walk_patch(patch, &mut walk);
        if !walk.is_patch() {
            return Err(GrantError::Declaration);
        }
        if !walk.touched().is_subset_of(self.bound.fields) {
            return Err(GrantError::UngrantedField);
        }
        let version = row.version().checked_add(1).ok_or(GrantError::Version)?;
        let context = AmendContext {
            old: self.context(row.subject(), row.record(), row.version(), now),
            new: SealContext(self.context(row.subject(), row.record(), version, now)),
        };
        let bytes = keys.amend_row(&context, row.as_bytes(), &walk.plain_fields())?;
        self.bound.used();
        Ok(SealedRecord::from_stored(row.subject(), row.record(), version, bytes))
    }
}

impl<R: PhiRecord> Grant<R, DeIdentifies> {
    /// Opens the granted fields of a row and hands them to a de-identifier; only what it returns comes out.
    ///
    /// # Errors
    /// [`GrantError`]; a free text that cannot be cleaned refuses the record as a whole.
    pub fn de_identify<K, D>(&self, row: &SealedRecord<R>, keys: &K, by: &D) -> Result<D::Output, GrantError>
    where
        K: Keyring + ?Sized,
        D: DeIdentifier + ?Sized,
    {
        let now = self.bound.ready(keys.brand())?;
        self.bound.ready(by.brand())?;
        let opened = self.open(row, keys, now)?;
        let mut fields = Vec::with_capacity(R::SCHEMA.fields.len());
        for (position, spec) in R::SCHEMA.fields.iter().enumerate() {
            let state = match opened.get(position) {
                Some(bytes) => match decode_content(bytes, spec.value, spec.padded).map_err(GrantError::from)? {
                    Some(content) => ContentState::Present(typed(content, spec.kind)),
                    None => ContentState::Absent,
                },
                None if self.bound.fields.contains(position) => ContentState::Absent,
                None => ContentState::Withheld,
            };
            fields.push(ContentField { spec, state });
        }
        let context = DeIdentifyContext { brand: self.bound.brand, schema: R::SCHEMA, now };
        let output = by.de_identify(&context, &fields)?;
        self.bound.alive()?;
        self.bound.used();
        Ok(output)
    }
}

/// A date as its source recorded it is text; where it parses, the de-identifier gets the date.
fn typed(content: Content<'_>, kind: FieldKind) -> Content<'_> {
    match (&content, kind) {
        (Content::Text(text), FieldKind::Identifier(IdentifierClass::Date, _)) => match parse_whole_date(text) {
            Some(date) => Content::Date(date),
            None => content,
        },
        _ => content,
    }
}

impl<R: PhiRecord, M> Grant<R, M> {
    pub(super) fn open<K: Keyring + ?Sized>(
        &self,
        row: &SealedRecord<R>,
        keys: &K,
        now: OffsetDateTime,
    ) -> Result<OpenedFields, GrantError> {
        let row_context = self.context(row.subject(), row.record(), row.version(), now);
        self.same_person(row, &row_context, keys)?;
        let context = OpenContext { row: row_context, fields: self.bound.fields };
        let mut opened = keys.open_row(&context, row.as_bytes())?;
        // A keyring that opens more than it was asked for gives nothing away here.
        opened.retain(|position| self.bound.fields.contains(position));
        let mut seen = FieldMask::EMPTY;
        for (position, _) in opened.iter() {
            if seen.contains(position) {
                return Err(DecodeError::Shape.into());
            }
            seen = seen.union(FieldMask::at(position));
        }
        Ok(opened)
    }

    /// A grant to read is about a person: rows that were sealed under an id that was merged into the subject's, on record, are theirs.
    fn same_person<K: Keyring + ?Sized>(
        &self,
        row: &SealedRecord<R>,
        context: &RowContext<'_>,
        keys: &K,
    ) -> Result<(), GrantError> {
        match self.subject() {
            Some(subject) if subject == row.subject() || keys.is_merged_into(context, subject) => Ok(()),
            _ => Err(GrantError::OtherSubject),
        }
    }

    fn same_subject(&self, subject: SubjectId) -> Result<(), GrantError> {
        if self.subject() == Some(subject) { Ok(()) } else { Err(GrantError::OtherSubject) }
    }

    fn context(&self, subject: SubjectId, record: RecordId, version: u64, now: OffsetDateTime) -> RowContext<'_> {
        RowContext {
            brand: self.bound.brand,
            tenant: &self.bound.question.tenant,
            schema: R::SCHEMA,
            subject,
            record,
            version,
            asked: now,
        }
    }
}
